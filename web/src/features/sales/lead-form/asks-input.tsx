import { Checkbox, Select } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
import { Nothing } from '../../../ui/values.tsx'

interface Ask {
  field: string
  required: boolean
}

const labels: Readonly<Record<string, string>> = {
  email: 'E-mail',
  phone: 'Telephone',
  company: 'Company',
  country: 'Country',
  postcode: 'Postcode',
  productInterest: 'What they are interested in',
  subject: 'Subject (of a ticket)',
  message: 'Message',
}

const asksIn = (value: unknown): Ask[] =>
  Array.isArray(value)
    ? value
        .filter(isRecord)
        .map(({ field, required }) => ({ field: String(field), required: required === true }))
    : []

export function AsksShown({ value }: { value: unknown }) {
  const asks = asksIn(value)
  if (asks.length === 0) return <Nothing />
  return (
    <>
      {asks
        .map(({ field, required }) => `${labels[field] ?? field}${required ? '' : ' (optional)'}`)
        .join(' · ')}
    </>
  )
}

/** What a form asks, in its order. */
export function AsksInput({ label, error, value, onChange }: OwnInput) {
  const asks = asksIn(value)
  const left = Object.keys(labels).filter((field) => !asks.some((one) => one.field === field))
  return (
    <RowsInput
      label={label}
      error={error}
      rows={asks}
      onChange={onChange}
      one="question"
      add="Add a question"
      onAdd={() => left[0] && onChange([...asks, { field: left[0], required: false }])}
      align="center"
    >
      {({ row, place, change }) => (
        <>
          <Select
            flex={1}
            aria-label={`Question ${place + 1}`}
            data={[row.field, ...left].map((field) => ({ value: field, label: labels[field] ?? field }))}
            value={row.field}
            allowDeselect={false}
            onChange={(field) => field && change({ field })}
          />
          <Checkbox
            label="Required"
            checked={row.required}
            onChange={(event) => change({ required: event.currentTarget.checked })}
          />
        </>
      )}
    </RowsInput>
  )
}
