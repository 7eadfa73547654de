import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { currency } from '../values/money.ts'
import { position } from '../values/position.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { methodNames } from './methods.ts'
import { spans } from './spans.ts'

export const forecastMethod = z.enum(methodNames).register(vocabulary, { id: 'ForecastMethod' })
export const forecastSpan = z
  .enum(Object.keys(spans) as [keyof typeof spans, ...(keyof typeof spans)[]])
  .register(vocabulary, { id: 'ForecastSpan' })
export const cadence = z.enum(['week', 'month']).register(vocabulary, { id: 'BackTestCadence' })

/** Minor units of one currency. */
const minor = z.int()
export const forecastBand = z
  .object({ share: z.number(), low: minor, high: minor })
  .register(vocabulary, { id: 'ForecastBand' })

/** So many cut-offs, and groups by owner or stage, are the most. */
export const mostCutOffs = 60
const mostGroups = 300

const errors = {
  method: forecastMethod,
  forecasts: count,
  absolute: minor.describe('How far each was off, added up.'),
  bias: minor.describe('How far each was above, added up; below 0: too low on the whole.'),
  actual: minor.describe('What was won, added up over the forecasts.'),
  covered: z
    .array(
      z
        .object({ share: z.number(), of: count, within: count })
        .register(vocabulary, { id: 'BackTestCovered' }),
    )
    .describe('Of those that told such a band, in how many what was won lay in it.'),
}

/** What is asked for; the same of the same position gives the same. */
export const backTestAsked = z.object({
  from: day,
  to: day,
  cadence,
  span: forecastSpan,
  methods: z.array(forecastMethod).min(1).max(methodNames.length),
  basis: z.enum(['occurred', 'recorded']),
  seed: z.int().min(0).max(4_294_967_295),
})

const made = backTestAsked.extend({
  askerId: uuid,
  /** Nothing later in the log was looked at, nor anything that was, or happened, after the instant. */
  upTo: position,
  until: instant,
  zone: timeZone,
  fiscalYearStart: z.int().min(1).max(12),
  currency,
  deals: count,
  forecasts: z
    .array(
      z
        .object({
          on: day,
          from: day,
          to: day,
          method: forecastMethod,
          expected: minor,
          bands: z.array(forecastBand).max(3),
          actual: minor,
        })
        .register(vocabulary, { id: 'BackTestForecast' }),
    )
    .max(mostCutOffs * methodNames.length),
  errors: z.array(z.object(errors).register(vocabulary, { id: 'BackTestErrors' })).max(methodNames.length),
  horizons: z
    .array(z.object({ ...errors, months: count }).register(vocabulary, { id: 'BackTestHorizon' }))
    .max(100),
  owners: z
    .array(z.object({ ...errors, ownerId: uuid }).register(vocabulary, { id: 'BackTestOwner' }))
    .max(mostGroups),
  stages: z
    .array(
      z
        .object({ ...errors, stageId: uuid, stageName: z.string() })
        .register(vocabulary, { id: 'BackTestStage' }),
    )
    .max(mostGroups),
  /** Cut-offs of which nothing is known of what came. */
  open: z.array(day).max(mostCutOffs),
})

export type BackTestState = z.output<typeof made>
export type BackTestAsked = z.output<typeof backTestAsked>

/** Forecasts as they would have been made, against what happened. It is worked out once and kept, with what it was made of. */
export const backTest = decider<BackTestState>()({
  name: 'backTest',
  events: { 'backTest.made': creates(made) },
  commands: { 'backTest.make': creates(made) },
  evolve: { 'backTest.made': (_, data) => data },
  decide: { 'backTest.make': (_, input) => [{ type: 'backTest.made', data: input }] },
})

/** Of groups by owner or stage, those that erred most. */
export const mostErring = <Of extends { absolute: number }>(groups: readonly Of[]): Of[] =>
  groups.toSorted((a, b) => b.absolute - a.absolute).slice(0, mostGroups)
