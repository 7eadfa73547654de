import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { templateUse } from '../values/template-use.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { msgid, mailbox as recipient } from './email.ts'

const recipients = z.array(recipient)

/** Whom of ours an address was found to be, and that they may be written to, when that was asked. */
const checked = z
  .array(
    z
      .object({
        contactId: uuid,
        use: z.enum(['free', 'not-preferred']).register(vocabulary, { id: 'RecipientUse' }),
      })
      .register(vocabulary, { id: 'CheckedRecipient' }),
  )
  .max(100)

export const invitationMethod = z.enum(['REQUEST', 'CANCEL']).register(vocabulary, { id: 'InvitationMethod' })
/** Without `text` it only reminds. */
const invitation = z
  .object({ activityId: uuid, method: invitationMethod, text: personal(prose(40_000)).nullable() })
  .register(vocabulary, { id: 'MailedInvitation' })

const content = z.object({
  mailboxId: uuid,
  /** Who reads that mailbox. */
  ownerId: uuid.nullable(),
  teamId: uuid.nullable(),
  /** Null: it was sent to many, and begins no conversation before somebody answers. */
  conversationId: uuid.nullable(),
  /** Whom of a mailing it is for; null: it was sent to nobody but whom it names. */
  recipientId: uuid.nullable(),
  /** By which version of which template it was written; null: by none. */
  template: templateUse.nullable(),
  /** The ticket whose reply it is. */
  ticketId: uuid.nullable(),
  to: recipients.min(1).max(50),
  cc: recipients.max(50),
  bcc: recipients.max(50),
  subject: personal(line(300)),
  body: personal(prose(20_000)),
  msgid: personal(msgid),
  /** By which answers find it: made of its Message-ID. */
  key: uuid,
  inReplyTo: personal(msgid).nullable(),
  references: personal(z.array(msgid).max(20)),
  /** Until then it can be taken back. */
  sendAt: instant,
  checked,
  /** The appointment that somebody is invited to by it, with what their calendar reads (108). */
  invitation: invitation.optional(),
})

const reason = line(500)

/** What came of handing it in. `doubt`: the server had all of it and did not say whether it took it. */
export const sendingOutcome = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('sent') }),
    z.object({ is: z.literal('deferred'), reason, nextAt: instant }),
    z.object({ is: z.literal('refused'), reason }),
    z.object({ is: z.literal('doubt'), reason }),
  ])
  .register(vocabulary, { id: 'SendingOutcome' })
export type SendingOutcome = z.output<typeof sendingOutcome>

const person = subjectOf('outgoingMail')
const nothing = z.object({})
const attempt = z.object({ attempt: count.min(1) })
const bounce = z.object({
  /** Of the report: 5.1.1 (RFC 3463). */
  status: line(20).nullable(),
  reason: personal(reason).nullable(),
})

const events = {
  'outgoingMail.ordered': versioned(creates(content), 2, {
    1: (data) => ({ ...data, recipientId: null, template: null }),
  }),
  'outgoingMail.taken-back': nothing,
  /** From here on it may be with the server. */
  'outgoingMail.started': attempt,
  'outgoingMail.sent': nothing,
  'outgoingMail.deferred': z.object({ reason, nextAt: instant }),
  'outgoingMail.refused': z.object({ reason }),
  'outgoingMail.doubted': z.object({ reason }),
  /** It came back. */
  'outgoingMail.bounced': bounce,
  ...person.events,
}

const commands = {
  'outgoingMail.order': creates(content),
  /** The same to somebody of a mailing. */
  'outgoingMail.order-to-recipient': creates(content),
  /** The same to somebody who was invited to an appointment. */
  'outgoingMail.invite': creates(content),
  'outgoingMail.take-back': nothing,
  'outgoingMail.start': attempt,
  'outgoingMail.send': z.object({ outcome: sendingOutcome }),
  'outgoingMail.note-bounce': bounce,
  ...person.commands,
}

export type OutgoingStatus =
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'refused'
  | 'doubtful'
  | 'bounced'
  | 'taken-back'

export interface OutgoingMailState extends AboutPerson, z.output<typeof content> {
  status: OutgoingStatus
  attempts: number
}

const own = decider<OutgoingMailState>()({
  name: 'outgoingMail',
  events,
  commands,
  evolve: {
    'outgoingMail.ordered': (_, data) => ({ ...data, status: 'waiting', attempts: 0 }),
    'outgoingMail.taken-back': (state) => ({ ...state, status: 'taken-back' }),
    'outgoingMail.started': (state, { attempt: attempts }) => ({ ...state, status: 'sending', attempts }),
    'outgoingMail.sent': (state) => ({ ...state, status: 'sent' }),
    'outgoingMail.deferred': (state) => ({ ...state, status: 'waiting' }),
    'outgoingMail.refused': (state) => ({ ...state, status: 'refused' }),
    'outgoingMail.doubted': (state) => ({ ...state, status: 'doubtful' }),
    'outgoingMail.bounced': (state) => ({ ...state, status: 'bounced' }),
    ...person.evolve,
  },
  decide: {
    'outgoingMail.order': (_, data, { at }) => ordered(data, at),
    'outgoingMail.order-to-recipient': (_, data, { at }) => ordered(data, at),
    'outgoingMail.invite': (_, data, { at }) => ordered(data, at),
    'outgoingMail.take-back': ({ status }) => {
      if (status === 'taken-back') return []
      if (status !== 'waiting')
        conflict('outgoingMail.gone', 'It is on its way, and cannot be taken back any more.')
      return [{ type: 'outgoingMail.taken-back', data: {} }]
    },
    'outgoingMail.start': (state, { attempt: next }) => {
      if (state.status !== 'waiting') conflict('outgoingMail.not-waiting', 'It does not wait to be sent.')
      if (next !== state.attempts + 1)
        refuse('outgoingMail.attempt', 'That attempt was made.', { field: 'attempt' })
      return [{ type: 'outgoingMail.started', data: { attempt: next } }]
    },
    'outgoingMail.send': ({ status }, { outcome }) => {
      // It may be refused before anything is tried: whom it is for may have forbidden it meanwhile.
      if (status !== 'sending' && !(status === 'waiting' && outcome.is === 'refused')) return []
      switch (outcome.is) {
        case 'sent':
          return [{ type: 'outgoingMail.sent', data: {} }]
        case 'deferred':
          return [{ type: 'outgoingMail.deferred', data: { reason: outcome.reason, nextAt: outcome.nextAt } }]
        case 'refused':
          return [{ type: 'outgoingMail.refused', data: { reason: outcome.reason } }]
        case 'doubt':
          return [{ type: 'outgoingMail.doubted', data: { reason: outcome.reason } }]
      }
    },
    'outgoingMail.note-bounce': ({ status }, data) =>
      status === 'sent' || status === 'doubtful' ? [{ type: 'outgoingMail.bounced', data }] : [],
    ...person.decide,
  },
})

function ordered(data: z.output<typeof content>, at: string) {
  const sendAt = data.sendAt < at ? at : data.sendAt
  return [{ type: 'outgoingMail.ordered' as const, data: { ...data, sendAt } }]
}

/** A mail that goes out: ordered, sent once or in doubt, and perhaps come back. */
export const outgoingMail = withLinks(
  'outgoingMail',
  own,
  z.object({
    mailboxId: uuid,
    conversationId: uuid.nullable(),
    ticketId: uuid.nullable(),
    checked,
  }),
)
