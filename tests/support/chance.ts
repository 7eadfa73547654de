import { inject } from 'vitest'

/** What everything that is left to chance in this run begins with; HINDSIGHT_SEED, which a run prints, gives the same again. */
export const seed: number = inject('seed')

/** How often chance is tried, or of what: `few` on each run, `many` on `npm test -- --full`. */
export function times<T>(few: T, many: T): T {
  return process.env.HINDSIGHT_FULL === undefined ? few : many
}
