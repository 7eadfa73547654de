import { dayOf, daysAfter, endOfDay, lastDay, startOfDay } from '../values/day.ts'
import { type DealLife, type Known, knownAt, standing } from './deal-life.ts'
import { fiscalPeriod } from './fiscal-period.ts'
import {
  type Asked,
  type Band,
  type ByStages,
  byStages,
  type Forecasted,
  forecastOf,
  weighted,
  wonIn,
} from './forecasting.ts'
import { type Method, methodNames } from './methods.ts'
import type { Span } from './spans.ts'

/** The organisation's calendar and currency, and the seed of all chance. */
export interface Setting {
  zone: string
  /** The month in which its fiscal year begins. */
  yearStart: number
  span: Span
  /** How many minor units of the base currency one of another was worth, by the rates known at an instant. */
  rate: (currency: string, at: number) => number | undefined
  seed: number
}

/** Of so many past month ends it is looked who was nearest. */
const tried = 12

/** The last instant of a day, in ms. */
export const lastOf = (day: string, zone: string) => Date.parse(endOfDay(day, zone)) - 1

/** What is asked for of the period that has this day. */
export function askedOf(day: string, at: number, { zone, yearStart, span, rate, seed }: Setting): Asked {
  const period = fiscalPeriod(day, { span, yearStart })
  return {
    period,
    before: fiscalPeriod(daysAfter(period.from, -1), { span, yearStart }),
    begins: Date.parse(startOfDay(period.from, zone)),
    ends: Date.parse(endOfDay(period.to, zone)),
    rate: (currency) => rate(currency, at),
    seed,
  }
}

/** What has just been asked for at an instant: the period that goes on, or begins, right after it. */
const askedAt = (at: number, setting: Setting) =>
  askedOf(dayOf(new Date(at + 1).toISOString(), setting.zone), at, setting)

export type Forecaster = (at: number, of?: Asked) => Promise<Forecasted>

/**
 * Forecasts as they were, or would have been, made at an instant. Which of them are combined is decided by how near each was at
 * the month ends before, of which every one is worked out once. Before each, `rest` lets others have their turn.
 */
export function forecaster(
  lives: readonly DealLife[],
  setting: Setting,
  rest: () => Promise<void> = async () => {},
): Forecaster {
  const { zone } = setting
  const told = new Map<number, ReadonlyMap<Method, number>>()

  async function toldAt(at: number): Promise<ReadonlyMap<Method, number>> {
    const found = told.get(at)
    if (found) return found
    await rest()
    const { estimates } = await forecastOf(knownAt(lives, at), askedAt(at, setting), { drawn: false, rest })
    const made = new Map(estimates.map(({ method, expected }) => [method, expected]))
    told.set(at, made)
    return made
  }

  /** Those month ends before an instant whose period was over by then, back to the first deal. */
  function monthEnds({ at, lives: known }: Known): number[] {
    const first = known.reduce((least, { versions }) => Math.min(least, versions[0]?.stageSince ?? least), at)
    const ends: number[] = []
    let day = dayOf(new Date(at).toISOString(), zone)
    while (ends.length < tried) {
      day = daysAfter(`${day.slice(0, 7)}-01`, -1)
      const end = lastOf(day, zone)
      if (end < first) break
      if (askedAt(end, setting).ends - 1 <= at) ends.push(end)
    }
    return ends
  }

  async function nearerOf(known: Known): Promise<ByStages> {
    const errors = new Map<ByStages, number>()
    for (const end of monthEnds(known)) {
      const { period, rate } = askedAt(end, setting)
      const actual = wonIn(known, period, rate).all
      const said = await toldAt(end)
      for (const method of byStages)
        errors.set(method, (errors.get(method) ?? 0) + Math.abs((said.get(method) ?? 0) - actual))
    }
    const [first, second] = byStages
    return (errors.get(second) ?? 0) < (errors.get(first) ?? 0) ? second : first
  }

  return async (at, of = askedAt(at, setting)) => {
    const known = knownAt(lives, at)
    return forecastOf(known, of, { nearer: await nearerOf(known), rest })
  }
}

/** One forecast, and what came of it. Minor units of the base currency. */
export interface Made {
  /** The day at whose end it was made. */
  on: string
  from: string
  to: string
  method: Method
  expected: number
  bands: readonly Band[]
  actual: number
}

/** How wrong forecasts were, together. Minor units; shares are of what was won in all. */
export interface Errors {
  forecasts: number
  /** The sum of how far each was off. */
  absolute: number
  /** That of how far each was above; below 0, it was too low on the whole. */
  bias: number
  /** What was won, added up over the forecasts. */
  actual: number
  /** In how many of those that told such a band what was won lay in it. */
  covered: readonly { share: number; of: number; within: number }[]
}

export interface BackTest {
  made: readonly Made[]
  /** By method, most exact first. */
  methods: readonly ({ method: Method } & Errors)[]
  /** By method and how many whole months were left. */
  horizons: readonly ({ method: Method; months: number } & Errors)[]
  /** By method and whose the deals were, and by method and the stage that deals were in: of those that look at deals. */
  owners: readonly ({ method: Method; ownerId: string } & Errors)[]
  stages: readonly ({ method: Method; stageId: string } & Errors)[]
  /** Cut-offs of which it is not known yet, or nothing was entered any more of, what came. */
  open: readonly string[]
}

/** The days of a range on which forecasts are made: the ends of weeks (Sundays) or months. */
export function cutOffs({
  from,
  to,
  cadence,
}: {
  from: string
  to: string
  cadence: 'week' | 'month'
}): string[] {
  const days: string[] = []
  // Counted, because the day after the last there is stays that day.
  const count = (Date.parse(to) - Date.parse(from)) / 86_400_000
  for (let n = 0; n <= count; n++) {
    const day = daysAfter(from, n)
    const isLast =
      cadence === 'month'
        ? day === lastDay || daysAfter(day, 1).endsWith('-01')
        : new Date(`${day}T00:00:00Z`).getUTCDay() === 0
    if (isLast) days.push(day)
  }
  return days
}

/** What a period was expected to bring by the probabilities that deals had, and by others, and what it brought. */
export interface Replayed {
  on: string
  from: string
  to: string
  said: number
  other: number
  /** Null: the period is not over. */
  actual: number | null
}

/**
 * What would have been said at the end of each of these days, had stages given other probabilities, beside what was said.
 * Without any, both are the same.
 */
export function replay(
  lives: readonly DealLife[],
  setting: Setting,
  {
    days,
    probabilities,
    until,
  }: { days: readonly string[]; probabilities: ReadonlyMap<string, number>; until: number },
): Replayed[] {
  const now = knownAt(lives, until)
  return days.map((on) => {
    const at = lastOf(on, setting.zone)
    const asked = askedAt(at, setting)
    const known = knownAt(lives, at)
    const won = wonIn(known, asked.period, asked.rate).all
    const sum = (by?: ReadonlyMap<string, number>) =>
      weighted(known, asked, by).reduce((total, { chance, worth }) => total + chance * worth, won)
    const actual = asked.ends - 1 > until ? null : wonIn(now, asked.period, asked.rate).all
    return { on, ...asked.period, said: sum(), other: sum(probabilities), actual }
  })
}

/**
 * The forecast that would have been made at the end of each of these days by what was known then, against what happened by
 * what is known at `until`. After each, `done` is waited for, and `rest` before each of those it takes to tell which was nearer.
 */
export async function backTest(
  lives: readonly DealLife[],
  setting: Setting,
  {
    days,
    wanted,
    until,
    done,
    rest,
  }: {
    days: readonly string[]
    wanted: readonly Method[]
    until: number
    done: (count: number) => Promise<void>
    rest?: () => Promise<void>
  },
): Promise<BackTest> {
  const now = knownAt(lives, until)
  const last = now.lives.reduce(
    (latest, { versions }) => versions.reduce((most, { stageSince }) => Math.max(most, stageSince), latest),
    Number.NEGATIVE_INFINITY,
  )
  const byId = new Map(now.lives.map((life) => [life.id, life]))
  const forecast = forecaster(lives, setting, rest)
  const told: { one: Made; months: number }[] = []
  const groups = { owner: new Groups(), stage: new Groups() }
  const open: string[] = []
  for (const [place, on] of days.entries()) {
    const at = lastOf(on, setting.zone)
    const asked = askedAt(at, setting)
    if (asked.ends - 1 > until || asked.begins > last) open.push(on)
    else {
      const { estimates, parts, wonBy } = await forecast(at)
      const { all: actual, by } = wonIn(now, asked.period, asked.rate)
      const months = Math.round((asked.ends - at) / (30.4 * 86_400_000))
      for (const { method, expected, bands } of estimates)
        if (wanted.includes(method))
          told.push({ one: { on, ...asked.period, method, expected, bands, actual }, months })
      for (const method of ['conversion-by-owner', 'conversion', 'stage-defaults'] as const)
        if (wanted.includes(method)) {
          groups.owner.add(
            method,
            sumsBy(parts[method], ({ ownerId }) => ownerId, wonBy),
            by,
          )
          const wonFrom = new Map<string, number>()
          for (const { dealId, stageId } of parts[method]) {
            const deal = dealId === null ? undefined : standing(byId.get(dealId) ?? none)
            if (deal?.status !== 'won' || stageId === null || deal.closeDate === null) continue
            if (deal.closeDate < asked.period.from || deal.closeDate > asked.period.to) continue
            const worth = (deal.amount ?? 0) * (asked.rate(deal.currency ?? '') ?? 0)
            wonFrom.set(stageId, (wonFrom.get(stageId) ?? 0) + worth)
          }
          groups.stage.add(
            method,
            sumsBy(parts[method], ({ stageId }) => stageId),
            wonFrom,
          )
        }
    }
    await done(place + 1)
  }
  const made = told.map(({ one }) => one)
  const order = methodNames.filter((method) => wanted.includes(method))
  return {
    made,
    methods: order
      .map((method) => ({ method, ...errorsOf(made.filter((one) => one.method === method)) }))
      .sort((a, b) => a.absolute - b.absolute),
    horizons: order.flatMap((method) =>
      [...new Set(told.map(({ months }) => months))]
        .sort((a, b) => a - b)
        .map((months) => {
          const of = told.filter((each) => each.months === months && each.one.method === method)
          return { method, months, ...errorsOf(of.map(({ one }) => one)) }
        }),
    ),
    owners: groups.owner.errors().map(({ key, ...one }) => ({ ...one, ownerId: key })),
    stages: groups.stage.errors().map(({ key, ...one }) => ({ ...one, stageId: key })),
    open,
  }
}

const none: DealLife = { id: '', recordedAt: 0, versions: [] }

function sumsBy(
  parts: readonly { chance: number; worth: number; ownerId: string; stageId: string | null }[],
  keyOf: (part: { ownerId: string; stageId: string | null }) => string | null,
  before: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const sums = new Map(before)
  for (const part of parts) {
    const key = keyOf(part)
    if (key !== null) sums.set(key, (sums.get(key) ?? 0) + part.chance * part.worth)
  }
  return sums
}

/** What was expected and what came, by a method and a group. */
class Groups {
  readonly #of = new Map<
    string,
    { method: Method; key: string; all: Pick<Made, 'expected' | 'actual' | 'bands'>[] }
  >()

  add(method: Method, expected: ReadonlyMap<string, number>, actual: ReadonlyMap<string, number>): void {
    for (const key of new Set([...expected.keys(), ...actual.keys()])) {
      const id = `${method} ${key}`
      const group = this.#of.get(id) ?? { method, key, all: [] }
      this.#of.set(id, group)
      group.all.push({ expected: expected.get(key) ?? 0, actual: actual.get(key) ?? 0, bands: [] })
    }
  }

  errors() {
    return [...this.#of.values()]
      .map(({ method, key, all }) => ({ method, key, ...errorsOf(all) }))
      .sort(
        (a, b) => methodNames.indexOf(a.method) - methodNames.indexOf(b.method) || b.absolute - a.absolute,
      )
  }
}

function errorsOf(made: readonly Pick<Made, 'expected' | 'actual' | 'bands'>[]): Errors {
  const sum = (of: (one: Pick<Made, 'expected' | 'actual'>) => number) =>
    made.reduce((total, one) => total + of(one), 0)
  return {
    forecasts: made.length,
    absolute: sum(({ expected, actual }) => Math.abs(expected - actual)),
    bias: sum(({ expected, actual }) => expected - actual),
    actual: sum(({ actual }) => actual),
    covered: [0.5, 0.8, 0.95].flatMap((share) => {
      const told = made.flatMap(({ bands, actual }) =>
        bands.filter((band) => band.share === share).map(({ low, high }) => actual >= low && actual <= high),
      )
      return told.length === 0 ? [] : [{ share, of: told.length, within: told.filter(Boolean).length }]
    }),
  }
}
