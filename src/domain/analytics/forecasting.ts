import { type Chance, chanceOf, quantile } from './chance.ts'
import { type DealVersion, dayLength, type Known, standing } from './deal-life.ts'
import type { Method } from './methods.ts'
import { blockDays, type LearnedStage, learn, priorDeals, type Span } from './stage-model.ts'

/** Two that look at the same: of these the nearer one is combined. */
export const byStages = ['conversion-by-owner', 'conversion'] as const
export type ByStages = (typeof byStages)[number]

/** Within what, with which probability. Minor units of the base currency. */
export interface Band {
  share: 0.5 | 0.8 | 0.95
  low: number
  high: number
}

/** Minor units of the base currency. */
export interface Estimate {
  method: Method
  expected: number
  bands: readonly Band[]
}

/** Days, first and last included. */
export interface Period {
  from: string
  to: string
}

/** What is asked for: a period and the one before, when it begins and is over in ms, and how amounts are told. */
export interface Asked {
  period: Period
  before: Period
  begins: number
  ends: number
  /** How many minor units of the base currency one of another is worth; undefined: no rate is known. */
  rate: (currency: string) => number | undefined
  /** Of chance. */
  seed: number
}

/** What was counted, so that nothing is left out in silence. */
export interface Counted {
  open: number
  /** They are forecast all the same. */
  withoutCloseDate: number
  /** They count with what deals were won at on average. */
  withoutAmount: number
  /** They are left out: their currency has no rate. */
  withoutRate: number
}

/** What a deal, or those still to be opened by one owner, will bring by one method. */
export interface Part {
  /** Null: it is not opened yet. */
  dealId: string | null
  ownerId: string
  stageId: string | null
  /** Of being won within the period, or how many will be. */
  chance: number
  /** What it is won at. */
  worth: number
}

export interface Forecasted {
  estimates: readonly Estimate[]
  counted: Counted
  wonSoFar: number
  /** Of each owner. */
  wonBy: ReadonlyMap<string, number>
  stages: readonly LearnedStage[]
  /** What those are made of that look at deals. */
  parts: Readonly<Record<'stage-defaults' | 'conversion' | 'conversion-by-owner', readonly Part[]>>
}

/** What is opened in so many days goes on to be. */
const openingDays = 91
const draws = 500

/** Deals won in a period, in the base currency, all and by owner. */
export function wonIn(
  { lives }: Known,
  { from, to }: Period,
  rate: Asked['rate'],
): { all: number; by: Map<string, number> } {
  const by = new Map<string, number>()
  let all = 0
  for (const life of lives) {
    const deal = standing(life)
    if (deal?.status !== 'won' || deal.closeDate === null || deal.closeDate < from || deal.closeDate > to)
      continue
    const worth = told(deal, rate)
    if (worth === undefined) continue
    all += worth
    by.set(deal.ownerId, (by.get(deal.ownerId) ?? 0) + worth)
  }
  return { all, by }
}

/** An amount in the base currency; undefined: there is none, or no rate of its currency. */
function told({ amount, currency }: DealVersion, rate: Asked['rate']): number | undefined {
  if (amount === null || currency === null) return undefined
  const by = rate(currency)
  return by === undefined ? undefined : amount * by
}

/**
 * All forecasts of a period by what was known at an instant. `nearer`: which of those by stages has been nearer so far.
 * `drawn`: whether bands are told, which take nearly all of the time. `rest` lets others have their turn between the steps.
 */
export async function forecastOf(
  known: Known,
  asked: Asked,
  {
    nearer = byStages[0],
    drawn = true,
    rest = async () => {},
  }: { nearer?: ByStages; drawn?: boolean; rest?: (() => Promise<void>) | undefined } = {},
): Promise<Forecasted> {
  const { period, before, rate, seed } = asked
  const daysTo = (instant: number) => Math.max(0, Math.ceil((instant - known.at) / dayLength))
  const span: Span = { after: daysTo(asked.begins), until: daysTo(asked.ends) }
  const { all: wonSoFar, by: wonBy } = wonIn(known, period, rate)
  const open = known.lives.flatMap((life) => {
    const deal = standing(life)
    return deal?.status === 'open' ? [{ life, deal }] : []
  })
  const worths = worthsOf(known, rate)
  await rest()
  const learned = learn(known)
  await rest()
  const told = open.flatMap(({ life, deal }) => {
    const worth = worths.of(deal)
    return worth === undefined ? [] : [{ life, deal, worth }]
  })
  const byConversion = (byOwner: boolean): Part[] => {
    const model = learned.model(span, byOwner)
    return [
      ...told.map(({ life, deal, worth }) => ({
        dealId: life.id,
        ownerId: deal.ownerId,
        stageId: deal.stageId,
        chance: model.ofOpen(deal, Math.floor((known.at - deal.stageSince) / dayLength)),
        worth,
      })),
      ...openings(known).map(({ ownerId, stageId, pipelineId, perDay }) => ({
        dealId: null,
        ownerId,
        stageId: null,
        chance: perDay * model.ofNew({ ownerId, stageId, pipelineId }),
        worth: worths.mean,
      })),
    ]
  }
  const conversion = byConversion(false)
  await rest()
  const parts = {
    'stage-defaults': weighted(known, asked),
    conversion,
    'conversion-by-owner': byConversion(true),
  }
  // Each instant has its own chance: what falls badly once is not to fall so every time.
  const chance = chanceOf(seed + Math.floor(known.at / dayLength))
  const ofParts = async (method: keyof typeof parts): Promise<Estimate> => {
    await rest()
    return {
      method,
      expected: wonSoFar + parts[method].reduce((sum, part) => sum + part.chance * part.worth, 0),
      // How good the probabilities are that people have given nobody knows, and what was not learned says nothing either.
      bands:
        drawn && learned.won >= priorDeals && method !== 'stage-defaults'
          ? bandsOf(parts[method], { wonSoFar, shock: learned.shock, worths, chance })
          : [],
    }
  }
  const single: Estimate[] = [
    await ofParts('conversion-by-owner'),
    await ofParts('conversion'),
    smoothed(known, { wonSoFar, days: span.until - span.after, rate }),
    await ofParts('stage-defaults'),
    { method: 'last-period', expected: wonIn(known, before, rate).all, bands: [] },
  ]
  const two = single.filter(({ method }) => method === nearer || method === 'smoothed-bookings')
  return {
    estimates: [...single, combinedOf(two)],
    counted: {
      open: open.length,
      withoutCloseDate: open.filter(({ deal }) => deal.closeDate === null).length,
      withoutAmount: open.filter(({ deal }) => deal.amount === null).length,
      withoutRate: open.length - told.length,
    },
    wonSoFar,
    wonBy,
    stages: learned.stages,
    parts,
  }
}

/**
 * The open deals that are to close in a period, each with its probability: the one it had, or of its stage, where nobody gave it
 * one of its own, this one.
 */
export function weighted(
  { lives }: Known,
  { period, rate }: Pick<Asked, 'period' | 'rate'>,
  probabilities: ReadonlyMap<string, number> = new Map(),
): Part[] {
  return lives.flatMap((life) => {
    const deal = standing(life)
    const worth = deal?.status === 'open' ? told(deal, rate) : undefined
    if (!deal || worth === undefined) return []
    const { closeDate, ownerId, stageId, probability, probabilityOverridden } = deal
    if (closeDate !== null && (closeDate < period.from || closeDate > period.to)) return []
    const chance = probabilityOverridden ? probability : (probabilities.get(stageId) ?? probability)
    return [{ dealId: life.id, ownerId, stageId, chance, worth }]
  })
}

/** The mean of estimates, and of the ends of their bands (Lichtendahl, Grushka-Cockayne and Winkler, Management Science 59:1594, 2013). */
function combinedOf(of: readonly Estimate[]): Estimate {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const sure = of.filter(({ bands }) => bands.length > 0)
  return {
    method: 'combined',
    expected: mean(of.map(({ expected }) => expected)),
    bands: (sure[0]?.bands ?? []).map(({ share }, place) => ({
      share,
      low: mean(sure.map(({ bands }) => bands[place]?.low ?? 0)),
      high: mean(sure.map(({ bands }) => bands[place]?.high ?? 0)),
    })),
  }
}

interface Worths {
  /** What an open deal would be won at by what is said of it, or by the mean; undefined: its currency has no rate. */
  of: (deal: DealVersion) => number | undefined
  /** What deals were won at. */
  mean: number
  won: readonly number[]
  /** How much of what was said of open deals they were won at, on average. */
  kept: number
  /** Of each, and what was said of it and of all before it: a large one is as many small ones. */
  ratios: readonly { of: number; upTo: number }[]
}

function worthsOf({ lives }: Known, rate: Asked['rate']): Worths {
  const won: number[] = []
  const ratios: Worths['ratios'][number][] = []
  let [said, brought] = [0, 0]
  for (const { versions } of lives) {
    versions.forEach((version, place) => {
      const before = versions[place - 1]
      if (version.status !== 'won' || before?.status !== 'open') return
      const worth = told(version, rate)
      if (worth === undefined) return
      won.push(worth)
      const asOpen = told(before, rate)
      if (asOpen === undefined || asOpen === 0) return
      said += asOpen
      brought += worth
      ratios.push({ of: worth / asOpen, upTo: said })
    })
  }
  const mean = won.length === 0 ? 0 : won.reduce((sum, each) => sum + each, 0) / won.length
  const grain = priorDeals * (ratios.length === 0 ? 1 : said / ratios.length)
  const kept = (brought + grain) / (said + grain)
  return {
    of(deal) {
      if (deal.amount === null) return mean
      const asOpen = told(deal, rate)
      return asOpen === undefined ? undefined : asOpen * kept
    },
    mean,
    won,
    kept,
    ratios,
  }
}

/** What was opened a day of late, by whom, where. */
function openings({
  at,
  lives,
}: Known): { ownerId: string; stageId: string; pipelineId: string; perDay: number }[] {
  const counts = new Map<string, { ownerId: string; stageId: string; pipelineId: string; count: number }>()
  let first = at
  for (const { versions } of lives) {
    const opened = versions[0]
    if (opened?.status !== 'open') continue
    first = Math.min(first, opened.stageSince)
    if (opened.stageSince <= at - openingDays * dayLength) continue
    const { ownerId, stageId, pipelineId } = opened
    const key = `${ownerId} ${stageId} ${pipelineId}`
    const group = counts.get(key) ?? { ownerId, stageId, pipelineId, count: 0 }
    group.count++
    counts.set(key, group)
  }
  // A pipeline of yesterday has not opened everything it will in a day.
  const days = Math.min(openingDays, Math.max(blockDays, (at - first) / dayLength))
  return [...counts.values()].map(({ count, ...group }) => ({ ...group, perDay: count / days }))
}

/** Quantiles of many futures, in each of which every deal is won or not, and all of them in a better or a worse time. */
function bandsOf(
  parts: readonly Part[],
  { wonSoFar, shock, worths, chance }: { wonSoFar: number; shock: number; worths: Worths; chance: Chance },
): Band[] {
  const open = parts.filter((part) => part.dealId !== null && part.chance > 0)
  const coming = parts.reduce((sum, part) => sum + (part.dealId === null ? part.chance : 0), 0)
  const one = (of: readonly number[], otherwise: number) =>
    of[Math.floor(chance.next() * of.length)] ?? otherwise
  const inAll = worths.ratios.at(-1)?.upTo ?? 0
  const ratio = () => {
    const upTo = chance.next() * inAll
    let [low, high] = [0, worths.ratios.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((worths.ratios[middle]?.upTo ?? 0) > upTo) high = middle
      else low = middle + 1
    }
    return worths.ratios[low]?.of ?? 1
  }
  // A better time multiplies the hazard: the logarithm of not being won.
  const logs = Float64Array.from(open, (part) => Math.log(1 - part.chance))
  const said = Float64Array.from(open, ({ worth }) => worth / worths.kept)
  const sums = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    const time = chance.gamma(shock)
    let sum = wonSoFar
    for (let place = 0; place < logs.length; place++)
      if (chance.next() > Math.exp((logs[place] ?? 0) * time)) sum += (said[place] ?? 0) * ratio()
    for (let left = chance.poisson(coming * time); left > 0; left--) sum += one(worths.won, 0)
    sums[draw] = sum
  }
  sums.sort()
  return bandShares.map((share) => ({
    share,
    low: quantile(sums, (1 - share) / 2),
    high: quantile(sums, (1 + share) / 2),
  }))
}

const bandShares = [0.5, 0.8, 0.95] as const
/** How many standard deviations of a normal distribution each of them is to either side. */
const deviations = { 0.5: 0.6745, 0.8: 1.2816, 0.95: 1.96 } as const

/**
 * Simple exponential smoothing of what was won in each 30 days, ETS(A,N,N), by the weight that would have erred least one step
 * ahead (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, sections 8.1 and 8.7).
 */
function smoothed(
  { at, lives }: Known,
  { wonSoFar, days, rate }: { wonSoFar: number; days: number; rate: Asked['rate'] },
): Estimate {
  const length = blockDays * dayLength
  const sums: number[] = []
  for (const life of lives) {
    const deal = standing(life)
    const worth = deal?.status === 'won' ? told(deal, rate) : undefined
    if (!deal || worth === undefined) continue
    const block = Math.floor((at - deal.stageSince) / length)
    sums[block] = (sums[block] ?? 0) + worth
  }
  // Oldest first; the oldest block is not whole.
  const series = Array.from(sums, (sum) => sum ?? 0)
    .reverse()
    .slice(sums.length > 1 ? 1 : 0)
  const { level, errors, alpha, squares } = bestSmoothing(series)
  const steps = days / blockDays
  const variance = errors === 0 ? 0 : squares / errors
  // Of a sum of steps, each of which moves the level of those after it.
  const more = Math.max(0, steps - 1)
  const deviation = Math.sqrt(
    variance * steps * (1 + alpha * more + (alpha ** 2 * more * (2 * steps - 1)) / 6),
  )
  const expected = wonSoFar + level * steps
  return {
    method: 'smoothed-bookings',
    expected,
    // Of fewer errors than these there is no telling how large they are.
    bands: bandShares.slice(errors < 2 ? bandShares.length : 0).map((share) => ({
      share,
      low: Math.max(wonSoFar, expected - deviations[share] * deviation),
      high: expected + deviations[share] * deviation,
    })),
  }
}

/** Simple exponential smoothing with the weight of the last value by which each was told best from those before. */
function bestSmoothing(series: readonly number[]) {
  const fits = Array.from({ length: 19 }, (_, n) => smoothing(series, (n + 1) / 20))
  return fits.reduce((best, one) => (one.squares < best.squares ? one : best))
}

/** What a series goes on with, and between what 80 of 100 values lie; null: too few to tell how far off one is. */
export interface Continued {
  expected: number
  low: number | null
  high: number | null
}

/**
 * The values that come after a series, none of which is below 0: simple exponential smoothing (Hyndman and Athanasopoulos,
 * Forecasting: Principles and Practice, 3rd ed. 2021, 8.1), whose uncertainty grows with each step.
 */
export function continued(series: readonly number[], steps: number): Continued[] {
  const { level, errors, alpha, squares } = bestSmoothing(series)
  return Array.from({ length: steps }, (_, step) => {
    if (errors < 2) return { expected: level, low: null, high: null }
    const half = deviations[0.8] * Math.sqrt((squares / errors) * (1 + alpha ** 2 * step))
    return { expected: level, low: Math.max(0, level - half), high: level + half }
  })
}

/** Of the last values of a series, how many lay within what was told of each by those before it alone. */
export function heldBands(series: readonly number[], last: number): { held: number; of: number } {
  let [held, of] = [0, 0]
  for (let at = Math.max(3, series.length - last); at < series.length; at++) {
    const [told] = continued(series.slice(0, at), 1)
    const came = series[at] ?? 0
    if (!told || told.low === null || told.high === null) continue
    of++
    if (came >= told.low && came <= told.high) held++
  }
  return { held, of }
}

function smoothing(
  series: readonly number[],
  alpha: number,
): { alpha: number; level: number; squares: number; errors: number } {
  let [level = 0] = series
  let squares = 0
  for (const sum of series.slice(1)) {
    const error = sum - level
    squares += error ** 2
    level += alpha * error
  }
  return { alpha, level, squares, errors: Math.max(0, series.length - 1) }
}
