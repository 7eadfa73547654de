import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { articleTable } from '../../projections/service/article.ts'
import { articleUseTable } from '../../projections/service/article-use.ts'
import { yearTo } from '../analytics/periods.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const method =
  'Answers to “Did this solve your problem?” on the public pages and in the portal (readers) and here (colleagues), once for each time the page was opened, ' +
  'and replies to customers that an article stands in. A reader who says that it helped may have asked otherwise, or may not: a request that was ' +
  'never made is seen by nobody, unless somebody was about to make it in the portal, and who says nothing is not counted.'

const counts = {
  helped: z.int().describe('Readers of the public pages who said that it solved their problem.'),
  notHelped: z.int(),
  colleaguesHelped: z.int(),
  colleaguesNotHelped: z.int(),
  sent: z.int().describe('Replies to customers that it stands in.'),
  deflected: z
    .int()
    .describe('Customers in the portal who were about to ask, and said that it solved their problem.'),
}
const nothing = {
  helped: 0,
  notHelped: 0,
  colleaguesHelped: 0,
  colleaguesNotHelped: 0,
  sent: 0,
  deflected: 0,
}

type Counts = Record<keyof typeof counts, number>

const counted = sql`
  count(*) filter (where kind = 'helped' and side = 'visitor')::integer as helped,
  count(*) filter (where kind = 'not-helped' and side = 'visitor')::integer as "notHelped",
  count(*) filter (where kind = 'helped' and side = 'colleague')::integer as "colleaguesHelped",
  count(*) filter (where kind = 'not-helped' and side = 'colleague')::integer as "colleaguesNotHelped",
  count(*) filter (where kind = 'used')::integer as sent,
  count(*) filter (where deflected)::integer as deflected`

/** So many articles are shown, those of most use first; the total is of all. */
const most = 200

export const articleUsage = query(
  articleTable,
  articleUseTable,
)({
  name: 'articleUsage',
  path: '/article-usage',
  summary:
    'What articles were good for: readers they helped, and replies they stand in, by month and by article',
  permission: 'article.read',
  parameters: z.object({
    from: day.optional().describe('The first day; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    articleId: uuid.optional(),
  }),
  reply: z.object({
    from: day,
    to: day,
    method: z.string(),
    months: z.array(
      z
        .object({ month: z.string().describe('YYYY-MM'), ...counts })
        .register(vocabulary, { id: 'ArticleUsageMonth' }),
    ),
    articles: z
      .array(
        z
          .object({ articleId: uuid, articleName: z.string().nullable(), ...counts })
          .register(vocabulary, { id: 'UsedArticle' }),
      )
      .describe(`At most ${most}.`),
    total: z.object(counts).register(vocabulary, { id: 'ArticleUsageTotal' }),
  }),
  async run({ db, parameters: { articleId, ...days }, asOf, now, zone }) {
    const there = await zone()
    const { from, to } = yearTo(days, dayOf(asOf ?? now, there))
    const { rows } = await sql<Counts & { month: string | null; articleId: string | null; level: number }>`
      with used as (
        select *, to_char(at at time zone ${there}, 'YYYY-MM') as month from article_use
          where at >= (${from}::date::timestamp at time zone ${there})
            and at < ((${to}::date + 1)::timestamp at time zone ${there})
            and (${articleId ?? null}::uuid is null or article_id = ${articleId ?? null}::uuid))
      select month, article_id as "articleId", grouping(month, article_id) as level, ${counted}
        from used group by grouping sets ((month), (article_id), ())
        order by month, helped desc, sent desc, article_id`.execute(db)
    const of = (wanted: number) => rows.filter(({ level }) => level === wanted)
    const shown = ({
      helped,
      notHelped,
      colleaguesHelped,
      colleaguesNotHelped,
      sent,
      deflected,
    }: Counts) => ({
      helped,
      notHelped,
      colleaguesHelped,
      colleaguesNotHelped,
      sent,
      deflected,
    })
    const articles = of(2).map((row) => ({ articleId: row.articleId ?? '', ...shown(row) }))
    return {
      from,
      to,
      method,
      months: of(1).map((row) => ({ month: row.month ?? '', ...shown(row) })),
      articles: await withNames(db as never, articles.slice(0, most), { articleId: articleTable }),
      total: shown(of(3)[0] ?? nothing),
    }
  },
})
