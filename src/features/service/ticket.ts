import { slaAttainment, slaAttainmentTickets } from '../../api/service/sla-attainment.ts'
import { ticketSplitEndpoint } from '../../api/service/split.ts'
import { supportEndpoints } from '../../api/service/support.ts'
import { surveyPages } from '../../api/service/survey-page.ts'
import { surveyStep } from '../../api/service/survey-step.ts'
import { ticketDetail, ticketList, ticketMessages } from '../../api/service/ticket.ts'
import { ticketAssignmentExplained, ticketAssignmentStep } from '../../api/service/ticket-assignment.ts'
import { ticketRelations } from '../../api/service/ticket-person.ts'
import { ticketReceiptStep } from '../../api/service/ticket-receipt.ts'
import { complaintCauses, complaintCorrections, ticketTrend } from '../../api/service/ticket-reports.ts'
import { ticketSatisfaction, ticketSatisfactionTickets } from '../../api/service/ticket-satisfaction.ts'
import { ticketSlaExplained } from '../../api/service/ticket-sla.ts'
import { ticketTitles } from '../../api/service/titles.ts'
import { ticketCommands } from '../../commands/service/ticket.ts'
import { told } from '../../domain/identity/notice.ts'
import { ticket as decider } from '../../domain/service/ticket.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { ticketMessageTable } from '../../projections/service/ticket-message.ts'
import { ticketSlaTable } from '../../projections/service/ticket-sla.ts'
import { ticketReceipt } from '../../sagas/service/ticket-receipt.ts'
import { ticketRouting } from '../../sagas/service/ticket-routing.ts'
import { ticketSla } from '../../sagas/service/ticket-sla.ts'
import { ticketSplit } from '../../sagas/service/ticket-split.ts'
import { ticketSurvey, ticketSurveyMail } from '../../sagas/service/ticket-survey.ts'
import { feature } from '../feature.ts'

export const ticket = feature({
  decider,
  resource: 'tickets',
  grants: ({ assigneeId, teamId, openedBy }) => [
    ...(openedBy ? [keyOf.user(openedBy)] : []),
    ...(assigneeId ? [keyOf.user(assigneeId)] : []),
    ...(teamId ? [keyOf.team(teamId)] : []),
  ],
  authority: {
    manager: { may: ['ticket.*'], seesAll: true },
    rep: { may: ['ticket.open', 'ticket.read'] },
    agent: { may: ['ticket.*'], seesAll: true },
  },
  table: ticketTable,
  tables: [ticketMessageTable, ticketSlaTable],
  commands: ticketCommands,
  queries: [
    ticketList,
    ticketDetail,
    ticketMessages,
    ticketSlaExplained,
    slaAttainment,
    slaAttainmentTickets,
    ticketAssignmentExplained,
    complaintCauses,
    complaintCorrections,
    ticketTrend,
    ticketSatisfaction,
    ticketSatisfactionTickets,
  ],
  titles: ticketTitles,
  said: {
    'ticket.replied': { field: 'body', row: ticketMessageTable },
    'ticket.noted': { field: 'body', row: ticketMessageTable },
    'ticket.resolved': { field: 'resolution' },
  },
  sagas: [ticketSla, ticketSplit, ticketRouting, ticketReceipt, ticketSurvey, ticketSurveyMail],
  effects: {
    'ticket.assign-by-rules': ticketAssignmentStep,
    'ticket.send-receipt': ticketReceiptStep,
    'ticket.send-survey': surveyStep,
  },
  inMail: ['number'],
  ownership: {
    column: 'assigneeId',
    command: 'ticket.assign',
    open: { column: 'status', is: ['new', 'open', 'pending'] },
  },
  told: told(decider)(
    {
      'ticket.assigned': 'A ticket was assigned to you',
      'ticket.escalated': 'A ticket of yours or your team was escalated',
    },
    {
      'ticket.opened': ({ data }) => ({ kind: 'ticket.assigned', userIds: [data.assigneeId] }),
      'ticket.assigned': ({ data }) => ({ kind: 'ticket.assigned', userIds: [data.assigneeId] }),
      'ticket.escalated': ({ data: { assigneeId, teamId, takenFrom } }) => ({
        kind: 'ticket.escalated',
        userIds: [assigneeId, takenFrom],
        teamId: assigneeId === null ? teamId : null,
      }),
    },
  ),
  relations: ticketRelations,
  retained: true,
  endpoints: [supportEndpoints, () => ticketSplitEndpoint, surveyPages],
})
