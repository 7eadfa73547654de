import { sql } from 'kysely'
import { z } from 'zod'
import { ticketType } from '../../domain/service/ticket.ts'
import { day, dayOf, daysAfter, endOfDay, startOfDay } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { chanceOfSoMany } from '../../domain/values/rates.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { productTable } from '../../projections/sales/product.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { yearTo } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const period = {
  from: day.optional().describe('The first day on which they were opened; left out, a year before `to`.'),
  to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
}
const ofProduct = { productId: productTable }
/** Of what was merged, only the survivor counts: it was one request. */
const notMerged = sql<boolean>`ticket.absorbed_by_id is null`

const cause = z
  .object({
    rootCause: z.string().nullable().describe('Null: not said yet.'),
    complaints: z.int(),
    share: z.number(),
    cumulative: z.number().describe('The share of this and all before it.'),
  })
  .register(vocabulary, { id: 'ComplaintCause' })

/** The vital few: root causes of complaints, the most frequent first (Juran's Pareto principle). */
export const complaintCauses = query(
  ticketTable,
  productTable,
)({
  name: 'complaintCauses',
  path: '/complaint-causes',
  summary:
    'Root causes of the complaints that were opened in a period, the most frequent first, and of which products',
  permission: 'ticket.read',
  parameters: z.object({ ...period, productId: uuid.optional() }),
  reply: z.object({
    from: day,
    to: day,
    items: z.array(cause),
    products: z.array(
      z
        .object({ productId: uuid, productName: z.string().nullable(), complaints: z.int() })
        .register(vocabulary, { id: 'ComplainedProduct' }),
    ),
    total: z.int(),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, { ticket: ['type', 'rootCause', 'productId'] })
    const there = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, there))
    const opened = db
      .selectFrom('ticket')
      .where('type', '=', 'complaint')
      .where(notMerged)
      .where('createdAt', '>=', startOfDay(from, there))
      .where('createdAt', '<', endOfDay(to, there))
    const { productId } = parameters
    const rows = await opened
      .$if(productId !== undefined, (all) => all.where('productId', '=', productId ?? ''))
      .select(['rootCause', sql<number>`count(*)::int`.as('complaints')])
      .groupBy('rootCause')
      .orderBy(sql`2 desc`)
      .orderBy('rootCause')
      .execute()
    const products = await opened
      .where('productId', 'is not', null)
      .select([sql<string>`product_id`.as('productId'), sql<number>`count(*)::int`.as('complaints')])
      .groupBy('productId')
      .orderBy(sql`2 desc`)
      .orderBy('productId')
      .limit(200)
      .execute()
    const total = rows.reduce((sum, { complaints }) => sum + complaints, 0)
    let before = 0
    const items = rows.map((row) => {
      before += row.complaints
      return { ...row, share: row.complaints / total, cumulative: before / total }
    })
    return { from, to, items, products: await withNames(db as never, products, ofProduct), total }
  },
})

/** Of the days since, no more than this many are compared with as many before. */
const compared = 90
const dayMs = 86_400_000

const correction = z
  .object({
    activityId: uuid,
    subject: z.string().nullable(),
    status: z.enum(['open', 'done', 'cancelled']),
    rootCause: z.string().nullable(),
    productId: uuid.nullable(),
    productName: z.string().nullable(),
    ticketId: uuid.describe('The complaint that it was planned for.'),
    number: z.string(),
    doneAt: instant.nullable(),
    days: z
      .number()
      .nullable()
      .describe('So many days after it are compared with as many before; null: not done.'),
    before: z.int().nullable(),
    after: z.int().nullable(),
    chance: z
      .number()
      .nullable()
      .describe('How likely so few after it would be, had nothing changed. Small: it seems to have helped.'),
  })
  .register(vocabulary, { id: 'ComplaintCorrection' })

export const complaintCorrections = query(
  ticketTable,
  activityTable,
  productTable,
)({
  name: 'complaintCorrections',
  path: '/complaint-corrections',
  summary:
    'Corrective actions of complaints and their effect: complaints of the same root cause and product before and after they were done',
  permission: 'ticket.read',
  parameters: z.object({ productId: uuid.optional() }),
  reply: z.object({ method: z.string(), items: z.array(correction) }),
  async run({ db, parameters: { productId = null }, principal, asOf, now }) {
    refuseHidden(principal, { ticket: ['type', 'rootCause', 'productId', 'correctionIds'] })
    const at = asOf ?? now
    const { rows } = await sql<Omit<z.input<typeof correction>, 'chance' | 'productName'>>`
      with planned as (
        select activity.id as activity_id, activity.subject, activity.status, ticket.root_cause, ticket.product_id,
            ticket.id as ticket_id, ticket.number,
            case when activity.status = 'done' then activity.happened_at end as done_at
          from ticket cross join lateral unnest(ticket.correction_ids) as named (id)
            join activity on activity.id = named.id::uuid
          where ${notMerged} and (${productId}::uuid is null or ticket.product_id = ${productId}::uuid)
      ), timed as (
        select *, least(${compared}::double precision,
            extract(epoch from ${at}::timestamptz - done_at::timestamptz) / 86400) as days from planned
      )
      select activity_id as "activityId", subject, status, root_cause as "rootCause", product_id as "productId",
          ticket_id as "ticketId", number, done_at as "doneAt", days,
          case when done_at is not null then ${since(sql`done_at::timestamptz - days * interval '1 day'`, sql`done_at::timestamptz`)} end as before,
          case when done_at is not null then ${since(sql`done_at::timestamptz`, sql`done_at::timestamptz + days * interval '1 day'`)} end as after
        from timed order by done_at desc nulls first, number limit 500`.execute(db)
    const items = rows.map((row) => {
      const { before, after, days, doneAt } = row
      const compares = before !== null && after !== null && days !== null && days > 0
      return {
        ...row,
        doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
        days: days === null ? null : Math.round(days * 10) / 10,
        chance: compares ? chanceOfSoMany(before, days, after, days) : null,
      }
    })
    return {
      method:
        `Complaints of the same root cause and product, counted for as long after the action was done as before it, at most ${compared} days. ` +
        'Chance: of so few or fewer after it were both times alike (Przyborowski and Wilenski 1940).',
      items: await withNames(db as never, items, ofProduct),
    }
  },
})

/** How many complaints of the same kind were opened in a time. */
const since = (from: ReturnType<typeof sql>, to: ReturnType<typeof sql>) => sql`(
  select count(*)::int from ticket where ${notMerged} and ticket.type = 'complaint'
    and ticket.root_cause is not distinct from timed.root_cause
    and ticket.product_id is not distinct from timed.product_id
    and ticket.created_at::timestamptz > ${from} and ticket.created_at::timestamptz <= ${to})`

const steps = { day: 1, week: 7 } as const
/** A time is held against so many before it. */
const trailing = 8
/** Of times that are alike, one in so many would be called a spike. */
const oneIn = 1000

const bin = z
  .object({
    from: day.describe('Its first day.'),
    tickets: z.int(),
    expected: z.number().nullable().describe('The mean of the times before; null: fewer than they are.'),
    chance: z.number().nullable().describe('Of so many or more, were it like the times before.'),
    spike: z.boolean(),
  })
  .register(vocabulary, { id: 'TicketCount' })

export const ticketTrend = query(
  ticketTable,
  productTable,
)({
  name: 'ticketTrend',
  path: '/ticket-trend',
  summary:
    'How many tickets were opened each day or week, by category, product or type, and where that is a spike',
  permission: 'ticket.read',
  parameters: z.object({
    ...period,
    each: z.enum(['day', 'week']).default('week'),
    by: z.enum(['all', 'category', 'product', 'type']).default('all'),
    category: z.string().min(1).max(100).optional(),
    productId: uuid.optional(),
    type: ticketType.optional(),
  }),
  reply: z.object({
    from: day,
    to: day,
    each: z.enum(['day', 'week']),
    method: z.string(),
    groups: z.array(
      z
        .object({ key: z.string(), name: z.string(), total: z.int(), spikes: z.int(), counts: z.array(bin) })
        .register(vocabulary, { id: 'TicketTrendGroup' }),
    ),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, { ticket: ['category', 'productId', 'type'] })
    const there = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, there))
    const { each, by, category, productId, type } = parameters
    const first = firstOf(from, to, steps[each])
    const key = {
      all: sql<string>`''`,
      category: sql<string>`coalesce(ticket.category, '')`,
      product: sql<string>`coalesce(ticket.product_id::text, '')`,
      type: sql<string>`coalesce(ticket.type, '')`,
    }[by]
    const rows = await db
      .selectFrom('ticket')
      .where(notMerged)
      .where('createdAt', '>=', startOfDay(first, there))
      .where('createdAt', '<', endOfDay(to, there))
      .$if(category !== undefined, (all) => all.where('category', '=', category ?? ''))
      .$if(productId !== undefined, (all) => all.where('productId', '=', productId ?? ''))
      .$if(type !== undefined, (all) => all.where('type', '=', type ?? null))
      .select([
        key.as('key'),
        sql<number>`((created_at::timestamptz at time zone ${there})::date - ${first}::date) / ${steps[each]}::int`.as(
          'place',
        ),
        sql<number>`count(*)::int`.as('tickets'),
      ])
      .groupBy([sql`1`, sql`2`])
      .execute()
    // Before the first ticket of all there was nobody who counted.
    const earliest = await db
      .selectFrom('ticket')
      .select(({ fn }) => fn.min('createdAt').as('at'))
      .executeTakeFirst()
    const firstDay = earliest?.at ? dayOf(new Date(earliest.at).toISOString(), there) : first
    const begun = Math.max(0, Math.floor(daysBetween(first, firstDay) / steps[each]))
    // Before the year 1 there is no whole week.
    const places = Math.max(1, Math.floor((daysBetween(first, to) + 1) / steps[each]))
    const keys = [...new Set(rows.map((row) => row.key))]
    const named =
      by === 'product'
        ? await withNames(
            db as never,
            keys.map((one) => ({ productId: one === '' ? null : one })),
            ofProduct,
          )
        : []
    const groups = keys.map((one, at) => {
      const counts = Array.from({ length: places }, () => 0)
      for (const row of rows) if (row.key === one) counts[row.place] = row.tickets
      const bins = counts.map((tickets, place) => ({
        from: daysAfter(first, place * steps[each]),
        tickets,
        ...heldAgainst(counts.slice(Math.max(begun, place - trailing), place), tickets),
      }))
      const name = by === 'product' ? named[at]?.productName : one
      return {
        key: one,
        name: by === 'all' ? 'All tickets' : (name ?? '') || 'Not said',
        total: counts.reduce((sum, n) => sum + n, 0),
        spikes: bins.filter(({ spike }) => spike).length,
        counts: bins,
      }
    })
    return {
      from: first,
      to,
      each,
      method:
        `A spike: so many or more would come in less than one of ${oneIn} ${each}s, were the rate that of the ${trailing} before ` +
        '(both Poisson, compared exactly given their sum: Przyborowski and Wilenski 1940).',
      groups: groups.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1)),
    }
  },
})

/** What came is held against the mean of what came in the times before, all of which must be there. */
export function heldAgainst(before: readonly number[], tickets: number) {
  if (before.length < trailing) return { expected: null, chance: null, spike: false }
  const sum = before.reduce((all, n) => all + n, 0)
  const chance = chanceOfSoMany(tickets, 1, sum, trailing)
  return { expected: sum / trailing, chance, spike: chance < 1 / oneIn }
}

/** The first day of whole times that end with the last day. */
function firstOf(from: string, to: string, step: number): string {
  const days = daysBetween(from, to) + 1
  // No more than can be looked at.
  const times = Math.min(400, Math.max(1, Math.ceil(days / step)))
  return daysAfter(to, 1 - times * step)
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / dayMs
