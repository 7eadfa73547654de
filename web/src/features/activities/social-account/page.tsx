import { useQuery } from '@tanstack/react-query'
import { KeyRound, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Tag, type Tone } from '../../../ui/values.tsx'
import type { SocialAccount, SocialStanding } from '../social-account.entry.ts'
import { socialAccount } from '../social-account.tsx'
import type { SocialMonitor } from '../social-monitor.entry.ts'
import { socialMonitor } from '../social-monitor.tsx'

/** An account in a social network: its token, which is told to nobody, and how it stands. */
export function SocialAccountPage({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <RecordPage<SocialAccount>
      resource={socialAccount}
      id={id}
      actions={(row) => (
        <>
          <WriteButton
            variant="default"
            permission="socialAccount.change"
            leftSection={<KeyRound size={14} />}
            onClick={() => setAsking(true)}
          >
            Token
          </WriteButton>
          <Now path={`/social-accounts/${row.id}/fetch`} permission="socialAccount.read" />
          {asking && (
            <CommandDialog
              title="The access token of this account"
              path={`/social-accounts/${row.id}/password`}
              fields={[{ key: 'password', label: 'Token', kind: 'password', required: true }]}
              submit="Keep it"
              touches={['socialAccount']}
              onClose={() => setAsking(false)}
            >
              It is kept sealed, is used to read and to post, and is shown to nobody.
            </CommandDialog>
          )}
        </>
      )}
      aside={(row) => <HowItStands model="socialAccount" path={`/social-accounts/${row.id}/standing`} />}
    />
  )
}

/** What is listened for, and how that stands. */
export function SocialMonitorPage({ id }: { id: string }) {
  return (
    <RecordPage<SocialMonitor>
      resource={socialMonitor}
      id={id}
      actions={(row) => <Now path={`/social-monitors/${row.id}/listen`} permission="socialMonitor.read" />}
      aside={(row) => <HowItStands model="socialMonitor" path={`/social-monitors/${row.id}/standing`} />}
    />
  )
}

function Now({ path, permission }: { path: string; permission: string }) {
  const command = useCommand()
  const read = () =>
    command.mutate(
      { method: 'POST', path, touches: ['socialAccount', 'socialMonitor', 'socialMessage', 'conversation'] },
      { onSuccess: () => done('It was read'), onError: (error) => failed('It could not be read', error) },
    )
  return (
    <WriteButton
      variant="default"
      permission={permission}
      leftSection={<RefreshCw size={14} />}
      loading={command.isPending}
      onClick={read}
    >
      Read now
    </WriteButton>
  )
}

const states: Readonly<Record<SocialStanding['state'], { words: string; tone: Tone }>> = {
  'not-set-up': { words: 'Not set up: nothing comes, and nothing goes out', tone: 'neutral' },
  new: { words: 'Not read yet', tone: 'neutral' },
  healthy: { words: 'Healthy', tone: 'good' },
  failing: { words: 'Failing', tone: 'bad' },
}

function HowItStands({ model, path }: { model: string; path: string }) {
  const { data } = useQuery({
    ...derivedQuery<SocialStanding>(model, path, {}, null),
    refetchInterval: 15_000,
  })
  if (!data) return null
  const { words, tone } = states[data.state]
  return (
    <Panel title="Network">
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
          Read last <InstantValue at={data.checkedAt} />
        </p>
      )}
    </Panel>
  )
}
