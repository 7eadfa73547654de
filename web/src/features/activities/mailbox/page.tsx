import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { post } from '../../../api/client.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Tag, type Tone } from '../../../ui/values.tsx'
import type { Mailbox, Standing } from '../mailbox.entry.ts'
import { mailbox } from '../mailbox.tsx'

/** A mailbox: how it is reached, whether it is fetched without fault, and its password, which is told to nobody. */
export function MailboxPage({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <RecordPage<Mailbox>
      resource={mailbox}
      id={id}
      actions={(row) => (
        <>
          <WriteButton
            variant="default"
            permission="mailbox.change"
            leftSection={<KeyRound size={14} />}
            onClick={() => setAsking(true)}
          >
            Password
          </WriteButton>
          {row.imap && <Fetch id={row.id} />}
          {asking && (
            <CommandDialog
              title="The password of this mailbox"
              path={`/mailboxes/${row.id}/password`}
              fields={[{ key: 'password', label: 'Password', kind: 'password', required: true }]}
              submit="Keep it"
              touches={['mailbox']}
              onClose={() => setAsking(false)}
            >
              It is kept sealed, is used to fetch and to send, and is shown to nobody.
            </CommandDialog>
          )}
        </>
      )}
      aside={(row) => <HowItStands row={row} />}
    />
  )
}

function Fetch({ id }: { id: string }) {
  const queries = useQueryClient()
  const fetched = useMutation({
    mutationFn: () => post<{ fetched: boolean }>(`/mailboxes/${id}/fetch`, {}),
    onSuccess: ({ fetched: isDone }) => {
      done(
        isDone
          ? 'It was fetched; below stands how that went.'
          : 'It is being fetched already, or not set up.',
      )
      void queries.invalidateQueries({ queryKey: ['mailbox'] })
    },
    onError: (error) => failed('It was not fetched', error),
  })
  return (
    <WriteButton
      variant="default"
      permission="mailbox.read"
      leftSection={<RefreshCw size={14} />}
      loading={fetched.isPending}
      onClick={() => fetched.mutate()}
    >
      Fetch now
    </WriteButton>
  )
}

const states: Readonly<Record<Standing['state'], { words: string; tone: Tone }>> = {
  'not-set-up': { words: 'Not set up to be fetched', tone: 'neutral' },
  new: { words: 'Not fetched yet', tone: 'neutral' },
  healthy: { words: 'Healthy', tone: 'good' },
  failing: { words: 'Failing', tone: 'bad' },
}

function HowItStands({ row }: { row: Mailbox }) {
  const { data } = useQuery({
    ...derivedQuery<Standing>('mailbox', `/mailboxes/${row.id}/standing`, {}, null),
    refetchInterval: 30_000,
  })
  if (!data) return null
  const { words, tone } = states[data.state]
  return (
    <Panel title="Fetching">
      <p>
        <Tag tone={tone}>{words}</Tag>
      </p>
      {data.error && (
        <p>
          {data.error} It has failed {data.failures === 1 ? 'once' : `${data.failures} times in a row`}
          {data.nextAt && (
            <>
              ; it is tried again after <InstantValue at={data.nextAt} />
            </>
          )}
          .
        </p>
      )}
      {data.checkedAt && (
        <p>
          Fetched last <InstantValue at={data.checkedAt} />
        </p>
      )}
    </Panel>
  )
}
