import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { detailQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { hours } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Contract } from '../contract.entry.ts'
import { contract } from '../contract.tsx'
import { AttainmentReport } from '../sla-attainment/report.tsx'
import type { SlaPolicy } from '../sla-policy.entry.ts'

interface Step {
  verb: string
  label: string
  title: string
  fields: readonly Field[]
  grave?: true
}

const steps = {
  renew: {
    verb: 'renew',
    label: 'Renew',
    title: 'Renew this contract',
    fields: [
      { key: 'endsOn', label: 'Until', kind: 'date', required: true },
      { key: 'price', label: 'New price', kind: 'money', hint: 'Left empty, it stays' },
    ],
  },
  cancel: {
    verb: 'cancel',
    label: 'Give notice',
    title: 'Give notice: it ends with its last day',
    fields: [{ key: 'reason', label: 'Why?', kind: 'long-text' }],
  },
  terminate: {
    verb: 'terminate',
    label: 'Terminate',
    title: 'Terminate this contract at once',
    grave: true,
    fields: [{ key: 'reason', label: 'Why?', kind: 'long-text', required: true }],
  },
} satisfies Record<string, Step>

/** A contract: what was promised, and what came of it by month, as of the instant on screen (SLA-02). */
export function ContractPage({ id }: { id: string }) {
  const [asked, ask] = useState<Step | null>(null)
  return (
    <RecordPage
      resource={contract}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onAsk={ask} />
          {asked && (
            <CommandDialog
              title={asked.title}
              path={`/contracts/${row.id}/${asked.verb}`}
              fields={asked.fields}
              submit={asked.label}
              grave={asked.grave ?? false}
              ifMatch={row.revision}
              touches={['contract']}
              onClose={() => ask(null)}
            />
          )}
        </>
      )}
    >
      {(row) => (
        <>
          {row.slaPolicyId ? (
            <Promised id={row.slaPolicyId} />
          ) : (
            <Panel title="What is promised">
              <Quiet>
                Nothing of its own: tickets have what is promised to the account, or to everybody.
              </Quiet>
            </Panel>
          )}
          <AttainmentReport
            title="Kept and missed, by month"
            parameters={{ by: 'month', contractId: row.id }}
          />
          <Related
            model="ticket"
            title="Tickets that it covered"
            where={{ contractId: row.id, sort: '-createdAt' }}
            columns={['status', 'priority', 'createdAt']}
            empty="No ticket was covered by it yet."
          />
        </>
      )}
    </RecordPage>
  )
}

const priorities = ['urgent', 'high', 'normal', 'low'] as const

/** As the policy is now; a ticket keeps what it was when it was opened. */
function Promised({ id }: { id: string }) {
  const { data, error } = useQuery(detailQuery<SlaPolicy>('slaPolicy', '/sla-policies', id, useView()))
  return (
    <Panel title="What is promised">
      {error ? (
        <Failure error={error} />
      ) : !data ? (
        <Waiting rows={3} />
      ) : (
        <Table label="What is promised" head={['Priority', 'First answer within', 'Solution within']}>
          {priorities.map((one) => (
            <tr key={one}>
              <td>{one.charAt(0).toUpperCase() + one.slice(1)}</td>
              <td>{hours(data.targets?.[one]?.responseMinutes ?? 0)}</td>
              <td>{hours(data.targets?.[one]?.resolutionMinutes ?? 0)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

function Actions({ row, onAsk }: { row: Contract; onAsk: (step: Step) => void }) {
  const command = useCommand()
  const activate = () =>
    command.mutate(
      { method: 'POST', path: `/contracts/${row.id}/activate`, ifMatch: row.revision, touches: ['contract'] },
      {
        onSuccess: () => done('It is in force'),
        onError: (error) => failed('The contract stays a draft', error),
      },
    )
  if (row.status === 'ended') return null
  if (row.status === 'draft')
    return (
      <WriteButton permission="contract.activate" loading={command.isPending} onClick={activate}>
        Put into force
      </WriteButton>
    )
  return (
    <>
      <WriteButton variant="default" permission="contract.renew" onClick={() => onAsk(steps.renew)}>
        Renew
      </WriteButton>
      {row.endsOn && !row.cancelled && (
        <WriteButton variant="default" permission="contract.cancel" onClick={() => onAsk(steps.cancel)}>
          Give notice
        </WriteButton>
      )}
      <WriteButton variant="default" permission="contract.terminate" onClick={() => onAsk(steps.terminate)}>
        Terminate
      </WriteButton>
    </>
  )
}
