import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { e164 } from '../values/e164.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { unitPrice } from '../values/money.ts'
import { templateUse } from '../values/template-use.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** So many parts one text has at most: what is longer is a letter. */
export const mostParts = 10
/** In which alphabet a text goes: that of GSM (3GPP TS 23.038), or UCS-2 where a sign is not in it. */
export const smsAlphabet = z.enum(['gsm', 'ucs2']).register(vocabulary, { id: 'SmsAlphabet' })

const reason = line(500)
const part = count.min(1).max(mostParts)

const content = z.object({
  numberId: uuid,
  /** Who reads that number. */
  ownerId: uuid.nullable(),
  teamId: uuid.nullable(),
  /** Null: it was sent to many, and begins no conversation before somebody answers. */
  conversationId: uuid.nullable(),
  /** Whom of a mailing it is for; null: it was sent to nobody but whom it names. */
  recipientId: uuid.nullable(),
  /** By which version of which template it was written; null: by none. */
  template: templateUse.nullable(),
  /** Whom of ours that number was found to be; null: nobody. */
  contactId: uuid.nullable(),
  /** Null: whose number it is was erased. */
  to: personal(e164).nullable(),
  body: personal(prose(1_600)),
  alphabet: smsAlphabet,
  parts: part,
  /** What a part costs, as it was said then; null: nobody had said. */
  pricePerPart: unitPrice.nullable(),
  /** Until then it can be taken back. */
  sendAt: instant,
})

/** What came of handing it in. `doubt`: the gateway had it, or some of its parts, and it is not known what became of the rest. */
export const smsOutcome = z
  .discriminatedUnion('is', [
    z.object({
      is: z.literal('sent'),
      /** As the gateway calls its parts, in their order, by which receipts name them; none where it does not say. */
      messageIds: z.array(line(65)).max(mostParts),
    }),
    z.object({ is: z.literal('deferred'), reason, nextAt: instant }),
    z.object({ is: z.literal('refused'), reason }),
    z.object({ is: z.literal('doubt'), reason }),
  ])
  .register(vocabulary, { id: 'SmsOutcome' })
export type SmsOutcome = z.output<typeof smsOutcome>

/** What a receipt says of a part, or of all of it (null). */
const receipt = z.object({
  part: part.nullable(),
  is: z.enum(['delivered', 'undelivered']).register(vocabulary, { id: 'SmsReceipt' }),
  /** As the gateway says it: `EXPIRED`, `UNDELIV`. */
  reason: reason.nullable(),
})
export type SmsReceipt = z.output<typeof receipt>

const person = subjectOf('outgoingSms')
const nothing = z.object({})
/** They are counted one by one: a random one would never be the next. */
const attempt = z.object({ attempt: count.min(1).meta({ examples: [1, 2, 3] }) })

const events = {
  'outgoingSms.ordered': creates(content),
  'outgoingSms.taken-back': nothing,
  /** From here on it may be with the gateway. */
  'outgoingSms.started': attempt,
  'outgoingSms.sent': z.object({ messageIds: z.array(line(65)).max(mostParts) }),
  'outgoingSms.deferred': z.object({ reason, nextAt: instant }),
  'outgoingSms.refused': z.object({ reason }),
  'outgoingSms.doubted': z.object({ reason }),
  /** A part arrived, or did not; the last that did has delivered all of it. */
  'outgoingSms.receipt-noted': receipt,
  ...person.events,
}

const commands = {
  'outgoingSms.order': creates(content),
  /** The same to somebody of a mailing. */
  'outgoingSms.order-to-recipient': creates(content),
  'outgoingSms.take-back': nothing,
  'outgoingSms.start': attempt,
  'outgoingSms.send': z.object({ outcome: smsOutcome }),
  'outgoingSms.note-receipt': receipt,
  ...person.commands,
}

export const outgoingSmsStatuses = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'refused',
  'doubtful',
  'taken-back',
] as const
export type OutgoingSmsStatus = (typeof outgoingSmsStatuses)[number]

export interface OutgoingSmsState extends AboutPerson, z.output<typeof content> {
  status: OutgoingSmsStatus
  attempts: number
  /** The parts that receipts have named. */
  arrived: readonly number[]
}

/** How it stands after a receipt. A phone may show a text only whole, so one part that is lost has lost it. */
export function statusAfter(
  { status, parts, arrived }: Pick<OutgoingSmsState, 'status' | 'parts' | 'arrived'>,
  { part: of, is }: SmsReceipt,
): Pick<OutgoingSmsState, 'status' | 'arrived'> {
  const all = of === null ? arrived : [...new Set([...arrived, of])]
  if (is === 'undelivered') return { status: 'undelivered', arrived }
  if (status === 'undelivered') return { status, arrived: all }
  return { status: of === null || all.length >= parts ? 'delivered' : status, arrived: all }
}

const own = decider<OutgoingSmsState>()({
  name: 'outgoingSms',
  events,
  commands,
  evolve: {
    'outgoingSms.ordered': (_, data) => ({ ...data, status: 'waiting', attempts: 0, arrived: [] }),
    'outgoingSms.taken-back': (state) => ({ ...state, status: 'taken-back' }),
    'outgoingSms.started': (state, { attempt: attempts }) => ({ ...state, status: 'sending', attempts }),
    'outgoingSms.sent': (state) => ({ ...state, status: 'sent' }),
    'outgoingSms.deferred': (state) => ({ ...state, status: 'waiting' }),
    'outgoingSms.refused': (state) => ({ ...state, status: 'refused' }),
    'outgoingSms.doubted': (state) => ({ ...state, status: 'doubtful' }),
    'outgoingSms.receipt-noted': (state, data) => ({ ...state, ...statusAfter(state, data) }),
    ...person.evolve,
  },
  decide: {
    'outgoingSms.order': (_, data, { at }) => ordered(data, at),
    'outgoingSms.order-to-recipient': (_, data, { at }) => ordered(data, at),
    'outgoingSms.take-back': ({ status }) => {
      if (status === 'taken-back') return []
      if (status !== 'waiting')
        conflict('outgoingSms.gone', 'It is on its way, and cannot be taken back any more.')
      return [{ type: 'outgoingSms.taken-back', data: {} }]
    },
    'outgoingSms.start': (state, { attempt: next }) => {
      if (state.status !== 'waiting') conflict('outgoingSms.not-waiting', 'It does not wait to be sent.')
      if (next !== state.attempts + 1)
        refuse('outgoingSms.attempt', 'That attempt was made.', { field: 'attempt' })
      return [{ type: 'outgoingSms.started', data: { attempt: next } }]
    },
    'outgoingSms.send': ({ status }, { outcome }) => {
      // It may be refused before anything is tried: whom it is for may have said STOP meanwhile.
      if (status !== 'sending' && !(status === 'waiting' && outcome.is === 'refused')) return []
      switch (outcome.is) {
        case 'sent':
          return [{ type: 'outgoingSms.sent', data: { messageIds: outcome.messageIds } }]
        case 'deferred':
          return [{ type: 'outgoingSms.deferred', data: { reason: outcome.reason, nextAt: outcome.nextAt } }]
        case 'refused':
          return [{ type: 'outgoingSms.refused', data: { reason: outcome.reason } }]
        case 'doubt':
          return [{ type: 'outgoingSms.doubted', data: { reason: outcome.reason } }]
      }
    },
    'outgoingSms.note-receipt': (state, data) => {
      // A receipt settles a doubt: what arrived had been taken.
      const isAwaited = ['sending', 'sent', 'doubtful'].includes(state.status)
      const isNamed = data.part !== null && state.arrived.includes(data.part)
      if (!isAwaited || isNamed || (data.part !== null && data.part > state.parts)) return []
      return [{ type: 'outgoingSms.receipt-noted', data }]
    },
    ...person.decide,
  },
})

function ordered(data: z.output<typeof content>, at: string) {
  const sendAt = data.sendAt < at ? at : data.sendAt
  return [{ type: 'outgoingSms.ordered' as const, data: { ...data, sendAt } }]
}

/** A text that goes out: ordered, sent once or in doubt, and known to have arrived where the gateway tells. */
export const outgoingSms = withLinks(
  'outgoingSms',
  own,
  z.object({ numberId: uuid, conversationId: uuid.nullable(), contactId: uuid.nullable() }),
)
