import { Tag } from '../ui/values.tsx'
import type { Choice } from './field.ts'

/** What was chosen, in its colour. */
export function ChoiceTag({ choices, value }: { choices: readonly Choice[]; value: unknown }) {
  const choice = choices.find((one) => one.value === value)
  return choice && <Tag tone={choice.tone ?? 'neutral'}>{choice.label}</Tag>
}
