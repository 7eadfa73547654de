import type { Interval } from '../values/rates.ts'

const z95 = 1.959963984540054

/**
 * By how much the values of one sample are typically greater than those of another: the median of all differences between one of
 * each, with its 95 % interval. Nothing is assumed of how they are spread, but that both are spread alike (Hodges and Lehmann,
 * Ann. Math. Statist. 34:598, 1963; the interval as in Hollander and Wolfe, Nonparametric Statistical Methods, 1973, 4.3, by the normal
 * approximation, the wider rank). Null: one of them is empty.
 */
export function shiftOf(
  first: readonly number[],
  second: readonly number[],
): (Interval & { shift: number }) | null {
  const pairs = first.length * second.length
  if (pairs === 0) return null
  const one = first.toSorted((a, b) => a - b)
  const two = second.toSorted((a, b) => a - b)
  const at = (rank: number) => differenceAt(one, two, rank)
  const half = z95 * Math.sqrt((pairs * (first.length + second.length + 1)) / 12)
  const rank = Math.max(1, Math.floor(pairs / 2 - half))
  return {
    shift: (at(Math.ceil(pairs / 2)) + at(Math.floor(pairs / 2) + 1)) / 2,
    low: at(rank),
    high: at(pairs + 1 - rank),
  }
}

/** The difference of this rank, the smallest being 1, of all between a value of each; without writing them all down. */
function differenceAt(one: readonly number[], two: readonly number[], rank: number): number {
  let low = (two[0] ?? 0) - (one.at(-1) ?? 0)
  let high = (two.at(-1) ?? 0) - (one[0] ?? 0)
  for (let step = 0; step < 80 && low < high; step++) {
    const middle = (low + high) / 2
    if (countUpTo(one, two, middle) >= rank) high = middle
    else low = middle
  }
  return high
}

/** How many differences are at most this one. */
function countUpTo(one: readonly number[], two: readonly number[], most: number): number {
  let [count, below] = [0, 0]
  for (const value of one) {
    while (below < two.length && (two[below] ?? 0) - value <= most) below++
    count += below
  }
  return count
}
