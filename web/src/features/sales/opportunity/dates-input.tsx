import { TextInput } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
import { DayInput } from '../../../records/typed-inputs.tsx'
import { day } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'

interface NamedDate {
  name: string
  on: string | null
}

const datesIn = (value: unknown): NamedDate[] =>
  Array.isArray(value)
    ? value.filter(isRecord).map(({ name, on }) => ({
        name: typeof name === 'string' ? name : '',
        on: typeof on === 'string' ? on : null,
      }))
    : []

export function DatesShown({ value }: { value: unknown }) {
  const dates = datesIn(value).toSorted((a, b) => ((a.on ?? '') < (b.on ?? '') ? -1 : 1))
  if (dates.length === 0) return <Nothing />
  return <>{dates.map(({ name, on }) => `${name} ${on ? day(on) : ''}`.trim()).join(' · ')}</>
}

/** Days that matter in a deal, each with a name. */
export function DatesInput({ label, error, value, onChange }: OwnInput) {
  const dates = datesIn(value)
  return (
    <RowsInput
      label={label}
      error={error}
      rows={dates}
      onChange={onChange}
      one="date"
      add="Add a date"
      onAdd={() => onChange([...dates, { name: '', on: null }])}
      align="flex-start"
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            flex={1}
            aria-label={`Date ${place + 1}: name`}
            placeholder="Decision"
            value={row.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <DayInput
            w={140}
            aria-label={`Date ${place + 1}: day`}
            value={row.on}
            onChange={(on) => change({ on })}
          />
        </>
      )}
    </RowsInput>
  )
}
