import type { Interval } from '../values/rates.ts'

const z95 = 1.959963984540054

/**
 * How often a score is higher for one to whom something happened than for one to whom it did not, ties counting half: the area
 * under the ROC curve, 0.5 where it says nothing, with its 95 % interval (Hanley and McNeil, "The meaning and use of the area under
 * a receiver operating characteristic curve", Radiology 143:29, 1982). Null: one of them is empty.
 */
export function discrimination(
  happened: readonly number[],
  others: readonly number[],
): (Interval & { area: number }) | null {
  const [n, m] = [happened.length, others.length]
  if (n === 0 || m === 0) return null
  const sorted = others.toSorted((a, b) => a - b)
  const countBelow = (score: number, orEqual: boolean) => {
    let [low, high] = [0, m]
    while (low < high) {
      const middle = (low + high) >> 1
      const value = sorted[middle] ?? 0
      if (value < score || (orEqual && value === score)) low = middle + 1
      else high = middle
    }
    return low
  }
  const wins = happened.reduce((sum, one) => sum + (countBelow(one, false) + countBelow(one, true)) / 2, 0)
  const area = wins / (n * m)
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)]
  const variance = (area * (1 - area) + (n - 1) * (q1 - area ** 2) + (m - 1) * (q2 - area ** 2)) / (n * m)
  const half = z95 * Math.sqrt(Math.max(0, variance))
  return { area, low: Math.max(0, area - half), high: Math.min(1, area + half) }
}
