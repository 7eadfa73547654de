import { sql } from 'kysely'
import { z } from 'zod'
import { socialVisibility } from '../../../domain/activities/social.ts'
import { mood, socialMessageStatus } from '../../../domain/activities/social-message.ts'
import { day, dayOf } from '../../../domain/values/day.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { conversationTable } from '../../../projections/activities/conversation.ts'
import { socialAccountTable } from '../../../projections/activities/social-account.ts'
import { socialMessageTable } from '../../../projections/activities/social-message.ts'
import { socialMonitorTable } from '../../../projections/activities/social-monitor.ts'
import { yearTo } from '../../analytics/periods.ts'
import { refuseHidden } from '../../http/masks.ts'
import { flag } from '../../lists/page.ts'
import { query } from '../../lists/query.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const socialMessageQueries = recordQueries(socialMessageTable)({
  resource: 'social-messages',
  summary: 'What was written in social networks to us, or found by what we listen for; the newest first',
  row: z.object({
    socialAccountId: uuid,
    monitorId: uuid.nullable().describe('By which monitor it was found; null: it is to us.'),
    visibility: socialVisibility,
    handle: z.string(),
    authorName: z.string().nullable(),
    text: z.string().nullable(),
    url: z.string().nullable(),
    language: z.string().nullable(),
    postedAt: instant,
    score: z.number().describe('What its words say, from -1 (bad) to 1 (good).'),
    positive: z.array(z.string()).describe('Its words that a list calls good.'),
    negative: z.array(z.string()),
    mood: mood.describe('What somebody says that it is; where nobody has, what its words say.'),
    corrected: z.boolean(),
    conversationId: uuid.nullable(),
    status: socialMessageStatus,
  }),
  shown: ({ networkId: __, saidMood: ___, ownerId: ____, teamId: _____, positive, negative, ...row }) => ({
    ...row,
    positive: [...(positive ?? [])],
    negative: [...(negative ?? [])],
  }),
  references: {
    socialAccountId: socialAccountTable,
    monitorId: socialMonitorTable,
    conversationId: conversationTable,
  },
  filters: {
    status: socialMessageStatus,
    mood,
    socialAccountId: uuid,
    monitorId: uuid,
    conversationId: uuid,
    corrected: flag,
  },
  sorts: ['-postedAt', 'createdAt', 'updatedAt'],
  search: ['handle', 'authorName', 'text'],
})

/** How what is written of us sounds, week by week (COM-21). */
export const socialSentiment = query(socialMessageTable)({
  name: 'socialSentiment',
  path: '/social-sentiment',
  summary:
    'How many messages of each week sound good, bad or neither, as they were corrected, and what their words say',
  permission: 'socialMessage.read',
  parameters: z.object({
    from: day.optional().describe('Left out, a year before `to`.'),
    to: day.optional().describe('Left out, the day of `asOf`, else today.'),
    socialAccountId: uuid.optional(),
    monitorId: uuid.optional(),
  }),
  reply: z.object({
    from: day,
    to: day,
    weeks: z.array(
      z
        .object({
          week: day.describe('Its Monday, by the clock of the organisation.'),
          positive: z.int(),
          neutral: z.int(),
          negative: z.int(),
          corrected: z.int().describe('How many of them somebody has corrected.'),
          score: z.number().describe('The mean of what their words say.'),
        })
        .register(vocabulary, { id: 'SocialSentimentWeek' }),
    ),
  }),
  async run({ db, parameters, asOf, now, zone, principal }) {
    refuseHidden(principal, { socialMessage: ['mood', 'score', 'corrected', 'postedAt'] })
    const inZone = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, inZone))
    const { socialAccountId = null, monitorId = null } = parameters
    const { rows } = await sql<{
      week: string
      positive: number
      neutral: number
      negative: number
      corrected: number
      score: number
    }>`
      select to_char(date_trunc('week', posted_at at time zone ${inZone}), 'YYYY-MM-DD') as week,
          (count(*) filter (where mood = 'positive'))::int as positive,
          (count(*) filter (where mood = 'neutral'))::int as neutral,
          (count(*) filter (where mood = 'negative'))::int as negative,
          (count(*) filter (where corrected))::int as corrected,
          round(avg(score)::numeric, 2)::float8 as score
        from social_message
        where (posted_at at time zone ${inZone})::date between ${from}::date and ${to}::date
          and (${socialAccountId}::uuid is null or social_account_id = ${socialAccountId}::uuid)
          and (${monitorId}::uuid is null or monitor_id = ${monitorId}::uuid)
        group by 1 order by 1`.execute(db)
    return { from, to, weeks: rows }
  },
})
