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
  const date = new Date(time)
  const weekend = [1, 0, 0, 0, 0, 0, 2][date.getUTCDay()] ?? 0
  const midnight = Math.floor(time / day) * day
  return midnight + weekend * day + whole(7 * 60, 16 * 60 - 1) * 60_000 + whole(0, 59) * 1000
}

/** `2026-03-31` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
