import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { factsOf, leadsAsk } from '../../domain/sales/lead-score.ts'
import { openStatuses } from '../../domain/sales/lead-status.ts'
import type { Effect } from '../../sagas/outbox.ts'
import { assignmentStep } from '../settings/assignment-step.ts'
import { assignedLeads } from './lead-assignment.ts'

/** Says who gets a lead. */
export const leadAssignmentStep = (parts: Parameters<typeof assignmentStep>[0]): Effect =>
  assignmentStep<LeadState>(parts, {
    decider: lead as never,
    purpose: 'lead-assignment',
    by: 'lead-routing',
    staff: assignedLeads,
    ask: leadsAsk,
    facts: factsOf,
    isWaiting: ({ status, ownerId, conversion }, cause) => {
      if (conversion !== null || !openStatuses.some((open) => open === status)) return false
      if (cause === 'unclaimed') return status === 'new' && ownerId !== null
      return cause === 'asked' || ownerId === null
    },
    except: ({ ownerId }, cause) => (cause === 'captured' ? null : ownerId),
    body: (_, ownerId, decision) => ({ ownerId, decision }),
  })
