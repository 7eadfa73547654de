import { Button, Popover, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { BookOpenText } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../../api/client.ts'
import { derivedQuery, detailQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { Article, ArticleHit, SuggestedArticle } from '../article.entry.ts'
import classes from './ticket.module.css'

/** An article that was inserted: it is sent as long as its title stands in the reply. */
export interface Cited {
  id: string
  title: string
}

/** Articles that may solve this ticket, and why each: one of them goes into the reply as its text, or, if public, as a link (KB-05). */
export function ArticlePicker({
  ticketId,
  onInsert,
}: {
  ticketId: string
  onInsert: (text: string, article: Cited) => void
}) {
  const may = useMay()
  const [opened, setOpened] = useState(false)
  const client = useQueryClient()
  if (!may('article.read')) return null
  const insert = async (id: string, how: 'text' | 'link') => {
    try {
      const row = await client.fetchQuery(detailQuery<Article>('article', '/articles', id, null))
      onInsert(how === 'text' ? textOf(row) : linkTo(row), { id, title: row.title ?? id })
      setOpened(false)
    } catch (error) {
      failed('The article could not be read', error)
    }
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width="min(420px, calc(100vw - 24px))"
      position="top-start"
      trapFocus
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<BookOpenText size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          Insert an article
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && <Choice ticketId={ticketId} onInsert={(id, how) => void insert(id, how)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

type Insert = (id: string, how: 'text' | 'link') => void

function Choice({ ticketId, onInsert }: { ticketId: string; onInsert: Insert }) {
  const [typed, setTyped] = useState('')
  const [words] = useDebouncedValue(typed.trim(), 200)
  const suggested = useQuery({
    ...derivedQuery<{ items: SuggestedArticle[] }>('article', `/tickets/${ticketId}/articles`, {}, null),
    enabled: words === '',
  })
  const found = useQuery({
    queryKey: ['article', 'derived', 'search', words],
    queryFn: ({ signal }) =>
      read<{ items: ArticleHit[] }>('/article-search', { parameters: { q: words, limit: 8 }, signal }),
    enabled: words !== '',
  })
  const query = words === '' ? suggested : found
  return (
    <Stack gap={8}>
      <TextInput
        data-autofocus
        aria-label="Search articles"
        placeholder="Search all articles"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {query.isError ? (
        <Failure error={query.error} />
      ) : !query.data ? (
        <Waiting rows={3} />
      ) : query.data.items.length === 0 ? (
        <Quiet>{words === '' ? 'No article has words of this ticket.' : 'No article says that.'}</Quiet>
      ) : (
        <ul className={classes.suggestions}>
          {query.data.items.map((one) => (
            <li key={one.id}>
              <strong>{one.title}</strong> {one.audience !== 'public' && <Tag tone="neutral">Colleagues</Tag>}
              <p className={classes.quiet}>{whyOf(one)}</p>
              <Button size="compact-xs" variant="default" onClick={() => one.id && onInsert(one.id, 'text')}>
                Insert its text
              </Button>{' '}
              {one.audience === 'public' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => one.id && onInsert(one.id, 'link')}
                >
                  Insert a link
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

function whyOf(one: ArticleHit | SuggestedArticle): string {
  const sent = 'sent' in one ? (one.sent ?? 0) : 0
  return [
    `It says: ${one.words?.join(', ')}`,
    ...('sameProduct' in one && one.sameProduct ? ['about the same product'] : []),
    ...('sameCategory' in one && one.sameCategory ? ['of the same category'] : []),
    ...(sent > 0 ? [`sent in ${sent} ${sent === 1 ? 'reply' : 'replies'}`] : []),
    ...('sentHere' in one && one.sentHere ? ['one of them here'] : []),
  ].join('; ')
}

function textOf({ title, body, steps = [] }: Article): string {
  return [
    title,
    ...(body ? [body] : []),
    ...steps.map((step, place) => `${place + 1}. ${step.title}${step.text ? `\n${step.text}` : ''}`),
  ].join('\n\n')
}

const linkTo = ({ id, title }: Article) => `${title}: ${window.location.origin}/help-centre/${id}`
