import { ticket } from '../../domain/service/ticket.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'

/** The events of a ticket in the words of the product. */
export const ticketTitles = titlesOf(ticket, {
  'ticket.opened': ({ data }) => `Ticket ${data.number} opened: ${data.subject}`,
  'ticket.changed': ({ data: { changes } }) =>
    changes.subject === undefined ? 'Corrected' : `Subject corrected to ${changes.subject}`,
  'ticket.asset-set': ({ data }) =>
    data.failure
      ? `About an asset that failed on ${data.failure.failedOn}: ${data.failure.warranty === 'covered' ? 'under warranty' : 'not under warranty'}`
      : 'About no asset',
  'ticket.assigned': ({ data }) => (data.assigneeId || data.teamId ? 'Assigned' : 'Given back to the queue'),
  'ticket.replied': ({ data, before }) => {
    if (data.author === 'requester') return 'The requester replied'
    return before.responded ? 'Replied' : 'First reply; the response clock stopped'
  },
  'ticket.noted': () => 'Internal note added',
  'ticket.pended': ({ data }) => (data.reason ? `Waiting: ${data.reason}` : 'Waiting for the requester'),
  'ticket.resumed': () => 'Resumed; the clocks run again',
  'ticket.resolved': () => 'Resolved',
  'ticket.reopened': ({ data }) => (data.reason ? `Reopened: ${data.reason}` : 'Reopened'),
  'ticket.closed': () => 'Closed',
  'ticket.priority-changed': ({ data, before }) =>
    `Priority changed from ${before.priority} to ${data.priority}`,
  'ticket.sla-breached': ({ data }) =>
    `Service level missed: ${data.clock === 'response' ? 'first response' : 'resolution'} was due at ${data.dueAt}`,
  'ticket.escalated': ({ data }) =>
    `Escalated to level ${data.level}${data.cause === 'manual' ? '' : ` because the ${data.cause.replace('-breach', '')} was late`}${data.note ? `: ${data.note}` : ''}`,
  ...tagTitles('ticket'),
})
