import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { ServiceOrder } from '../service-order.entry.ts'
import { serviceOrder } from '../service-order.tsx'
import { Booking } from './booking.tsx'
import { Cost } from './cost.tsx'
import { Sign } from './sign.tsx'
import { Tasks } from './tasks.tsx'

interface Step {
  verb: string
  label: string
  title: string
  fields: readonly Field[]
  grave?: true
}

const steps = {
  complete: {
    verb: 'complete',
    label: 'Done',
    title: 'This order is done',
    fields: [{ key: 'summary', label: 'What was done?', kind: 'long-text' }],
  },
  cancel: {
    verb: 'cancel',
    label: 'Cancel order',
    title: 'Cancel this order',
    grave: true,
    fields: [{ key: 'reason', label: 'Why?', kind: 'text', required: true }],
  },
  reopen: {
    verb: 'reopen',
    label: 'Go on with it',
    title: 'Go on with this order',
    fields: [{ key: 'reason', label: 'Why?', kind: 'text', required: true }],
  },
  bill: {
    verb: 'bill',
    label: 'Invoice',
    title: 'Invoice what is to be paid',
    fields: [{ key: 'taxPercent', label: 'Tax', kind: 'percent' }],
  },
} satisfies Record<string, Step>

/** Work for a customer: its appointments and tasks, what it took and came to, and who has signed for it (SVC-06, SVC-12). */
export function ServiceOrderPage({ id }: { id: string }) {
  const [asked, ask] = useState<Step | null>(null)
  return (
    <RecordPage
      resource={serviceOrder}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onAsk={ask} />
          {asked && (
            <CommandDialog
              title={asked.title}
              path={`/service-orders/${row.id}/${asked.verb}`}
              fields={asked.fields}
              submit={asked.label}
              grave={asked.grave ?? false}
              ifMatch={row.revision}
              touches={['serviceOrder', 'order', 'invoice']}
              onClose={() => ask(null)}
            />
          )}
        </>
      )}
    >
      {(row) => (
        <>
          <Related
            model="appointment"
            title="Appointments"
            where={{ serviceOrderId: row.id, cancelled: 'false' }}
            columns={['resourceId', 'startsAt', 'endsAt']}
            empty="Nobody is booked for it yet."
            action={<Booking row={row} />}
          />
          <Tasks row={row} />
          <Cost row={row} />
          <Related
            model="order"
            title="Invoiced by"
            where={{ serviceOrderId: row.id }}
            columns={['status', 'gross']}
            empty="It was not invoiced yet."
          />
        </>
      )}
    </RecordPage>
  )
}

function Actions({ row, onAsk }: { row: ServiceOrder; onAsk: (step: Step) => void }) {
  const command = useCommand()
  const run = (verb: string, words: string) =>
    command.mutate(
      {
        method: 'POST',
        path: `/service-orders/${row.id}/${verb}`,
        ifMatch: row.revision,
        touches: ['serviceOrder'],
      },
      { onSuccess: () => done(words), onError: (error) => failed('The order stays as it is', error) },
    )
  if (row.status === 'cancelled') return null
  if (row.status === 'done')
    return (
      <>
        {!row.billed && (
          <>
            <WriteButton permission="serviceOrder.bill" onClick={() => onAsk(steps.bill)}>
              Invoice
            </WriteButton>
            <WriteButton
              variant="default"
              permission="serviceOrder.reopen"
              onClick={() => onAsk(steps.reopen)}
            >
              Go on with it
            </WriteButton>
          </>
        )}
        <Sign row={row} />
      </>
    )
  return (
    <>
      {row.status === 'planned' && (
        <WriteButton permission="serviceOrder.dispatch" onClick={() => run('dispatch', 'Sent out')}>
          Send out
        </WriteButton>
      )}
      {row.status !== 'under-way' && (
        <WriteButton
          variant="default"
          permission="serviceOrder.start"
          onClick={() => run('start', 'It is under way')}
        >
          Begin
        </WriteButton>
      )}
      {row.status !== 'planned' && <Sign row={row} />}
      <WriteButton
        variant={row.status === 'under-way' ? 'filled' : 'default'}
        permission="serviceOrder.complete"
        onClick={() => onAsk(steps.complete)}
      >
        Done
      </WriteButton>
      <WriteButton variant="default" permission="serviceOrder.cancel" onClick={() => onAsk(steps.cancel)}>
        Cancel order
      </WriteButton>
    </>
  )
}
