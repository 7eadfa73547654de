import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { Tag, type Tone } from '../../../ui/values.tsx'
import type { SmsNumber, SmsStanding } from '../sms-number.entry.ts'
import { smsNumber } from '../sms-number.tsx'

/** A number that texts go out from: its gateway, how that stands, and its password, which is told to nobody. */
export function SmsNumberPage({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <RecordPage<SmsNumber>
      resource={smsNumber}
      id={id}
      actions={(row) => (
        <>
          <WriteButton
            variant="default"
            permission="smsNumber.change"
            leftSection={<KeyRound size={14} />}
            onClick={() => setAsking(true)}
          >
            Password
          </WriteButton>
          {asking && (
            <CommandDialog
              title="The password at the gateway"
              path={`/sms-numbers/${row.id}/password`}
              fields={[{ key: 'password', label: 'Password', kind: 'password', required: true }]}
              submit="Keep it"
              touches={['smsNumber']}
              onClose={() => setAsking(false)}
            >
              It is kept sealed, is used to send and to be told what comes, and is shown to nobody.
            </CommandDialog>
          )}
        </>
      )}
      aside={(row) => <HowItStands row={row} />}
    />
  )
}

const states: Readonly<Record<SmsStanding['state'], { words: string; tone: Tone }>> = {
  'not-set-up': { words: 'Not set up: nothing goes out', tone: 'neutral' },
  new: { words: 'Not reached yet', tone: 'neutral' },
  healthy: { words: 'Healthy', tone: 'good' },
  failing: { words: 'Failing', tone: 'bad' },
  called: { words: 'Called by its gateway', tone: 'neutral' },
}

function HowItStands({ row }: { row: SmsNumber }) {
  const { data } = useQuery({
    ...derivedQuery<SmsStanding>('smsNumber', `/sms-numbers/${row.id}/standing`, {}, null),
    refetchInterval: 15_000,
  })
  if (!data) return null
  const { words, tone } = states[data.state]
  return (
    <Panel title="Gateway">
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
          Reached last <InstantValue at={data.checkedAt} />
        </p>
      )}
      {data.inboundUrl && (
        <>
          <p>What comes is told to us at this address; give it to Kannel as get-url of its sms-service:</p>
          <p style={{ overflowWrap: 'anywhere' }}>
            <code>{data.inboundUrl}</code>
          </p>
        </>
      )}
    </Panel>
  )
}
