import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
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
  const last = hours.at(-1)
  const next = { day: ((last?.day ?? 0) % 7) + 1, from: last?.from ?? '09:00', to: last?.to ?? '17:00' }
  return (
    <RowsInput
      label={label}
      error={error}
      rows={hours}
      onChange={onChange}
      one="hours"
      add="Add hours"
      onAdd={() => onChange([...hours, next])}
    >
      {({ row, place, change }) => (
        <>
          <Select
            flex={1}
            aria-label={`Hours ${place + 1}: day`}
            allowDeselect={false}
            data={dayChoices}
            value={String(row.day)}
            onChange={(day) => day && change({ day: Number(day) })}
          />
          <TextInput
            w={76}
            aria-label={`Hours ${place + 1}: from`}
            placeholder="09:00"
            value={row.from}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            w={76}
            aria-label={`Hours ${place + 1}: to`}
            placeholder="17:00"
            value={row.to}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        </>
      )}
    </RowsInput>
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
