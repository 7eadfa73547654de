import { type BusinessHours, explainBusinessTime } from '../values/business-time.ts'
import { within } from '../values/instant.ts'
import type { BusyTime } from './personal-calendar.ts'

/** When somebody works of whom nothing is said: from nine to five on weekdays, by their own clock. */
export const usualHours = (timeZone: string): BusinessHours => ({
  timeZone,
  weekly: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' })),
  holidays: [],
})

const minuteMs = 60_000

export interface Wanted {
  from: string
  to: string
  minutes: number
  /** It begins on such minutes of the hour as this goes into, by the clock of the hours. */
  step: number
  /** So many minutes before and after are kept free. */
  before?: number
  after?: number
}

/**
 * The instants at which so many minutes of somebody's begin that lie within their hours of work and touch nothing that keeps
 * them. Steps are counted from the start of each stretch of work that lies on one of the clock.
 */
export function freeStarts(hours: BusinessHours, busy: readonly BusyTime[], wanted: Wanted): string[] {
  const { from, to, minutes, step, before = 0, after = 0 } = wanted
  const [stepMs, lengthMs] = [step * minuteMs, minutes * minuteMs]
  const taken = busy.map(({ startsAt, endsAt }) => ({
    from: Date.parse(startsAt) - after * minuteMs,
    to: Date.parse(endsAt) + before * minuteMs,
  }))
  return explainBusinessTime(hours, from, to).flatMap((stretch) => {
    if (stretch.kind !== 'open') return []
    const last = Date.parse(stretch.to) - lengthMs
    const starts: string[] = []
    for (let at = Math.ceil(Date.parse(stretch.from) / stepMs) * stepMs; at <= last; at += stepMs)
      if (!taken.some((one) => one.from < at + lengthMs && one.to > at)) starts.push(within(at))
    return starts
  })
}
