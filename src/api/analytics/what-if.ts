import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { cadence, forecastSpan, mostCutOffs } from '../../domain/analytics/back-test.ts'
import { cutOffs, replay } from '../../domain/analytics/back-testing.ts'
import { knownAt, standing } from '../../domain/analytics/deal-life.ts'
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
import { yearTo } from './periods.ts'

const method =
  'Said: won by that day in the period, and open deals that were to close in it times the probability they had. With others: ' +
  'the same deals, those whose probability nobody had set times the one that is given for their stage. Nothing is written.'

/** `<stage>:<probability>`, with commas between. */
const probabilities = z
  .string()
  .max(4_000)
  .default('')
  .transform((text, context) => {
    const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split(':'))
    const isRight = ([id, share]: string[]) =>
      uuid.safeParse(id).success && /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/.test(share ?? '')
    if (!pairs.every((pair) => pair.length === 2 && isRight(pair)))
      context.addIssue({
        code: 'custom',
        message: 'must be stages with probabilities, such as <id>:0.3,<id>:0.75',
      })
    return new Map(pairs.map(([id = '', share]) => [id.toLowerCase(), Number(share)]))
  })

/**
 * ES-09: what forecasts would have said by other probabilities of the stages. A read like any other: it runs as the role that
 * can only read, over the history that is there.
 */
export const whatIf = query(
  opportunityTable,
  pipelineTable,
  rateSheetTable,
)({
  name: 'forecastWhatIf',
  path: '/forecast/what-if',
  summary:
    'What forecasts of the past would have said by other stage probabilities, beside what they said and what came',
  permission: 'forecast.read',
  parameters: z.object({
    from: day
      .optional()
      .describe('The first day at whose end a forecast may have been made; left out, a year before `to`.'),
    to: day.optional().describe('The last; left out, the day of `asOf`, else today.'),
    cadence: cadence.default('month'),
    span: forecastSpan.default('quarter'),
    probabilities: probabilities.describe(
      '`<stage id>:<0 to 1>`, with commas between; other stages keep what they gave.',
    ),
  }),
  reply: z.object({
    currency,
    method: z.string(),
    forecasts: z.array(
      z
        .object({
          on: day,
          from: day,
          to: day,
          said: z.int().describe('Minor units of the base currency, as all sums here.'),
          other: z.int(),
          actual: z.int().nullable().describe('Null: the period is not over.'),
        })
        .register(vocabulary, { id: 'ForecastReplayed' }),
    ),
    off: z.object({ said: z.int(), other: z.int() }).describe('How far each was off what came, added up.'),
    stages: z
      .array(
        z
          .object({
            id: uuid,
            name: z.string(),
            pipelineId: uuid,
            pipelineName: z.string(),
            probability: z.number(),
            won: z.int().describe('Of the deals that have been in it and are closed.'),
            lost: z.int(),
          })
          .register(vocabulary, { id: 'WhatIfStage' }),
      )
      .describe('The open stages there are, with what they give.'),
  }),
  async run({ db, parameters, principal, asOf, basis, now, zone, organisation }) {
    refuseHidden(principal, forecastFields)
    const { span, probabilities: by, cadence: each } = parameters
    const until = asOf ?? now
    const range = { ...yearTo(parameters, dayOf(until, await zone())), cadence: each }
    const days =
      Date.parse(range.to) - Date.parse(range.from) > 3_700 * 86_400_000
        ? []
        : cutOffs(range).filter((on) => on < until.slice(0, 10))
    if (days.length === 0 || days.length > mostCutOffs)
      throw new InvalidInput([
        {
          field: 'to',
          rule: 'cut-offs',
          message: `1 to ${mostCutOffs} ends of a ${range.cadence} that are past must lie between`,
        },
      ])
    const setting = await forecastSetting(db as never, {
      organisation: await organisation(),
      basis,
      span,
      seed: 0,
    })
    const lives = await dealLives(db as never, { basis, until })
    const end = Date.parse(until)
    const forecasts = replay(lives, setting, { days, probabilities: by, until: end }).map((one) => ({
      ...one,
      said: Math.round(one.said),
      other: Math.round(one.other),
      actual: one.actual === null ? null : Math.round(one.actual),
    }))
    const off = (side: 'said' | 'other') =>
      forecasts.reduce((sum, one) => sum + (one.actual === null ? 0 : Math.abs(one[side] - one.actual)), 0)
    const closed = new Map<string, { won: number; lost: number }>()
    for (const life of knownAt(lives, end).lives) {
      const status = standing(life)?.status
      if (status !== 'won' && status !== 'lost') continue
      for (const id of new Set(life.versions.map(({ stageId }) => stageId))) {
        const counts = closed.get(id) ?? { won: 0, lost: 0 }
        counts[status]++
        closed.set(id, counts)
      }
    }
    const pipelines = await db
      .selectFrom('pipeline')
      .select(['id', 'name', 'stages'])
      .where('archived', '=', false)
      .orderBy('isDefault', 'desc')
      .orderBy('name')
      .execute()
    return {
      currency: setting.currency,
      method,
      forecasts,
      off: { said: off('said'), other: off('other') },
      stages: pipelines.flatMap((pipeline) =>
        (
          (pipeline.stages ?? []) as readonly {
            id: string
            name: string
            kind: string
            probability: number
          }[]
        )
          .filter(({ kind }) => kind === 'open')
          .map(({ id, name, probability }) => ({
            id,
            name,
            probability,
            pipelineId: pipeline.id,
            pipelineName: pipeline.name,
            ...(closed.get(id) ?? { won: 0, lost: 0 }),
          })),
      ),
    }
  },
})
