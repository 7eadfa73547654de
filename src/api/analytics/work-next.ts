import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { moneyOf, moneyReply } from '../sales/money.ts'

const method =
  'Value × probability × urgency. Value: the amount as a share of the largest open one in its currency. Urgency: 1, and 1 ' +
  'more where the close date has passed, 0.6 where it is within 7 days, 0.3 within 30; 0.3 without a next step or where ' +
  'its day has passed; 0.3 after 30 days in one stage.'

const item = z
  .object({
    opportunityId: uuid,
    name: z.string(),
    accountId: uuid.nullable(),
    accountName: z.string().nullable(),
    ownerId: uuid,
    ownerName: z.string().nullable(),
    stageName: z.string(),
    amount: moneyReply.nullable(),
    closeDate: day.nullable(),
    nextStep: z.string().nullable(),
    score: z.number(),
    factors: z.object({ value: z.number(), probability: z.number(), urgency: z.number() }),
    reasons: z.array(z.string()),
  })
  .register(vocabulary, { id: 'WorkNextDeal' })

interface Row {
  id: string
  name: string
  accountId: string | null
  ownerId: string
  stageName: string
  amount: number | null
  currency: string | null
  probability: number
  closeDate: string | null
  nextStep: string | null
  nextStepOn: string | null
  value: number
  urgency: number
  score: number
  daysLeft: number | null
  daysHere: number
}

/** Which open deals to work on first, and why. */
export const workNext = query(
  opportunityTable,
  accountTable,
  userTable,
)({
  name: 'workNext',
  path: '/pipeline/work-next',
  summary: 'Open opportunities by what is to be worked on next, with the factors and the reasons of each',
  permission: 'opportunity.read',
  parameters: z.object({
    ownerId: uuid.optional(),
    pipelineId: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  reply: z.object({ method: z.string(), deals: z.array(item) }),
  async run({ db, parameters, asOf, now, zone }) {
    const at = asOf ?? now
    const today = dayOf(at, await zone())
    const { ownerId = null, pipelineId = null, limit } = parameters
    const { rows } = await sql<Row>`
      with deal as (
        select *, (close_date - ${today}::date) as days_left,
            floor(extract(epoch from ${at}::timestamptz - stage_since) / 86400)::integer as days_here,
            coalesce(amount::double precision / nullif(max(amount) over (partition by currency), 0), 0) as value
          from opportunity
          where status = 'open'
            and (${ownerId}::uuid is null or owner_id = ${ownerId}::uuid)
            and (${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid)),
      weighed as (
        select *, 1 +
            case when days_left < 0 then 1 when days_left <= 7 then 0.6 when days_left <= 30 then 0.3 else 0 end +
            case when next_step is null or next_step_on < ${today}::date then 0.3 else 0 end +
            case when days_here > 30 then 0.3 else 0 end as urgency
          from deal)
      select id, name, account_id as "accountId", owner_id as "ownerId", stage_name as "stageName", amount, currency,
          probability, close_date as "closeDate", next_step as "nextStep", next_step_on as "nextStepOn",
          value, urgency::double precision as urgency,
          coalesce(value * probability * urgency::double precision, 0) as score,
          days_left as "daysLeft", coalesce(days_here, 0) as "daysHere"
        from weighed order by score desc, close_date nulls last, id limit ${limit}`.execute(db)
    const shown = rows.map((row) => ({
      opportunityId: row.id,
      name: row.name,
      accountId: row.accountId,
      ownerId: row.ownerId,
      stageName: row.stageName,
      amount: moneyOf(row.amount, row.currency),
      closeDate: row.closeDate,
      nextStep: row.nextStep,
      score: rounded(row.score),
      factors: { value: rounded(row.value), probability: row.probability, urgency: rounded(row.urgency) },
      reasons: reasonsOf(row, today),
    }))
    return {
      method,
      deals: await withNames(db as never, shown, { accountId: accountTable, ownerId: userTable }),
    }
  },
})

const rounded = (value: number) => Math.round(value * 10_000) / 10_000
const days = (many: number) => (many === 1 ? 'a day' : `${many} days`)

function reasonsOf(row: Row, today: string): string[] {
  const { daysLeft, daysHere, nextStep, nextStepOn, probability } = row
  const amount = moneyOf(row.amount, row.currency)
  const passed = nextStepOn !== null && nextStepOn < today
  return [
    ...(amount ? [`${formatMoney(amount)} at ${Math.round(probability * 100)} %`] : ['No amount']),
    ...(daysLeft === null
      ? ['No close date']
      : daysLeft < 0
        ? [`Close date passed ${days(-daysLeft)} ago`]
        : daysLeft <= 30
          ? [daysLeft === 0 ? 'Closes today' : `Closes in ${days(daysLeft)}`]
          : []),
    ...(nextStep === null ? ['No next step'] : passed ? ['The day of its next step has passed'] : []),
    ...(daysHere > 30 ? [`${days(daysHere)} in ${row.stageName}`] : []),
  ]
}
