import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { e164 } from '../values/e164.ts'
import { instant } from '../values/instant.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { mailbox as addressed } from './email.ts'

/** What a conversation can be filed with; who sees one of these sees its mails. */
export const filedUnder = z
  .object({
    model: z
      .enum(['account', 'contact', 'lead', 'opportunity', 'ticket'])
      .register(vocabulary, { id: 'ConversationRecordModel' }),
    id: uuid,
  })
  .register(vocabulary, { id: 'ConversationRecord' })
export type FiledUnder = z.output<typeof filedUnder>

/** What a machine wrote by itself: a report that a mail was not delivered (RFC 3464), an answer nobody typed (RFC 3834), a list. */
export const automatic = z
  .enum(['bounce', 'auto-reply', 'list'])
  .register(vocabulary, { id: 'AutomaticMail' })
export type Automatic = z.output<typeof automatic>

/** Whether a mail is by whom its From says: `none`, nothing vouches for it. */
export const authenticity = z
  .object({
    result: z.enum(['pass', 'fail', 'none']).register(vocabulary, { id: 'AuthenticityResult' }),
    /** Who says so: the own mail server, or the check of DKIM and DMARC here. */
    by: z.enum(['server', 'dmarc']).register(vocabulary, { id: 'AuthenticityCheck' }),
  })
  .register(vocabulary, { id: 'Authenticity' })
export type Authenticity = z.output<typeof authenticity>

const most = 20
const records = z.array(filedUnder).max(most)

/** By which way its messages come and go. */
export const conversationChannel = z
  .enum(['email', 'sms'])
  .register(vocabulary, { id: 'ConversationChannel' })
export type ConversationChannel = z.output<typeof conversationChannel>

const reader = z.object({ ownerId: uuid.nullable(), teamId: uuid.nullable() })
const begun = reader.extend({
  channel: conversationChannel,
  mailboxId: uuid.nullable(),
  /** By text: which of our numbers, and with whose. */
  numberId: uuid.nullable(),
  number: personal(e164).nullable(),
  subject: personal(line(300)).nullable(),
  /** Whether it is to become a ticket. */
  tickets: z.boolean(),
})
const person = subject('conversation')
const nothing = z.object({})

const message = z.object({
  activityId: uuid,
  /** By which answers find it: made of its Message-ID. Null: it has none. */
  key: uuid.nullable(),
  direction: z.enum(['inbound', 'outbound']),
  at: instant,
  from: personal(addressed).nullable(),
  automatic: automatic.nullable(),
  /** Of a mail that came. */
  authenticity: authenticity.nullable(),
  /** Of a text that came: its gateway may have told the one before it twice, as it was cut off and the words are the same. */
  repeats: z.boolean().optional(),
})
/** Somebody wants no more texts, and so has withdrawn these consents of theirs. */
const optedOut = z.object({
  activityId: uuid,
  consents: z.array(z.object({ contactId: uuid, purpose: line(80) })).max(500),
})
const filed = z.object({
  records,
  /** How that is known: by the address or the number of the sender, by what came of the mail itself, or by who says so. */
  by: z.enum(['address', 'number', 'ticket', 'person']).register(vocabulary, { id: 'FiledBy' }),
})
const until = z.object({ until: instant })

const events = {
  'conversation.begun': versioned(creates(begun), 2, {
    1: (data) => ({ ...data, channel: 'email', numberId: null, number: null }),
  }),
  /** `held`: nobody vouches for who wrote it, so that it is filed with nothing until somebody has looked at it. */
  'conversation.message-added': message.extend({ held: z.boolean() }),
  /** Somebody has looked at what was held, and it is genuine. */
  'conversation.accepted': z.object({ activityIds: z.array(uuid).max(500) }),
  'conversation.filed': filed,
  'conversation.taken-off': z.object({ records }),
  'conversation.assigned': z.object({ assigneeId: uuid.nullable() }),
  'conversation.snoozed': until,
  /** Its time has come, or something has. */
  'conversation.woken': nothing,
  'conversation.closed': nothing,
  'conversation.reopened': nothing,
  /** They have said STOP: no text goes to this number until they say START. */
  'conversation.opted-out': optedOut,
  'conversation.opted-in': z.object({ activityId: uuid }),
  ...person.events,
}

const commands = {
  'conversation.begin': creates(begun.extend({ records: records.default([]) })),
  'conversation.add-message': message.extend({
    /** Whom the address of the sender belongs to. */
    records: records.default([]),
  }),
  'conversation.file': z.object({ records: records.min(1), by: filed.shape.by.default('person') }),
  'conversation.take-off': z.object({ records: records.min(1) }),
  'conversation.accept': nothing,
  'conversation.assign': z.object({ assigneeId: uuid.nullable() }),
  'conversation.snooze': until,
  'conversation.wake': nothing,
  'conversation.close': nothing,
  'conversation.reopen': nothing,
  'conversation.opt-out': optedOut,
  'conversation.opt-in': z.object({ activityId: uuid }),
  ...person.commands,
}

export interface ConversationState extends AboutPerson, z.output<typeof reader> {
  channel: ConversationChannel
  mailboxId: string | null
  numberId: string | null
  number: string | null
  subject: string | null
  tickets: boolean
  status: 'open' | 'closed'
  snoozedUntil: string | null
  assigneeId: string | null
  records: readonly FiledUnder[]
  /** The consents that they have withdrawn by STOP; absent unless they have. */
  optedOut?: z.output<typeof optedOut>['consents']
  /** Oldest first. */
  messages: readonly { activityId: string; direction: 'inbound' | 'outbound'; held: boolean }[]
}

const own = decider<ConversationState>()({
  name: 'conversation',
  events,
  commands,
  evolve: {
    'conversation.begun': (_, data) => ({
      ...data,
      status: 'open',
      snoozedUntil: null,
      assigneeId: null,
      records: [],
      messages: [],
    }),
    'conversation.message-added': (state, { activityId, direction, held }) => ({
      ...state,
      messages: [...state.messages, { activityId, direction, held }],
    }),
    'conversation.accepted': (state) => ({
      ...state,
      messages: state.messages.map((one) => ({ ...one, held: false })),
    }),
    'conversation.filed': (state, data) => ({ ...state, records: [...state.records, ...data.records] }),
    'conversation.taken-off': (state, data) => ({
      ...state,
      records: state.records.filter(({ id }) => !data.records.some((one) => one.id === id)),
    }),
    'conversation.assigned': (state, data) => ({ ...state, ...data }),
    'conversation.snoozed': (state, { until: snoozedUntil }) => ({ ...state, snoozedUntil }),
    'conversation.woken': (state) => ({ ...state, snoozedUntil: null }),
    'conversation.closed': (state) => ({ ...state, status: 'closed', snoozedUntil: null }),
    'conversation.reopened': (state) => ({ ...state, status: 'open' }),
    'conversation.opted-out': (state, { consents }) => ({ ...state, optedOut: consents }),
    'conversation.opted-in': ({ optedOut: _, ...state }) => state,
    ...person.evolve,
  },
  decide: {
    'conversation.begin': (_, { records: found, ...data }) => [
      { type: 'conversation.begun', data },
      ...(found.length > 0
        ? [{ type: 'conversation.filed' as const, data: { records: found, by: 'person' as const } }]
        : []),
    ],
    'conversation.add-message': (state, { records: found, ...data }) => {
      if (state.messages.some(({ activityId }) => activityId === data.activityId)) return []
      const came = data.direction === 'inbound'
      // Who a text is by is said by the network that carries it.
      const held = state.channel === 'email' && came && data.authenticity?.result !== 'pass'
      const news = held || data.automatic ? [] : missing(state, found).slice(0, most - state.records.length)
      // What a machine wrote wakes nobody, but for a mail that did not arrive.
      const wakes = came && (data.automatic === null || data.automatic === 'bounce')
      return [
        { type: 'conversation.message-added', data: { ...data, held } },
        ...(news.length > 0
          ? [{ type: 'conversation.filed' as const, data: { records: news, by: filedBy[state.channel] } }]
          : []),
        ...(wakes && state.status === 'closed' ? [{ type: 'conversation.reopened' as const, data: {} }] : []),
        ...(wakes && state.snoozedUntil !== null ? [{ type: 'conversation.woken' as const, data: {} }] : []),
      ]
    },
    'conversation.file': (state, { records: asked, by }) => {
      const news = missing(state, asked)
      if (state.records.length + news.length > most)
        refuse('conversation.too-many', 'A conversation is filed with twenty records at most.', {
          field: 'records',
        })
      return [
        ...(news.length > 0 ? [{ type: 'conversation.filed' as const, data: { records: news, by } }] : []),
        // Who files it has looked at it.
        ...(by === 'person' ? accepted(state) : []),
      ]
    },
    'conversation.take-off': (state, { records: asked }) => {
      const there = state.records.filter(({ id }) => asked.some((one) => one.id === id))
      return there.length > 0 ? [{ type: 'conversation.taken-off', data: { records: there } }] : []
    },
    'conversation.accept': (state) => accepted(state),
    'conversation.assign': (state, data) =>
      state.assigneeId === data.assigneeId ? [] : [{ type: 'conversation.assigned', data }],
    'conversation.snooze': (state, data, { at }) => {
      if (state.status === 'closed') conflict('conversation.closed', 'It is closed; reopen it first.')
      if (data.until <= at)
        refuse('conversation.past', 'It is put off to an instant to come.', { field: 'until' })
      return state.snoozedUntil === data.until ? [] : [{ type: 'conversation.snoozed', data }]
    },
    // Whoever asks only prompts: whether it is time is for the conversation itself to say.
    'conversation.wake': ({ snoozedUntil }, _, { at, actor }) =>
      snoozedUntil === null || (actor.kind === 'system' && snoozedUntil > at)
        ? []
        : [{ type: 'conversation.woken', data: {} }],
    'conversation.close': (state) =>
      state.status === 'closed' ? [] : [{ type: 'conversation.closed', data: {} }],
    'conversation.reopen': (state) =>
      state.status === 'open' ? [] : [{ type: 'conversation.reopened', data: {} }],
    'conversation.opt-out': (state, data) => {
      if (state.channel !== 'sms') conflict('conversation.no-texts', 'No texts are sent in it.')
      return state.optedOut ? [] : [{ type: 'conversation.opted-out', data }]
    },
    'conversation.opt-in': (state, data) => (state.optedOut ? [{ type: 'conversation.opted-in', data }] : []),
    ...person.decide,
  },
})

const filedBy = { email: 'address', sms: 'number' } as const

/** Mails that answer each other, in one mailbox; or texts to and from one number. */
export const conversation = withLinks('conversation', own, z.object({ records }))

function missing({ records: there }: ConversationState, asked: readonly FiledUnder[]): FiledUnder[] {
  return asked.filter(
    ({ id }, n) => !there.some((one) => one.id === id) && asked.findIndex((one) => one.id === id) === n,
  )
}

function accepted({ messages }: ConversationState) {
  const activityIds = messages.filter(({ held }) => held).map(({ activityId }) => activityId)
  return activityIds.length > 0
    ? [{ type: 'conversation.accepted' as const, data: { activityIds: activityIds.slice(-500) } }]
    : []
}
