import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { MomentInput } from '../../../records/moment-input.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Key } from '../../../ui/values.tsx'
import type { ConversationRow } from '../conversation.entry.ts'
import classes from './conversation.module.css'

/** Writes the next answer in a social network. For ten seconds, or until the time it is to go, it can be taken back above. */
export function SocialComposer({ row }: { row: ConversationRow }) {
  const [text, setText] = useState('')
  const [publishAt, setPublishAt] = useState<string | null>(null)
  const command = useCommand()
  const past = useView() !== null
  const why = useRefusal()('socialPost.write')
  if (past) return null
  const send = () => {
    if (text.trim() === '') return
    command.mutate(
      {
        method: 'POST',
        path: '/social-posts',
        body: { conversationId: row.id, text, ...(publishAt && { publishAt }) },
        touches: ['socialPost', 'conversation'],
      },
      {
        onSuccess: () => {
          setText('')
          setPublishAt(null)
        },
        onError: (error) => failed('It was not sent; it is still here', error),
      },
    )
  }
  return (
    <div className={classes.composer}>
      <Textarea
        id="compose-mail"
        aria-label="Answer"
        placeholder="What you write"
        autosize
        minRows={3}
        maxRows={10}
        disabled={why !== undefined}
        description={why ?? (row.direct ? 'Only they see it.' : 'It is seen by whom their message was seen.')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Group justify="space-between" align="end">
        <MomentInput label="Send later" value={publishAt} onChange={setPublishAt} />
        <Button
          loading={command.isPending}
          disabled={why !== undefined || text.trim() === ''}
          onClick={send}
          rightSection={<Key>Ctrl ⏎</Key>}
        >
          {publishAt ? 'Send then' : 'Send'}
        </Button>
      </Group>
    </div>
  )
}
