import { Group, MultiSelect, Select, Textarea } from '@mantine/core'
import { TimeInput } from '@mantine/dates'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { read } from '../../api/client.ts'
import { pathOf } from '../../api/kinds.ts'
import { useMe } from '../../api/session.ts'
import type { Page, Row } from '../../api/shapes.ts'
import type { OwnInput } from '../../records/field.ts'
import { nameOf, useDirectory } from '../../records/names.ts'
import { DayInput, NumericInput } from '../../records/typed-inputs.tsx'
import { day } from '../../ui/format.ts'
import { formatsNow } from '../../ui/formats.ts'
import classes from './activities.module.css'
import type { Due, Recurrence } from './activity.entry.ts'

/** By when: a day, and a time of it where that matters. */
export function DueInput({ value, onChange, label, ...shared }: OwnInput) {
  const { timeZone } = useMe()
  const due = (value ?? null) as Due | null
  const set = (part: Partial<Due>) => {
    const day = part.day === undefined ? due?.day : part.day
    onChange(day ? { timeZone, ...due, time: due?.time ?? null, ...part, day } : null)
  }
  return (
    <Group gap={8} align="flex-start" wrap="nowrap">
      <DayInput
        {...shared}
        label={label}
        flex={1}
        clearable
        value={due?.day ?? null}
        onChange={(day) => (day ? set({ day }) : onChange(null))}
      />
      <TimeInput
        label="Time"
        aria-label={`${label}: time`}
        w={104}
        disabled={!due}
        value={due?.time ?? ''}
        onChange={(event) => set({ time: event.currentTarget.value || null })}
      />
    </Group>
  )
}

const units = [
  { value: 'day', label: 'Every day' },
  { value: 'weekday', label: 'Every working day' },
  { value: 'week', label: 'Every week' },
  { value: 'two-weeks', label: 'Every two weeks' },
  { value: 'month', label: 'Every month' },
  { value: 'quarter', label: 'Every quarter' },
  { value: 'year', label: 'Every year' },
] as const

const rules: Readonly<Record<string, Partial<Recurrence>>> = {
  day: { every: 'day', interval: 1, weekdays: [] },
  weekday: { every: 'week', interval: 1, weekdays: [1, 2, 3, 4, 5] },
  week: { every: 'week', interval: 1, weekdays: [] },
  'two-weeks': { every: 'week', interval: 2, weekdays: [] },
  month: { every: 'month', interval: 1, weekdays: [] },
  quarter: { every: 'month', interval: 3, weekdays: [] },
  year: { every: 'year', interval: 1, weekdays: [] },
}

/** The choice that a rule is, where it is one of them. */
function choiceOf(rule: Partial<Recurrence> | null): string | null {
  const found = Object.entries(rules).find(
    ([, one]) =>
      one.every === rule?.every &&
      one.interval === (rule?.interval ?? 1) &&
      one.weekdays?.join() === (rule?.weekdays ?? []).join(),
  )
  return found?.[0] ?? null
}

/** "Monday" for 1: 1 January 2024 was one. */
const weekdayName = (weekday: number) =>
  new Intl.DateTimeFormat(formatsNow().locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekday),
  )

/** "Every two weeks, until 31 Dec 2026", "Every week on Monday". */
export function recurrenceWords(rule: Recurrence): string {
  const known = units.find(({ value }) => value === choiceOf(rule))?.label
  const { interval, every, weekdays, until } = rule
  const often = interval === 1 ? `Every ${every}` : `Every ${interval} ${every}s`
  const on = weekdays.length > 0 ? ` on ${weekdays.map(weekdayName).join(', ')}` : ''
  const words = known ?? `${often}${on}`
  return until ? `${words}, until ${day(until)}` : words
}

export function RecurrenceInput({ value, onChange, label, ...shared }: OwnInput) {
  const rule = (value ?? null) as Partial<Recurrence> | null
  return (
    <Group gap={8} align="flex-start" wrap="nowrap">
      <Select
        {...shared}
        label={label}
        flex={1}
        placeholder="Only once"
        clearable
        data={[...units]}
        value={choiceOf(rule)}
        onChange={(next) => onChange(next ? { ...rules[next], until: rule?.until ?? null } : null)}
      />
      <DayInput
        label="Until"
        aria-label={`${label}: until`}
        w={140}
        clearable
        disabled={!rule}
        value={rule?.until ?? null}
        onChange={(until) => rule && onChange({ ...rule, from: undefined, until })}
      />
    </Group>
  )
}

/** Seconds, asked for in minutes. */
export function DurationInput({ value, onChange, ...shared }: OwnInput) {
  return (
    <NumericInput
      {...shared}
      places={1}
      min={0}
      max={10_080}
      unit="min"
      value={typeof value === 'number' ? Math.round(value / 6) / 10 : null}
      onChange={(minutes) => onChange(minutes === null ? null : Math.round(minutes * 60))}
    />
  )
}

interface Ref {
  model: string
  id: string
  name?: string | null
}

const keyOf = ({ model, id }: Ref) => `${model}/${id}`

/** Several records of these models, found by their names. */
export function RecordsInput({
  models,
  value,
  onChange,
  ...shared
}: OwnInput & { models: readonly string[] }) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search.trim(), 150)
  const { data = [] } = useQuery({
    queryKey: [models[0] ?? '', 'derived', 'records', models.join(), q, null] as const,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        models.map(async (model) => {
          const parameters = { q: q || undefined, limit: 8 }
          const page = await read<Page<Row>>(`/${pathOf(model)}`, { parameters, signal }).catch(
            () => undefined,
          )
          return (page?.items ?? []).map((row): Ref => ({ model, id: row.id, name: nameOf(row) ?? null }))
        }),
      )
      return pages.flat()
    },
    placeholderData: keepPreviousData,
  })
  const chosen = (Array.isArray(value) ? value : []) as Ref[]
  // What was chosen is handed on bare; what it is called stays known here.
  const known = useRef(new Map<string, Ref>())
  for (const ref of [...data, ...chosen])
    if (ref.name !== undefined || !known.current.has(keyOf(ref))) known.current.set(keyOf(ref), ref)
  const offered = [...new Set([...data, ...chosen].map(keyOf))]
  return (
    <MultiSelect
      {...shared}
      searchable
      clearable
      data={offered.map((key) => {
        const ref = known.current.get(key)
        return { value: key, label: ref?.name ?? `A ${ref?.model} you may not see` }
      })}
      // The server has filtered already.
      filter={({ options }) => options}
      value={chosen.map(keyOf)}
      onChange={(keys) =>
        onChange(
          keys.flatMap((key) => {
            const ref = known.current.get(key)
            return ref ? [{ model: ref.model, id: ref.id }] : []
          }),
        )
      }
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage="Nothing found"
    />
  )
}

/** A text in which `@` offers colleagues to be mentioned. */
export function MentioningInput({
  value,
  onChange,
  onSave,
  minRows = 3,
  ...shared
}: Omit<OwnInput, 'value' | 'onChange' | 'label'> & {
  label?: string
  'aria-label'?: string
  placeholder?: string
  autoFocus?: boolean
  minRows?: number
  value: string
  onChange: (text: string) => void
  /** By Ctrl and Enter. */
  onSave?: () => void
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  const people = useDirectory('user')
  const [sought, setSought] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const found =
    sought === null
      ? []
      : people
          .flatMap((row) => ({ id: row.id, name: nameOf(row) ?? '' }))
          .filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()))
          .slice(0, 6)
  const look = (text: string, caret: number) => {
    const [, words] = /(?:^|\s)@([\p{L}\p{M}' -]{0,30})$/u.exec(text.slice(0, caret)) ?? []
    setSought(words ?? null)
    setAt(0)
  }
  const mention = (person: { id: string; name: string }) => {
    const caret = field.current?.selectionStart ?? value.length
    const before = value.slice(0, caret).replace(/@[^@]*$/, `[@${person.name}](user:${person.id}) `)
    onChange(before + value.slice(caret))
    setSought(null)
    field.current?.focus()
  }
  return (
    <div className={classes.mentioning}>
      <Textarea
        {...shared}
        ref={field}
        autosize
        minRows={minRows}
        maxRows={14}
        value={value}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        onChange={(event) => {
          onChange(event.currentTarget.value)
          look(event.currentTarget.value, event.currentTarget.selectionStart)
        }}
        onBlur={() => setSought(null)}
        onKeyDown={(event) => {
          const chosen = found[at]
          if (chosen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
            event.preventDefault()
            setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length)
          } else if (chosen && (event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey) {
            event.preventDefault()
            mention(chosen)
          } else if (event.key === 'Escape' && found.length > 0) {
            event.stopPropagation()
            setSought(null)
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave?.()
        }}
      />
      {found.length > 0 && (
        <div className={classes.people} role="listbox" aria-label="People to mention">
          {found.map((person, index) => (
            <div
              key={person.id}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // Before the text loses the focus.
              onMouseDown={(event) => {
                event.preventDefault()
                mention(person)
              }}
            >
              {person.name}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
