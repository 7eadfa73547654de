import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { forecastBand, forecastMethod, forecastSpan } from '../../domain/analytics/back-test.ts'
import { askedOf, forecaster } from '../../domain/analytics/back-testing.ts'
import { methodNames, methods } from '../../domain/analytics/methods.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { dealLives, forecastFields, forecastSetting } from './deal-lives.ts'
import { stageNames } from './stage-names.ts'

const share = z.number().describe('0.5 is half.')

/** What a period will bring by each method that learns from history, beside those that do not. */
/** Three years, in ms: each day until then is gone through for each day before it. */
const farthest = 1_097 * 86_400_000

export const forecastMethods = query(
  opportunityTable,
  pipelineTable,
  rateSheetTable,
)({
  name: 'forecastMethods',
  path: '/forecast/methods',
  summary:
    'What a fiscal period will bring by stage defaults, learned conversion with time in stage, bookings and the period before, ' +
    'with bands and each method in a sentence',
  permission: 'forecast.read',
  parameters: z.object({
    on: day.optional().describe('A day of the period; left out, the day of `asOf`, else today.'),
    span: forecastSpan.default('quarter'),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(4_294_967_295)
      .default(1)
      .describe('Of the chance in the bands.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    currency,
    seed: z.int(),
    wonSoFar: z.int().describe('Minor units, as all sums here.'),
    estimates: z.array(
      z
        .object({
          method: forecastMethod,
          sentence: z.string(),
          expected: z.int(),
          bands: z
            .array(forecastBand)
            .describe('None: the method does not say how sure it is, or too little is known.'),
        })
        .register(vocabulary, { id: 'ForecastEstimate' }),
    ),
    counted: z
      .object({
        open: z.int(),
        withoutCloseDate: z.int().describe('They are forecast all the same.'),
        withoutAmount: z.int().describe('They count with what deals were won at on average.'),
        withoutRate: z.int().describe('They are left out: no rate of their currency is known.'),
      })
      .register(vocabulary, { id: 'ForecastCounted' }),
    stages: z.array(
      z
        .object({
          stageId: uuid,
          name: z.string(),
          stays: z.int().describe('Stays of deals in it that were watched.'),
          entered: z
            .int()
            .describe('Of those, how many had begun before they were watched: they count from then on.'),
          onward: share.describe('Left for another open stage, by the longest that anybody has stayed.'),
          won: share,
          lost: share,
          medianDays: z
            .number()
            .nullable()
            .describe('After which half had left it; null: less than half did.'),
        })
        .register(vocabulary, { id: 'LearnedStage' }),
    ),
  }),
  async run({ db, parameters, principal, asOf, basis, now, organisation }) {
    refuseHidden(principal, forecastFields)
    const at = asOf ?? now
    const { span, seed } = parameters
    const setting = await forecastSetting(db as never, {
      organisation: await organisation(),
      basis,
      span,
      seed,
    })
    const lives = await dealLives(db as never, { basis, until: at })
    const instant = Date.parse(at)
    const asked = askedOf(parameters.on ?? dayOf(at, setting.zone), instant, setting)
    if (asked.ends - instant > farthest)
      throw new InvalidInput([
        {
          field: 'on',
          rule: 'range',
          message: 'Must not be of a period that ends in more than three years.',
        },
      ])
    const { estimates, counted, stages, wonSoFar } = await forecaster(lives, setting, () => setImmediate())(
      instant,
      asked,
    )
    const names = await stageNames(db as never)
    const told = new Map(estimates.map((one) => [one.method, one]))
    return {
      ...asked.period,
      currency: setting.currency,
      seed,
      wonSoFar: Math.round(wonSoFar),
      estimates: methodNames.flatMap((method) => {
        const one = told.get(method)
        return one ? [{ ...rounded(one), sentence: methods[method] }] : []
      }),
      counted,
      stages: stages.map((stage) => ({ ...stage, name: names(stage.stageId) })),
    }
  },
})

/** In whole minor units. */
export function rounded<
  Of extends { expected: number; bands: readonly { share: number; low: number; high: number }[] },
>(of: Of): Of & { bands: { share: number; low: number; high: number }[] } {
  const bands = of.bands.map(({ share, low, high }) => ({
    share,
    low: Math.round(low),
    high: Math.round(high),
  }))
  return { ...of, expected: Math.round(of.expected), bands }
}
