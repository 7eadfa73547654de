import {
  type Mood,
  moodOf,
  type SocialMessageState,
  type SocialMessageStatus,
  socialMessage,
} from '../../domain/activities/social-message.ts'
import {
  boolean,
  type Column,
  double,
  instant,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const statusText: Column<SocialMessageStatus> = { sql: 'text', nullable: false }
const moodText: Column<Mood> = { sql: 'text', nullable: false }
const visibilityText: Column<SocialMessageState['visibility']> = { sql: 'text', nullable: false }

export const socialMessageTable = projection(socialMessage)({
  name: 'socialMessage',
  version: 1,
  label: ['handle'],
  columns: {
    socialAccountId: uuid,
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
    monitorId: nullable(uuid),
    networkId: text,
    visibility: visibilityText,
    handle: text,
    authorName: nullable(text),
    text: nullable(text),
    url: nullable(text),
    language: nullable(text),
    postedAt: instant,
    /** What its words say, from -1 to 1, and by which. */
    score: double,
    positive: texts,
    negative: texts,
    /** What somebody says that it is, or else what its words say. */
    mood: moodText,
    corrected: boolean,
    /** What its words say, as long as nobody says otherwise. */
    saidMood: moodText,
    conversationId: nullable(uuid),
    status: statusText,
  },
  sameField: [['score', 'sentiment', 'positive', 'negative', 'mood', 'saidMood', 'corrected']],
  indexes: [
    ['status', 'postedAt'],
    ['socialAccountId', 'postedAt'],
    ['monitorId', 'postedAt'],
    ['conversationId', 'postedAt'],
    ['mood', 'postedAt'],
    ['postedAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'socialMessage.received': (_, { data: { sentiment, ...data } }) => ({
      ...data,
      ...sentiment,
      mood: moodOf(sentiment),
      saidMood: moodOf(sentiment),
      corrected: false,
      status: data.conversationId === null ? 'waiting' : 'in-inbox',
    }),
    'socialMessage.mood-corrected': (row, { data: { mood } }) =>
      row && { ...row, mood: mood ?? row.saidMood, corrected: mood !== null },
    'socialMessage.taken': (row, { data }) => row && { ...row, ...data, status: 'in-inbox' },
    'socialMessage.set-aside': (row) => row && { ...row, status: 'set-aside' },
    'socialMessage.put-back': (row) => row && { ...row, status: 'waiting' },
  },
})
