import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { keyOf, type Principal, seesAll } from '../../platform/people/permissions.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { quotaTable } from '../../projections/sales/quota.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { moneyOf, moneyReply } from '../sales/money.ts'
import { closedDeals, columnAt, outcomeFields, teamsWithin } from './outcomes.ts'
import { quarterUnless } from './periods.ts'
import { whole } from './sums.ts'

const method =
  'Won: deals closed as won on a day of the quota, in its currency, for the owner and the team they had then; a team has what ' +
  'is part of it. Weighted: what is open and closes on such a day, times its probability. Deals you may not see are not counted.'

const attained = z
  .object({
    quotaId: uuid,
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    ownerName: z.string().nullable(),
    teamName: z.string().nullable(),
    startsOn: day,
    endsOn: day,
    target: moneyReply,
    deals: z.int().describe('How many were won.'),
    won: z.int().nullable().describe('Minor units; null: too large to be told exactly.'),
    weighted: z.int().nullable().describe('Likewise, of what is open.'),
    attained: z.number().nullable().describe('Won of the target: 0.5 is half of it.'),
    expected: z.number().nullable().describe('Won and weighted, of the target.'),
  })
  .register(vocabulary, { id: 'QuotaAttainment' })

interface Row extends Omit<z.input<typeof attained>, 'target' | 'ownerName' | 'teamName'> {
  amount: number
  currency: string
}

/** Whether a reader sees what teams own, so that what a team has won can be told. */
export const seesTeams = ({ keys }: Pick<Principal, 'keys'>) =>
  keys.includes(keyOf.members) || seesAll(keys, 'opportunity')

export const attainment = query(
  quotaTable,
  opportunityTable,
  userTable,
  teamTable,
)({
  name: 'attainment',
  path: '/quotas/attainment',
  summary: 'How much of the quotas of a period is won, and how much is open',
  permission: 'quota.read',
  parameters: z.object({
    from: day.optional().describe('Quotas that end on this day or later; left out, as of `/forecast`.'),
    to: day.optional().describe('Quotas that begin on this day or before.'),
    ownerId: uuid.optional(),
    teamId: uuid.optional(),
  }),
  reply: z.object({ from: day, to: day, method: z.string(), quotas: z.array(attained) }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, { opportunity: outcomeFields.opportunity, quota: ['target'] })
    const { from, to } = quarterUnless(parameters, dayOf(asOf ?? now, await zone()))
    const { ownerId = null, teamId = null } = parameters
    const { rows } = await sql<Row>`
      with recursive ${teamsWithin},
      asked as (
        select * from quota where not archived and starts_on <= ${to}::date and ends_on >= ${from}::date
          and (team_id is null or ${seesTeams(principal)})
          and (${ownerId}::uuid is null or owner_id = ${ownerId}::uuid)
          and (${teamId}::uuid is null or team_id = ${teamId}::uuid)),
      closed as (${closedDeals(sql`(select min(starts_on) from asked)`, sql`(select max(ends_on) from asked)`)}),
      deal as (
        select 1 as won, close_date, currency, amount::numeric as worth, owner_then as person_id,
            ${columnAt('user', sql`owner_then`, sql`closed_at`, 'team_id')} as team_id
          from closed where status = 'won'
        union all
        select 0, close_date, opportunity.currency, amount * probability::numeric, owner_id, "user".team_id
          from opportunity left join "user" on "user".id = owner_id
          where status = 'open' and close_date between (select min(starts_on) from asked) and (select max(ends_on) from asked))
      select asked.id as "quotaId", asked.owner_id as "ownerId", asked.team_id as "teamId", starts_on as "startsOn",
          ends_on as "endsOn", asked.amount, asked.currency, coalesce(sum(deal.won), 0)::integer as deals,
          ${whole(sql`sum(worth) filter (where deal.won = 1)`)} as won,
          ${whole(sql`sum(worth) filter (where deal.won = 0)`)} as weighted,
          round(coalesce(sum(worth) filter (where deal.won = 1), 0) / asked.amount, 4)::double precision as attained,
          round(coalesce(sum(worth), 0) / asked.amount, 4)::double precision as expected
        from asked left join deal on deal.close_date between starts_on and ends_on
          and deal.currency = asked.currency
          and (deal.person_id = asked.owner_id
            or exists (select from within where within.id = deal.team_id and within.above = asked.team_id))
        group by asked.id, 2, 3, 4, 5, 6, 7 order by starts_on, asked.team_id nulls first, asked.id`.execute(
      db,
    )
    const quotas = rows.map(({ amount, currency, ...row }) => ({ ...row, target: moneyOf(amount, currency) }))
    return {
      from,
      to,
      method,
      quotas: await withNames(db as never, quotas, { ownerId: userTable, teamId: teamTable }),
    }
  },
})
