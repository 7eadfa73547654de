import { Anchor, Button, Group, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useWriters } from '../../../live/live.tsx'
import { useName } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Key, Tag } from '../../../ui/values.tsx'
import type { ConversationRow } from '../conversation.entry.ts'
import classes from './conversation.module.css'

type Sayings = Replies['/conversations/{id}/chat']
type Saying = Sayings['items'][number]

/** What a visitor and we say in a chat, as it is said. */
export function Chat({ row }: { row: ConversationRow }) {
  const view = useView()
  const { data, error, refetch } = useQuery(
    derivedQuery<Sayings>('conversation', `/conversations/${row.id}/chat`, {}, view),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <Panel title="Chat">
      <p className={classes.quiet}>
        Who a visitor is, is what they say: nobody has checked it.
        {row.page && <> They wrote from {row.page}.</>}
      </p>
      <ol className={classes.mails} aria-label="What was said">
        {data.items.map((saying) => (
          <OneSaying key={saying.id} saying={saying} row={row} />
        ))}
      </ol>
      <Composer row={row} />
    </Panel>
  )
}

const visitorIn = ({ visitor }: ConversationRow) => visitor?.name ?? visitor?.email ?? 'The visitor'

function OneSaying({ saying, row }: { saying: Saying; row: ConversationRow }) {
  const { author = 'agent', articles = [] } = saying
  const agent = useName('user', saying.actorId ?? '')
  const names = { visitor: visitorIn(row), agent: agent ?? 'One of us', bot: 'Bot' }
  return (
    <li className={classes.mail} data-is={author === 'visitor' ? 'came' : 'ours'}>
      <p className={classes.who}>
        <strong>{names[author]}</strong>
        {author === 'bot' && <Tag tone="neutral">Automatic</Tag>}
        {saying.at && <InstantValue at={saying.at} />}
      </p>
      <p className={classes.text}>{saying.text}</p>
      {articles.map(({ id, version, title }) => (
        <p key={id} className={classes.quiet}>
          Source: <Anchor href={`/articles/${id}`}>{title}</Anchor>, version {version}
        </p>
      ))}
    </li>
  )
}

const nameList = (people: readonly { name: string }[]) =>
  new Intl.ListFormat('en').format(people.map(({ name }) => name))

function Composer({ row }: { row: ConversationRow }) {
  const [text, setText] = useState('')
  const command = useCommand()
  const past = useView() !== null
  const writers = useWriters(`conversation/${row.id}`, !past && text.trim() !== '')
  const why = useRefusal()('conversation.say')
  if (past) return null
  if (row.status === 'closed')
    return <p className={classes.quiet}>This chat is closed. The visitor opens it again by writing.</p>
  const say = () => {
    if (text.trim() === '') return
    command.mutate(
      {
        method: 'POST',
        path: `/conversations/${row.id}/say`,
        body: { text: text.trim() },
        touches: ['conversation'],
      },
      {
        onSuccess: () => setText(''),
        onError: (error) => failed('It was not said; it is still here', error),
      },
    )
  }
  return (
    <div className={classes.composer}>
      <p className={classes.quiet} role="status">
        {writers.length > 0 && `${nameList(writers)} ${writers.length === 1 ? 'is' : 'are'} writing`}
        {writers.length === 0 && row.bot && 'The bot answers until you write.'}
      </p>
      <Textarea
        id="compose-mail"
        aria-label="Answer"
        placeholder="What you say"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={1_000}
        disabled={why !== undefined}
        description={why}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault()
            say()
          }
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Group justify="flex-end">
        <Button
          loading={command.isPending}
          disabled={why !== undefined || text.trim() === ''}
          onClick={say}
          rightSection={<Key>⏎</Key>}
        >
          Say
        </Button>
      </Group>
    </div>
  )
}
