import '@mantine/dates/styles.css'
import { Button, Stack, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { formatsNow } from '../ui/formats.ts'
import { instantOf, wallAt } from '../ui/zone.ts'
import { endOfDay } from './time.ts'

/** A day, and a time on it; without a time it is the end of the day. */
export function Picker({
  at,
  action,
  onChoose,
}: {
  at: Date
  /** What the button says. */
  action: string
  onChoose: (at: Date) => void
}) {
  const [day, setDay] = useState(localDay(at))
  const [time, setTime] = useState('')
  const instant = instantFrom(day, time)
  return (
    <Stack gap={8}>
      <DatePicker
        size="xs"
        value={day}
        defaultDate={day}
        maxDate={localDay(new Date())}
        onChange={(next) => next && setDay(next)}
        ariaLabels={{
          previousMonth: 'Previous month',
          nextMonth: 'Next month',
          monthLevelControl: 'Choose a month',
          yearLevelControl: 'Choose a year',
        }}
      />
      <TextInput
        size="xs"
        type="time"
        step={1}
        label="Time of day"
        description="Empty: the end of the day"
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
      />
      <Button onClick={() => onChoose(instant)} disabled={Number.isNaN(instant.getTime())}>
        {action}
      </Button>
    </Stack>
  )
}

function localDay(at: Date): string {
  const { year, month, day } = wallAt(at, formatsNow().timeZone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

function instantFrom(date: string, time: string): Date {
  const [year = Number.NaN, month = 1, day = 1] = date.split('-').map(Number)
  if (time === '') return endOfDay({ year, month, day })
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number)
  return new Date(instantOf({ year, month, day, hour, minute, second }, formatsNow().timeZone))
}
