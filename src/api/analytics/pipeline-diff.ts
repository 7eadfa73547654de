import { sql } from 'kysely'
import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { query } from '../lists/query.ts'
import { added, type Sum, sumReply, whole } from './sums.ts'

/** Why the open pipeline is worth something else: what came in, what went out, and what changed within. */
const kind = z.enum(['new', 'reopened', 'increased', 'decreased', 'won', 'lost', 'gone'])
const signedMoney = sumReply

const walk = z.object({
  currency: z.string(),
  start: z.object({ count: z.int(), amount: signedMoney }),
  steps: z.array(z.object({ kind, count: z.int(), amount: signedMoney })),
  end: z.object({ count: z.int(), amount: signedMoney }),
  /** What the steps leave unexplained: always nothing. */
  residual: signedMoney,
  /** Deals open at both instants whose close date moved later; they change no sum. */
  slipped: z.object({ count: z.int(), amount: signedMoney }),
})

interface Part {
  kind: z.output<typeof kind> | 'start' | 'end' | 'slipped'
  currency: string
  count: number
  amount: Sum
}

/**
 * The open pipeline at two instants and the walk from one to the other. Deals that came and went between are in it twice,
 * and what is won counts as what it was won at. Start and end are summed on their own, so that the residual is a proof
 * and not a definition.
 */
export const pipelineDiff = query(opportunityTable)({
  name: 'pipelineDiff',
  path: '/pipeline/diff',
  summary: 'What changed the open pipeline between two instants: new, won, lost, larger, smaller, slipped',
  permission: 'opportunity.read',
  parameters: z.object({
    from: instant,
    to: instant.optional().describe('Left out: `asOf`, else now.'),
    pipelineId: uuid.optional(),
    ownerId: uuid.optional(),
  }),
  reply: z.object({ from: z.string(), to: z.string(), walks: z.array(walk) }),
  async run({ db, parameters, asOf, basis, now }) {
    const { from, pipelineId = null, ownerId = null } = parameters
    const to = parameters.to ?? asOf ?? now
    // Two instants in one statement: what the as-of views do for one, the history gives for both.
    const [since, until] = [sql.ref(`${basis}_from`), sql.ref(`${basis}_to`)]
    const ofAsked = sql`
      (${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid)
      and (${ownerId}::uuid is null or owner_id = ${ownerId}::uuid)`
    const at = (when: string) => sql`
      select id, status, amount, currency, close_date from opportunity_history
        where ${since} <= ${when}::timestamptz and ${until} > ${when}::timestamptz and ${ofAsked}`
    const { rows } = await sql<Part>`
      with a as (${at(from)}), z as (${at(to)}),
      -- Open at some time between, whatever they were at either end.
      was_open as (select distinct id from opportunity_history
        where status = 'open' and ${since} > ${from}::timestamptz and ${since} <= ${to}::timestamptz
          and ${ofAsked}),
      -- A deal that is closed counts as what it was closed at.
      deal as (
        select id, a.status as was, z.status as "is", a.close_date < z.close_date as later,
            a.amount::numeric as before, a.currency as before_in,
            case when z.amount is null and z.status <> 'open' and a.status = 'open' then a.amount else z.amount end::numeric
              as after,
            case when z.amount is null and z.status <> 'open' and a.status = 'open' then a.currency else z.currency end
              as after_in,
            a.status is distinct from 'open' and z.status is not null
              and (z.status = 'open' or a.id is null or id in (select id from was_open)) as came
          from a full join z using (id)),
      step as (
        select case when was is null then 'new' else 'reopened' end as kind, after_in as currency, after as amount
          from deal where came and after is not null
        union all select case when delta > 0 then 'increased' else 'decreased' end, currency, delta
          from (
            select id, side.currency, sum(side.amount) as delta
              from deal cross join lateral (values (before_in, -before), (after_in, after)) as side (currency, amount)
              where was = 'open' and "is" is not null and side.amount is not null
              group by id, side.currency) as changed
          where delta <> 0
        union all select "is", after_in, -after
          from deal where "is" <> 'open' and (was = 'open' or came) and after is not null
        union all select 'gone', before_in, -before
          from deal where was = 'open' and "is" is null and before is not null
        union all select 'start', currency, amount from a where status = 'open' and amount is not null
        union all select 'end', currency, amount from z where status = 'open' and amount is not null
        union all select 'slipped', after_in, after
          from deal where was = 'open' and "is" = 'open' and later and after is not null)
      select kind, currency, count(*)::integer as count, ${whole(sql`sum(amount::numeric)`)} as amount
        from step group by kind, currency order by currency`.execute(db)
    const currencies = [...new Set(rows.map(({ currency }) => currency))]
    return { from, to, walks: currencies.map((currency) => walkOf(currency, rows)) }
  },
})

function walkOf(currency: string, sums: readonly Part[]): z.output<typeof walk> {
  const of = (wanted: Part['kind']) => {
    const found = sums.find((sum) => sum.kind === wanted && sum.currency === currency)
    return { count: found?.count ?? 0, amount: { amount: found ? found.amount : 0, currency } }
  }
  const steps = kind.options.map((each) => ({ kind: each, ...of(each) })).filter(({ count }) => count > 0)
  const [start, end] = [of('start'), of('end')]
  const explained = added([start.amount.amount, ...steps.map(({ amount }) => amount.amount)])
  return {
    currency,
    start,
    steps,
    end,
    residual: { amount: added([end.amount.amount, explained === null ? null : -explained]), currency },
    slipped: of('slipped'),
  }
}
