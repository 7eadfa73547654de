import { ticket } from '../../domain/service/ticket.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { type Column, instant, projection, text, uuid } from '../projection.ts'

const kindText: Column<'reply' | 'note'> = { sql: 'text', nullable: false }
const authorText: Column<'agent' | 'requester'> = { sql: 'text', nullable: false }

/** What was said about a ticket: a row of its own each, because a conversation grows and is read in pages. */
export const ticketMessageTable = projection(ticket)({
  name: 'ticketMessage',
  version: 3,
  columns: { ticketId: uuid, kind: kindText, author: authorText, actorId: text, body: text, at: instant },
  // Who sees all tickets sees what is said about them, so does whoever this one is shared with, while it is; and
  // everybody sees what they said themselves.
  grants: ({ actorId, ticketId }) => [keyOf.all('ticket'), keyOf.record(ticketId), keyOf.user(actorId)],
  indexes: [['ticketId', 'at']],
  on: {
    'ticket.message-given': {
      key: ({ data }) => data.messageId,
      fold: (row, { data }) => row && { ...row, ticketId: data.ticketId },
    },
    'ticket.replied': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data, metadata, occurredAt }) => ({
        ticketId: aggregateId,
        kind: 'reply',
        author: data.author,
        actorId: metadata.actor.id,
        body: data.body,
        at: occurredAt,
      }),
    },
    'ticket.noted': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data, metadata, occurredAt }) => ({
        ticketId: aggregateId,
        kind: 'note',
        author: 'agent',
        actorId: metadata.actor.id,
        body: data.body,
        at: occurredAt,
      }),
    },
  },
})
