import type { UnaskedReason } from '../../domain/service/survey.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { mergingTitles } from '../customers/merged.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'

const unasked: Readonly<Record<UnaskedReason, string>> = {
  forbidden: 'they are not to be written to',
  recent: 'they were asked lately',
  'no-address': 'nobody knows their address',
  refused: 'the mail server refuses it',
}

/** The events of a ticket in the words of the product. */
export const ticketTitles = titlesOf(ticket, {
  'ticket.opened': ({ data }) =>
    `Ticket ${data.number} ${data.splitFromId ? 'split off' : data.submission ? 'opened by a form' : 'opened'}: ${data.subject}`,
  'ticket.changed': ({ data: { changes } }) => {
    if (changes.subject !== undefined) return `Subject corrected to ${changes.subject}`
    if (changes.rootCause) return `Root cause: ${changes.rootCause}`
    if (changes.parentId !== undefined)
      return changes.parentId ? 'A case of a problem' : 'A case of no problem'
    return 'Corrected'
  },
  'ticket.asset-set': ({ data }) =>
    data.failure
      ? `About an asset that failed on ${data.failure.failedOn}: ${data.failure.warranty === 'covered' ? 'under warranty' : 'not under warranty'}`
      : 'About no asset',
  'ticket.left-unassigned': ({ data }) =>
    data.decision.rule === null ? 'No rule gives it to anybody' : `Nobody is free by “${data.decision.name}”`,
  'ticket.routing-requested': () => 'The rules were asked who gets it',
  'ticket.assigned': ({ data }) => {
    if (data.decision) return `Assigned by the rule “${data.decision.name}”`
    return data.assigneeId || data.teamId ? 'Assigned' : 'Given back to the queue'
  },
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
  'ticket.linked': () => 'Linked to another ticket',
  'ticket.unlinked': () => 'Linked to another ticket no more',
  'ticket.message-given': () => 'A message became a ticket of its own',
  'ticket.correction-planned': () => 'Corrective action planned',
  'ticket.correction-dropped': () => 'Corrective action dropped',
  'ticket.receipt-sent': () => 'A receipt with its number went out',
  'ticket.confirmed': () => 'Confirmed by who has the mailbox',
  'ticket.survey-planned': ({ data }) => `Whoever asked is to be asked on ${data.askAt.slice(0, 10)}`,
  'ticket.survey-requested': ({ data }) =>
    data.reminder ? 'Asked once more what they think of it' : 'Asked what they think of it',
  'ticket.survey-left-out': ({ data }) => `Not asked what they think of it: ${unasked[data.reason]}`,
  'ticket.survey-sent': () => 'The question went out by mail',
  'ticket.rated': ({ data: { answeredBy, score, scale, comment } }) =>
    `${answeredBy ?? 'The customer'} gave ${score} of ${scale}${comment ? `: ${comment}` : ''}`,
  ...tagTitles('ticket'),
  ...mergingTitles('ticket'),
})
