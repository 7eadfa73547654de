import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { activityKind } from '../../domain/activities/activity.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { sumReply, whole } from '../analytics/sums.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const method =
  'Decision weight, 0 to 100: up to 40 for the title, 30 for the part they play in a deal, 5 for each meeting (15 at most) and 5 for ' +
  'each deal won with them (15 at most). Touched: by what is done and about them. Hours: the median from an e-mail to its answer. ' +
  'Deals: theirs, and those they have a say in. What you may not see is not counted.'

/** What titles and parts weigh: the first that fits. */
const titles = [
  [40, '\\m(owner|founder|partner|president|ceo|cfo|cto|coo|cio|chief|managing director)\\M'],
  [30, '\\m(vice president|vp|svp|evp|head|director)\\M'],
  [20, '\\m(manager|lead|principal|supervisor)\\M'],
  [5, '.'],
] as const
const parts = [
  [30, '\\m(decision|decides|economic|budget|approver|signs|signatory)'],
  [15, '.'],
] as const

const points = (column: string, scale: readonly (readonly [number, string])[]) =>
  sql`case ${sql.join(
    scale.map(([weight, fits]) => sql`when ${sql.ref(column)} ~* ${fits} then ${sql.lit(weight)}`),
    sql` `,
  )} else 0 end`

const reason = z.object({ points: z.int(), why: z.string() }).register(vocabulary, { id: 'WeightReason' })

const analysed = z
  .object({
    contactId: uuid,
    name: z.string(),
    title: z.string().nullable(),
    accountId: uuid.nullable(),
    accountName: z.string().nullable(),
    ownerId: uuid.nullable(),
    ownerName: z.string().nullable(),
    weight: z.int(),
    reasons: z.array(reason),
    lastTouch: z
      .object({ activityId: uuid, at: instant, kind: activityKind, days: z.int() })
      .nullable()
      .register(vocabulary, { id: 'LastTouch' }),
    touches: z.int(),
    channels: z.array(
      z.object({ kind: activityKind, count: z.int() }).register(vocabulary, { id: 'ChannelCount' }),
    ),
    ourHours: z.number().nullable().describe('Until we answer their e-mails; null: we answered none.'),
    theirHours: z.number().nullable().describe('Until they answer ours.'),
    deals: z
      .object({
        open: z.int(),
        won: z.int(),
        lost: z.int(),
        revenue: z.array(sumReply).describe('Of the won ones.'),
      })
      .register(vocabulary, { id: 'InfluencedDeals' }),
  })
  .register(vocabulary, { id: 'AnalysedContact' })

interface Row {
  contactId: string
  name: string
  title: string | null
  accountId: string | null
  ownerId: string | null
  role: string | null
  titlePoints: number
  rolePoints: number
  meetings: number
  touches: number
  touchedId: string | null
  touchedAt: string | null
  touchedBy: z.output<typeof activityKind> | null
  days: number | null
  ourHours: number | null
  theirHours: number | null
  open: number
  won: number
  lost: number
  weight: number
}

/** Who decides at our customers, how they are kept in touch with, and what came of it. */
export const contactAnalysis = query(
  contactTable,
  accountTable,
  userTable,
  activityTable,
  activityLinkTable,
  opportunityTable,
)({
  name: 'contactAnalysis',
  path: '/contact-analysis',
  summary: 'Contacts by how much they decide, with last touch, channels, response times and deals',
  permission: 'contact.read',
  parameters: z.object({
    contactId: uuid.optional(),
    accountId: uuid.optional(),
    ownerId: uuid.optional(),
    weightFrom: z.coerce.number().int().min(0).max(100).default(0),
    untouchedDays: z.coerce
      .number()
      .int()
      .min(1)
      .max(3650)
      .optional()
      .describe('Only those nobody has had to do with for so many days.'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ method: z.string(), contacts: z.array(analysed) }),
  async run({ db, parameters, principal, asOf, now }) {
    refuseHidden(principal, {
      contact: ['title', 'accountId', 'ownerId', 'archived'],
      opportunity: ['status', 'players', 'contactId'],
      activity: ['status', 'kind', 'happenedAt'],
    })
    const at = asOf ?? now
    const { contactId = null, accountId = null, ownerId = null, untouchedDays = null } = parameters
    const { rows } = await sql<Row>`
      with ${touchesAndDeals},
      touched as (
        select contact_id, count(*)::integer as touches,
            count(*) filter (where kind = 'appointment')::integer as meetings,
            (array_agg(id order by happened_at desc, id))[1] as id, max(happened_at) as at,
            (array_agg(kind order by happened_at desc, id))[1] as kind,
            ${hours('inbound')} as our_hours, ${hours('outbound')} as their_hours
          from touch group by contact_id),
      influence as (
        select contact_id, count(distinct id) filter (where status = 'open')::integer as open,
            count(distinct id) filter (where status = 'won')::integer as won,
            count(distinct id) filter (where status = 'lost')::integer as lost,
            (array_agg(role order by ${points('role', parts)} desc, role) filter (where role is not null))[1] as role,
            max(${points('role', parts)}) as role_points
          from deal group by contact_id),
      weighed as (
        select contact.id, concat_ws(' ', first_name, last_name) as name, contact.title, contact.account_id,
            contact.owner_id, influence.role, ${points('title', titles)} as title_points,
            coalesce(role_points, 0) as role_points, coalesce(meetings, 0) as meetings, coalesce(touches, 0) as touches,
            touched.id as touched_id, touched.at as touched_at, touched.kind as touched_by, our_hours, their_hours,
            floor(extract(epoch from ${at}::timestamptz - touched.at) / 86400)::integer as days,
            coalesce(influence.open, 0) as open, coalesce(influence.won, 0) as won, coalesce(influence.lost, 0) as lost
          from contact
          left join touched on touched.contact_id = contact.id
          left join influence on influence.contact_id = contact.id
          where not archived
            and (${contactId}::uuid is null or contact.id = ${contactId}::uuid)
            and (${accountId}::uuid is null or contact.account_id = ${accountId}::uuid)
            and (${ownerId}::uuid is null or contact.owner_id = ${ownerId}::uuid)),
      ranked as (
        select *, title_points + role_points + least(15, 5 * meetings) + least(15, 5 * won) as weight from weighed)
      select id as "contactId", name, title, account_id as "accountId", owner_id as "ownerId", role,
          title_points as "titlePoints", role_points as "rolePoints", meetings, touches, touched_id as "touchedId",
          touched_at as "touchedAt", touched_by as "touchedBy", days, our_hours as "ourHours",
          their_hours as "theirHours", open, won, lost, weight::integer as weight
        from ranked
        where weight >= ${parameters.weightFrom}
          and (${untouchedDays}::integer is null or coalesce(days, 100000) >= ${untouchedDays}::integer)
        order by weight desc, days desc nulls first, id limit ${parameters.limit}`.execute(db)
    const more = await detailsOf(
      db as never,
      rows.map((row) => row.contactId),
    )
    const contacts = rows.map((row) => ({
      contactId: row.contactId,
      name: row.name,
      title: row.title,
      accountId: row.accountId,
      ownerId: row.ownerId,
      weight: row.weight,
      reasons: reasonsOf(row),
      lastTouch:
        row.touchedId === null || row.touchedAt === null || row.touchedBy === null
          ? null
          : { activityId: row.touchedId, at: row.touchedAt, kind: row.touchedBy, days: row.days ?? 0 },
      touches: row.touches,
      channels: more.channels.filter((one) => one.contactId === row.contactId).map(withoutContact),
      ourHours: row.ourHours,
      theirHours: row.theirHours,
      deals: {
        open: row.open,
        won: row.won,
        lost: row.lost,
        revenue: more.revenue.filter((one) => one.contactId === row.contactId).map(withoutContact),
      },
    }))
    return {
      method,
      contacts: await withNames(db as never, contacts, { accountId: accountTable, ownerId: userTable }),
    }
  },
})

/** What was done and is about somebody, once each; and the deals they have a say in, with their part. */
const touchesAndDeals = sql`
  touch as (
    select distinct link.record_id as contact_id, activity.id, kind, direction, happened_at, replied_at
      from activity join activity_link as link on link.activity_id = activity.id and link.model = 'contact'
      where status = 'done' and happened_at is not null),
  deal as (
    select id, status, amount, currency, contact_id, null::text as role from opportunity where contact_id is not null
    union all
    select id, status, amount, currency, (player->>'contactId')::uuid, player->>'role'
      from opportunity cross join lateral jsonb_array_elements(players) as player)`

/** The median from an e-mail that came in, or went out, to its answer. */
const hours = (direction: string) => sql`
  round((percentile_cont(0.5) within group (order by extract(epoch from replied_at - happened_at) / 3600)
    filter (where kind = 'email' and direction = ${direction} and replied_at is not null))::numeric, 1)::double precision`

async function detailsOf(db: Kysely<never>, ids: readonly string[]) {
  if (ids.length === 0) return { channels: [], revenue: [] }
  const { rows: channels } = await sql<{
    contactId: string
    kind: z.output<typeof activityKind>
    count: number
  }>`
    with ${touchesAndDeals}
    select contact_id as "contactId", kind, count(*)::integer as count from touch
      where contact_id = any(${ids}::uuid[]) group by 1, 2 order by 3 desc, 2`.execute(db)
  const { rows: revenue } = await sql<{ contactId: string; currency: string; amount: number | null }>`
    with ${touchesAndDeals}
    select contact_id as "contactId", currency, ${whole(sql`sum(amount::numeric)`)} as amount
      from (select distinct contact_id, id, currency, amount from deal where status = 'won' and currency is not null) as won
      where contact_id = any(${ids}::uuid[]) group by 1, 2 order by 2`.execute(db)
  return { channels, revenue }
}

function withoutContact<Of extends { contactId: string }>(of: Of): Omit<Of, 'contactId'> {
  const { contactId: _, ...rest } = of
  return rest
}

function reasonsOf({ title, titlePoints, role, rolePoints, meetings, won }: Row): z.input<typeof reason>[] {
  const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`
  return [
    { points: titlePoints, why: title ?? '' },
    { points: rolePoints, why: role ?? '' },
    { points: Math.min(15, 5 * meetings), why: many(meetings, 'meeting', 'meetings') },
    { points: Math.min(15, 5 * won), why: `${many(won, 'deal', 'deals')} won` },
  ].filter((one) => one.points > 0)
}
