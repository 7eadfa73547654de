import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { ticketFactsOf, ticketsAsk } from '../../domain/service/ticket-assignment.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { userTable } from '../../projections/identity/user.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import type { Effect } from '../../sagas/outbox.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { assignmentExplanation, explainAssignment } from '../settings/assignment-explained.ts'
import { assignmentStep } from '../settings/assignment-step.ts'
import type { Assigned } from '../settings/staff.ts'

/** What waits for the customer is no work at the moment. */
const assignedTickets: Assigned = { table: 'ticket', owner: 'assignee_id', open: ['new', 'open'] }

/** Says who gets a ticket. */
export const ticketAssignmentStep = (parts: Parameters<typeof assignmentStep>[0]): Effect =>
  assignmentStep<TicketState>(parts, {
    decider: ticket as never,
    purpose: 'ticket-assignment',
    by: 'ticket-routing',
    staff: assignedTickets,
    ask: ticketsAsk,
    facts: ticketFactsOf,
    isWaiting: ({ status, assigneeId }, cause) =>
      status !== 'resolved' && status !== 'closed' && (cause === 'asked' || assigneeId === null),
    except: ({ assigneeId }) => assigneeId,
    body: ({ teamId }, assigneeId, decision) => ({ assigneeId, teamId, decision }),
  })

export const ticketAssignmentExplained = query(
  ticketTable,
  ruleSetTable,
  userTable,
)({
  name: 'ticketAssignment',
  path: '/tickets/:id/assignment',
  summary:
    'Why this agent: the rule that chose, who else could have got the ticket, each rule with what its conditions found, and who would get it now',
  permission: 'ticket.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ ticketId: uuid, assigneeId: uuid.nullable(), ...assignmentExplanation.shape }),
  async run({ db, parameters: { id }, principal, asOf, now, zone }) {
    const hidden = hiddenOf(principal, 'ticket')
    const needed = ['assigneeId', 'assignment'].filter((field) => hidden.has(field))
    if (needed.length > 0) throw new FieldsForbidden('ticket', needed)
    const row = await db
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', id.toLowerCase())
      .executeTakeFirst()
    if (!row) return undefined
    const by = { purpose: 'ticket-assignment', ask: ticketsAsk, staff: assignedTickets } as const
    const why = await explainAssignment(by, row, { db, hidden, asOf, now, zone })
    return { ticketId: row.id, assigneeId: row.assigneeId, ...why }
  },
})
