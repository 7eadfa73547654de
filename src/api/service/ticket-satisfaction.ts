import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { shareInterval } from '../../domain/values/rates.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { userTable } from '../../projections/identity/user.ts'
import { productTable } from '../../projections/sales/product.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { yearTo } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const method =
  'Counted by the day on which they were asked. Satisfied is who gives at least four fifths of the best score: 4 or 5 of 5, 8 to 10 of 10. ' +
  'It counts for whoever has the ticket at the instant shown. The interval has the true share in 95 of 100 cases (Wilson 1927); ' +
  'who does not answer may think otherwise than who does.'

/** Of fewer answers, a share says little. */
export const fewAnswers = 10

const groupings = ['agent', 'product', 'month'] as const
const grouping = z.enum(groupings).register(vocabulary, { id: 'SatisfactionBy' })
const asked = {
  from: day.optional().describe('The first day; left out, a year before `to`.'),
  to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
  agentId: uuid.optional(),
  productId: uuid.optional(),
}
type Asked = { [K in keyof typeof asked]?: string | undefined }

export const satisfaction = z
  .object({
    asked: z.int(),
    answered: z.int(),
    satisfied: z.int(),
    share: z.number().nullable().describe('Satisfied of answered; null: nobody has answered.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    mean: z
      .number()
      .nullable()
      .describe('Of the scores, from 0 (the worst) to 1 (the best), whatever the scale.'),
    few: z.boolean().describe(`Fewer than ${fewAnswers} answers: the share says little.`),
  })
  .register(vocabulary, { id: 'Satisfaction' })

const group = z
  .object({
    key: z.string().nullable().describe('A month (YYYY-MM) or an id; null: nobody’s, or of none.'),
    name: z.string().nullable(),
    ...satisfaction.shape,
  })
  .register(vocabulary, { id: 'SatisfactionGroup' })

/** Whoever does not see what is counted by would be told something wrong. */
const counted = ['surveyedAt', 'score', 'assigneeId', 'productId']

interface Counts {
  asked: number
  answered: number
  satisfied: number
  mean: number | null
}

/** What is counted of the rows of `ticket`. */
export const satisfactionCounts = {
  asked: sql<number>`count(*) filter (where surveyed_at is not null)::integer`,
  answered: sql<number>`count(score) filter (where surveyed_at is not null)::integer`,
  satisfied: sql<number>`count(*) filter (where surveyed_at is not null and score * 5 >= scale * 4)::integer`,
  mean: sql<
    number | null
  >`(avg((score - 1)::double precision / (scale - 1)) filter (where surveyed_at is not null))::double precision`,
}

export function satisfactionOf({
  asked: all,
  answered,
  satisfied,
  mean,
}: Counts): z.input<typeof satisfaction> {
  const counts = { asked: all, answered, satisfied }
  const none = { share: null, low: null, high: null, mean: null }
  const few = answered < fewAnswers
  if (answered === 0) return { ...counts, ...none, few }
  const { low, high } = shareInterval(satisfied, answered)
  return {
    ...counts,
    share: rounded(satisfied / answered),
    low: rounded(low),
    high: rounded(high),
    mean: mean === null ? null : rounded(mean),
    few,
  }
}

/** With four decimals. */
export const rounded = (share: number) => Math.round(share * 10_000) / 10_000

/** The tickets about which somebody was asked in a time. */
function surveyed({ from, to, zone, agentId, productId }: Asked & { zone: string }): RawBuilder<unknown> {
  const is = (column: string, id: string | undefined) =>
    id === undefined ? sql`true` : sql`${sql.ref(column)} = ${id}::uuid`
  return sql`
    select *, to_char(surveyed_at at time zone ${zone}, 'YYYY-MM') as month from ticket
      where surveyed_at >= (${from}::date::timestamp at time zone ${zone})
        and surveyed_at < ((${to}::date + 1)::timestamp at time zone ${zone})
        and ${is('assignee_id', agentId)} and ${is('product_id', productId)}`
}

const columns = { agent: 'assignee_id', product: 'product_id', month: 'month' } as const
const named = { agent: userTable, product: productTable }

export const ticketSatisfaction = query(
  ticketTable,
  userTable,
  productTable,
)({
  name: 'ticketSatisfaction',
  path: '/ticket-satisfaction',
  summary:
    'What customers think of closed tickets, by agent, product or month, with counts and how sure that is',
  permission: 'ticket.read',
  parameters: z.object({ by: grouping.default('month'), ...asked }),
  reply: z.object({
    from: day,
    to: day,
    by: grouping,
    method: z.string(),
    groups: z.array(group),
    total: satisfaction,
  }),
  async run({ db, parameters: { by, ...of }, principal, asOf, now, zone }) {
    refuseHidden(principal, { ticket: counted })
    const there = await zone()
    const days = yearTo(of, dayOf(asOf ?? now, there))
    const key = sql.ref(columns[by])
    const { asked: all, answered, satisfied, mean } = satisfactionCounts
    const { rows } = await sql<Counts & { key: string | null; ofAll: boolean }>`
      select ${key}::text as key, grouping(${key}) = 1 as "ofAll", ${all} as asked, ${answered} as answered,
          ${satisfied} as satisfied, ${mean} as mean
        from (${surveyed({ ...of, ...days, zone: there })}) as ticket
        group by grouping sets ((${key}), ()) order by 1`.execute(db)
    const none = { asked: 0, answered: 0, satisfied: 0, mean: null }
    const groups = rows.filter(({ ofAll }) => !ofAll).map((row) => ({ key: row.key, ...satisfactionOf(row) }))
    const names =
      by === 'month'
        ? groups.map(({ key: month }) => month)
        : (
            await withNames(
              db as never,
              groups.map((one) => ({ nameId: one.key })),
              { nameId: named[by] },
            )
          ).map(({ nameName }) => nameName as string | null)
    return {
      ...days,
      by,
      method,
      groups: groups.map((one, place) => ({ ...one, name: names[place] ?? null })),
      total: satisfactionOf(rows.find(({ ofAll }) => ofAll) ?? none),
    }
  },
})

/** So many are shown; the count is of all. */
const most = 200

export const ticketSatisfactionTickets = query(
  ticketTable,
  userTable,
)({
  name: 'ticketSatisfactionTickets',
  path: '/ticket-satisfaction/tickets',
  summary: 'The answers that a number of `/ticket-satisfaction` counts, the latest first',
  permission: 'ticket.read',
  parameters: z.object({
    by: grouping.default('month'),
    ...asked,
    key: z.string().max(40).optional().describe('Of this month or id; left out, of all that were asked for.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    count: z.int(),
    tickets: z
      .array(
        z
          .object({
            id: uuid,
            number: z.string(),
            subject: z.string(),
            score: z.int(),
            scale: z.int(),
            comment: z.string().nullable(),
            ratedAt: instant,
            agentId: uuid.nullable(),
            agentName: z.string().nullable(),
          })
          .register(vocabulary, { id: 'RatedTicket' }),
      )
      .describe(`At most ${most}.`),
  }),
  async run({ db, parameters: { by, key, ...of }, principal, asOf, now, zone }) {
    refuseHidden(principal, { ticket: [...counted, 'number', 'subject', 'comment'] })
    const there = await zone()
    const days = yearTo(of, dayOf(asOf ?? now, there))
    const { rows } = await sql<Rated & { count: number }>`
      select id, number, subject, score, scale, comment, rated_at as "ratedAt", assignee_id as "agentId",
          count(*) over ()::integer as count
        from (${surveyed({ ...of, ...days, zone: there })}) as ticket
        where score is not null
          and (${key ?? null}::text is null or ${sql.ref(columns[by])}::text = ${key ?? null})
        order by rated_at desc, id limit ${most}`.execute(db)
    const tickets = rows.map((row) => {
      const { count: _, ...one } = row
      return { ...one, ratedAt: new Date(one.ratedAt).toISOString() }
    })
    return {
      ...days,
      count: rows[0]?.count ?? 0,
      tickets: await withNames(db as never, tickets, { agentId: userTable }),
    }
  },
})

interface Rated {
  id: string
  number: string
  subject: string
  score: number
  scale: number
  comment: string | null
  ratedAt: string
  agentId: string | null
}
