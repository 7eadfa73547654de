import { describe, expect, it } from 'vitest'
import { chanceOf } from '../../../src/domain/analytics/chance.ts'
import {
  churnBackTest,
  churnChance,
  learnChurn,
  outcomesOf,
  type Snapshot,
  standingsOf,
  weightOf,
} from '../../../src/domain/analytics/churn.ts'
import { discrimination } from '../../../src/domain/analytics/discrimination.ts'
import { chanceBy, logistic } from '../../../src/domain/analytics/logistic.ts'
import { shiftOf } from '../../../src/domain/analytics/shift.ts'
import { countInterval, differenceInterval } from '../../../src/domain/values/rates.ts'

describe('what insight is computed by', () => {
  it('ANA-08 has the exact limits of counts that are in the tables of Garwood (1936)', () => {
    for (const [count, low, high] of [
      [0, 0, 3.689],
      [1, 0.0253, 5.572],
      [10, 4.795, 18.39],
      [50, 37.11, 65.92],
    ] as const) {
      const found = countInterval(count)
      expect(found.low).toBeCloseTo(low, 2)
      expect(found.high).toBeCloseTo(high, 2)
    }
    expect(countInterval(100_000).low).toBeGreaterThan(99_000)
  })

  it('ANA-12 has the differences of shares of Newcombe (1998, table II, method 10)', () => {
    const cases = [
      [{ count: 48, of: 80 }, { count: 56, of: 70 }, 0.0524, 0.3339],
      [{ count: 3, of: 10 }, { count: 9, of: 10 }, 0.1705, 0.809],
      [{ count: 0, of: 29 }, { count: 5, of: 56 }, -0.0381, 0.1926],
      [{ count: 0, of: 10 }, { count: 10, of: 10 }, 0.6075, 1],
    ] as const
    for (const [first, second, low, high] of cases) {
      const found = differenceInterval(first, second)
      expect(found.low).toBeCloseTo(low, 3)
      expect(found.high).toBeCloseTo(high, 3)
    }
  })

  it('ANA-12 has the shift of the membranes of Hollander and Wolfe (1973, p. 69), and that of all pairs written down', () => {
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    const early = [1.15, 0.88, 0.9, 0.74, 1.21]
    expect(shiftOf(early, atTerm)?.shift).toBeCloseTo(0.305, 6)
    expect(shiftOf([], early)).toBeNull()
    const chance = chanceOf(7)
    const sample = (size: number) => Array.from({ length: size }, () => Math.round(chance.next() * 20))
    for (const [n, m] of [
      [1, 1],
      [3, 8],
      [13, 7],
    ] as const) {
      const [one, two] = [sample(n), sample(m)]
      const all = two.flatMap((b) => one.map((a) => b - a)).sort((a, b) => a - b)
      const middle = ((all[Math.ceil(all.length / 2) - 1] ?? 0) + (all[Math.floor(all.length / 2)] ?? 0)) / 2
      const found = shiftOf(one, two)
      expect(found?.shift).toBeCloseTo(middle, 6)
      expect(found?.low).toBeLessThanOrEqual(middle)
      expect(found?.high).toBeGreaterThanOrEqual(middle)
    }
  })

  it('ANA-10 has the area of the ratings of Hanley and McNeil (1982, table I)', () => {
    const rated = (counts: readonly number[]) =>
      counts.flatMap((count, rating) => Array.from({ length: count }, () => rating))
    const found = discrimination(rated([3, 2, 2, 11, 33]), rated([33, 6, 6, 11, 2]))
    expect(found?.area).toBeCloseTo(0.893, 3)
    // Its standard error is 0.032.
    expect(((found?.high ?? 0) - (found?.low ?? 0)) / 2 / 1.96).toBeCloseTo(0.0325, 3)
    expect(discrimination([1], [])).toBeNull()
  })

  it('ANA-10 learns the odds ratio of one trait, and less of it with a ridge', () => {
    const rows = [
      ...Array.from({ length: 40 }, (_, n) => ({ traits: [1], happened: n < 30 })),
      ...Array.from({ length: 40 }, (_, n) => ({ traits: [0], happened: n < 10 })),
    ]
    const found = logistic(rows, 0)
    expect(found.base).toBeCloseTo(Math.log(1 / 3), 6)
    expect(found.weights[0]).toBeCloseTo(Math.log(9), 6)
    expect(chanceBy(found, [1])).toBeCloseTo(0.75, 6)
    const drawn = logistic(rows, 5).weights[0] ?? 0
    expect(drawn).toBeGreaterThan(0)
    expect(drawn).toBeLessThan(Math.log(9))
  })
})

const day = 86_400_000
const start = Date.UTC(2024, 0, 1)

/** Customers of whom every second one complains and then is gone; as all of them were known at an instant. */
function customersAt(at: number): Snapshot {
  return {
    at,
    customers: Array.from({ length: 120 }, (_, n) => {
      const stops = n % 2 === 0 ? start + (300 + 6 * n) * day : Number.POSITIVE_INFINITY
      const purchases = Array.from({ length: 60 }, (__, k) => start + (n + 30 * k) * day).filter(
        (one) => one <= at && one < stops,
      )
      const troubles = stops <= at ? [stops] : []
      return { id: `customer ${n}`, purchases, troubles, dissatisfied: [] }
    }),
  }
}

describe('who may leave', () => {
  it('ANA-10 says what a customer has, by what was bought until then', () => {
    const [one] = standingsOf(
      {
        at: 400 * day,
        customers: [
          {
            id: 'a',
            purchases: [0, 100 * day, 220 * day, 500 * day],
            troubles: [390 * day],
            dissatisfied: [],
          },
        ],
      },
      180,
    )
    expect(one).toMatchObject({
      purchases: 3,
      silent: 180,
      usual: 110,
      traits: ['silent-longer', 'bought-few-times', 'buys-less', 'trouble'],
    })
    // Who has bought nothing for two horizons left long ago.
    expect(
      standingsOf(
        { at: 900 * day, customers: [{ id: 'a', purchases: [0], troubles: [], dissatisfied: [] }] },
        180,
      ),
    ).toEqual([])
  })

  it('ANA-10 learns why they leave, and is held against what came, without looking ahead', () => {
    const now = start + 900 * day
    const then = start + 720 * day
    const learned = learnChurn(
      [1, 2].flatMap((times) => outcomesOf(customersAt(then - times * 180 * day), customersAt(then), 180)),
    )
    expect(learned).toBeDefined()
    if (!learned) return
    expect(weightOf(learned, 'trouble')).toBeGreaterThan(1)
    expect(churnChance(learned, ['trouble', 'silent-much-longer'])).toBeGreaterThan(churnChance(learned, []))
    const tested = churnBackTest(learned, then, outcomesOf(customersAt(then), customersAt(now), 180))
    expect(tested.customers).toBe(tested.bins.reduce((sum, { customers }) => sum + customers, 0))
    expect(tested.area?.low).toBeGreaterThan(0.5)
    expect(() => outcomesOf(customersAt(then), customersAt(then + 179 * day), 180)).toThrow('not known yet')
    // Too few say nothing.
    expect(
      learnChurn(outcomesOf(customersAt(then - 180 * day), customersAt(then), 180).slice(0, 20)),
    ).toBeUndefined()
  })
})
