import { BoundedMap } from '../process/bounded-map.ts'
import type { Clock } from '../process/clock.ts'

/** How many failures are free, and how long the wait after more of them may become. */
export interface Patience {
  free: number
  /** In seconds; the wait doubles with each failure, from one second up to this. */
  longest: number
}

/**
 * Slows down whoever fails again and again. A wait is always short enough to be sat out: what is slowed down is never
 * shut out. It lives in memory, because a guesser gains nothing that counts from a restart.
 */
export interface Throttle {
  /** Seconds to wait before the next attempt; 0: go on. */
  wait(key: string): number
  failed(key: string, patience: Patience): void
  succeeded(key: string): void
}

/** Failures are forgotten after this, in ms. */
const forgetAfter = 3_600_000
const remembered = 50_000

export function createThrottle(clock: Clock): Throttle {
  const failures = new BoundedMap<string, { count: number; at: number; until: number }>(remembered)
  return {
    wait(key) {
      const known = failures.get(key)
      return known ? Math.max(0, Math.ceil((known.until - Date.parse(clock())) / 1000)) : 0
    },
    failed(key, { free, longest }) {
      const now = Date.parse(clock())
      const known = failures.get(key)
      const count = known && now - known.at < forgetAfter ? known.count + 1 : 1
      const seconds = count < free ? 0 : Math.min(longest, 2 ** Math.min(30, count - free))
      failures.set(key, { count, at: now, until: now + seconds * 1000 })
    },
    succeeded(key) {
      failures.delete(key)
    },
  }
}
