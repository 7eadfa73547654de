import { z } from 'zod'
import { type Clock, type ClockName, policySources } from '../../domain/service/sla.ts'
import { entitlement } from '../../domain/service/ticket.ts'
import { type BusinessHours, businessHours, explainBusinessTime } from '../../domain/values/business-time.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { type Phase, ticketSlaTable } from '../../projections/service/ticket-sla.ts'
import { query } from '../lists/query.ts'

const stretch = z.object({
  from: instant,
  to: instant,
  /** `open` counts; outside opening hours, on holidays, while pending and while stopped no time counts. */
  kind: z.enum(['open', 'closed', 'holiday', 'pending', 'stopped']),
  minutes: z.number(),
  counted: z.boolean(),
})
type Stretch = z.output<typeof stretch>

const clock = z.object({
  clock: z.enum(['response', 'resolution']),
  state: z.enum(['running', 'pending', 'stopped']),
  targetMinutes: z.number(),
  spentMinutes: z.number(),
  leftMinutes: z.number(),
  dueAt: instant.nullable(),
  missedAt: instant.nullable(),
  breached: z.boolean(),
  stretches: z.array(stretch),
})

const pinned = { id: uuid, name: z.string(), version: z.number().int() }

export const ticketSlaExplained = query(
  ticketTable,
  ticketSlaTable,
)({
  name: 'ticketSla',
  path: '/tickets/:id/sla',
  summary: 'The service level of a ticket, explained: each stretch of time and whether it counts',
  permission: 'ticket.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    ticketId: uuid,
    number: z.string(),
    at: instant,
    policy: z.object(pinned),
    chosenBy: z
      .enum(policySources)
      .register(vocabulary, { id: 'PolicySource' })
      .nullable()
      .describe('Why it is this policy; null: it was not said yet when the ticket was opened.'),
    entitlement: entitlement.nullable().describe('The contract that covers it; null: none does.'),
    calendar: businessHours.extend(pinned),
    clocks: z.array(clock),
  }),
  async run({ db, parameters: { id }, asOf, now }) {
    const ticket = await db
      .selectFrom('ticket')
      .select(['id', 'number', 'entitlement'])
      .where('id', '=', id)
      .executeTakeFirst()
    const sla =
      ticket && (await db.selectFrom('ticketSla').selectAll().where('id', '=', id).executeTakeFirst())
    if (!sla) return undefined
    const { policy, calendar, chosenBy = null } = sla.terms
    const at = asOf ?? now
    const clocks = (['response', 'resolution'] as const).map((name) =>
      explained(name, calendar, sla.clocks[name], sla.phases[name], at),
    )
    return {
      ticketId: id,
      number: ticket.number,
      at,
      policy,
      chosenBy,
      entitlement: ticket.entitlement,
      calendar,
      clocks,
    }
  },
})

/** All the time since a clock was started, up to `at`, and what it comes to. */
export function explained(
  name: ClockName,
  hours: BusinessHours,
  of: Clock,
  phases: readonly Phase[],
  at: string,
): z.output<typeof clock> {
  const stretches = phases.flatMap((phase) => stretchesOf(hours, phase, at))
  const spentMs = stretches.reduce((sum, { counted, minutes }) => sum + (counted ? minutes * 60_000 : 0), 0)
  const { targetMinutes, dueAt, missedAt, breached } = of
  return {
    clock: name,
    state: phases.at(-1)?.state ?? 'stopped',
    targetMinutes,
    spentMinutes: spentMs / 60_000,
    leftMinutes: (targetMinutes * 60_000 - spentMs) / 60_000,
    dueAt,
    missedAt: missedAt ?? (dueAt !== null && dueAt < at ? dueAt : null),
    breached,
    stretches,
  }
}

function stretchesOf(hours: BusinessHours, { from, to, state }: Phase, at: string): Stretch[] {
  const end = to ?? (from < at ? at : from)
  if (state === 'running') {
    return explainBusinessTime(hours, from, end).map((one) => ({ ...one, counted: one.kind === 'open' }))
  }
  const minutes = (Date.parse(end) - Date.parse(from)) / 60_000
  return minutes > 0 ? [{ from, to: end, kind: state, minutes, counted: false }] : []
}
