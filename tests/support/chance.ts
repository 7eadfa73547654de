import { inject } from 'vitest'

/** What everything that is left to chance in this run begins with; HINDSIGHT_SEED, which a run prints, gives the same again. */
export const seed: number = inject('seed')

/** How often chance is tried, or of what: `few` on each run, `many` on `npm test -- --full`. */
export function times<T>(few: T, many: T): T {
  return process.env.HINDSIGHT_FULL === undefined ? few : many
}

/** So many of these on each run, by chance; all of them on `npm test -- --full`. In their order. */
export function some<T>(all: readonly T[], few: number): readonly T[] {
  if (process.env.HINDSIGHT_FULL !== undefined) return all
  const drawn = new Set<number>()
  let state = seed >>> 0
  while (drawn.size < Math.min(few, all.length)) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    drawn.add(Math.floor((state / 2 ** 32) * all.length))
  }
  return all.filter((_, n) => drawn.has(n))
}
