import { sql } from 'kysely'
import { z } from 'zod'
import { day, endOfDay, startOfDay } from '../../domain/values/day.ts'
import { folded } from '../../domain/values/folded.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const whole = (of: ReturnType<typeof sql>) => sql<number>`(${of})::int`
const leads = whole(sql`count(*)`)
const some = (status: string) => whole(sql`count(*) filter (where lead.status = ${status})`)

export const leadReasons = query(leadTable)({
  name: 'leadReasons',
  path: '/lead-reasons',
  summary: 'Why leads stand disqualified or put off: how many, by reason',
  permission: 'lead.read',
  parameters: z.object({
    from: day.optional().describe('The first day on which they came to stand so; left out, from ever.'),
    to: day.optional().describe('The last one; left out, to this day.'),
    ownerId: uuid.optional(),
    source: z.string().min(1).max(60).optional(),
  }),
  reply: z.object({
    items: z.array(
      z.object({ status: z.enum(['disqualified', 'recycled']), reason: z.string(), leads: z.int() }),
    ),
    total: z.int(),
  }),
  async run({ db, parameters: { from, to, ownerId, source }, principal, zone }) {
    refuseHidden(principal, { lead: ['status', 'disqualifiedReason'] })
    const there = await zone()
    const items = await db
      .selectFrom('lead')
      .where('status', 'in', ['disqualified', 'recycled'])
      .$if(from !== undefined, (all) => all.where('statusSince', '>=', startOfDay(from ?? '', there)))
      .$if(to !== undefined, (all) => all.where('statusSince', '<', endOfDay(to ?? '', there)))
      .$if(ownerId !== undefined, (all) => all.where('ownerId', '=', ownerId ?? ''))
      .$if(source !== undefined, (all) =>
        all.where(sql<boolean>`rm.folded(lead.source) = ${folded(source ?? '')}`),
      )
      .select([
        sql<'disqualified' | 'recycled'>`lead.status`.as('status'),
        sql<string>`coalesce(lead.disqualified_reason, lead.recycled_reason, '')`.as('reason'),
        leads.as('leads'),
      ])
      .groupBy([sql`1`, sql`2`])
      .orderBy(sql`3 desc`)
      .orderBy(sql`2`)
      .execute()
    return { items, total: items.reduce((sum, one) => sum + one.leads, 0) }
  },
})

const referrer = { referrerId: contactTable }

export const leadReferrals = query(
  leadTable,
  contactTable,
)({
  name: 'leadReferrals',
  path: '/lead-referrals',
  summary: 'Who brought leads to us: how many, and how many of them were qualified, lost or became deals',
  permission: 'lead.read',
  parameters: z.object({
    from: day.optional().describe('The first day on which they were captured; left out, from ever.'),
    to: day.optional().describe('The last one; left out, to this day.'),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        referrerId: uuid,
        referrerName: z.string().nullable(),
        leads: z.int(),
        qualified: z.int(),
        disqualified: z.int(),
        converted: z.int(),
      }),
    ),
    total: z.int(),
  }),
  async run({ db, parameters: { from, to }, principal, zone }) {
    refuseHidden(principal, { lead: ['status', 'referrerId'] })
    const there = await zone()
    const rows = await db
      .selectFrom('lead')
      .where('referrerId', 'is not', null)
      .$if(from !== undefined, (all) => all.where('createdAt', '>=', startOfDay(from ?? '', there)))
      .$if(to !== undefined, (all) => all.where('createdAt', '<', endOfDay(to ?? '', there)))
      .select([
        sql<string>`lead.referrer_id`.as('referrerId'),
        leads.as('leads'),
        some('qualified').as('qualified'),
        some('disqualified').as('disqualified'),
        some('converted').as('converted'),
      ])
      .groupBy(sql`1`)
      .orderBy(sql`2 desc`)
      .orderBy(sql`1`)
      .execute()
    const total = rows.reduce((sum, one) => sum + one.leads, 0)
    return { items: await withNames(db as never, rows, referrer), total }
  },
})
