import { ActionIcon, Button, Fieldset, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { day as shownDay } from '../../../ui/format.ts'
import { dayTyped } from '../../../ui/typed.ts'
import { Nothing } from '../../../ui/values.tsx'
import type { OpeningHours } from '../calendar.entry.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const dayChoices = days.map((label, place) => ({ value: String(place + 1), label }))

const isHours = (value: unknown): value is OpeningHours[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.from === 'string')

/** "Monday to Friday 09:00–17:00": days in a row that have the same hours stand together. */
export function hoursWords(hours: readonly OpeningHours[]): string {
  const byDay = days.map((_, place) =>
    hours
      .filter(({ day }) => day === place + 1)
      .map(({ from, to }) => `${from}–${to}`)
      .sort()
      .join(', '),
  )
  const runs: { from: number; to: number; words: string }[] = []
  for (const [place, words] of byDay.entries()) {
    const last = runs.at(-1)
    if (last && last.to === place - 1 && last.words === words) last.to = place
    else if (words) runs.push({ from: place, to: place, words })
  }
  return runs
    .map(({ from, to, words }) => `${from === to ? days[from] : `${days[from]} to ${days[to]}`} ${words}`)
    .join(' · ')
}

export function HoursShown({ value }: { value: unknown }) {
  return isHours(value) && value.length > 0 ? hoursWords(value) : <Nothing />
}

/** When it is open: a line for each stretch of a weekday, so that a lunch break is the gap between two. */
export function HoursInput({ label, error, value, onChange }: OwnInput) {
  const hours = isHours(value) ? value : []
  const change = (place: number, part: Partial<OpeningHours>) =>
    onChange(hours.map((one, at) => (at === place ? { ...one, ...part } : one)))
  const last = hours.at(-1)
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      {hours.map(({ day, from, to }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name but their place
        <Group key={place} gap={8} mb={4} wrap="nowrap">
          <Select
            flex={1}
            aria-label={`Hours ${place + 1}: day`}
            allowDeselect={false}
            data={dayChoices}
            value={String(day)}
            onChange={(next) => next && change(place, { day: Number(next) })}
          />
          <TextInput
            w={76}
            aria-label={`Hours ${place + 1}: from`}
            placeholder="09:00"
            value={from}
            onChange={(event) => change(place, { from: event.currentTarget.value })}
          />
          <TextInput
            w={76}
            aria-label={`Hours ${place + 1}: to`}
            placeholder="17:00"
            value={to}
            onChange={(event) => change(place, { to: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={`Remove hours ${place + 1}`}
            onClick={() => onChange(hours.filter((_, at) => at !== place))}
          >
            <Trash2 size={14} />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<Plus size={14} />}
        onClick={() =>
          onChange([
            ...hours,
            { day: ((last?.day ?? 0) % 7) + 1, from: last?.from ?? '09:00', to: last?.to ?? '17:00' },
          ])
        }
      >
        Add hours
      </Button>
    </Fieldset>
  )
}

const isDays = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

export function HolidaysShown({ value }: { value: unknown }) {
  return isDays(value) && value.length > 0 ? value.map(shownDay).join(' · ') : <Nothing />
}

/** A day a line, as it is written here or as 2026-12-25; what is none is told, and sent as it is. */
export function HolidaysInput({ value, onChange, error, ...shared }: OwnInput) {
  const [text, setText] = useState(() => (isDays(value) ? value.map(shownDay).join('\n') : ''))
  const lines = (typed: string) =>
    typed
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  const wrong = lines(text).find((line) => dayTyped(line) === undefined)
  return (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={12}
      error={error ?? (wrong && `“${wrong}” is no date here; write it like ${shownDay('2026-12-25')}`)}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        onChange(lines(next).map((line) => dayTyped(line) ?? line))
      }}
    />
  )
}
