import {
  type SocialCounts,
  type SocialPostState,
  type SocialPostStatus,
  socialPost,
} from '../../domain/activities/social-post.ts'
import { personIn } from '../../domain/event.ts'
import { merged } from '../../domain/record.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Column, instant, integer, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const statusText: Column<SocialPostStatus> = { sql: 'text', nullable: false }
const visibilityText: Column<SocialPostState['visibility']> = { sql: 'text', nullable: false }

const columns = {
  socialAccountId: uuid,
  ownerId: nullable(uuid),
  teamId: nullable(uuid),
  campaignId: nullable(uuid),
  conversationId: nullable(uuid),
  to: nullable(text),
  replyToId: nullable(text),
  text,
  visibility: visibilityText,
  status: statusText,
  /** When it goes, or went; null: it is a draft. */
  publishAt: nullable(instant),
  attempts: integer,
  postedAt: nullable(instant),
  networkId: nullable(text),
  /** Where it stands in the network. */
  url: nullable(text),
  /** Why it has not gone. */
  reason: nullable(text),
  favourites: integer,
  reblogs: integer,
  replies: integer,
  /** Of all of these. */
  reactions: integer,
  /** When it was counted last that something had come; null: nothing has been counted. */
  countedAt: nullable(instant),
  followers: nullable(integer),
  writtenById: nullable(uuid),
}
type Row = RowOf<typeof columns>

export const reactionsOf = ({ favourites, reblogs, replies }: SocialCounts): number =>
  Math.min(2_147_483_647, favourites + reblogs + replies)

export const socialPostTable = projection(socialPost)({
  name: 'socialPost',
  version: 1,
  label: ['text'],
  columns,
  sameField: [
    ['attempts', 'attempt'],
    ['reason', 'outcome'],
    ['publishAt', 'nextAt'],
    ['reactions', 'favourites', 'reblogs', 'replies', 'followers'],
  ],
  indexes: [
    ['status', 'publishAt'],
    ['socialAccountId', 'publishAt'],
    ['campaignId'],
    ['conversationId', 'publishAt'],
    ['postedAt'],
    ['reactions'],
    ['publishAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'socialPost.written': (_, { data, metadata }) => ({
      ...data,
      status: 'draft',
      publishAt: null,
      attempts: 0,
      postedAt: null,
      networkId: null,
      url: null,
      reason: null,
      favourites: 0,
      reblogs: 0,
      replies: 0,
      reactions: 0,
      countedAt: null,
      followers: null,
      writtenById: personIn(metadata.actor),
    }),
    'socialPost.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes),
    'socialPost.scheduled': (row, { data }) => row && { ...row, ...data, status: 'scheduled' },
    'socialPost.taken-back': (row) => row && { ...row, status: 'draft', publishAt: null },
    'socialPost.discarded': (row) => row && { ...row, status: 'discarded' },
    'socialPost.started': (row, { data: { attempt } }) =>
      row && { ...row, status: 'sending', attempts: attempt },
    'socialPost.posted': (row, { data, occurredAt }) =>
      row && { ...row, ...data, status: 'posted', postedAt: occurredAt, reason: null },
    'socialPost.deferred': (row, { data: { reason, nextAt } }) =>
      row && { ...row, status: 'scheduled', reason, publishAt: nextAt },
    'socialPost.refused': (row, { data: { reason } }) => row && { ...row, status: 'refused', reason },
    'socialPost.doubted': (row, { data: { reason } }) => row && { ...row, status: 'doubtful', reason },
    'socialPost.counted': (row, { data, occurredAt }) =>
      row && { ...row, ...data, reactions: reactionsOf(data), countedAt: occurredAt },
  },
})

/** What was counted of posts, each time that it had become something else: a row each. */
export const socialCountTable = projection(socialPost)({
  name: 'socialCount',
  version: 1,
  columns: {
    socialPostId: uuid,
    at: instant,
    favourites: integer,
    reblogs: integer,
    replies: integer,
    reactions: integer,
    followers: integer,
  },
  // It says that there is a post, and nothing of it.
  grants: () => [everyone],
  indexes: [['socialPostId', 'at']],
  on: {
    'socialPost.counted': {
      key: ({ aggregateId, position }) => derivedId(aggregateId, 'count', String(position)),
      fold: (_, { aggregateId, data, occurredAt }) => ({
        ...data,
        socialPostId: aggregateId,
        at: occurredAt,
        reactions: reactionsOf(data),
      }),
    },
  },
})
