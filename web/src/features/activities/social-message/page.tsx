import { Anchor } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { post } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { type Made, MadeOf } from '../conversation/made-of.tsx'
import type { SocialMessage } from '../social-message.entry.ts'
import { moods, socialMessage } from '../social-message.tsx'

/** What somebody has written in a social network: taken into the inbox, made something of, or set aside. */
export function SocialMessagePage({ id }: { id: string }) {
  return (
    <RecordPage<SocialMessage> resource={socialMessage} id={id} actions={(row) => <Actions row={row} />}>
      {(row) =>
        row.url && (
          <Anchor href={row.url} target="_blank" rel="noopener noreferrer">
            As it stands in the network
          </Anchor>
        )
      }
    </RecordPage>
  )
}

function Actions({ row }: { row: SocialMessage }) {
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<{ what: Made; conversationId: string } | null>(null)
  const navigate = useNavigate()
  const command = useCommand()
  const take = async () =>
    (await post<{ conversationId: string }>(`/social-messages/${row.id}/take-into-inbox`, {})).conversationId
  const open = () =>
    take().then(
      (conversationId) =>
        navigate({ to: '/$path/$id', params: { path: 'conversations', id: conversationId } }),
      (error: unknown) => failed('It stays in the queue', error),
    )
  const make = (what: Made) =>
    take().then(
      (conversationId) => setMade({ what, conversationId }),
      (error: unknown) => failed('It stays in the queue', error),
    )
  const send = (verb: string, message: string) =>
    command.mutate(
      { method: 'POST', path: `/social-messages/${row.id}/${verb}`, body: {}, touches: ['socialMessage'] },
      { onSuccess: () => done(message), onError: (error) => failed('It stays as it is', error) },
    )
  return (
    <>
      <WriteButton permission="socialMessage.take" onClick={() => void open()}>
        {row.conversationId ? 'Open in the inbox' : 'Into the inbox'}
      </WriteButton>
      <WriteButton variant="default" permission="lead.capture" onClick={() => void make('lead')}>
        Create lead
      </WriteButton>
      <WriteButton variant="default" permission="ticket.open" onClick={() => void make('ticket')}>
        New ticket
      </WriteButton>
      <WriteButton variant="default" permission="socialMessage.correct-mood" onClick={() => setAsking(true)}>
        Correct
      </WriteButton>
      {row.status === 'waiting' && (
        <WriteButton
          variant="default"
          permission="socialMessage.set-aside"
          onClick={() => send('set-aside', 'Set aside')}
        >
          Set aside
        </WriteButton>
      )}
      {row.status === 'set-aside' && (
        <WriteButton
          variant="default"
          permission="socialMessage.put-back"
          onClick={() => send('put-back', 'Back in the queue')}
        >
          Put back
        </WriteButton>
      )}
      {asking && (
        <CommandDialog
          title="What it really sounds like"
          path={`/social-messages/${row.id}/correct-mood`}
          fields={[{ key: 'mood', label: 'It sounds', kind: 'choice', choices: moods, required: true }]}
          initial={{ mood: row.mood }}
          submit="Correct"
          touches={['socialMessage']}
          onClose={() => setAsking(false)}
        />
      )}
      {made && (
        <MadeOf
          made={made.what}
          conversationId={made.conversationId}
          of="message"
          source="Social media"
          name={row.authorName ?? row.handle?.split('@')[0]}
          subject={(row.text ?? '').split('\n')[0]?.slice(0, 120) ?? ''}
          onClose={() => setMade(null)}
        />
      )}
    </>
  )
}
