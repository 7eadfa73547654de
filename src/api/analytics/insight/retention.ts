import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { churnChance, type Outcome, standingsOf } from '../../../domain/analytics/churn.ts'
import { instant } from '../../../domain/values/instant.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import {
  marketingListMemberTable,
  marketingListTable,
} from '../../../projections/marketing/marketing-list.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { query } from '../../lists/query.ts'
import { churnModelAt, dayLength, horizonParameter, refuseUnlearned, snapshotsBy } from './churn.ts'
import { opens, rounded, theseRecords } from './opening.ts'

const method =
  'Customers in the list, watched since the last of them was put there. Kept: they have bought since. Expected: as many as would have by the scores of that instant, learned of what was ' +
  'known then. Alike are customers outside the list who were at least as likely to leave as the least likely in it. The interval has the true share in 95 of 100 cases (Wilson 1927). Nobody drew lots.'

const group = z
  .object({
    customers: z.int(),
    kept: z.int().describe('Have bought since, within the horizon.'),
    share: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    expected: z
      .number()
      .nullable()
      .describe('How many would be kept by their scores; null: too little was known for scores.'),
  })
  .register(vocabulary, { id: 'RetentionGroup' })

/** What came of those whom a list of customers was made of to keep them (MKT-22). */
export const retention = query(
  marketingListTable,
  marketingListMemberTable,
  accountTable,
  orderTable,
  opportunityTable,
  ticketTable,
)({
  name: 'retention',
  path: '/marketing-lists/:id/retention',
  summary:
    'How many customers of a list were kept since it was made, against what was to be expected and those alike',
  permission: 'marketingList.read',
  parameters: z.object({ id: uuid, days: horizonParameter }),
  reply: z.object({
    days: z.int(),
    method: z.string(),
    since: instant
      .nullable()
      .describe('Null: it is no list of accounts that were put there, or there is none.'),
    watchedDays: z.number().describe('Of the horizon; until it is over, who has not bought yet still may.'),
    members: group,
    alike: group,
    openKept: opens,
  }),
  async run({ db, parameters: { id, days }, principal, asOf, basis, now }) {
    refuseUnlearned(principal)
    const list = await db
      .selectFrom('marketingList')
      .select(['model', 'kind'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!list) return undefined
    const none = {
      days,
      method,
      since: null,
      watchedDays: 0,
      members: groupOf([], null),
      alike: groupOf([], null),
      openKept: null,
    }
    if (list.model !== 'account' || list.kind !== 'static') return none
    const { rows } = await sql<{ id: string; at: string }>`
      select record_id::text as id, created_at as at from marketing_list_member where list_id = ${id}::uuid`.execute(
      db,
    )
    if (rows.length === 0) return none
    const since = Math.max(...rows.map(({ at }) => Date.parse(new Date(at).toISOString())))
    const at = Date.parse(asOf ?? now)
    const then = snapshotsBy(db as never as Kysely<never>, basis)
    const made = await then(since)
    const known = await then(at)
    const model = await churnModelAt(made, days, then)
    const until = Math.min(at, since + days * dayLength)
    const bought = new Map(known.customers.map((one) => [one.id, one.purchases]))
    const all = standingsOf(made, days).map((one) => ({
      ...one,
      left: !(bought.get(one.id) ?? []).some((when) => when > since && when <= until),
      chance: model ? churnChance(model, one.traits) : null,
    }))
    const ids = new Set(rows.map((row) => row.id))
    const members = all.filter((one) => ids.has(one.id))
    const leastChance = Math.min(...members.map(({ chance }) => chance ?? Number.POSITIVE_INFINITY))
    const alike = all.filter((one) => !ids.has(one.id) && one.chance !== null && one.chance >= leastChance)
    return {
      ...none,
      since: new Date(since).toISOString(),
      watchedDays: Math.round(((until - since) / dayLength) * 10) / 10,
      members: groupOf(members, model),
      alike: groupOf(alike, model),
      openKept: theseRecords(members.filter(({ left }) => !left).map((one) => one.id)),
    }
  },
})

function groupOf(all: readonly (Outcome & { chance: number | null })[], model: unknown) {
  const kept = all.filter(({ left }) => !left).length
  const interval = all.length > 0 ? shareInterval(kept, all.length) : null
  const expected = all.reduce((sum, { chance }) => sum + 1 - (chance ?? 0), 0)
  return {
    customers: all.length,
    kept,
    share: interval && rounded(kept / all.length),
    low: interval && rounded(interval.low),
    high: interval && rounded(interval.high),
    expected: model ? Math.round(expected * 10) / 10 : null,
  }
}
