import { conversation } from '../../domain/activities/conversation.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { processManager } from '../process-manager.ts'

interface Waiting {
  id: string
  attempt: number
}

const over = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: () => ({ wake: { go: null } }),
}

/** Hands a mail in when its time has come, and again after a while where the server could not take it. */
export const outgoingMailCalls = processManager<Waiting>()(outgoingMail)({
  name: 'outgoing-mail-calls',
  version: 1,
  effect: 'outgoingMail.send',
  on: {
    'outgoingMail.ordered': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { sendAt } }) => ({
        state: { id, attempt: 1 },
        wake: { go: sendAt },
      }),
    },
    'outgoingMail.deferred': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: id, data: { nextAt } }) => ({
        state: { id, attempt: (state?.attempt ?? 0) + 1 },
        wake: { go: nextAt },
      }),
    },
    'outgoingMail.taken-back': over,
  },
  wake: {
    go: ({ id, attempt }) => ({
      send: [{ command: 'outgoingMail.send', id, name: `attempt ${attempt}`, body: { attempt } }],
    }),
  },
})

/** What was sent becomes an e-mail of its conversation. */
export const outgoingMailFiling = processManager<{ conversationId: string }>()(outgoingMail)({
  name: 'outgoing-mail-filing',
  version: 1,
  on: {
    'outgoingMail.ordered': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: { conversationId } }) =>
        conversationId ? { state: { conversationId } } : undefined,
    },
    'outgoingMail.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: outgoingId }, { made }) =>
        state && {
          send: [
            { command: 'activity.file-mail', name: 'mail', body: { outgoingId } },
            {
              command: 'conversation.add-message',
              id: state.conversationId,
              body: { outgoingId, activityId: made('mail') },
            },
          ],
        },
    },
  },
})

/** What an agent answers on a ticket that a mail has opened goes out as a mail; internal notes are no answers. */
export const ticketMail = processManager<{ conversationId: string }>()(conversation, ticket)({
  name: 'ticket-mail',
  version: 1,
  effect: 'outgoingMail.order',
  on: {
    'conversation.filed': {
      key: ({ data: { records, by } }) =>
        by === 'ticket' ? records.find(({ model }) => model === 'ticket')?.id : undefined,
      react: (state, { aggregateId: conversationId }) => ({ state: state ?? { conversationId } }),
    },
    'ticket.replied': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { id: eventId, aggregateId: ticketId, data: { author } }) =>
        state && author === 'agent'
          ? {
              state,
              send: [
                {
                  command: 'outgoingMail.order',
                  name: eventId,
                  body: { conversationId: state.conversationId, ticketId, eventId },
                },
              ],
            }
          : undefined,
    },
  },
})
