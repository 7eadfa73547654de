import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { PhoneLine } from '../phone-line.entry.ts'
import { phoneLine } from '../phone-line.tsx'

/** A telephone line: whose it is, whether it can be used, and its password, which is told to nobody but them. */
export function PhoneLinePage({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <RecordPage<PhoneLine>
      resource={phoneLine}
      id={id}
      actions={(row) => (
        <>
          <WriteButton
            variant="default"
            permission="phoneLine.change"
            leftSection={<KeyRound size={14} />}
            onClick={() => setAsking(true)}
          >
            Password
          </WriteButton>
          {asking && (
            <CommandDialog
              title="The password of the line"
              path={`/phone-lines/${row.id}/password`}
              fields={[{ key: 'password', label: 'Password', kind: 'password', required: true }]}
              submit="Keep it"
              touches={['phoneLine']}
              onClose={() => setAsking(false)}
            >
              It is kept sealed. The browser of whoever has the line signs in by it; nobody else is told.
            </CommandDialog>
          )}
        </>
      )}
      aside={(row) => (
        <Panel title="Standing">
          <p>
            <Standing row={row} />
          </p>
        </Panel>
      )}
    />
  )
}

function Standing({ row }: { row: PhoneLine }) {
  if (row.archived) return <Tag tone="neutral">Used no more</Tag>
  if (row.userId === null) return <Tag tone="neutral">Nobody’s: nothing rings</Tag>
  if (!row.hasPassword) return <Tag tone="warn">Not set up: its password is missing</Tag>
  return <Tag tone="good">Set up; it rings where its user has the app open</Tag>
}
