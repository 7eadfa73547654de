import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { columnAt } from '../analytics/outcomes.ts'
import { yearTo } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const method =
  'A promise counts on the day on which it was kept (the first answer, the solution) or missed (when it was due). It counts for whoever had the ' +
  'ticket at that instant, for its account, and for the contract that covered it when it was opened. What still runs or waits, and tickets ' +
  'without a policy or that you may not see, are not counted.'

const kept = {
  met: z.int(),
  missed: z.int(),
  rate: z.number().nullable().describe('Met of met and missed; null: there is nothing that it would be of.'),
}
const keptReply = z.object(kept).register(vocabulary, { id: 'PromisesKept' })
const groupings = ['month', 'agent', 'account', 'contract'] as const
const grouping = z.enum(groupings).register(vocabulary, { id: 'AttainedBy' })
const clock = z.enum(['response', 'resolution']).register(vocabulary, { id: 'SlaClockName' })

const asked = {
  from: day.optional().describe('The first day; left out, a year before `to`.'),
  to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
  agentId: uuid.optional(),
  accountId: uuid.optional(),
  contractId: uuid.optional(),
}
type Asked = { [K in keyof typeof asked]?: string | undefined }

/** Whoever does not see what is counted by would be told something wrong. */
const counted = {
  ticket: ['sla', 'status', 'assigneeId', 'accountId', 'entitlement', 'contractId'],
} as const

const reads = [ticketTable, userTable, accountTable, contractTable] as const

/** A row for each promise that was kept or missed, with whose the ticket was at that instant. */
function promiseRows(of: { from: string; to: string; zone: string } & Asked): RawBuilder<unknown> {
  const { from, to, zone, agentId, accountId, contractId } = of
  const ended = (name: 'response' | 'resolution', isMet: RawBuilder<unknown>, metAt: string) => {
    const isMissed = sql`(sla->'breached'->>${sql.lit(name)})::boolean`
    const at = sql`(case when ${isMissed} then sla->>${sql.lit(`${name}DueAt`)} else sla->>${sql.lit(metAt)} end)::timestamptz`
    return sql`
      select id, number, subject, account_id, contract_id, ${sql.lit(name)} as clock, not ${isMissed} as met, ${at} as at
        from ticket where sla is not null and (${isMissed} or ${isMet})`
  }
  // Missed, a ticket may go to somebody else at that very instant: it was missed by who had it before.
  const agent = columnAt('ticket', sql`one.id`, sql`(one.at - interval '1 millisecond')`, 'assignee_id')
  const is = (column: string, id: string | undefined) =>
    id === undefined ? sql`true` : sql`${sql.ref(column)} = ${id}::uuid`
  return sql`
    select * from (
      select one.*, to_char(at at time zone ${zone}, 'YYYY-MM') as month, ${agent} as agent_id from (
        ${ended('response', sql`sla->>'respondedAt' is not null`, 'respondedAt')}
        union all
        ${ended('resolution', sql`status in ('resolved', 'closed') and sla->>'resolvedAt' is not null`, 'resolvedAt')}) as one
      where at >= (${from}::date::timestamp at time zone ${zone})
        and at < ((${to}::date + 1)::timestamp at time zone ${zone})
        and ${is('account_id', accountId)} and ${is('contract_id', contractId)}) as promise
    where ${is('agent_id', agentId)}`
}

const columns = { month: 'month', agent: 'agent_id', account: 'account_id', contract: 'contract_id' } as const
const named = { agent: userTable, account: accountTable, contract: contractTable }

const group = z
  .object({
    key: z.string().nullable().describe('A month (YYYY-MM) or an id; null: nobody’s, or of none.'),
    name: z.string().nullable(),
    response: keptReply,
    resolution: keptReply,
  })
  .register(vocabulary, { id: 'AttainmentGroup' })

export const slaAttainment = query(...reads)({
  name: 'slaAttainment',
  path: '/sla-attainment',
  summary: 'How many promises to answer and to resolve were kept, by month, agent, account or contract',
  permission: 'ticket.read',
  parameters: z.object({ by: grouping.default('month'), ...asked }),
  reply: z.object({
    from: day,
    to: day,
    by: grouping,
    method: z.string(),
    groups: z.array(group),
    total: group.pick({ response: true, resolution: true }).register(vocabulary, { id: 'AttainmentTotal' }),
  }),
  async run({ db, parameters: { by, ...of }, principal, asOf, now, zone }) {
    refuseHidden(principal, counted)
    const there = await zone()
    const days = yearTo(of, dayOf(asOf ?? now, there))
    const key = sql.ref(columns[by])
    const count = (name: string, met: boolean) =>
      sql`count(*) filter (where clock = ${sql.lit(name)} and met = ${sql.lit(met)})::integer`
    const { rows } = await sql<Counts & { key: string | null; ofAll: boolean }>`
      select ${key}::text as key, grouping(${key}) = 1 as "ofAll",
          ${count('response', true)} as "responseMet", ${count('response', false)} as "responseMissed",
          ${count('resolution', true)} as "resolutionMet", ${count('resolution', false)} as "resolutionMissed"
        from (${promiseRows({ ...of, ...days, zone: there })}) as kept
        group by grouping sets ((${key}), ()) order by 1`.execute(db)
    const groups = rows.filter(({ ofAll }) => !ofAll).map((row) => ({ key: row.key, ...shown(row) }))
    const withName =
      by === 'month'
        ? groups.map((one) => ({ ...one, name: one.key }))
        : (
            await withNames(
              db as never,
              groups.map((one) => ({ ...one, nameId: one.key })),
              { nameId: named[by] },
            )
          ).map(({ key: id, nameName: name, response, resolution }) => ({
            key: id,
            name,
            response,
            resolution,
          }))
    return { ...days, by, method, groups: withName, total: shown(rows.find(({ ofAll }) => ofAll) ?? none) }
  },
})

interface Counts {
  responseMet: number
  responseMissed: number
  resolutionMet: number
  resolutionMissed: number
}
const none: Counts = { responseMet: 0, responseMissed: 0, resolutionMet: 0, resolutionMissed: 0 }

const shown = (of: Counts) => ({
  response: keptOf(of.responseMet, of.responseMissed),
  resolution: keptOf(of.resolutionMet, of.resolutionMissed),
})

/** The rate with four decimals. */
function keptOf(met: number, missed: number): z.output<typeof keptReply> {
  const all = met + missed
  return { met, missed, rate: all === 0 ? null : Math.round((met / all) * 10_000) / 10_000 }
}

/** So many are shown; the count is of all. */
const most = 200

export const slaAttainmentTickets = query(...reads)({
  name: 'slaAttainmentTickets',
  path: '/sla-attainment/tickets',
  summary: 'The tickets that a number of `/sla-attainment` counts, the latest first',
  permission: 'ticket.read',
  parameters: z.object({
    by: grouping.default('month'),
    ...asked,
    key: z.string().max(40).optional().describe('Of this month or id; left out, of all that were asked for.'),
    clock: clock.optional(),
    outcome: z.enum(['met', 'missed']).register(vocabulary, { id: 'PromiseOutcome' }).optional(),
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
            clock,
            met: z.boolean(),
            at: instant.describe('When it was kept or missed.'),
            agentId: uuid.nullable(),
            agentName: z.string().nullable(),
          })
          .register(vocabulary, { id: 'AttainmentTicket' }),
      )
      .describe(`At most ${most}.`),
  }),
  async run({ db, parameters: { by, key, clock: name, outcome, ...of }, principal, asOf, now, zone }) {
    refuseBlind(principal)
    const there = await zone()
    const days = yearTo(of, dayOf(asOf ?? now, there))
    const { rows } = await sql<Promised & { count: number }>`
      select id, number, subject, clock, met, at, agent_id as "agentId", count(*) over ()::integer as count
        from (${promiseRows({ ...of, ...days, zone: there })}) as kept
        where (${key ?? null}::text is null or ${sql.ref(columns[by])}::text = ${key ?? null})
          and (${name ?? null}::text is null or clock = ${name ?? null})
          and (${outcome ?? null}::text is null or met = (${outcome ?? null} = 'met'))
        order by at desc, id, clock limit ${most}`.execute(db)
    const tickets = rows.map((row) => {
      const { count: _, ...one } = row
      return one
    })
    return {
      ...days,
      count: rows[0]?.count ?? 0,
      tickets: await withNames(db as never, tickets, { agentId: userTable }),
    }
  },
})

interface Promised {
  id: string
  number: string
  subject: string
  clock: 'response' | 'resolution'
  met: boolean
  at: string
  agentId: string | null
}

/** @throws FieldsForbidden for who does not see what is counted, or what the tickets are called. */
function refuseBlind(principal: Principal): void {
  refuseHidden(principal, { ticket: [...counted.ticket, 'number', 'subject'] })
}
