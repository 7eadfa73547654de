import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core'
import { isRecord } from '../../api/problem.ts'
import type { OwnInput } from '../../records/field.ts'
import { RowsInput } from '../../records/rows-input.tsx'
import { NumericInput } from '../../records/typed-inputs.tsx'
import { Nothing } from '../../ui/values.tsx'

interface Purpose {
  name: string
  basis: string
  about: string | null
}

const bases = [
  { value: 'consent', label: 'They have allowed it' },
  { value: 'contract', label: 'A contract calls for it' },
  { value: 'legitimate-interests', label: 'Legitimate interests' },
]

const purposesIn = (value: unknown): Purpose[] => (Array.isArray(value) ? (value as Purpose[]) : [])

export function PurposesShown({ value }: { value: unknown }) {
  const all = purposesIn(value)
  if (all.length === 0) return <Nothing />
  return all.map(({ name, basis }) => (
    <div key={name}>
      {name}: {bases.find((one) => one.value === basis)?.label}
    </div>
  ))
}

/** What is sent to many, and why that is lawful. */
export function PurposesInput({ label, error, value, onChange }: OwnInput) {
  return (
    <RowsInput<Purpose>
      label={label}
      error={error}
      rows={purposesIn(value)}
      onChange={onChange}
      one="purpose"
      add="Add a purpose"
      onAdd={() => onChange([...purposesIn(value), { name: '', basis: 'consent', about: null }])}
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            aria-label={`Name of purpose ${place + 1}`}
            placeholder="Newsletter"
            value={row.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Select
            aria-label={`Basis of purpose ${place + 1}`}
            data={bases}
            value={row.basis}
            allowDeselect={false}
            onChange={(basis) => change({ basis: basis ?? 'consent' })}
          />
          <TextInput
            aria-label={`What whoever gets it is told of purpose ${place + 1}`}
            placeholder="Once a month"
            value={row.about ?? ''}
            onChange={(event) => change({ about: event.currentTarget.value || null })}
          />
        </>
      )}
    </RowsInput>
  )
}

const capIn = (value: unknown) =>
  isRecord(value) ? { most: Number(value.most), days: Number(value.days) } : null

export function CapShown({ value }: { value: unknown }) {
  const cap = capIn(value)
  return cap ? `${cap.most} mails in ${cap.days} days to one person` : 'As many as there are'
}

export function CapInput({ label, error, value, onChange }: OwnInput) {
  const cap = capIn(value)
  return (
    <div>
      <Checkbox
        label={`${label} so many mails to one person`}
        checked={cap !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { most: 2, days: 7 } : null)}
      />
      {cap && (
        <Group gap={8} mt={4}>
          <NumericInput
            label="Mails"
            w={90}
            min={1}
            max={100}
            value={cap.most}
            onChange={(most) => onChange({ ...cap, most })}
          />
          <NumericInput
            label="Days"
            w={90}
            min={1}
            max={365}
            value={cap.days}
            onChange={(days) => onChange({ ...cap, days })}
          />
        </Group>
      )}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
    </div>
  )
}

const quietIn = (value: unknown) =>
  isRecord(value) ? { from: String(value.from), to: String(value.to) } : null

export function QuietShown({ value }: { value: unknown }) {
  const quiet = quietIn(value)
  return quiet ? `From ${quiet.from} to ${quiet.to}` : 'None'
}

export function QuietInput({ label, error, value, onChange }: OwnInput) {
  const quiet = quietIn(value)
  return (
    <div>
      <Checkbox
        label={`${label}: nothing goes out then`}
        checked={quiet !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { from: '20:00', to: '08:00' } : null)}
      />
      {quiet && (
        <Group gap={8} mt={4}>
          <TextInput
            type="time"
            aria-label="Quiet from"
            value={quiet.from}
            onChange={(event) => onChange({ ...quiet, from: event.currentTarget.value })}
          />
          <Text size="sm">to</Text>
          <TextInput
            type="time"
            aria-label="Quiet until"
            value={quiet.to}
            onChange={(event) => onChange({ ...quiet, to: event.currentTarget.value })}
          />
        </Group>
      )}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
    </div>
  )
}
