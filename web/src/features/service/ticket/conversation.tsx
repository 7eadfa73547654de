import { Button, Group, SegmentedControl, Textarea } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery, type Kind } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useWriters } from '../../../live/live.tsx'
import { useName } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { Earlier } from '../../../ui/earlier.tsx'
import { failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Key } from '../../../ui/values.tsx'
import { TemplateInsert } from '../../marketing/template-insert.tsx'
import type { Message, TicketDetail } from '../ticket.entry.ts'
import { ArticlePicker, type Cited } from './articles.tsx'
import { SplitDialog } from './split-dialog.tsx'
import classes from './ticket.module.css'

/** What was said: replies that went to the requester or came from them, and notes that stay among us. */
export function Conversation({ row }: { row: TicketDetail }) {
  const { messages, query } = useMessages(row)
  return (
    <Panel title="Conversation">
      <Earlier query={query} />
      {messages.length === 0 ? (
        <p className={classes.quiet}>Nobody has answered yet.</p>
      ) : (
        <ol className={classes.messages}>
          {messages.map((message) => (
            <Said key={message.id} message={message} row={row} />
          ))}
        </ol>
      )}
      <Composer row={row} />
    </Panel>
  )
}

interface MessagePage {
  items: Message[]
  next: string | null
}

/** The last of what was said, which comes with the ticket; once asked for what was before, all of it page by page. */
function useMessages({ id, messages, earlier }: TicketDetail) {
  const view = useView()
  const [asked, setAsked] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['ticket', 'derived' satisfies Kind, 'messages', id, view] as const,
    queryFn: ({ pageParam, signal }) =>
      read<MessagePage>(`/tickets/${id}/messages`, {
        parameters: { limit: 100, cursor: pageParam },
        view,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: asked,
  })
  if (!query.data) {
    const first = {
      hasNextPage: earlier !== null,
      isFetchingNextPage: query.isFetching,
      fetchNextPage: () => setAsked(true),
    }
    return { messages, query: first }
  }
  return { messages: query.data.pages.flatMap(({ items }) => items).reverse(), query }
}

function Said({ message, row }: { message: Message; row: TicketDetail }) {
  const [splitting, split] = useState(false)
  const past = useView() !== null
  const may = useMay()
  const requester = row.requester?.name
  const from = row.links?.find(({ id }) => id === message.ticketId)
  const splits = !past && may('ticket.split') && message.ticketId === row.id
  const actor = useName('user', message.actorId)
  const who = message.author === 'requester' ? (requester ?? 'The requester') : (actor ?? 'The system')
  return (
    <li className={classes.message} data-kind={message.kind} data-author={message.author}>
      <p className={classes.who}>
        <strong>{who}</strong>
        {message.kind === 'note' && (
          <span className={classes.inner}>
            <Lock size={11} aria-hidden /> internal note
          </span>
        )}
        <InstantValue at={message.at} />
        {message.ticketId !== row.id && <span>in {from?.number ?? 'a merged ticket'}</span>}
        {splits && (
          <button type="button" className={classes.plain} onClick={() => split(true)}>
            Make a ticket of it
          </button>
        )}
      </p>
      <p className={classes.text}>{message.body}</p>
      {splitting && <SplitDialog row={row} message={message} onClose={() => split(false)} />}
    </li>
  )
}

const names = (people: readonly { name: string }[]) =>
  new Intl.ListFormat('en').format(people.map(({ name }) => name))

/** Whether a mail has opened it, so that what is answered goes out as one. */
function useIsMailed({ id, channel, requester }: TicketDetail): boolean {
  const isByMail = channel === 'email' && Boolean(requester?.email)
  const may = useMay()('conversation.read')
  const { data } = useQuery({
    ...derivedQuery<Replies['/record-conversations']>(
      'conversation',
      '/record-conversations',
      { recordId: id },
      null,
    ),
    enabled: isByMail && may,
  })
  return data?.items.some(({ tickets }) => tickets) ?? false
}

function Composer({ row }: { row: TicketDetail }) {
  const [kind, setKind] = useState<'reply' | 'note'>('reply')
  const [body, setBody] = useState('')
  const [cited, setCited] = useState<readonly Cited[]>([])
  const command = useCommand()
  const past = useView() !== null
  const writers = useWriters(`ticket/${row.id}`, !past && body.trim() !== '')
  const refusal = useRefusal()
  const why = refusal(kind === 'reply' ? 'ticket.reply' : 'ticket.add-note')
  const mailed = useIsMailed(row)
  useShortcuts('Conversation', [
    { key: 'r', label: 'Reply', run: () => document.getElementById('compose')?.focus() },
  ])
  if (past || row.status === 'closed') return null
  const record = () => {
    if (body.trim() === '') return
    // What was inserted and taken out again is not sent.
    const articleIds = cited.filter(({ title }) => body.includes(title)).map(({ id }) => id)
    command.mutate(
      {
        method: 'POST',
        path: `/tickets/${row.id}/${kind === 'reply' ? 'reply' : 'add-note'}`,
        body: { body, ...(kind === 'reply' && articleIds.length > 0 && { articleIds }) },
        touches: ['ticket'],
      },
      // What was written stays until it is there.
      {
        onSuccess: () => {
          setBody('')
          setCited([])
        },
        onError: (error) => failed('This was not recorded; it is still here', error),
      },
    )
  }
  return (
    <div className={classes.composer} data-kind={kind}>
      {writers.length > 0 && (
        <p className={classes.writers} role="status">
          {names(writers)} {writers.length === 1 ? 'is' : 'are'} replying
        </p>
      )}
      <SegmentedControl
        size="xs"
        aria-label="Reply or note"
        value={kind}
        onChange={(value) => setKind(value === 'note' ? 'note' : 'reply')}
        data={[
          { value: 'reply', label: 'Reply' },
          { value: 'note', label: 'Internal note' },
        ]}
      />
      <Textarea
        id="compose"
        aria-label={kind === 'reply' ? 'Reply to the requester' : 'Internal note'}
        placeholder={kind === 'reply' ? 'What you tell the requester' : 'Only people here will read this'}
        autosize
        minRows={3}
        maxRows={14}
        disabled={why !== undefined}
        description={
          why ??
          (kind === 'reply'
            ? mailed
              ? 'Goes to the requester by mail, ten seconds after it is recorded.'
              : 'Recorded here. No mail is sent: tell the requester as well.'
            : undefined)
        }
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) record()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Group justify="flex-end">
        {kind === 'reply' && (
          <>
            <TemplateInsert
              size="xs"
              records={[{ model: 'ticket', id: row.id }]}
              onInsert={({ text }) =>
                setBody((before) => (before.trim() === '' ? text : `${before}\n\n${text}`))
              }
            />
            <ArticlePicker
              ticketId={row.id}
              onInsert={(text, article) => {
                setBody((before) => (before.trim() === '' ? text : `${before}\n\n${text}`))
                setCited((before) => [...before.filter(({ id }) => id !== article.id), article])
              }}
            />
          </>
        )}
        <Button
          loading={command.isPending}
          disabled={why !== undefined || body.trim() === ''}
          onClick={record}
          rightSection={<Key>Ctrl ⏎</Key>}
        >
          {kind === 'reply' ? 'Record reply' : 'Add note'}
        </Button>
      </Group>
    </div>
  )
}
