import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { instant } from '../values/instant.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { handle, socialVisibility } from './social.ts'

export const mood = z.enum(['positive', 'neutral', 'negative']).register(vocabulary, { id: 'Mood' })
export type Mood = z.output<typeof mood>

/** Of a word list: how much a text leans to what it calls good (1) or bad (-1), and by which of its words. */
export const sentiment = z
  .object({
    score: z.number().min(-1).max(1),
    positive: personal(z.array(line(100)).max(30)),
    negative: personal(z.array(line(100)).max(30)),
  })
  .register(vocabulary, { id: 'Sentiment' })
export type Sentiment = z.output<typeof sentiment>

export const moodOf = ({ score }: Pick<Sentiment, 'score'>): Mood =>
  score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral'

/** Where a message is in the queue of what was found; one that is to us is in the inbox from the start. */
export const socialMessageStatus = z
  .enum(['waiting', 'in-inbox', 'set-aside'])
  .register(vocabulary, { id: 'SocialMessageStatus' })
export type SocialMessageStatus = z.output<typeof socialMessageStatus>

const content = z.object({
  socialAccountId: uuid,
  /** Who reads that account. */
  ownerId: uuid.nullable(),
  teamId: uuid.nullable(),
  /** By which monitor it was found; null: it is to us. */
  monitorId: uuid.nullable(),
  /** As the server of our account calls it, by which it is answered. */
  networkId: line(100),
  visibility: socialVisibility,
  handle: personal(handle),
  authorName: personal(line(200)).nullable(),
  /** Null: it says nothing, as a picture may. */
  text: personal(prose(20_000)).nullable(),
  /** Where it stands in the network. */
  url: personal(z.url().max(2_000)).nullable(),
  /** As its writer says (ISO 639); null: they do not. */
  language: line(20).nullable(),
  postedAt: instant,
  sentiment,
  /** In which conversation it is; null: it waits in the queue. */
  conversationId: uuid.nullable(),
})
const person = subject('socialMessage')
const nothing = z.object({})
const taken = z.object({ conversationId: uuid })

export interface SocialMessageState extends AboutPerson, z.output<typeof content> {
  status: SocialMessageStatus
  /** What somebody has said that it is; null: nobody has. */
  corrected: Mood | null
}

/** What somebody has written in a social network: to us, or so that a monitor of ours has found it. */
export const socialMessage = decider<SocialMessageState>()({
  name: 'socialMessage',
  events: {
    'socialMessage.received': creates(content),
    /** Null: what the words say counts again. */
    'socialMessage.mood-corrected': z.object({ mood: mood.nullable() }),
    'socialMessage.taken': taken,
    'socialMessage.set-aside': nothing,
    'socialMessage.put-back': nothing,
    ...person.events,
  },
  commands: {
    'socialMessage.receive': creates(content),
    'socialMessage.correct-mood': z.object({ mood: mood.nullable() }),
    'socialMessage.take': taken,
    'socialMessage.set-aside': nothing,
    'socialMessage.put-back': nothing,
    ...person.commands,
  },
  evolve: {
    'socialMessage.received': (_, data) => ({
      ...data,
      status: data.conversationId === null ? 'waiting' : 'in-inbox',
      corrected: null,
    }),
    'socialMessage.mood-corrected': (state, { mood: corrected }) => ({ ...state, corrected }),
    'socialMessage.taken': (state, data) => ({ ...state, ...data, status: 'in-inbox' }),
    'socialMessage.set-aside': (state) => ({ ...state, status: 'set-aside' }),
    'socialMessage.put-back': (state) => ({ ...state, status: 'waiting' }),
    ...person.evolve,
  },
  decide: {
    'socialMessage.receive': (_, data) => [{ type: 'socialMessage.received', data }],
    'socialMessage.correct-mood': ({ corrected }, data) =>
      corrected === data.mood ? [] : [{ type: 'socialMessage.mood-corrected', data }],
    'socialMessage.take': ({ conversationId }, data) => {
      if (conversationId === data.conversationId) return []
      if (conversationId !== null)
        conflict('socialMessage.in-inbox', 'It is in the inbox already.', { conversationId })
      return [{ type: 'socialMessage.taken', data }]
    },
    'socialMessage.set-aside': ({ status }) => {
      if (status === 'in-inbox') conflict('socialMessage.in-inbox', 'It is in the inbox; close it there.')
      return status === 'set-aside' ? [] : [{ type: 'socialMessage.set-aside', data: {} }]
    },
    'socialMessage.put-back': ({ status }) =>
      status === 'set-aside' ? [{ type: 'socialMessage.put-back', data: {} }] : [],
    ...person.decide,
  },
})
