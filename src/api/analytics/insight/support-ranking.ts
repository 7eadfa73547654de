import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../../domain/values/day.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { refuseHidden } from '../../http/masks.ts'
import { namesOf } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { satisfaction, satisfactionCounts, satisfactionOf } from '../../service/ticket-satisfaction.ts'
import { yearTo } from '../periods.ts'
import { isValue, onDays, opens, rounded } from './opening.ts'

/** Of fewer tickets, a share says little. */
const fewTickets = 20

const method =
  'Tickets that were resolved in this time, for whoever has them at the instant shown; merged ones are part of another. Well resolved: within what was ' +
  'promised, if anything was, and not opened again. Expected: as many as all together resolve well of tickets of the same priority and category, ' +
  'so that nobody gains by easy ones (indirect standardisation). The index is one by the other, 1 as expected; its interval is Wilson’s (1927) of the share, with what is ' +
  'expected taken as known. They come by its lower end. Of many, one in twenty stands apart by chance.'

const rankings = ['agent', 'rule', 'channel'] as const
const ranking = z.enum(rankings).register(vocabulary, { id: 'SupportRankedBy' })

const item = z
  .object({
    key: z.string().nullable().describe('An id, or a name; null: nobody’s, or none.'),
    name: z.string().nullable(),
    tickets: z.int(),
    well: z.int().describe('Well resolved.'),
    expected: z.number(),
    index: z.number().nullable().describe('Well resolved by what was to be expected; null: nothing was.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    apart: z
      .enum(['better', 'worse', 'no'])
      .register(vocabulary, { id: 'SupportApart' })
      .describe('Whether it differs from what was to be expected, beyond chance.'),
    few: z.boolean().describe(`Fewer than ${fewTickets} tickets: the index says little.`),
    medianHours: z.number().nullable(),
    satisfaction,
    where: opens,
  })
  .register(vocabulary, { id: 'SupportRanked' })

interface Row {
  key: string | null
  name: string | null
  ofAll: boolean
  tickets: number
  well: number
  expected: number
  medianHours: number | null
  asked: number
  answered: number
  satisfied: number
  mean: number | null
}

/** In SQL, over tickets: what they are put together by, and what that is called. */
const keys = {
  agent: { key: sql`assignee_id::text`, name: sql`null::text`, field: 'assigneeId' },
  rule: { key: sql`rm.folded(routed_rule)`, name: sql`min(routed_rule)`, field: 'routedRule' },
  channel: { key: sql`rm.folded(channel)`, name: sql`min(channel)`, field: 'channel' },
} as const

/** Which people and which ways of working resolve tickets well, alike work held against alike (ANA-09). */
export const supportRanking = query(
  ticketTable,
  userTable,
)({
  name: 'supportRanking',
  path: '/support-ranking',
  summary:
    'Agents, routing rules or channels by how well tickets are resolved, with counts and how sure that is',
  // Who is compared with whom is for those who lead them.
  permission: 'coaching.read',
  parameters: z.object({
    from: day.optional().describe('The first day; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    by: ranking.default('agent'),
  }),
  reply: z.object({
    from: day,
    to: day,
    by: ranking,
    method: z.string(),
    tickets: z.int(),
    well: z.int(),
    items: z.array(item),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    const { by } = parameters
    refuseHidden(principal, {
      ticket: [
        'assigneeId',
        'routedRule',
        'channel',
        'priority',
        'category',
        'sla',
        'breached',
        'reopenings',
        'resolvedAt',
        'score',
        'surveyedAt',
        'absorbedById',
      ],
    })
    const there = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, there))
    const { key, name, field } = keys[by]
    const { asked, answered, satisfied, mean } = satisfactionCounts
    const { rows } = await sql<Row>`
      with resolved as (
        select *, (reopenings = 0 and not breached)::integer as well,
            priority || ' ' || coalesce(rm.folded(category), '') as alike
          from ticket
          where resolved_at >= (${from}::date::timestamp at time zone ${there})
            and resolved_at < ((${to}::date + 1)::timestamp at time zone ${there}) and absorbed_by_id is null),
      alike as (select alike, avg(well)::double precision as share from resolved group by alike)
      select ${key} as key, ${name} as name, grouping(${key}) = 1 as "ofAll", count(*)::integer as tickets,
          sum(well)::integer as well, sum(share)::double precision as expected,
          (percentile_cont(0.5) within group (order by extract(epoch from resolved_at - created_at)) / 3600)::double precision
            as "medianHours",
          ${asked} as asked, ${answered} as answered, ${satisfied} as satisfied, ${mean} as mean
        from resolved join alike using (alike) group by grouping sets ((${key}), ())`.execute(db)
    const all = rows.find(({ ofAll }) => ofAll)
    const groups = rows.filter(({ ofAll }) => !ofAll)
    const people = by === 'agent' ? groups.flatMap((row) => row.key ?? []) : []
    const names = people.length > 0 ? await namesOf(db as never, [{ ...userTable, ids: people }]) : new Map()
    const items = groups
      .map((row) => ({
        key: row.key,
        name: by === 'agent' ? ((names.get(row.key ?? '') as string | undefined) ?? null) : row.name,
        tickets: row.tickets,
        well: row.well,
        expected: Math.round(row.expected * 10) / 10,
        ...indexOf(row),
        few: row.tickets < fewTickets,
        medianHours: row.medianHours === null ? null : Math.round(row.medianHours * 10) / 10,
        satisfaction: satisfactionOf(row),
        where: {
          all: [isValue(field, row.key), ...onDays('resolvedAt', from, to), isValue('absorbedById', null)],
        },
      }))
      .sort(
        (a, b) =>
          (b.low ?? -1) - (a.low ?? -1) || b.tickets - a.tickets || ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
      )
    return { from, to, by, method, tickets: all?.tickets ?? 0, well: all?.well ?? 0, items }
  },
})

function indexOf({ tickets, well, expected }: Pick<Row, 'tickets' | 'well' | 'expected'>) {
  if (expected === 0) return { index: null, low: null, high: null, apart: 'no' as const }
  const { low, high } = shareInterval(well, tickets)
  const by = (share: number) => rounded((share * tickets) / expected)
  const of = { index: by(well / tickets), low: by(low), high: by(high) }
  const apart = of.low > 1 ? ('better' as const) : of.high < 1 ? ('worse' as const) : ('no' as const)
  return { ...of, apart: tickets < fewTickets ? ('no' as const) : apart }
}
