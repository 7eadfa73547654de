import { Group } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { Article, ArticleUsage, ArticleVersion } from '../article.entry.ts'
import { article, audiences, types } from '../article.tsx'
import { products } from '../products-input.tsx'
import classes from './article.module.css'
import { steps } from './steps-input.tsx'

const written: readonly Field[] = [
  { key: 'title', label: 'Title', kind: 'text', required: true },
  { key: 'type', label: 'Type', kind: 'choice', choices: types, required: true },
  { key: 'summary', label: 'In a sentence', kind: 'text' },
  { key: 'body', label: 'Text', kind: 'long-text' },
  { key: 'steps', label: 'Steps', ...steps },
  { key: 'category', label: 'Category', kind: 'listed', list: 'article-category' },
  { key: 'productIds', label: 'Products', ...products },
  {
    key: 'keywords',
    label: 'Found by, too',
    kind: 'words',
    choices: [],
    hint: 'Words that people look for and that do not stand in it',
  },
  { key: 'audience', label: 'For', kind: 'choice', choices: audiences, required: true },
]

const returning: readonly Field[] = [
  { key: 'reason', label: 'What is to be changed?', kind: 'long-text', required: true },
]

type Asked = 'write' | 'return'

/** An article: what is published, what is written for the next version, and what it was good for. */
export function ArticlePage({ id }: { id: string }) {
  const [asked, ask] = useState<Asked | null>(null)
  return (
    <RecordPage
      resource={article}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onAsk={ask} />
          {asked === 'write' && (
            <CommandDialog
              title="Write on"
              method="PATCH"
              path={`/articles/${row.id}`}
              fields={written}
              initial={{ ...contentOf(row) }}
              ifMatch={row.revision}
              submit="Save the draft"
              touches={['article']}
              onClose={() => ask(null)}
            />
          )}
          {asked === 'return' && (
            <CommandDialog
              title="Give the draft back"
              path={`/articles/${row.id}/return`}
              fields={returning}
              submit="Give back"
              touches={['article']}
              onClose={() => ask(null)}
            />
          )}
        </>
      )}
    >
      {(row) => (
        <>
          {row.draft && (
            <Panel title="Draft of the next version" aside={<State row={row} />}>
              <Content of={row.draft} />
              {row.draft.title !== row.title && <Quiet>It is to be called {row.draft.title}.</Quiet>}
            </Panel>
          )}
          <Panel
            title={row.version ? `Version ${row.version}, published` : 'Draft'}
            aside={row.version ? <Helped row={row} /> : <State row={row} />}
          >
            {row.returned && <p className={classes.asked}>Given back: {row.returned}</p>}
            <Content of={row} />
          </Panel>
          <Versions row={row} />
          <Related
            model="article"
            title="Translations"
            where={{ originalId: row.originalId ?? row.id }}
            columns={['language', 'status']}
            empty="It was not translated."
          />
          <Usage id={row.id} />
        </>
      )}
    </RecordPage>
  )
}

/** What somebody who writes on begins with. */
function contentOf(row: Article): object {
  const { type, title, summary, body, steps: all, category, productIds, keywords, audience } = row
  return row.draft ?? { type, title, summary, body, steps: all, category, productIds, keywords, audience }
}

function State({ row }: { row: Article }) {
  const stands = row.version ? row.next : row.status
  return stands === 'review' ? <Tag tone="warn">To be approved</Tag> : <Tag tone="neutral">Being written</Tag>
}

function Content({ of }: { of: Pick<Article, 'summary' | 'body' | 'steps'> }) {
  const { summary, body, steps: all = [] } = of
  if (!summary && !body && all.length === 0) return <Quiet>Nothing is written yet.</Quiet>
  return (
    <>
      {summary && <p className={classes.summary}>{summary}</p>}
      {body && <p className={classes.text}>{body}</p>}
      {all.length > 0 && (
        <ol className={classes.steps}>
          {all.map(({ title, text }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing but their place
            <li key={place}>
              <strong>{title}</strong>
              {text && <p className={classes.text}>{text}</p>}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

function Actions({ row, onAsk }: { row: Article; onAsk: (what: Asked) => void }) {
  const command = useCommand()
  if (row.archived) return null
  const send = (verb: string, message: string) =>
    command.mutate(
      { method: 'POST', path: `/articles/${row.id}/${verb}`, ifMatch: row.revision, touches: ['article'] },
      { onSuccess: () => done(message), onError: (error) => failed('The article stays as it is', error) },
    )
  const isSubmitted = row.status === 'review' || row.next === 'review'
  const isWritten = row.status === 'draft' || row.next === 'draft'
  return (
    <>
      {isSubmitted && (
        <>
          <WriteButton
            permission="article.publish"
            onClick={() => send('publish', `Version ${(row.version ?? 0) + 1} is published`)}
          >
            Approve and publish
          </WriteButton>
          <WriteButton variant="default" permission="article.return" onClick={() => onAsk('return')}>
            Give back
          </WriteButton>
        </>
      )}
      {isWritten && (
        <WriteButton permission="article.submit" onClick={() => send('submit', 'Approval is asked for')}>
          Ask for approval
        </WriteButton>
      )}
      <WriteButton variant="default" permission="article.change" onClick={() => onAsk('write')}>
        Write on
      </WriteButton>
      {row.draft && (
        <WriteButton
          variant="default"
          permission="article.discard-draft"
          onClick={() => send('discard-draft', 'The draft is dropped; what is published stays')}
        >
          Drop the draft
        </WriteButton>
      )}
    </>
  )
}

/** What a colleague found: once for each time they opened it is enough. */
function Helped({ row }: { row: Article }) {
  const [said, setSaid] = useState(false)
  const command = useCommand()
  const rate = (helpful: boolean) =>
    command.mutate(
      {
        method: 'POST',
        path: `/articles/${row.id}/rate`,
        body: { helpful, version: row.version },
        touches: ['article'],
      },
      {
        onSuccess: () => {
          setSaid(true)
          done('Thank you: good to know')
        },
        onError: (error) => failed('This was not recorded', error),
      },
    )
  if (said || row.archived) return null
  return (
    <Group gap={6}>
      <span>Did this help?</span>
      <WriteButton size="compact-xs" variant="default" permission="article.rate" onClick={() => rate(true)}>
        Yes
      </WriteButton>
      <WriteButton size="compact-xs" variant="default" permission="article.rate" onClick={() => rate(false)}>
        No
      </WriteButton>
    </Group>
  )
}

function Versions({ row }: { row: Article }) {
  if (!row.version) return null
  return (
    <Report<{ items: ArticleVersion[] }>
      model="article"
      title="Who approved what"
      path={`/articles/${row.id}/versions`}
    >
      {({ items }) => (
        <Table label="Versions" head={['Version', 'Title', 'Asked for by', 'Approved by', 'When']}>
          {items.map((one) => (
            <tr key={one.version}>
              <td>{one.version}</td>
              <td>{one.content?.title}</td>
              <td>
                {one.submittedById && (
                  <Reference model="user" id={one.submittedById} name={one.submittedByName ?? null} />
                )}
              </td>
              <td>
                {one.publishedById && (
                  <Reference model="user" id={one.publishedById} name={one.publishedByName ?? null} />
                )}
              </td>
              <td>{one.publishedAt && <InstantValue at={one.publishedAt} />}</td>
            </tr>
          ))}
        </Table>
      )}
    </Report>
  )
}

function Usage({ id }: { id: string }) {
  return (
    <Report<ArticleUsage>
      model="article"
      title="What it was good for, in the last year"
      path="/article-usage"
      parameters={{ articleId: id }}
    >
      {({ total, method }) => (
        <>
          <Facts
            facts={[
              ['Readers it helped', count(total?.helped ?? 0)],
              ['Readers it did not help', count(total?.notHelped ?? 0)],
              ['Sent to customers in a reply', count(total?.sent ?? 0)],
            ]}
          />
          <Quiet>{method}</Quiet>
        </>
      )}
    </Report>
  )
}
