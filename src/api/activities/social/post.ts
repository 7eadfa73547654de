import { sql } from 'kysely'
import { z } from 'zod'
import {
  enoughPosts,
  hoursOfTime,
  nextOf,
  type PastPost,
  timesOf,
} from '../../../domain/activities/best-time.ts'
import { socialVisibility } from '../../../domain/activities/social.ts'
import { socialPostStatuses } from '../../../domain/activities/social-post.ts'
import { day } from '../../../domain/values/day.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { conversationTable } from '../../../projections/activities/conversation.ts'
import { socialAccountTable } from '../../../projections/activities/social-account.ts'
import { socialCountTable, socialPostTable } from '../../../projections/activities/social-post.ts'
import { campaignTable } from '../../../projections/marketing/campaign.ts'
import { refuseHidden } from '../../http/masks.ts'
import { query } from '../../lists/query.ts'
import { recordQueries } from '../../lists/record-queries.ts'

const status = z.enum(socialPostStatuses).register(vocabulary, { id: 'SocialPostStatus' })

/** Of those who could see it, how many did something with it; null: nobody could, or nothing was counted. */
export const rateOf = (reactions: number, followers: number | null): number | null =>
  followers ? Math.round((reactions / followers) * 10_000) / 10_000 : null

export const socialPostQueries = recordQueries(socialPostTable)({
  resource: 'social-posts',
  summary: 'Posts and answers in social networks, what became of them, and what others did with them',
  row: z.object({
    socialAccountId: uuid,
    campaignId: uuid.nullable(),
    conversationId: uuid.nullable().describe('Of an answer.'),
    to: z.string().nullable().describe('Of an answer: whom it is to.'),
    text: z.string(),
    visibility: socialVisibility,
    status,
    publishAt: instant.nullable().describe('When it goes, or was to go; null: it is a draft.'),
    postedAt: instant.nullable(),
    url: z.string().nullable().describe('Where it stands in the network.'),
    reason: z.string().nullable().describe('Why it has not gone.'),
    attempts: z.int(),
    favourites: z.int(),
    reblogs: z.int(),
    replies: z.int(),
    reactions: z.int().describe('All of these. The network tells no clicks.'),
    followers: z.int().nullable().describe('When it was counted last.'),
    engagementRate: z.number().nullable().describe('Reactions by followers.'),
    countedAt: instant.nullable().describe('When something had come last.'),
    writtenById: uuid.nullable(),
  }),
  shown: ({ ownerId: __, teamId: ___, networkId: ____, replyToId: _____, ...row }) => ({
    ...row,
    engagementRate: rateOf(row.reactions ?? 0, row.followers ?? null),
  }),
  references: {
    socialAccountId: socialAccountTable,
    campaignId: campaignTable,
    conversationId: conversationTable,
  },
  filters: { status, socialAccountId: uuid, campaignId: uuid, conversationId: uuid },
  sorts: ['-publishAt', 'postedAt', 'reactions', 'createdAt', 'updatedAt'],
  search: ['text', 'to'],
})

/** What others did with a post over time (MKT-11). */
export const socialPostResults = query(
  socialPostTable,
  socialCountTable,
)({
  name: 'socialPostResults',
  path: '/social-posts/:id/results',
  summary: 'What others did with a post: each count by which it had become more or less, the oldest first',
  permission: 'socialPost.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    items: z.array(
      z
        .object({
          at: instant,
          favourites: z.int(),
          reblogs: z.int(),
          replies: z.int(),
          reactions: z.int(),
          followers: z.int(),
          engagementRate: z.number().nullable(),
        })
        .register(vocabulary, { id: 'SocialPostCount' }),
    ),
  }),
  async run({ db, parameters: { id }, principal }) {
    refuseHidden(principal, { socialPost: ['reactions', 'followers'] })
    const found = await db.selectFrom('socialPost').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const items = await db
      .selectFrom('socialCount')
      .select(['at', 'favourites', 'reblogs', 'replies', 'reactions', 'followers'])
      .where('socialPostId', '=', id)
      .orderBy('at', 'desc')
      .limit(1_000)
      .execute()
    return {
      items: items.reverse().map((one) => ({ ...one, engagementRate: rateOf(one.reactions, one.followers) })),
    }
  },
})

/** When it is best to post, by what came of posts before (MKT-10), and how posts do week by week (MKT-11). */
export const socialTimes = query(socialPostTable)({
  name: 'socialTimes',
  path: '/social-times',
  summary: 'At which times of the week posts were taken up best, and how they were week by week',
  permission: 'socialPost.read',
  parameters: z.object({ socialAccountId: uuid }),
  reply: z.object({
    posts: z.int().describe('Of so many posts that all could see, within a year.'),
    enough: z.boolean().describe(`Fewer than ${enoughPosts} say little: it may be chance.`),
    timeZone: z.string(),
    hours: z.int().describe('How long such a time is, in hours.'),
    method: z.string(),
    best: instant.nullable().describe('When the best of them begins next; null: nothing is known.'),
    times: z.array(
      z
        .object({
          weekday: z.int().describe('Monday is 1.'),
          hour: z.int(),
          posts: z.int(),
          reactions: z.number().describe('Of each post, the mean.'),
          expected: z.number(),
        })
        .register(vocabulary, { id: 'SocialTime' }),
    ),
    weeks: z.array(
      z
        .object({ week: day, posts: z.int(), reactions: z.int(), engagementRate: z.number().nullable() })
        .register(vocabulary, { id: 'SocialWeek' }),
    ),
  }),
  async run({ db, parameters: { socialAccountId }, asOf, now, zone, principal }) {
    refuseHidden(principal, { socialPost: ['reactions', 'followers', 'postedAt'] })
    const inZone = await zone()
    const until = asOf ?? now
    const { rows } = await sql<PastPost & { week: string; followers: number | null }>`
      select (extract(isodow from posted_at at time zone ${inZone}) - 1)::int as weekday,
          extract(hour from posted_at at time zone ${inZone})::int as hour, reactions, followers,
          to_char(date_trunc('week', posted_at at time zone ${inZone}), 'YYYY-MM-DD') as week
        from social_post
        where social_account_id = ${socialAccountId}::uuid and status = 'posted' and visibility in ('public', 'unlisted')
          and conversation_id is null and posted_at > ${until}::timestamptz - interval '1 year'
        order by posted_at desc limit 5000`.execute(db)
    const times = timesOf(rows)
    const [first] = times
    const weeks = new Map<string, { week: string; posts: number; reactions: number; rates: number[] }>()
    for (const { week, reactions, followers } of rows) {
      const of = weeks.get(week) ?? { week, posts: 0, reactions: 0, rates: [] }
      const rate = rateOf(reactions, followers)
      weeks.set(week, {
        week,
        posts: of.posts + 1,
        reactions: of.reactions + reactions,
        rates: rate === null ? of.rates : [...of.rates, rate],
      })
    }
    return {
      posts: rows.length,
      enough: rows.length >= enoughPosts,
      timeZone: inZone,
      hours: hoursOfTime,
      method:
        'Reactions of the posts of a year by the three hours of the week in which they went; the mean of each is drawn to the mean of all, ' +
        'as if five posts of that had gone then, too. Where nothing has gone, nothing is known.',
      best: first === undefined ? null : nextOf(first, now, inZone),
      times: times.slice(0, 56).map(({ weekday, ...time }) => ({ weekday: weekday + 1, ...time })),
      weeks: [...weeks.values()]
        .map(({ rates, ...week }) => ({
          ...week,
          engagementRate:
            rates.length === 0
              ? null
              : Math.round((rates.reduce((all, one) => all + one, 0) / rates.length) * 10_000) / 10_000,
        }))
        .sort((one, other) => (one.week < other.week ? -1 : 1)),
    }
  },
})
