import { letter } from '../../domain/activities/letter.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { outgoingSms, statusAfter } from '../../domain/activities/outgoing-sms.ts'
import { mailing } from '../../domain/marketing/mailing.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { batch } from '../../domain/settings/batch.ts'
import { cutTo } from '../../domain/values/text.ts'
import { processManager } from '../process-manager.ts'

/** Lets a mailing go out when its time has come. */
export const mailingSchedule = processManager<{ id: string }>()(mailing)({
  name: 'mailing-schedule',
  version: 1,
  effect: 'mailing.start',
  on: {
    'mailing.scheduled': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { at } }) => ({ state: { id }, wake: { go: at } }),
    },
    'mailing.unscheduled': {
      key: ({ aggregateId }) => aggregateId,
      react: () => ({ wake: { go: null } }),
    },
  },
  wake: {
    go: ({ id }, dueAt) => ({ send: [{ command: 'mailing.start', id, name: dueAt, body: { at: dueAt } }] }),
  },
})

/** Pauses and stops the batch of a mailing with it, and tells the mailing when everybody was dealt with. */
export const mailingBatch = processManager<{ mailingId: string; batchId: string }>()(mailing, batch)({
  name: 'mailing-batch',
  version: 1,
  on: {
    'mailing.started': {
      key: ({ data: { batchId } }) => batchId,
      react: (_, { aggregateId: mailingId, data: { batchId } }) => ({ state: { mailingId, batchId } }),
    },
    'batch.completed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [{ command: 'mailing.complete', id: state.mailingId, body: {} }] },
    },
  },
})

/** The same by the mailing, whose own events name no batch. */
export const mailingTurns = processManager<{ batchId: string }>()(mailing)({
  name: 'mailing-turns',
  version: 1,
  on: {
    'mailing.started': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: { batchId } }) => ({ state: { batchId } }),
    },
    'mailing.paused': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [{ command: 'batch.pause', id: state.batchId, body: {} }] },
    },
    'mailing.resumed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [{ command: 'batch.resume', id: state.batchId, body: {} }] },
    },
    'mailing.stopped': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [{ command: 'batch.cancel', id: state.batchId, body: {} }] },
    },
  },
  // It has ended already, or had not begun.
  refused: {
    'batch.pause': () => undefined,
    'batch.resume': () => undefined,
    'batch.cancel': () => undefined,
  },
})

const orders = {
  email: { command: 'outgoingMail.order-to-recipient', name: 'mail' },
  sms: { command: 'outgoingSms.order-to-recipient', name: 'text' },
  post: { command: 'letter.write-to-recipient', name: 'letter' },
} as const

function notOrdered({ recipientId }: { recipientId: string }, { message }: { message: string }) {
  return {
    send: [
      {
        command: 'mailingRecipient.note-failure',
        id: recipientId,
        body: { is: 'refused', hard: false, reason: cutTo(message, 500) },
      },
    ],
  }
}

/** Writes to who was chosen, and notes with them what came of it. */
export const mailingMail = processManager<{ recipientId: string }>()(mailingRecipient, outgoingMail)({
  name: 'mailing-mail',
  version: 1,
  on: {
    'mailingRecipient.chosen': {
      key: ({ aggregateId, data: { leftOut } }) => (leftOut === null ? aggregateId : undefined),
      react: (_, { aggregateId: recipientId, data: { channel } }) => ({
        state: { recipientId },
        send: [{ ...orders[channel], body: { recipientId } }],
      }),
    },
  },
  refused: {
    'outgoingMail.order-to-recipient': notOrdered,
    'outgoingSms.order-to-recipient': notOrdered,
    'letter.write-to-recipient': notOrdered,
  },
})

const failure = (recipientId: string, is: string, reason: string | null, hard = false) => ({
  command: 'mailingRecipient.note-failure',
  id: recipientId,
  name: is,
  body: { is, hard, reason },
})

/** What becomes of a mail of a mailing is noted with whom it is for. */
export const mailingDelivery = processManager<{ recipientId: string }>()(outgoingMail)({
  name: 'mailing-delivery',
  version: 1,
  on: {
    'outgoingMail.ordered': {
      key: ({ aggregateId, data: { recipientId } }) => (recipientId === null ? undefined : aggregateId),
      react: (_, { data: { recipientId } }) => (recipientId ? { state: { recipientId } } : undefined),
    },
    'outgoingMail.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) =>
        state && { send: [{ command: 'mailingRecipient.note-sent', id: state.recipientId, body: {} }] },
    },
    'outgoingMail.refused': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { reason } }) =>
        state && { send: [failure(state.recipientId, 'refused', reason, isForGood(reason))] },
    },
    'outgoingMail.doubted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { reason } }) =>
        state && { send: [failure(state.recipientId, 'doubtful', reason)] },
    },
    'outgoingMail.taken-back': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [failure(state.recipientId, 'stopped', null)] },
    },
    'outgoingMail.bounced': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { status, reason } }) =>
        // The class says whether it is for good (RFC 3463): 5, and of an address, not of a full mailbox (5.2.2).
        state && {
          send: [
            failure(
              state.recipientId,
              'bounced',
              reason,
              status === null || (status.startsWith('5.') && !status.startsWith('5.2.2')),
            ),
          ],
        },
    },
  },
})

/** Of a text of a mailing: whom it is for, in how many parts it went, and which have arrived. */
interface Texted {
  recipientId: string
  parts: number
  arrived: readonly number[]
}

/** The same of a text: what becomes of it is noted with whom it is for, once all of it has arrived. */
export const mailingTexts = processManager<Texted>()(outgoingSms)({
  name: 'mailing-texts',
  version: 1,
  on: {
    'outgoingSms.ordered': {
      key: ({ aggregateId, data: { recipientId } }) => (recipientId === null ? undefined : aggregateId),
      react: (_, { data: { recipientId, parts } }) =>
        recipientId ? { state: { recipientId, parts, arrived: [] } } : undefined,
    },
    'outgoingSms.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) =>
        state && { send: [{ command: 'mailingRecipient.note-sent', id: state.recipientId, body: {} }] },
    },
    'outgoingSms.refused': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { reason } }) =>
        state && { send: [failure(state.recipientId, 'refused', reason)] },
    },
    'outgoingSms.doubted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { reason } }) =>
        state && { send: [failure(state.recipientId, 'doubtful', reason)] },
    },
    'outgoingSms.taken-back': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && { send: [failure(state.recipientId, 'stopped', null)] },
    },
    'outgoingSms.receipt-noted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data }) => {
        if (!state) return undefined
        const { status, arrived } = statusAfter({ ...state, status: 'sent' }, data)
        const { recipientId: id } = state
        if (status === 'undelivered') return { send: [failure(id, 'undelivered', data.reason)] }
        return {
          state: { ...state, arrived },
          send:
            status === 'delivered'
              ? [{ command: 'mailingRecipient.note-delivery', id, name: 'delivered', body: {} }]
              : [],
        }
      },
    },
  },
})

/** A letter is sent when somebody says that it was posted, and stands in the story of whom it was for from then on. */
export const mailingLetters = processManager<{ recipientId: string }>()(letter)({
  name: 'mailing-letters',
  version: 1,
  on: {
    'letter.written': {
      key: ({ aggregateId, data: { recipientId } }) => (recipientId === null ? undefined : aggregateId),
      react: (_, { data: { recipientId } }) => (recipientId ? { state: { recipientId } } : undefined),
    },
    'letter.posted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) =>
        state && { send: [{ command: 'mailingRecipient.note-sent', id: state.recipientId, body: {} }] },
    },
    'letter.returned': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { reason } }) =>
        state && { send: [failure(state.recipientId, 'undelivered', reason)] },
    },
  },
})

/** What a server says of an address that there is not (RFC 5321: 550, RFC 3463: 5.1.x). */
const isForGood = (reason: string) => /\b5\.1\.[0-9]\b/.test(reason)

/** Whoever is reached at an address no more is left out of what is sent to many from then on. */
export const mailingSuppression = processManager<{ model: 'contact' | 'lead'; personId: string }>()(
  mailingRecipient,
)({
  name: 'mailing-suppression',
  version: 1,
  on: {
    'mailingRecipient.chosen': {
      key: ({ aggregateId, data: { leftOut } }) => (leftOut === null ? aggregateId : undefined),
      react: (_, { data: { contactId, leadId } }) => ({
        state: {
          model: contactId === null ? 'lead' : 'contact',
          personId: contactId ?? leadId ?? '',
        },
      }),
    },
    'mailingRecipient.relinked': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { links } }) =>
        state && links.contactId ? { state: { model: 'contact', personId: links.contactId } } : undefined,
    },
    'mailingRecipient.failed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { hard } }) =>
        state && hard
          ? {
              send: [
                {
                  command: `${state.model}.suppress-mail`,
                  id: state.personId,
                  name: 'bounce',
                  body: { cause: 'bounce' },
                },
              ],
            }
          : undefined,
    },
  },
  // They were erased, restricted or merged meanwhile: nothing is sent to them anyway.
  refused: { 'contact.suppress-mail': () => undefined, 'lead.suppress-mail': () => undefined },
})
