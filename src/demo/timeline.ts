import type { Dice } from './dice.ts'

const hour = 3_600_000
export const day = 24 * hour

/** Moments of one record, each later than the one before, on working days, and none after `now`. */
export interface Moments {
  /** Moves on by about so many days; undefined when that would be in the future. */
  after(minDays: number, maxDays: number): string | undefined
  at: string
}

export function momentsFrom(start: number, now: number, { whole }: Dice): Moments {
  let current = working(start, whole)
  return {
    get at() {
      return new Date(current).toISOString()
    },
    after(minDays, maxDays) {
      const next = working(current + (minDays + ((maxDays - minDays) * whole(0, 1000)) / 1000) * day, whole)
      if (next <= current || next >= now) return undefined
      current = next
      return new Date(current).toISOString()
    },
  }
}

/** The same day, or the Monday after it, at some time of a working day. */
function working(time: number, whole: Dice['whole']): number {
  return nextWorkday(time) + whole(7 * 60, 16 * 60 - 1) * 60_000 + whole(0, 59) * 1000
}

/** Midnight of the day, or of the Monday after it, in ms. */
function nextWorkday(time: number): number {
  const weekend = [1, 0, 0, 0, 0, 0, 2][new Date(time).getUTCDay()] ?? 0
  return Math.floor(time / day) * day + weekend * day
}

/** So many minutes after 07:00 UTC on that day, or on the Monday after it. */
export function morning(time: number, minutes: number): number {
  return nextWorkday(time) + 7 * hour + minutes * 60_000
}

/** `2026-03-31` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
