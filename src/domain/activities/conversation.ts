import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { merged } from '../record.ts'
import { submission } from '../sales/submission.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { e164 } from '../values/e164.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { cutTo, line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import {
  answerTo,
  type BotState,
  chatAuthor,
  chatText,
  citedArticle,
  firstBotState,
  mostSayings,
  type Saying,
  type Visitor,
  visitor,
  visitorField,
} from './chat.ts'
import { mailbox as addressed } from './email.ts'
import { type FiledUnder, filedUnder } from './filed-under.ts'
import { handle } from './social.ts'

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
const reader = z.object({ ownerId: uuid.nullable(), teamId: uuid.nullable() })
/** By which way its messages come and go. */
export const conversationChannel = z
  .enum(['email', 'sms', 'chat', 'social'])
  .register(vocabulary, { id: 'ConversationChannel' })
export type ConversationChannel = z.output<typeof conversationChannel>
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
  /**
   * How that is known: by the address or the number of the sender, by what came of the mail or was made of the chat itself, or
   * by who says so.
   */
  by: z.enum(['address', 'number', 'ticket', 'made', 'person']).register(vocabulary, { id: 'FiledBy' }),
})
const until = z.object({ until: instant })
const socialAdded = z.object({ socialId: uuid, direction: z.enum(['inbound', 'outbound']), at: instant })

const begun = reader.extend({
  channel: conversationChannel,
  /** Of one by mail. */
  mailboxId: uuid.nullable(),
  /** Of one by text: which of our numbers, and with whose. */
  numberId: uuid.nullable(),
  number: personal(e164).nullable(),
  /** Of a chat. */
  widgetId: uuid.nullable(),
  subject: personal(line(300)).nullable(),
  /** Whether it is to become a ticket. */
  tickets: z.boolean(),
  /** Who a visitor says that they are. */
  visitor: visitor.nullable(),
  /** The page that they wrote from. */
  page: submission.shape.page,
  /** Whether a bot answers first. */
  bot: z.boolean(),
  /** Of one in a social network. */
  social: z
    .object({
      socialAccountId: uuid,
      /** Whom it is with. */
      handle: personal(handle),
      /** Whether nobody else sees it. */
      direct: z.boolean(),
    })
    .optional(),
})
/** What one by mail has none of, and one that is no chat. */
const unlessText = { numberId: null, number: null } as const
const unlessChat = { widgetId: null, visitor: null, page: null, bot: false } as const

/** What of its own a chat says; who reads it goes with it. */
const said = reader.extend({
  /** Which one of this chat it is, from 1. */
  number: count.min(1),
  author: chatAuthor,
  text: personal(chatText),
  /** What it cites. */
  articles: z.array(citedArticle).max(3),
  /** What the bot asks by it. */
  asks: visitorField.nullable(),
})

const events = {
  'conversation.begun': versioned(creates(begun), 2, {
    1: (data) => ({ ...data, channel: 'email', ...unlessText, ...unlessChat }),
  }),
  'conversation.said': said,
  /** What a visitor has answered of themselves. */
  'conversation.introduced': z.object({ visitor: visitor.partial() }),
  /** A visitor does not want to go on with the bot. */
  'conversation.person-wanted': z.object({}),
  /** The bot has given it to people: somebody wanted that, or it knew no answer. */
  'conversation.handed-over': z.object({
    because: z.enum(['wanted', 'no-answer']).register(vocabulary, { id: 'HandedOverBecause' }),
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
  /** Somebody has written in a social network, or we have: a message or a post. */
  'conversation.social-added': socialAdded,
  ...person.events,
}

const commands = {
  'conversation.begin': creates(
    begun
      .omit({ widgetId: true, visitor: true, page: true, bot: true })
      .extend({ channel: z.enum(['email', 'sms', 'social']), records: records.default([]) }),
  ),
  /** By a visitor, who says something at once. */
  'conversation.begin-chat': creates(
    begun
      .pick({ teamId: true, page: true, bot: true })
      .extend({ widgetId: uuid, visitor, text: said.shape.text }),
  ),
  'conversation.say': said.pick({ text: true }),
  'conversation.want-person': z.object({}),
  /** What the bot says to the newest that was said, and whether it is its last word. */
  'conversation.answer': said
    .pick({ text: true, articles: true, asks: true })
    .extend({ after: said.shape.number, handsOver: z.boolean() }),
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
  'conversation.add-social': socialAdded,
  ...person.commands,
}

export interface ConversationState extends AboutPerson, Omit<z.output<typeof begun>, 'bot'> {
  status: 'open' | 'closed'
  snoozedUntil: string | null
  assigneeId: string | null
  records: readonly FiledUnder[]
  /** The consents that they have withdrawn by STOP; absent unless they have. */
  optedOut?: z.output<typeof optedOut>['consents']
  /** Oldest first. */
  messages: readonly { activityId: string; direction: 'inbound' | 'outbound'; held: boolean }[]
  /** Of one in a social network, oldest first; absent as long as there are none. */
  socialIds?: readonly string[]
  /** Of a chat, oldest first. */
  sayings: readonly Saying[]
  /** Null: there is none, or it has handed over. */
  bot: BotState | null
}

const own = decider<ConversationState>()({
  name: 'conversation',
  events,
  commands,
  evolve: {
    'conversation.begun': (_, data) => ({
      ...data,
      bot: data.bot ? firstBotState : null,
      sayings: [],
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
    'conversation.said': (state, { number, author, text, asks }, { at }) => ({
      ...state,
      sayings: [...state.sayings, { number, author, text, at }],
      bot: author === 'agent' ? null : author === 'bot' ? withQuestion(state.bot, asks) : state.bot,
    }),
    'conversation.introduced': (state, { visitor: known }) => ({
      ...state,
      visitor: state.visitor && merged(state.visitor, known),
    }),
    'conversation.person-wanted': (state) => ({
      ...state,
      bot: state.bot && { ...state.bot, stage: 'asking', wanted: true },
    }),
    'conversation.handed-over': (state) => ({ ...state, bot: null }),
    'conversation.accepted': (state) => ({
      ...state,
      messages: state.messages.map((one) => ({ ...one, held: false })),
    }),
    'conversation.filed': (state, data) => ({ ...state, records: [...state.records, ...data.records] }),
    'conversation.taken-off': (state, data) => ({
      ...state,
      records: state.records.filter(({ id }) => !data.records.some((one) => one.id === id)),
    }),
    'conversation.assigned': (state, data) => ({
      ...state,
      ...data,
      bot: data.assigneeId === null ? state.bot : null,
    }),
    'conversation.snoozed': (state, { until: snoozedUntil }) => ({ ...state, snoozedUntil }),
    'conversation.woken': (state) => ({ ...state, snoozedUntil: null }),
    'conversation.closed': (state) => ({ ...state, status: 'closed', snoozedUntil: null }),
    'conversation.reopened': (state) => ({ ...state, status: 'open' }),
    'conversation.opted-out': (state, { consents }) => ({ ...state, optedOut: consents }),
    'conversation.opted-in': ({ optedOut: __, ...state }) => state,
    'conversation.social-added': (state, { socialId }) => ({
      ...state,
      socialIds: [...(state.socialIds ?? []), socialId],
    }),
    ...person.evolve,
  },
  decide: {
    'conversation.begin': (_, { records: found, ...data }) => [
      { type: 'conversation.begun' as const, data: { ...data, ...unlessChat } },
      ...(found.length > 0
        ? [{ type: 'conversation.filed' as const, data: { records: found, by: 'person' as const } }]
        : []),
    ],
    'conversation.begin-chat': (_, { text, ...data }) => {
      const [first = ''] = text.split('\n')
      const who = { ownerId: null, teamId: data.teamId }
      return [
        {
          type: 'conversation.begun' as const,
          data: {
            ...data,
            ...who,
            ...unlessText,
            channel: 'chat' as const,
            mailboxId: null,
            tickets: false,
            subject: first.length > 120 ? `${cutTo(first, 119)}…` : first,
          },
        },
        {
          type: 'conversation.said' as const,
          data: { ...who, number: 1, author: 'visitor' as const, text, articles: [], asks: null },
        },
      ]
    },
    'conversation.say': (state, { text }, { actor }) => {
      mustBeChat(state)
      const isVisitor = actor.kind === 'visitor'
      if (state.status === 'closed' && !isVisitor)
        conflict('conversation.closed', 'It is closed; reopen it first.')
      mustHaveRoom(state)
      const asking = state.bot?.asking ?? null
      const isUnknown = isVisitor && asking !== null && state.visitor?.[asking] === null
      const answer = isUnknown ? answerTo(asking, text) : undefined
      return [
        sayingOf(state, { author: isVisitor ? 'visitor' : 'agent', text, articles: [], asks: null }),
        ...(asking !== null && answer !== undefined
          ? [{ type: 'conversation.introduced' as const, data: { visitor: { [asking]: answer } } }]
          : []),
        ...awoken(state, isVisitor),
        // Who answers has it.
        ...(actor.kind === 'user' && state.assigneeId === null
          ? [{ type: 'conversation.assigned' as const, data: { assigneeId: actor.id } }]
          : []),
      ]
    },
    'conversation.want-person': ({ bot }) =>
      bot === null || bot.wanted ? [] : [{ type: 'conversation.person-wanted', data: {} }],
    // Of what was said meanwhile the bot hears by itself.
    'conversation.answer': (state, { after, handsOver, ...data }) => {
      if (state.bot === null || state.status === 'closed' || state.sayings.at(-1)?.number !== after) return []
      const isFull = state.sayings.length >= mostSayings
      return [
        ...(isFull ? [] : [sayingOf(state, { ...data, author: 'bot' })]),
        ...(handsOver || isFull
          ? [
              {
                type: 'conversation.handed-over' as const,
                data: { because: state.bot.wanted ? ('wanted' as const) : ('no-answer' as const) },
              },
            ]
          : []),
      ]
    },
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
        ...awoken(state, wakes),
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
    'conversation.add-social': (state, data) => {
      if (state.channel !== 'social') conflict('conversation.not-social', 'It is in no social network.')
      if (state.socialIds?.includes(data.socialId)) return []
      return [{ type: 'conversation.social-added', data }, ...awoken(state, data.direction === 'inbound')]
    },
    ...person.decide,
  },
})

const filedBy = { email: 'address', sms: 'number', chat: 'made', social: 'made' } as const

/**
 * Mails that answer each other, in one mailbox; texts to and from one number; what a visitor and we say in a chat; or what somebody
 * and we write in a social network, to each other alone or for all to see.
 */
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

/** What has come brings back a conversation that was closed or put off. */
function awoken({ status, snoozedUntil }: ConversationState, wakes: boolean) {
  return [
    ...(wakes && status === 'closed' ? [{ type: 'conversation.reopened' as const, data: {} }] : []),
    ...(wakes && snoozedUntil !== null ? [{ type: 'conversation.woken' as const, data: {} }] : []),
  ]
}

function mustBeChat({ channel }: ConversationState): void {
  if (channel !== 'chat') conflict('conversation.no-chat', 'This is no chat; send a mail.')
}

function mustHaveRoom({ sayings }: ConversationState): void {
  if (sayings.length >= mostSayings)
    conflict('conversation.full', `In one chat ${mostSayings} things are said at most; begin another.`)
}

function sayingOf(
  { sayings, ownerId, teamId }: ConversationState,
  data: Omit<z.output<typeof said>, 'number' | 'ownerId' | 'teamId'>,
) {
  const number = (sayings.at(-1)?.number ?? 0) + 1
  return { type: 'conversation.said' as const, data: { ...data, ownerId, teamId, number } }
}

/** The bot after it has said something, and perhaps asked for something by it. */
function withQuestion(bot: BotState | null, asks: keyof Visitor | null): BotState | null {
  if (bot === null || asks === null) return bot && { ...bot, asking: null }
  return {
    ...bot,
    stage: 'asking',
    asking: asks,
    asked: { ...bot.asked, [asks]: (bot.asked[asks] ?? 0) + 1 },
  }
}
