import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { count } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import type { ArticleUsage } from './article.entry.ts'

const head = [
  'Readers helped',
  'Readers not helped',
  'Colleagues helped',
  'Colleagues not helped',
  'Sent in a reply',
  'Asked no more',
]

type Counts = Omit<NonNullable<ArticleUsage['months']>[number], 'month'>

const counts = (of: Partial<Counts> | undefined) => [
  of?.helped ?? 0,
  of?.notHelped ?? 0,
  of?.colleaguesHelped ?? 0,
  of?.colleaguesNotHelped ?? 0,
  of?.sent ?? 0,
  of?.deflected ?? 0,
]

function Cells({ of }: { of: Partial<Counts> | undefined }) {
  return counts(of).map((number, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the columns do not move
    <td key={place} data-right>
      {count(number)}
    </td>
  ))
}

/** What articles were good for in the last year, by month and by article (KB-06). */
export function ArticleUsageScreen() {
  useLive('article')
  return (
    <Screen title="Use of articles" about="Whom articles helped, and where they were sent, in the last year.">
      <Report<ArticleUsage>
        model="article"
        title="By month"
        path="/article-usage"
        lines={({ months }) => [['Month', ...head], ...months.map((one) => [one.month, ...counts(one)])]}
      >
        {({ months, total, method }) => (
          <>
            {months.length === 0 ? (
              <Quiet>Nobody has said anything of an article, or sent one.</Quiet>
            ) : (
              <Table label="Use by month" head={['Month', ...head]}>
                {months.map((one) => (
                  <tr key={one.month}>
                    <td>{one.month}</td>
                    <Cells of={one} />
                  </tr>
                ))}
                <tr>
                  <th scope="row">All</th>
                  <Cells of={total} />
                </tr>
              </Table>
            )}
            <Quiet>{method}</Quiet>
          </>
        )}
      </Report>
      <Report<ArticleUsage>
        model="article"
        title="By article"
        path="/article-usage"
        lines={({ articles }) => [
          ['Article', ...head],
          ...articles.map((one) => [one.articleName, ...counts(one)]),
        ]}
      >
        {({ articles }) =>
          articles.length === 0 ? (
            <Quiet>No article was of use yet, as far as anybody said.</Quiet>
          ) : (
            <Table label="Use by article" head={['Article', ...head]}>
              {articles.map((one) => (
                <tr key={one.articleId}>
                  <td>
                    {one.articleId && (
                      <Reference model="article" id={one.articleId} name={one.articleName ?? null} />
                    )}
                  </td>
                  <Cells of={one} />
                </tr>
              ))}
            </Table>
          )
        }
      </Report>
    </Screen>
  )
}
