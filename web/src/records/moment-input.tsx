import { Group } from '@mantine/core'
import { TimeInput } from '@mantine/dates'
import { useState } from 'react'
import { formatsNow } from '../ui/formats.ts'
import { dateAt, instantOf, wallAt } from '../ui/zone.ts'
import { DayInput } from './typed-inputs.tsx'

interface Shared {
  label: string
  description?: string | undefined
  withAsterisk?: boolean
  error?: string | undefined
}

/** A day and a time of it, as an instant: by the clocks of the person's zone. Without either there is none. */
export function MomentInput({
  value,
  onChange,
  label,
  ...shared
}: Shared & { value: string | null; onChange: (instant: string | null) => void }) {
  const { timeZone } = formatsNow()
  const [typed, setTyped] = useState<{ day: string | null; time: string; of: string | null }>()
  const shown = typed && typed.of === value ? typed : partsOf(value, timeZone)
  const set = (part: { day?: string | null; time?: string }) => {
    const next = { ...shown, ...part }
    const instant = instantFrom(next.day, next.time, timeZone)
    setTyped({ ...next, of: instant })
    onChange(instant)
  }
  return (
    <Group gap={8} align="flex-start" wrap="nowrap">
      <DayInput
        {...shared}
        label={label}
        flex={1}
        clearable
        value={shown.day}
        onChange={(day) => set({ day, ...(day && shown.time === '' && { time: '09:00' }) })}
      />
      <TimeInput
        label="Time"
        aria-label={`${label}: time`}
        w={104}
        value={shown.time}
        onChange={(event) => set({ time: event.currentTarget.value })}
      />
    </Group>
  )
}

function partsOf(value: string | null, timeZone: string | undefined) {
  if (value === null) return { day: null, time: '' }
  const at = new Date(value)
  const { hour, minute } = wallAt(at, timeZone)
  const two = (number: number) => String(number).padStart(2, '0')
  return { day: dateAt(at, timeZone), time: `${two(hour)}:${two(minute)}` }
}

/** What the clocks show on that day at that time; null where one of them is missing. */
export function instantFrom(
  day: string | null,
  time: string,
  timeZone = formatsNow().timeZone,
): string | null {
  const [hour, minute] = time.split(':').map(Number)
  if (!day || hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return null
  const [year = 1, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(instantOf({ year, month, day: date, hour, minute, second: 0 }, timeZone)).toISOString()
}
