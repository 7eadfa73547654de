import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BackTest,
  backTest,
  cutOffs,
  forecaster,
  lastOf,
} from '../../../src/domain/analytics/back-testing.ts'
import { chanceOf } from '../../../src/domain/analytics/chance.ts'
import {
  type DealLife,
  type DealVersion,
  dayLength,
  knownAt,
} from '../../../src/domain/analytics/deal-life.ts'
import { fiscalPeriod } from '../../../src/domain/analytics/fiscal-period.ts'
import { methodNames } from '../../../src/domain/analytics/methods.ts'
import { seed, times } from '../../support/chance.ts'

const start = Date.parse('2025-01-01T00:00:00Z')
const forever = Number.POSITIVE_INFINITY
const setting = { zone: 'UTC', yearStart: 1, span: 'quarter', rate: () => 1, seed: 7 } as const
const dayAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** What happens to a deal: after so many days it goes to a stage, is won or lost, gets another amount or another owner. */
type Step = { after: number } & (
  | { to: 'a' | 'b' | 'won' | 'lost' }
  | { amount: number }
  | { ownerId: string }
)

function lifeOf(
  id: string,
  {
    opened,
    amount,
    ownerId,
    dated,
    steps,
  }: {
    opened: number
    amount: number | null
    ownerId: string
    dated: boolean
    steps: readonly Step[]
  },
): DealLife {
  const began = start + opened * dayLength
  const versions: DealVersion[] = [
    {
      from: began,
      to: forever,
      status: 'open',
      stageId: 'a',
      stageSince: began,
      probability: 0.3,
      probabilityOverridden: false,
      amount,
      currency: amount === null ? null : 'USD',
      closeDate: dated ? dayAt(began + 60 * dayLength) : null,
      ownerId,
      pipelineId: 'p',
    },
  ]
  for (const { after, ...step } of steps) {
    const last = versions.at(-1)
    if (last?.status !== 'open') break
    last.to = last.from + after * dayLength
    const next = { ...last, from: last.to, to: forever }
    if ('to' in step) {
      const isClosed = step.to === 'won' || step.to === 'lost'
      versions.push({
        ...next,
        status: isClosed ? (step.to as 'won') : 'open',
        stageId: step.to,
        stageSince: next.from,
        probability: { a: 0.3, b: 0.6, won: 1, lost: 0 }[step.to],
        ...(isClosed && { closeDate: dayAt(next.from) }),
      })
    } else if ('amount' in step) versions.push({ ...next, amount: step.amount, currency: 'USD' })
    else versions.push({ ...next, ownerId: step.ownerId })
  }
  return { id, recordedAt: began, versions }
}

const after = fc.double({ min: 0.01, max: 60, noNaN: true })
const owner = fc.constantFrom('x', 'y', 'z')
const history = fc.array(
  fc.record({
    opened: fc.double({ min: 0, max: 330, noNaN: true }),
    amount: fc.option(fc.integer({ min: 0, max: 10_000 })),
    ownerId: owner,
    dated: fc.boolean(),
    steps: fc.array(
      fc.oneof(
        fc.record({
          after,
          to: fc.constantFrom('a' as const, 'b' as const, 'won' as const, 'lost' as const),
        }),
        fc.record({ after, amount: fc.integer({ min: 0, max: 10_000 }) }),
        fc.record({ after, ownerId: owner }),
      ),
      { maxLength: 6 },
    ),
  }),
  { maxLength: 60 },
)

/** A pipeline whose rates are known: each day in `a` a deal goes on with 3 %, is lost with 2 %; in `b` it is won with 5 %. */
function simulated(deals: number, by: number): DealLife[] {
  const { next } = chanceOf(by)
  return Array.from({ length: deals }, (_, n) => {
    const steps: Step[] = []
    let days = 1
    for (; next() >= 0.05; ) days++
    if (next() < 0.4) steps.push({ after: days - 0.5, to: 'lost' })
    else {
      steps.push({ after: days - 0.5, to: 'b' })
      let more = 1
      for (; next() >= 0.05; ) more++
      steps.push({ after: more - 0.5, to: 'won' })
    }
    return lifeOf(`d${n}`, {
      opened: next() * 700,
      amount: 500 + Math.round(next() * 1000),
      ownerId: 'x',
      dated: false,
      steps,
    })
  })
}

async function tested(
  lives: readonly DealLife[],
  to: string,
  until = forever,
  from = '2025-01-01',
): Promise<BackTest> {
  const days = cutOffs({ from, to, cadence: 'month' })
  return backTest(lives, setting, { days, wanted: methodNames, until, done: async () => {} })
}

describe('ES-08 no forecast looks ahead', () => {
  it('is to the last digit the same without all that was said later', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 0, max: 13 }), async (deals, month) => {
        const lives = deals.map((deal, n) => lifeOf(`d${n}`, deal))
        const at = Date.UTC(2025, month, 1) - 1
        // Taken out of what there is, not hidden: the last version that was said then holds.
        const then = lives.flatMap(({ versions, ...life }) => {
          const said = versions.filter(({ from }) => from <= at)
          const last = said.pop()
          return last ? [{ ...life, versions: [...said, { ...last, to: forever }] }] : []
        })
        expect(await forecaster(lives, setting)(at)).toStrictEqual(await forecaster(then, setting)(at))
      }),
      { seed, numRuns: times(40, 1000) },
    )
  })

  it('and in a back-test only what came of it is of later', async () => {
    const lives = simulated(400, 3)
    const [whole, early] = [await tested(lives, '2026-03-31'), await tested(lives, '2026-01-31')]
    const cut = lastOf('2026-03-31', 'UTC')
    const told = ({ made }: BackTest) => made.filter(({ on }) => on < '2026-01-01')
    expect(told(await tested(knownAt(lives, cut).lives, '2026-01-31', cut))).toStrictEqual(told(early))
    expect(told(whole)).toStrictEqual(told(early))
  })

  it('is the same again by the same seed, and other only in its bands by another', async () => {
    const lives = simulated(150, 4)
    const [one, again] = [await tested(lives, '2025-09-30'), await tested(lives, '2025-09-30')]
    expect(again).toStrictEqual(one)
    const at = lastOf('2025-08-31', 'UTC')
    const by = async (other: number) => (await forecaster(lives, { ...setting, seed: other })(at)).estimates
    const [here, there] = [await by(7), await by(8)]
    expect(there.map(({ expected }) => expected)).toStrictEqual(here.map(({ expected }) => expected))
    expect(there).not.toStrictEqual(here)
  })
})

describe('OPP-13 forecasts from history', () => {
  const lives = simulated(1200, 5)
  const then = forecaster(lives, setting)(lastOf('2026-06-30', 'UTC'))

  it('learn the true rates of a pipeline made by chance', async () => {
    const { stages } = await then
    expect(stages).toHaveLength(2)
    expect(stages.find(({ stageId }) => stageId === 'a')).toMatchObject({
      onward: expect.closeTo(0.6, 1),
      lost: expect.closeTo(0.4, 1),
      // Half of what has 5 % a day has left after 13.5 days.
      medianDays: expect.closeTo(14, -0.5),
    })
    expect(stages.find(({ stageId }) => stageId === 'b')?.won).toBeCloseTo(1, 1)
  })

  it('count deals without a close date, and say how many there are', async () => {
    const { estimates, counted } = await then
    expect(counted.open).toBeGreaterThan(0)
    expect(counted).toMatchObject({ withoutCloseDate: counted.open, withoutAmount: 0, withoutRate: 0 })
    for (const { method, expected } of estimates)
      if (method !== 'stage-defaults') expect(expected).toBeGreaterThan(0)
  })

  it('come true within their bands about as often as those say, and nearer than the defaults', async () => {
    const { methods, open } = await tested(lives, '2026-09-30', lastOf('2026-12-31', 'UTC'), '2026-02-01')
    expect(open).toStrictEqual([])
    const of = (name: string) => methods.find(({ method }) => method === name)
    const conversion = of('conversion')
    expect(conversion?.absolute ?? forever).toBeLessThan((of('stage-defaults')?.absolute ?? 0) / 2)
    const wide = conversion?.covered.find(({ share }) => share === 0.95)
    expect((wide?.within ?? 0) / (wide?.of ?? 1)).toBeGreaterThan(0.7)
  })

  it('take deals that were entered late for watched from then on, unless a past was taken over whole', async () => {
    const began = start
    const late = (id: string, days: number, recorded: number, won: boolean): DealLife => ({
      ...lifeOf(id, {
        opened: 0,
        amount: 100,
        ownerId: 'x',
        dated: false,
        steps: won ? [{ after: days, to: 'won' }] : [],
      }),
      recordedAt: began + recorded * dayLength,
    })
    // One that was entered at 50 days and won at 60, one at once and won at 30.
    const some = [late('p', 60, 50, true), late('q', 30, 0, true), late('r', 0, 0, false)]
    const { stages } = await forecaster(some, setting)(began + 100 * dayLength)
    expect(stages[0]).toMatchObject({ stays: 3, entered: 3 })
    const whole = [...some, late('s', 10, 50, true)]
    const [taken] = (await forecaster(whole, setting)(began + 100 * dayLength)).stages
    // Only the first closing of all is watched for from its day on.
    expect(taken?.entered).toBe(4)
    expect(taken?.won).toBeGreaterThan(0.5)
  })
})

describe('fiscal periods', () => {
  it.each([
    ['2026-11-30', 'quarter', 1, '2026-10-01', '2026-12-31'],
    ['2026-11-30', 'quarter', 2, '2026-11-01', '2027-01-31'],
    ['2026-01-31', 'quarter', 2, '2025-11-01', '2026-01-31'],
    ['2026-03-31', 'year', 4, '2025-04-01', '2026-03-31'],
    ['2026-02-14', 'month', 4, '2026-02-01', '2026-02-28'],
  ] as const)('of %s by %s from month %i on: %s to %s', (day, span, yearStart, from, to) => {
    expect(fiscalPeriod(day, { span, yearStart })).toStrictEqual({ from, to })
  })
})

it('ends with the last day there is', () => {
  expect(cutOffs({ from: '9999-11-29', to: '9999-12-31', cadence: 'month' })).toEqual([
    '9999-11-30',
    '9999-12-31',
  ])
  expect(cutOffs({ from: '2026-03-01', to: '2026-02-01', cadence: 'week' })).toEqual([])
})

it('has a fiscal period at the first and at the last day there are', () => {
  const about = { span: 'quarter', yearStart: 2 } as const
  expect(fiscalPeriod('9999-12-31', about)).toEqual({ from: '9999-11-01', to: '9999-12-31' })
  expect(fiscalPeriod('0001-01-01', about)).toEqual({ from: '0001-01-01', to: '0001-01-31' })
  expect(fiscalPeriod('2026-03-31', about)).toEqual({ from: '2026-02-01', to: '2026-04-30' })
})
