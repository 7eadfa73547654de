import { MultiSelect } from '@mantine/core'
import { Nothing } from '../ui/values.tsx'
import type { Choice, OwnInput } from './field.ts'

const valuesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** How several of these choices are shown and chosen in a field that holds their values. */
export function severalOf(choices: readonly Choice[]) {
  function Show({ value }: { value: unknown }) {
    const values = valuesIn(value)
    if (values.length === 0) return <Nothing />
    return values.map((each) => choices.find((one) => one.value === each)?.label ?? each).join(', ')
  }

  function Input({ value, onChange, ...shared }: OwnInput) {
    return (
      <MultiSelect
        {...shared}
        clearable
        data={choices.map((one) => ({ value: one.value, label: one.label }))}
        value={valuesIn(value)}
        onChange={onChange}
      />
    )
  }

  return { Show, Input }
}
