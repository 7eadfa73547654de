import { Autocomplete, Checkbox, Group, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { pathOf } from '../../api/kinds.ts'
import { isMoney } from '../../api/shapes.ts'
import { count } from '../../ui/format.ts'
import { isDay, numberTyped } from '../../ui/typed.ts'
import type { Field } from '../field.ts'
import { MoneyInput, RefInput } from '../field-input.tsx'
import { nameOf, useDirectory } from '../names.ts'
import { DayInput, NumericInput } from '../typed-inputs.tsx'
import type { Asked, Condition, Operator } from './criterion.ts'

/** Decimals of numbers in conditions. */
const places = 4
const dayOperators: readonly Operator[] = ['on', 'from', 'to', 'before', 'after']

/** What a condition on a field starts with: nothing, but where nothing is no answer. */
export function emptyValue({ kind }: Asked): unknown {
  if (kind === 'yes-no') return true
  return kind === 'day' || kind === 'instant' ? { start: 'day', days: 0 } : null
}

export function isComplete({ operator, value }: Condition): boolean {
  if (operator === 'known' || operator === 'unknown') return true
  if (Array.isArray(value)) return value.length > 0
  if (isMoney(value)) return !Number.isNaN(value.amount)
  if (typeof value === 'object' && value !== null) return !Number.isNaN((value as Relative).days)
  if (typeof value === 'string' && dayOperators.includes(operator)) return isDay(value)
  return value !== null && value !== undefined && value !== '' && !Number.isNaN(value)
}

interface Props {
  asked: Asked
  condition: Condition
  /** The field on the screens of its record, where it has one: what its choices are called. */
  field: Field | undefined
  onChange: (value: unknown) => void
}

/** The value of a condition, entered as its field is. */
export function ValueInput({ asked, condition: { operator, value }, field, onChange }: Props) {
  if (operator === 'known' || operator === 'unknown') return null
  const words = typeof value === 'string' ? value : ''
  const options =
    field?.kind === 'choice'
      ? field.choices.map((choice) => ({ value: choice.value, label: choice.label }))
      : asked.options
  if (asked.kind === 'records')
    return <RecordsInput model={asked.model ?? ''} value={value} onChange={onChange} />
  if (operator === 'one-of') return <ValuesInput {...{ asked, value, options, onChange }} />
  switch (asked.kind) {
    case 'choice':
      return (
        <Select aria-label="Value" data={[...(options ?? [])]} value={words || null} onChange={onChange} />
      )
    case 'number': {
      const [share, unit] = field?.kind === 'percent' ? [100, '%'] : [1]
      return (
        <NumericInput
          aria-label="Value"
          places={places}
          {...(unit && { unit })}
          value={typeof value === 'number' ? value * share : null}
          onChange={(next) => onChange(next === null ? null : next / share)}
        />
      )
    }
    case 'money':
      return (
        <MoneyInput label="" aria-label="Value" value={isMoney(value) ? value : null} onChange={onChange} />
      )
    case 'yes-no':
      return (
        <Select
          aria-label="Value"
          allowDeselect={false}
          data={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          value={String(value === true)}
          onChange={(next) => onChange(next === 'true')}
        />
      )
    case 'day':
    case 'instant':
      return <WhenInput value={value} onChange={onChange} />
    case 'record':
      if (asked.model === 'user') return <PersonInput value={words} onChange={onChange} />
      if (asked.model !== undefined && pathOf(asked.model) !== undefined)
        return (
          <RefInput
            label=""
            aria-label="Value"
            model={asked.model}
            value={words || null}
            onChange={onChange}
          />
        )
      break
    case 'text':
    case 'texts':
  }
  // Of what is chosen from a list, what stands on it; any other text may have been written once.
  if (options)
    return (
      <Autocomplete
        aria-label="Value"
        data={[...options]}
        value={words}
        onChange={(next) => onChange(next || null)}
      />
    )
  return (
    <TextInput
      aria-label="Value"
      value={words}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}

function ValuesInput({
  asked,
  value,
  options,
  onChange,
}: Pick<Props, 'asked' | 'onChange'> & {
  value: unknown
  options: readonly (string | { value: string; label: string })[] | undefined
}) {
  const values = Array.isArray(value)
    ? value.map((one) => (typeof one === 'number' ? count(one, places) : String(one)))
    : []
  if (options && asked.kind === 'choice')
    return <MultiSelect aria-label="Values" data={[...options]} value={values} onChange={onChange} />
  return (
    <TagsInput
      aria-label="Values"
      data={options ? [...options] : []}
      value={values}
      onChange={(next) =>
        onChange(asked.kind === 'number' ? next.flatMap((one) => numberTyped(one, places) ?? []) : next)
      }
    />
  )
}

/** Several of what is known whole. */
function RecordsInput({
  model,
  value,
  onChange,
}: {
  model: string
  value: unknown
  onChange: (value: unknown) => void
}) {
  const data = useDirectory(model).map((row) => ({ value: row.id, label: nameOf(row) ?? row.id }))
  return (
    <MultiSelect
      aria-label="Values"
      searchable
      data={data}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
      nothingFoundMessage="Nothing found"
    />
  )
}

/** Me, whoever looks at it, or somebody. */
function PersonInput({ value, onChange }: { value: string; onChange: (value: unknown) => void }) {
  return (
    <Group gap="xs" wrap="nowrap" mih={36}>
      <Checkbox
        label="Me"
        checked={value === 'me'}
        onChange={(event) => onChange(event.currentTarget.checked ? 'me' : null)}
      />
      {value !== 'me' && (
        <RefInput label="" aria-label="Value" model="user" value={value || null} onChange={onChange} />
      )}
    </Group>
  )
}

interface Relative {
  start?: string
  days?: number
  months?: number
}

const starts = [
  { value: 'date', label: 'the date' },
  { value: 'day', label: 'today' },
  { value: 'week', label: 'this week’s start' },
  { value: 'month', label: 'this month’s start' },
  { value: 'quarter', label: 'this quarter’s start' },
  { value: 'year', label: 'this year’s start' },
]

/** A date, or a day that moves with the calendar and so many days from there. */
function WhenInput({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const relative = typeof value === 'object' && value !== null ? (value as Relative) : undefined
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Select
        aria-label="Counted from"
        flex={1}
        allowDeselect={false}
        data={starts}
        value={relative ? (relative.start ?? 'day') : 'date'}
        onChange={(next) =>
          onChange(next === 'date' ? null : { start: next ?? 'day', days: relative?.days ?? 0 })
        }
      />
      {relative ? (
        <NumericInput
          aria-label="Days from there"
          w={110}
          unit="days"
          min={-36_525}
          max={36_525}
          value={relative.days ?? 0}
          onChange={(next) => onChange({ ...relative, days: next ?? 0 })}
        />
      ) : (
        <DayInput
          aria-label="Date"
          value={typeof value === 'string' ? value.slice(0, 10) : null}
          onChange={onChange}
        />
      )}
    </Group>
  )
}
