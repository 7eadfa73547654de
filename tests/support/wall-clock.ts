import type { BusinessHours } from '../../src/domain/values/business-time.ts'

const days = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The definition of opening hours read out loud for one moment, by the clock of another library. */
export function openAt({ timeZone, weekly, holidays }: BusinessHours): (at: number) => boolean {
  const wall = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]))
    if (holidays.includes(`${parts.year}-${parts.month}-${parts.day}`)) return false
    const day = days.indexOf(parts.weekday ?? '')
    const time = `${parts.hour}:${parts.minute}`
    return weekly.some((hours) =>
      hours.from < hours.to
        ? hours.day === day && hours.from <= time && time < hours.to
        : (hours.day === day && hours.from <= time) || ((hours.day % 7) + 1 === day && time < hours.to),
    )
  }
}
