import { type Interval, shareInterval } from '../values/rates.ts'
import { discrimination } from './discrimination.ts'
import { chanceBy, type Logistic, logistic } from './logistic.ts'

const dayLength = 86_400_000

/** A customer as it was known at an instant. Instants are milliseconds since 1970, sorted. */
export interface KnownCustomer {
  id: string
  /** When they bought, each deal once. */
  purchases: readonly number[]
  /** When they complained, or something promised to them was late. */
  troubles: readonly number[]
  /** When they answered that they were not satisfied. */
  dissatisfied: readonly number[]
}

/** All customers as they were known at an instant: nothing in here was said later. */
export interface Snapshot {
  at: number
  customers: readonly KnownCustomer[]
}

/** What a customer has that may tell whether they leave. The first of each kind is what the others are held against, and no trait. */
export const traits = [
  'silent-longer',
  'silent-much-longer',
  'bought-few-times',
  'bought-once',
  'buys-less',
  'trouble',
  'dissatisfied',
] as const
export type Trait = (typeof traits)[number]

export interface Standing {
  id: string
  traits: readonly Trait[]
  purchases: number
  lastPurchase: number
  /** Days since they bought last. */
  silent: number
  /** How many days they usually let pass; of who has bought once, the horizon. */
  usual: number
}

/** Whoever is a customer at an instant: who has bought within two horizons. `days`: the horizon. */
export function standingsOf({ at, customers }: Snapshot, days: number): Standing[] {
  const horizon = days * dayLength
  return customers.flatMap(({ id, purchases: all, troubles, dissatisfied }) => {
    const purchases = all.filter((one) => one <= at)
    const last = purchases.at(-1)
    if (last === undefined || last <= at - 2 * horizon) return []
    const silent = (at - last) / dayLength
    const gaps = purchases.slice(1).map((one, place) => (one - (purchases[place] ?? one)) / dayLength)
    const usual = gaps.length === 0 ? days : Math.max(1, middleOf(gaps))
    const within = (of: readonly number[], from: number, to: number) =>
      of.filter((one) => one > from && one <= to).length
    const [lately, before] = [
      within(purchases, at - horizon, at),
      within(purchases, at - 2 * horizon, at - horizon),
    ]
    const held: Record<Trait, boolean> = {
      'silent-longer': silent > usual && silent <= 2 * usual,
      'silent-much-longer': silent > 2 * usual,
      'bought-few-times': purchases.length === 2 || purchases.length === 3,
      'bought-once': purchases.length === 1,
      'buys-less': lately < before,
      trouble: within(troubles, at - horizon, at) > 0,
      dissatisfied: within(dissatisfied, at - horizon, at) > 0,
    }
    return [
      {
        id,
        traits: traits.filter((trait) => held[trait]),
        purchases: purchases.length,
        lastPurchase: last,
        silent,
        usual,
      },
    ]
  })
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/** One that was a customer, and whether they have left since: bought nothing in the horizon after. */
export interface Outcome extends Standing {
  left: boolean
}

/** What became of the customers of a snapshot, by what is known at an instant no earlier than a horizon later. */
export function outcomesOf(then: Snapshot, known: Snapshot, days: number): Outcome[] {
  const until = then.at + days * dayLength
  if (known.at < until) throw new Error('what became of them is not known yet')
  const later = new Map(known.customers.map((one) => [one.id, one.purchases]))
  return standingsOf(then, days).map((one) => ({
    ...one,
    left: !(later.get(one.id) ?? []).some((at) => at > then.at && at <= until),
  }))
}

/** Fewer say too little to learn from. */
export const fewestLearned = 50
const fewestOfEach = 10
const ridge = 1

export interface ChurnModel {
  logistic: Logistic
  learned: number
  left: number
}

const inTraits = (held: readonly Trait[]) => traits.map((trait) => Number(held.includes(trait)))

/** What tells who leaves; undefined: too few customers, or too few who left or stayed, to learn from. */
export function learnChurn(outcomes: readonly Outcome[]): ChurnModel | undefined {
  const left = outcomes.filter((one) => one.left).length
  if (outcomes.length < fewestLearned || left < fewestOfEach || outcomes.length - left < fewestOfEach)
    return undefined
  const rows = outcomes.map((one) => ({ traits: inTraits(one.traits), happened: one.left }))
  return { logistic: logistic(rows, ridge), learned: outcomes.length, left }
}

export const churnChance = ({ logistic: by }: ChurnModel, held: readonly Trait[]): number =>
  chanceBy(by, inTraits(held))

/** How much a trait adds to the logarithm of the odds of leaving. */
export const weightOf = ({ logistic: { weights } }: ChurnModel, trait: Trait): number =>
  weights[traits.indexOf(trait)] ?? 0

export interface ChurnBackTest {
  at: number
  customers: number
  left: number
  /** How often one who left had the higher score than one who stayed; 0.5 says nothing. */
  area: (Interval & { area: number }) | null
  /** Of the tenth with the highest scores. */
  top: { customers: number; left: number }
  /** Customers by their score, each fifth of the scale: what was said against what came. */
  bins: readonly (Interval & { from: number; customers: number; said: number; left: number })[]
}

/** How well customers were scored who have had the time to leave since, by a model that was learned of what was known then. */
export function churnBackTest(model: ChurnModel, at: number, outcomes: readonly Outcome[]): ChurnBackTest {
  const scored = outcomes
    .map((one) => ({ ...one, chance: churnChance(model, one.traits) }))
    .sort((a, b) => b.chance - a.chance || (a.id < b.id ? -1 : 1))
  const chances = (left: boolean) => scored.filter((one) => one.left === left).map(({ chance }) => chance)
  const top = scored.slice(0, Math.ceil(scored.length / 10))
  const leftOf = (of: readonly Outcome[]) => of.filter((one) => one.left).length
  const bins = [0, 0.2, 0.4, 0.6, 0.8].flatMap((from) => {
    const own = scored.filter(({ chance }) => Math.min(4, Math.floor(chance * 5)) === Math.round(from * 5))
    if (own.length === 0) return []
    const said = own.reduce((sum, { chance }) => sum + chance, 0) / own.length
    return [
      { from, customers: own.length, said, left: leftOf(own), ...shareInterval(leftOf(own), own.length) },
    ]
  })
  return {
    at,
    customers: scored.length,
    left: leftOf(scored),
    area: discrimination(chances(true), chances(false)),
    top: { customers: top.length, left: leftOf(top) },
    bins,
  }
}
