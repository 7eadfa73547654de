import { TextInput } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
import { Nothing } from '../../../ui/values.tsx'

interface Feature {
  name: string
  value: string
}

const featuresIn = (value: unknown): Feature[] =>
  Array.isArray(value)
    ? value.filter(isRecord).map(({ name, value: of }) => ({ name: String(name), value: String(of) }))
    : []

export function FeaturesShown({ value }: { value: unknown }) {
  const features = featuresIn(value)
  if (features.length === 0) return <Nothing />
  return <>{features.map((one) => `${one.name}: ${one.value}`).join(' · ')}</>
}

/** What is special about a product, each with a name. */
export function FeaturesInput({ label, error, value, onChange }: OwnInput) {
  const features = featuresIn(value)
  return (
    <RowsInput
      label={label}
      error={error}
      rows={features}
      onChange={onChange}
      one="feature"
      add="Add a feature"
      onAdd={() => onChange([...features, { name: '', value: '' }])}
      align="flex-start"
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            flex={1}
            aria-label={`Feature ${place + 1}: name`}
            placeholder="Working distance"
            value={row.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            flex={1}
            aria-label={`Feature ${place + 1}: value`}
            placeholder="8 to 115 mm"
            value={row.value}
            onChange={(event) => change({ value: event.currentTarget.value })}
          />
        </>
      )}
    </RowsInput>
  )
}
