import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { refuse } from '../error.ts'
import { merged, record } from '../record.ts'
import { country } from '../values/country.ts'
import { day } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { currency } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const planMetrics = ['leads', 'deals-won', 'revenue-won', 'campaign-cost'] as const
export const planMetric = z.enum(planMetrics).register(vocabulary, { id: 'PlanMetric' })
export type PlanMetric = z.output<typeof planMetric>

/** What is to be reached of one thing, in some days, of some products and in some country. */
export const planTarget = z
  .object({
    metric: planMetric,
    /** Of amounts: in which; their value is in minor units. */
    currency: currency.nullable().default(null),
    from: day,
    to: day,
    /** With all that is part of it; null: whatever it is about. */
    productGroupId: uuid.nullable().default(null),
    /** Null: everywhere. */
    country: country.nullable().default(null),
    value: count,
  })
  .register(vocabulary, { id: 'PlanTarget' })
export type PlanTarget = z.output<typeof planTarget>

/** What is to be reached that no number says, and how it stands. */
export const planGoal = z
  .object({
    text: prose(500),
    state: z
      .enum(['open', 'on-track', 'at-risk', 'met', 'missed'])
      .register(vocabulary, { id: 'PlanGoalState' }),
    note: line(300).nullable().default(null),
  })
  .register(vocabulary, { id: 'PlanGoal' })

const fields = z.object({
  name: line(120),
  startsOn: day,
  endsOn: day,
  targets: z.array(planTarget).max(200).default([]),
  goals: z.array(planGoal).max(50).default([]),
})

const plain = record('marketingPlan', fields)

/** What marketing is to reach in a period: in numbers by time, products and country, and in words. */
export const marketingPlan = decider<StateOf<typeof plain>>()({
  ...plain,
  decide: {
    ...plain.decide,
    'marketingPlan.create': (state, input, context) => {
      check(input)
      return plain.decide['marketingPlan.create'](state, input, context)
    },
    'marketingPlan.change': (state, input, context) => {
      check(merged(state, input))
      return plain.decide['marketingPlan.change'](state, input, context)
    },
  },
})

const amounts: readonly PlanMetric[] = ['revenue-won', 'campaign-cost']
export const isAmount = (metric: PlanMetric) => amounts.includes(metric)

/** By what each can be told apart: nobody says of which product a lead is, nor in which country a cost is. */
const toldBy: Readonly<Record<PlanMetric, readonly ('productGroupId' | 'country')[]>> = {
  leads: ['country'],
  'deals-won': ['productGroupId', 'country'],
  'revenue-won': ['productGroupId', 'country'],
  'campaign-cost': ['productGroupId'],
}

function check({
  startsOn,
  endsOn,
  targets,
}: Pick<z.output<typeof fields>, 'startsOn' | 'endsOn' | 'targets'>) {
  if (endsOn < startsOn)
    refuse('marketingPlan.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
  for (const [at, one] of targets.entries()) {
    const field = `targets.${at}`
    if (one.to < one.from || one.from < startsOn || one.to > endsOn)
      refuse('marketingPlan.outside', 'Its days are not within those of the plan.', {
        field: `${field}.from`,
      })
    if (isAmount(one.metric) !== (one.currency !== null))
      refuse('marketingPlan.currency', 'Amounts have a currency, and nothing else has.', {
        field: `${field}.currency`,
      })
    for (const by of ['productGroupId', 'country'] as const)
      if (one[by] !== null && !toldBy[one.metric].includes(by))
        refuse('marketingPlan.not-told', 'This is not told by that.', { field: `${field}.${by}` })
    // What overlaps would be counted twice in a sum.
    if (targets.slice(0, at).some((other) => overlaps(one, other)))
      refuse('marketingPlan.overlapping', 'Another target is about some of the same.', { field })
  }
}

function overlaps(a: PlanTarget, b: PlanTarget): boolean {
  const meets = (one: string | null, other: string | null) => one === null || other === null || one === other
  return (
    a.metric === b.metric &&
    a.currency === b.currency &&
    a.from <= b.to &&
    b.from <= a.to &&
    meets(a.productGroupId, b.productGroupId) &&
    meets(a.country, b.country)
  )
}
