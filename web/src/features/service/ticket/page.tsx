import { Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordForm } from '../../../records/form.tsx'
import { RecordPage } from '../../../records/page.tsx'
import type { Resource } from '../../../records/resource.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { serviceOrder } from '../service-order.tsx'
import type { Ticket, TicketDetail } from '../ticket.entry.ts'
import { ticket } from '../ticket.tsx'
import { Assignment } from './assignment.tsx'
import { Conversation } from './conversation.tsx'
import { Corrections } from './corrections.tsx'
import { Links } from './links.tsx'
import { Rating } from './rating.tsx'
import { SlaClock } from './sla-clock.tsx'
import { SlaPanel } from './sla-panel.tsx'

interface Step {
  verb: string
  label: string
  title: string
  fields: readonly Field[] | ((row: Ticket) => readonly Field[])
  grave?: true
}

const steps = {
  pend: {
    verb: 'pend',
    label: 'Wait for the requester',
    title: 'Wait for the requester',
    fields: [{ key: 'reason', label: 'What are we waiting for?', kind: 'text' }],
  },
  resolve: {
    verb: 'resolve',
    label: 'Resolve',
    title: 'Resolve this ticket',
    fields: ({ type }) => [
      { key: 'resolution', label: 'How was it resolved?', kind: 'long-text' },
      {
        key: 'rootCause',
        label: 'Root cause',
        kind: 'listed',
        list: 'root-cause',
        required: type === 'complaint',
        hint: 'Why it came to it, in the words of the list',
      },
    ],
  },
  reopen: {
    verb: 'reopen',
    label: 'Reopen',
    title: 'Reopen this ticket',
    fields: [{ key: 'reason', label: 'Why?', kind: 'text' }],
  },
  escalate: {
    verb: 'escalate',
    label: 'Escalate',
    title: 'Escalate this ticket',
    grave: true,
    fields: [
      { key: 'note', label: 'Why?', kind: 'text', hint: 'It goes to whom the service level policy names' },
    ],
  },
  asset: {
    verb: 'set-asset',
    label: 'Set',
    title: 'Which asset is it about?',
    fields: [
      { key: 'assetId', label: 'Asset', kind: 'ref', model: 'asset', required: true },
      {
        key: 'failedOn',
        label: 'Failed on',
        kind: 'date',
        hint: 'The warranty of that day counts; left empty, that of today',
      },
    ],
  },
} satisfies Record<string, Step>

/** The same record as in the list, with the conversation that only its own page has. */
const detail = ticket as Resource<TicketDetail>

export function TicketPage({ id }: { id: string }) {
  const [asked, setAsked] = useState<Step | null>(null)
  return (
    <RecordPage
      resource={detail}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onAsk={setAsked} />
          {asked && (
            <CommandDialog
              title={asked.title}
              path={`/tickets/${row.id}/${asked.verb}`}
              fields={typeof asked.fields === 'function' ? asked.fields(row) : asked.fields}
              {...(asked === steps.resolve && { initial: { rootCause: row.rootCause ?? null } })}
              submit={asked.label}
              grave={asked.grave ?? false}
              touches={['ticket']}
              onClose={() => setAsked(null)}
            />
          )}
        </>
      )}
      above={(row) => <SlaClock row={row} />}
      aside={(row) => (
        <>
          {row.sla && <SlaPanel row={row} />}
          <Assignment row={row} />
          <Rating row={row} />
        </>
      )}
    >
      {(row) => (
        <>
          <Conversation row={row} />
          <Corrections row={row} />
          <Links row={row} />
        </>
      )}
    </RecordPage>
  )
}

function Actions({ row, onAsk }: { row: Ticket; onAsk: (step: Step) => void }) {
  const command = useCommand()
  const refusal = useRefusal()
  const navigate = useNavigate()
  const [ordering, setOrdering] = useState(false)
  const send = (verb: string, message: string) =>
    command.mutate(
      { method: 'POST', path: `/tickets/${row.id}/${verb}`, touches: ['ticket'] },
      { onSuccess: () => done(message), onError: (error) => failed(`${row.number} stays as it is`, error) },
    )
  const isOver = row.status === 'closed' || row.status === 'resolved'
  const escalates = !isOver && refusal('ticket.escalate') === undefined
  useShortcuts('Ticket', escalates ? [{ label: 'Escalate', run: () => onAsk(steps.escalate) }] : [])
  // Whoever looks for it goes on in the other one.
  if (row.absorbedById) return null
  if (row.status === 'closed') {
    return (
      <WriteButton variant="default" permission="ticket.reopen" onClick={() => onAsk(steps.reopen)}>
        Reopen
      </WriteButton>
    )
  }
  if (row.status === 'resolved') {
    return (
      <>
        <WriteButton variant="default" permission="ticket.reopen" onClick={() => onAsk(steps.reopen)}>
          Reopen
        </WriteButton>
        <WriteButton
          variant="default"
          permission="ticket.close"
          onClick={() => send('close', `${row.number} closed`)}
        >
          Close
        </WriteButton>
      </>
    )
  }
  return (
    <>
      {row.status === 'pending' ? (
        <WriteButton
          variant="default"
          permission="ticket.resume"
          leftSection={<Play size={14} />}
          onClick={() => send('resume', 'The clocks run again')}
        >
          Resume
        </WriteButton>
      ) : (
        <WriteButton
          variant="default"
          permission="ticket.pend"
          leftSection={<Pause size={14} />}
          onClick={() => onAsk(steps.pend)}
        >
          Wait
        </WriteButton>
      )}
      <WriteButton permission="ticket.resolve" onClick={() => onAsk(steps.resolve)}>
        Resolve
      </WriteButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={14} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={refusal('ticket.escalate') !== undefined}
            onClick={() => onAsk(steps.escalate)}
          >
            Escalate
          </Menu.Item>
          <Menu.Item disabled={refusal('ticket.set-asset') !== undefined} onClick={() => onAsk(steps.asset)}>
            Asset and failure
          </Menu.Item>
          <Menu.Item
            disabled={refusal('serviceOrder.create') !== undefined}
            onClick={() => setOrdering(true)}
          >
            Order a service
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RecordForm
        resource={serviceOrder as Resource}
        opened={ordering}
        initial={{ ticketId: row.id, accountId: row.accountId ?? null, title: row.subject }}
        onClose={() => setOrdering(false)}
        onMade={(id) => void navigate({ to: '/$path/$id', params: { path: 'service-orders', id } })}
      />
    </>
  )
}
