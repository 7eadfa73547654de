import '@mantine/dates/styles.css'
import { Button, Stack, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { endOfDay } from './time.ts'

/** A day, and a time on it; without a time it is the end of the day. */
export function Picker({ at, onChoose }: { at: Date; onChoose: (at: Date) => void }) {
  const [day, setDay] = useState(localDay(at))
  const [time, setTime] = useState('')
  const instant = time === '' ? endOfDay(new Date(`${day}T00:00`)) : new Date(`${day}T${time}`)
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
        Show this instant
      </Button>
    </Stack>
  )
}

function localDay(at: Date): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`
}
