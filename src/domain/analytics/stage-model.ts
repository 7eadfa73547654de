import { type DealVersion, dayLength, type Known, type Stay, staysOf, watchedFrom } from './deal-life.ts'
import { aalenJohansen, kaplanMeier, type SeenAndExpected, type Spell, shrunk, spreadOf } from './survival.ts'

/** How a stage was left, of all that were watched in it. */
export interface LearnedStage {
  stageId: string
  /** Stays that were watched. */
  stays: number
  /** Of those, how many began before they were watched (delayed entry). */
  entered: number
  /** The share that has been left for another open stage, won and lost, by the longest time anybody stayed. */
  onward: number
  won: number
  lost: number
  /** Days after which half had left it; null: less than half did. */
  medianDays: number | null
}

/** Older than this many days, deals are taken to be as likely to end as those of this age. */
const oldest = 730
/** So many watched deals outweigh what is taken for granted before any is seen. */
export const priorDeals = 5
/** What is taken for granted: on a day, one in so many stays ends, won with the probability of its stage. */
const priorDays = 90
/** Of so many blocks of 30 days it is known how much more or less than expected was won. */
const blocks = 12
export const blockDays = 30
/** How much they differ is taken to be this (a quarter, squared), with the weight of so many of them. */
const priorShock = { variance: 0.0625, blocks: 3 }

interface Watched {
  stay: Stay
  /** Whole days. */
  entry: number
  exit: number
  cause: string | null
}

/** Of one stage, or of all: how many were watched at each age, and how many left at it, by where they went. */
interface Counts {
  atRisk: Float64Array
  left: Map<string, Float64Array>
}

const noCounts = (): Counts => ({ atRisk: new Float64Array(oldest), left: new Map() })
const columnOf = (counts: Counts, cause: string): Float64Array => {
  const found = counts.left.get(cause) ?? new Float64Array(oldest)
  counts.left.set(cause, found)
  return found
}

function count(counts: Counts, { entry, exit, cause }: Watched): void {
  const until = Math.min(oldest - 1, cause === null ? exit - 1 : exit)
  const { atRisk } = counts
  for (let day = Math.min(oldest - 1, entry); day <= until; day++) atRisk[day] = (atRisk[day] ?? 0) + 1
  if (cause === null) return
  const column = columnOf(counts, cause)
  column[until] = (column[until] ?? 0) + 1
}

interface Stage {
  counts: Counts
  pipelineId: string
  /** What it gave who came to it last, and when. */
  probability: number
  since: number
  of: Watched[]
}

/** The chance to leave on a day, by age in days and where to. */
type Hazards = ReadonlyMap<string, Float64Array>

/** Whole days from now: later than so many, within so many. */
export interface Span {
  after: number
  until: number
}

interface Model {
  /** Of a deal in its stage for so many days: that it is won within the span. */
  ofOpen: (
    deal: Pick<DealVersion, 'stageId' | 'pipelineId' | 'ownerId' | 'probability'>,
    age: number,
  ) => number
  /** Of one opened on each day from now on: how many of them are won within the span. */
  ofNew: (opened: Pick<DealVersion, 'stageId' | 'pipelineId' | 'ownerId'>) => number
}

/**
 * How deals go from stage to stage: a semi-Markov model in days, whose hazards are those of Aalen and Johansen's estimator,
 * drawn to how long all stages take to be left, and that to what is taken for granted, as the posterior of a beta process is
 * (Hjort, Annals of Statistics 18:1259, 1990).
 */
export function learn(known: Known): {
  stages: LearnedStage[]
  /** How many were won of those that were watched. */
  won: number
  /** The variance of how much more or less than expected is won, beyond what chance alone makes. */
  shock: number
  model: (span: Span, byOwner: boolean) => Model
} {
  const { at, lives } = known
  const watched = watch(known)
  const whole = noCounts()
  const stages = new Map<string, Stage>()
  for (const one of watched) {
    const { stageId, pipelineId, probability, since } = one.stay
    const stage = stages.get(stageId) ?? { counts: noCounts(), pipelineId, probability, since, of: [] }
    stages.set(stageId, stage)
    if (since > stage.since) Object.assign(stage, { probability, since })
    stage.of.push(one)
    count(stage.counts, one)
    count(whole, { ...one, cause: one.cause === null ? null : 'left' })
  }
  const everyLeft = columnOf(whole, 'left')
  const leaving = whole.atRisk.map(
    (atRisk, day) => ((everyLeft[day] ?? 0) + priorDeals / priorDays) / (atRisk + priorDeals),
  )

  const hazards = new Map<string, Hazards>()
  const hazardsOf = (stageId: string, otherwise: number): Hazards => {
    const found = hazards.get(stageId)
    if (found) return found
    const stage = stages.get(stageId)
    const probability = stage?.probability ?? otherwise
    const made = new Map<string, Float64Array>()
    const granted: Readonly<Record<string, number>> = { won: probability, lost: 1 - probability }
    const left = stage?.of.filter(({ cause }) => cause !== null).length ?? 0
    for (const cause of new Set(['won', 'lost', ...(stage?.counts.left.keys() ?? [])])) {
      const own = stage?.counts.left.get(cause)
      // Stages have in common how long it takes to leave them; where to is each one's own.
      const share =
        ((own?.reduce((sum, each) => sum + each, 0) ?? 0) + priorDeals * (granted[cause] ?? 0)) /
        (left + priorDeals)
      const column = new Float64Array(oldest)
      for (let day = 0; day < oldest; day++)
        column[day] =
          ((own?.[day] ?? 0) + priorDeals * share * (leaving[day] ?? 0)) /
          ((stage?.counts.atRisk[day] ?? 0) + priorDeals)
      made.set(cause, column)
    }
    if (stage) hazards.set(stageId, made)
    return made
  }

  // How much more or less than expected each owner wins and loses, and each month brought.
  const owners = new Map<string, { won: SeenAndExpected; lost: SeenAndExpected }>()
  const months = Array.from({ length: blocks }, () => ({ seen: 0, expected: 0 }))
  for (const { stay, entry, exit, cause } of watched) {
    const of = hazardsOf(stay.stageId, stay.probability)
    const [won, lost] = [of.get('won'), of.get('lost')]
    const owner = owners.get(stay.ownerId) ?? {
      won: { seen: 0, expected: 0 },
      lost: { seen: 0, expected: 0 },
    }
    owners.set(stay.ownerId, owner)
    const until = cause === null ? exit - 1 : exit
    for (let day = entry; day <= until; day++) {
      const aged = Math.min(oldest - 1, day)
      const toWin = won?.[aged] ?? 0
      owner.won.expected += toWin
      owner.lost.expected += lost?.[aged] ?? 0
      const month = months[Math.floor((at - stay.since - day * dayLength) / (blockDays * dayLength))]
      if (month) month.expected += toWin
      if (month && day === exit && cause === 'won') month.seen++
    }
    if (cause === 'won') owner.won.seen++
    if (cause === 'lost') owner.lost.seen++
  }
  const all = [...owners.values()]
  const spread = { won: spreadOf(all.map(({ won }) => won)), lost: spreadOf(all.map(({ lost }) => lost)) }
  const factorOf = (ownerId: string, cause: string): number => {
    const owner = owners.get(ownerId)
    return owner && (cause === 'won' || cause === 'lost') ? shrunk(owner[cause], spread[cause]) : 1
  }
  const full = months.filter(({ expected }) => expected > 0)
  const seen = full.reduce((sum, month) => sum + month.seen, 0)
  const shock =
    (full.length * spreadOf(full) + priorShock.blocks * priorShock.variance) /
      (full.length + priorShock.blocks) +
    // How little is known of the rate itself: the posterior of a rate of which only its scale was taken for granted.
    1 / (seen + 1)

  const order = [...stages.keys()]
  function model({ after, until }: Span, byOwner: boolean): Model {
    const none = ''
    const differs = byOwner && (spread.won > 0 || spread.lost > 0)
    const fresh = new Map<string, ReadonlyMap<string, Float64Array>>()
    const scaled = (ownerId: string, cause: string) => (differs ? factorOf(ownerId, cause) : 1)

    /** By stage, for each number of days left: the chance that who has just come there is won within them. */
    function freshOf(ownerId: string): ReadonlyMap<string, Float64Array> {
      const key = differs && owners.has(ownerId) ? ownerId : none
      const found = fresh.get(key)
      if (found) return found
      const made = new Map(order.map((stageId) => [stageId, new Float64Array(until + 1)]))
      fresh.set(key, made)
      for (let left = 1; left <= until; left++)
        for (const stageId of order) {
          const column = made.get(stageId)
          const { probability = 0 } = stages.get(stageId) ?? {}
          if (column) column[left] = through(hazardsOf(stageId, probability), { ownerId, made, age: 0, left })
        }
      return made
    }

    function through(
      of: Hazards,
      {
        ownerId,
        made,
        age,
        left,
      }: { ownerId: string; made: ReadonlyMap<string, Float64Array>; age: number; left: number },
    ): number {
      const ways = [...of].map(([cause, column]) => ({
        column,
        by: scaled(ownerId, cause),
        // What is lost never is.
        onward: cause === 'won' ? undefined : made.get(cause),
        isWon: cause === 'won',
      }))
      let [stays, won] = [1, 0]
      for (let day = 0; day < left; day++) {
        const aged = Math.min(oldest - 1, age + day)
        let leaves = 0
        for (const { column, by, onward, isWon } of ways) {
          const hazard = (column[aged] ?? 0) * by
          leaves += hazard
          won += stays * hazard * (isWon ? 1 : (onward?.[left - day - 1] ?? 0))
        }
        stays *= Math.max(0, 1 - leaves)
      }
      return Math.min(1, won)
    }

    return {
      ofOpen({ stageId, ownerId, probability }, age) {
        const of = { ownerId, made: freshOf(ownerId), age }
        const hazards = hazardsOf(stageId, probability)
        const early = after === 0 ? 0 : through(hazards, { ...of, left: after })
        return through(hazards, { ...of, left: until }) - early
      },
      ofNew({ stageId, ownerId }) {
        const column = freshOf(ownerId).get(stageId)
        let won = 0
        for (let left = 0; left < until; left++) won += column?.[left] ?? 0
        for (let left = 0; left < after; left++) won -= column?.[left] ?? 0
        return won
      },
    }
  }

  const won = all.reduce((sum, owner) => sum + owner.won.seen, 0)
  return { stages: [...stages].map(([stageId, stage]) => learnedStage(stageId, stage)), won, shock, model }

  function watch(of: Known): Watched[] {
    const from = watchedFrom(of)
    return lives.flatMap((life) =>
      staysOf(life).flatMap((stay) => {
        const age = (instant: number) => (instant - stay.since) / dayLength
        const entry = Math.ceil(age(from(life, stay)))
        const exit = Math.floor(age(stay.until ?? at))
        // What ended before it was watched says nothing; nor does what was watched for less than a day and has not ended.
        return exit < entry ? [] : [{ stay, entry, exit, cause: stay.exit }]
      }),
    )
  }
}

function learnedStage(stageId: string, { of }: { of: readonly Watched[] }): LearnedStage {
  // Who leaves on a day was watched on it.
  const spells = of.map(
    ({ entry, exit, cause }): Spell => ({ entry, exit: cause === null ? exit : exit + 1, cause }),
  )
  const { ended = {} } = aalenJohansen(spells).at(-1) ?? {}
  const { won = 0, lost = 0, ...others } = ended
  return {
    stageId,
    stays: of.length,
    entered: of.filter(({ entry }) => entry > 0).length,
    onward: Object.values(others).reduce((sum, each) => sum + each, 0),
    won,
    lost,
    medianDays: kaplanMeier(spells).find(({ survival }) => survival <= 0.5)?.age ?? null,
  }
}
