import { Alert } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Quote } from '../quote.entry.ts'
import { quote } from '../quote.tsx'
import { DocumentButton } from './document.tsx'
import { QuoteDrawer } from './drawer.tsx'
import { LinesTable } from './lines-table.tsx'

export function QuotePage({ id }: { id: string }) {
  const [editing, setEditing] = useState(false)
  const [rejecting, setRejecting] = useState(false)
  useLive('order')
  return (
    <RecordPage
      resource={quote}
      id={id}
      actions={(row) => (
        <>
          <DocumentButton row={row} />
          <Steps row={row} onEdit={() => setEditing(true)} onReject={() => setRejecting(true)} />
          <QuoteDrawer
            key={row.revision}
            opened={editing}
            quote={row}
            opportunity={{
              id: row.opportunityId ?? '',
              name: row.number ?? '',
              amount: null,
              productId: null,
            }}
            onClose={() => setEditing(false)}
          />
          {rejecting && (
            <CommandDialog
              title={`${row.number ?? 'The quote'} was rejected`}
              path={`/quotes/${row.id}/reject`}
              fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
              submit="Record the rejection"
              grave
              touches={['quote']}
              onClose={() => setRejecting(false)}
            />
          )}
        </>
      )}
      above={(row) => <OrderNews row={row} />}
    >
      {(row) => <LinesTable document={row} />}
    </RecordPage>
  )
}

function Steps({ row, onEdit, onReject }: { row: Quote; onEdit: () => void; onReject: () => void }) {
  const command = useCommand()
  const step = (verb: string, message: string) =>
    command.mutate(
      {
        method: 'POST',
        path: `/quotes/${row.id}/${verb}`,
        ifMatch: row.revision,
        touches: ['quote', 'order', 'opportunity'],
      },
      {
        onSuccess: () => done(message),
        onError: (error) => failed(`${quote.title(row) ?? 'The quote'} stays ${row.status}`, error),
      },
    )
  if (row.status === 'draft') {
    return (
      <>
        <WriteButton variant="default" permission="quote.change-lines" onClick={onEdit}>
          Edit lines
        </WriteButton>
        <WriteButton
          permission="quote.send"
          loading={command.isPending}
          refusal={row.lines?.length === 0 ? 'A quote needs at least one line.' : undefined}
          onClick={() => step('send', `${row.number} is marked as sent`)}
        >
          Mark as sent
        </WriteButton>
      </>
    )
  }
  if (row.status !== 'sent') return null
  return (
    <>
      <WriteButton variant="default" permission="quote.reject" onClick={onReject}>
        Rejected
      </WriteButton>
      <WriteButton
        permission="quote.accept"
        loading={command.isPending}
        onClick={() => step('accept', `${row.number} accepted. The order is being placed.`)}
      >
        Accepted
      </WriteButton>
    </>
  )
}

/** An accepted quote becomes an order by itself, and says so when it has. */
function OrderNews({ row }: { row: Quote }) {
  if (row.status !== 'accepted') return null
  return (
    <Alert color="green" mt={8} role="status">
      {row.orderId ? (
        <>
          Accepted, and ordered as <Reference model="order" id={row.orderId} />.
        </>
      ) : (
        'Accepted. The order is being placed.'
      )}
    </Alert>
  )
}
