import { Alert, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { ConversationRow, Mails as MailsReply } from '../conversation.entry.ts'
import { conversation } from '../conversation.tsx'
import { RecordsInput } from '../inputs.tsx'
import { Records } from '../shown.tsx'
import { Chat } from './chat.tsx'
import { ChatActions } from './chat-actions.tsx'
import { Composer } from './composer.tsx'
import classes from './conversation.module.css'
import { OneMessage } from './message.tsx'
import { SocialComposer } from './social-composer.tsx'
import { TextComposer } from './text-composer.tsx'

const filedWith = ['contact', 'account', 'opportunity', 'ticket', 'lead']

interface Step {
  verb: string
  title: string
  submit: string
  fields: readonly Field[]
}

const steps = {
  file: {
    verb: 'file',
    title: 'File this conversation',
    submit: 'File',
    fields: [
      {
        key: 'records',
        label: 'With',
        kind: 'own',
        required: true,
        hint: 'Whoever sees one of these sees its mails',
        Show: Records,
        Input: (props) => <RecordsInput {...props} models={filedWith} />,
      },
    ],
  },
  assign: {
    verb: 'assign',
    title: 'Who answers',
    submit: 'Assign',
    fields: [{ key: 'assigneeId', label: 'To', kind: 'ref', model: 'user', required: true }],
  },
  snooze: {
    verb: 'snooze',
    title: 'Put this conversation off',
    submit: 'Put off',
    fields: [
      { key: 'until', label: 'Until', kind: 'instant', required: true, hint: 'Or until somebody writes' },
    ],
  },
} satisfies Record<string, Step>

/** A conversation by mail, text, chat or in a social network: what was written, and how it goes on. */
export function ConversationPage({ id }: { id: string }) {
  const [asked, setAsked] = useState<Step | null>(null)
  return (
    <RecordPage<ConversationRow>
      resource={conversation}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onAsk={setAsked} />
          {asked && (
            <CommandDialog
              title={asked.title}
              path={`/conversations/${row.id}/${asked.verb}`}
              fields={asked.fields}
              submit={asked.submit}
              touches={['conversation', 'activity']}
              onClose={() => setAsked(null)}
            />
          )}
        </>
      )}
    >
      {(row) => <Written row={row} onFile={() => setAsked(steps.file)} />}
    </RecordPage>
  )
}

function useSend(row: ConversationRow) {
  const command = useCommand()
  return (verb: string, message: string, body: object = {}) =>
    command.mutate(
      {
        method: 'POST',
        path: `/conversations/${row.id}/${verb}`,
        body,
        touches: ['conversation', 'activity'],
      },
      {
        onSuccess: () => done(message),
        onError: (error) => failed('The conversation stays as it is', error),
      },
    )
}

function Actions({ row, onAsk }: { row: ConversationRow; onAsk: (step: Step) => void }) {
  const send = useSend(row)
  const refusal = useRefusal()
  const may = refusal('conversation.close') === undefined
  const isOpen = row.status === 'open'
  const turn = () => send(isOpen ? 'close' : 'reopen', isOpen ? 'Closed' : 'Open again')
  useShortcuts(
    'Conversation',
    may
      ? [
          { key: 'e', label: isOpen ? 'Close' : 'Reopen', run: turn },
          { key: 'f', label: 'File', run: () => onAsk(steps.file) },
          { key: 'a', label: 'Assign', run: () => onAsk(steps.assign) },
          { key: 'z', label: 'Put off', run: () => onAsk(steps.snooze) },
          { key: 'r', label: 'Reply', run: () => document.getElementById('compose-mail')?.focus() },
        ]
      : [],
  )
  return (
    <>
      {(row.channel === 'chat' || row.channel === 'social') && <ChatActions row={row} />}
      <WriteButton variant="default" permission="conversation.file" onClick={() => onAsk(steps.file)}>
        File
      </WriteButton>
      <WriteButton variant="default" permission="conversation.assign" onClick={() => onAsk(steps.assign)}>
        Assign
      </WriteButton>
      {isOpen &&
        (row.snoozedUntil ? (
          <WriteButton
            variant="default"
            permission="conversation.wake"
            onClick={() => send('wake', 'Back again')}
          >
            Bring back
          </WriteButton>
        ) : (
          <WriteButton variant="default" permission="conversation.snooze" onClick={() => onAsk(steps.snooze)}>
            Put off
          </WriteButton>
        ))}
      <WriteButton
        variant={isOpen ? 'filled' : 'default'}
        permission={isOpen ? 'conversation.close' : 'conversation.reopen'}
        onClick={turn}
      >
        {isOpen ? 'Close' : 'Reopen'}
      </WriteButton>
    </>
  )
}

function Written({ row, onFile }: { row: ConversationRow; onFile: () => void }) {
  const view = useView()
  const { data, error, refetch } = useQuery({
    ...derivedQuery<MailsReply>('conversation', `/conversations/${row.id}/messages`, {}, view),
    // What is on its way changes without the conversation, and so does a text that is to arrive.
    refetchInterval: ({ state }) => {
      const has = (...kinds: string[]) => state.data?.items.some(({ is }) => kinds.includes(is))
      if (has('waiting', 'sending')) return 3_000
      return row.channel === 'sms' && has('sent') ? 15_000 : false
    },
  })
  const send = useSend(row)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting />
  const { items, records = [] } = data
  const accept = () => send('accept', 'Taken as genuine')
  return (
    <>
      <Panel title="Filed with">
        {records.length === 0 ? (
          <p className={classes.quiet}>
            Nothing yet.{' '}
            <button type="button" className={classes.plain} onClick={onFile}>
              File it
            </button>{' '}
            so that it stands in the story of who wrote it.
          </p>
        ) : (
          <Records value={records} />
        )}
      </Panel>
      {row.channel === 'chat' ? <Chat row={row} /> : <Messages row={row} items={items} onAccept={accept} />}
    </>
  )
}

function Messages({
  row,
  items,
  onAccept,
}: {
  row: ConversationRow
  items: MailsReply['items']
  onAccept: () => void
}) {
  const held = items.some((mail) => mail.held)
  const isText = row.channel === 'sms'
  const isSocial = row.channel === 'social'
  return (
    <Panel title={isSocial ? 'Messages' : isText ? 'Texts' : 'Mails'}>
      {held && (
        <Alert color="yellow" mb={8} title="Nobody vouches for a sender">
          <Group justify="space-between">
            <span>
              A mail here was not shown to be by whom it says it is. It is filed with nothing until you say
              so.
            </span>
            <WriteButton size="xs" variant="default" permission="conversation.accept" onClick={onAccept}>
              It is genuine
            </WriteButton>
          </Group>
        </Alert>
      )}
      {items.length === 0 ? (
        <p className={classes.quiet}>Nothing was written yet. Write the first one below.</p>
      ) : (
        <ol className={classes.mails}>
          {items.map((mail) => (
            <OneMessage key={mail.id} mail={mail} row={row} />
          ))}
        </ol>
      )}
      {isSocial ? (
        <SocialComposer row={row} />
      ) : isText ? (
        <TextComposer row={row} />
      ) : (
        <Composer row={row} mails={items} />
      )}
    </Panel>
  )
}
