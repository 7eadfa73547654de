import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { shareInterval } from '../../domain/values/rates.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { userTable } from '../../projections/identity/user.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { yearTo } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { rounded, satisfaction, satisfactionCounts, satisfactionOf } from './ticket-satisfaction.ts'

/** Of fewer tickets, a share says little. */
const fewTickets = 20

const method =
  'Tickets that were resolved in this time, for whoever has them at the instant shown; merged ones are part of another. Handle time is from the ' +
  'opening to the resolution by the clock on the wall. A share is remarkable where its 95 % interval (Wilson 1927) lies wholly on the worse side of ' +
  'what all of them together come to. With many agents, one in twenty is remarkable by chance: talk before you judge.'

const rate = z
  .object({
    count: z.int(),
    of: z.int(),
    share: z.number().nullable().describe('Null: there is nothing that it would be of.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    remarkable: z.boolean().describe('Worse than all together, beyond chance.'),
  })
  .register(vocabulary, { id: 'CoachingRate' })

const item = z
  .object({
    agentId: uuid,
    agentName: z.string().nullable(),
    tickets: z.int(),
    few: z.boolean().describe(`Fewer than ${fewTickets} tickets: what is counted says little.`),
    reopened: rate,
    breached: rate.describe('Of those with a service level.'),
    medianHours: z.number().nullable(),
    satisfaction,
    dissatisfied: rate.describe('Of those who have answered.'),
  })
  .register(vocabulary, { id: 'CoachingAgent' })

interface Counts {
  agentId: string | null
  ofAll: boolean
  tickets: number
  reopened: number
  promised: number
  breached: number
  medianHours: number | null
  asked: number
  answered: number
  satisfied: number
  mean: number | null
}

/** Who could be helped by what: agents by what came back, what was late, how long it took and what customers think (TIC-19). */
export const coaching = query(
  ticketTable,
  userTable,
)({
  name: 'coaching',
  path: '/coaching',
  summary:
    'Agents by reopened and late tickets, handle time and what customers think, with counts and how sure that is',
  permission: 'coaching.read',
  parameters: z.object({
    from: day.optional().describe('The first day; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    teamId: uuid.optional().describe('Only who is in this team.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    method: z.string(),
    items: z.array(item),
    all: item.omit({ agentId: true, agentName: true }).register(vocabulary, { id: 'CoachingTotal' }),
  }),
  async run({ db, parameters: { teamId, ...of }, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      ticket: ['assigneeId', 'status', 'sla', 'score', 'surveyedAt', 'resolvedAt', 'reopenings', 'breached'],
      user: ['teamId'],
    })
    const there = await zone()
    const days = yearTo(of, dayOf(asOf ?? now, there))
    const { asked, answered, satisfied, mean } = satisfactionCounts
    const { rows } = await sql<Counts>`
      select assignee_id::text as "agentId", grouping(assignee_id) = 1 as "ofAll", count(*)::integer as tickets,
          count(*) filter (where reopenings > 0)::integer as reopened,
          count(*) filter (where sla is not null)::integer as promised,
          count(*) filter (where sla is not null and breached)::integer as breached,
          (percentile_cont(0.5) within group (order by extract(epoch from resolved_at::timestamptz - created_at::timestamptz)) / 3600)::double precision
            as "medianHours",
          ${asked} as asked, ${answered} as answered, ${satisfied} as satisfied, ${mean} as mean
        from (select * from ticket
          where resolved_at >= (${days.from}::date::timestamp at time zone ${there})
            and resolved_at < ((${days.to}::date + 1)::timestamp at time zone ${there})
            and absorbed_by_id is null and assignee_id is not null
            and (${teamId ?? null}::uuid is null or exists (
              select from "user" as agent where agent.id = ticket.assignee_id and agent.team_id = ${teamId ?? null}::uuid))) as ticket
        group by grouping sets ((assignee_id), ())`.execute(db)
    const all = rows.find(({ ofAll }) => ofAll) ?? nothing
    const items = rows
      .filter(({ ofAll }) => !ofAll)
      .map((row) => ({ agentId: row.agentId ?? '', ...shown(row, all) }))
      .sort((a, b) => remarks(b) - remarks(a) || b.tickets - a.tickets || (a.agentId < b.agentId ? -1 : 1))
    return {
      ...days,
      method,
      items: await withNames(db as never, items, { agentId: userTable }),
      all: shown(all, all),
    }
  },
})

const nothing: Counts = {
  agentId: null,
  ofAll: true,
  tickets: 0,
  reopened: 0,
  promised: 0,
  breached: 0,
  medianHours: null,
  asked: 0,
  answered: 0,
  satisfied: 0,
  mean: null,
}

function shown(row: Counts, all: Counts) {
  const { tickets, reopened, promised, breached, medianHours, asked, answered, satisfied, mean } = row
  return {
    tickets,
    few: tickets < fewTickets,
    reopened: rateOf(reopened, tickets, all.reopened / all.tickets),
    breached: rateOf(breached, promised, all.breached / all.promised),
    medianHours: medianHours === null ? null : Math.round(medianHours * 10) / 10,
    satisfaction: satisfactionOf({ asked, answered, satisfied, mean }),
    dissatisfied: rateOf(answered - satisfied, answered, (all.answered - all.satisfied) / all.answered),
  }
}

function rateOf(count: number, of: number, overall: number): z.input<typeof rate> {
  if (of === 0) return { count, of, share: null, low: null, high: null, remarkable: false }
  const { low, high } = shareInterval(count, of)
  const share = rounded(count / of)
  return { count, of, share, low: rounded(low), high: rounded(high), remarkable: low > overall }
}

/** Who stands out most comes first. */
const remarks = ({ reopened, breached, dissatisfied }: ReturnType<typeof shown>) =>
  [reopened, breached, dissatisfied].filter(({ remarkable }) => remarkable).length
