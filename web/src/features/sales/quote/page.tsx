import { Alert, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { DocumentButton } from '../../../records/document.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { MoneyValue } from '../../../ui/values.tsx'
import type { Quote } from '../quote.entry.ts'
import { quote } from '../quote.tsx'
import { ApprovalSteps } from './approval.tsx'
import { QuoteDrawer } from './drawer.tsx'
import { LinesTable } from './lines-table.tsx'
import { LinkPanel } from './link.tsx'

export function QuotePage({ id }: { id: string }) {
  const [editing, setEditing] = useState(false)
  const [asked, setAsked] = useState<'accept' | 'reject' | 'version' | null>(null)
  const close = () => setAsked(null)
  useLive('order')
  return (
    <RecordPage
      resource={quote}
      id={id}
      actions={(row) => (
        <>
          <DocumentButton path={`/quotes/${row.id}/document`} name={row.number ?? 'quote'} />
          <ApprovalSteps row={row} />
          <Steps row={row} onEdit={() => setEditing(true)} onAsk={setAsked} />
          <QuoteDrawer
            key={row.revision}
            opened={editing}
            quote={row}
            opportunity={dealOf(row)}
            onClose={() => setEditing(false)}
          />
          <QuoteDrawer
            key={`version ${row.revision}`}
            opened={asked === 'version'}
            replaces={row}
            opportunity={dealOf(row)}
            onClose={close}
          />
          {asked === 'accept' && <AcceptDialog row={row} onClose={close} />}
          {asked === 'reject' && (
            <CommandDialog
              title={`${row.number ?? 'The quote'} was rejected`}
              path={`/quotes/${row.id}/reject`}
              fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
              submit="Record the rejection"
              grave
              touches={['quote']}
              onClose={close}
            />
          )}
        </>
      )}
      above={(row) => <OrderNews row={row} />}
    >
      {(row) => (
        <>
          <LinkPanel row={row} />
          <LinesTable document={row} />
        </>
      )}
    </RecordPage>
  )
}

const dealOf = (row: Quote) => ({
  id: row.opportunityId ?? '',
  name: row.number ?? '',
  amount: null,
  productId: null,
  lines: [],
})

/** What it comes to is confirmed: an order follows, which nobody takes back. */
function AcceptDialog({ row, onClose }: { row: Quote; onClose: () => void }) {
  const { number = 'The quote', totals } = row
  return (
    <CommandDialog
      title={`${number} was accepted`}
      path={`/quotes/${row.id}/accept`}
      fields={[]}
      body={{ total: totals?.gross }}
      submit="Record the acceptance"
      ifMatch={row.revision}
      touches={['quote', 'order', 'opportunity']}
      onDone={() => done(`${number} accepted. The order is being placed.`)}
      onClose={onClose}
    >
      <Text size="sm">
        An order over {totals ? <MoneyValue value={totals.gross} /> : 'its total'} is placed, and the deal is
        won.
      </Text>
    </CommandDialog>
  )
}

function Steps({
  row,
  onEdit,
  onAsk,
}: {
  row: Quote
  onEdit: () => void
  onAsk: (asked: 'accept' | 'reject' | 'version') => void
}) {
  const command = useCommand()
  const send = () =>
    command.mutate(
      { method: 'POST', path: `/quotes/${row.id}/send`, ifMatch: row.revision, touches: ['quote'] },
      {
        onSuccess: () => done(`${row.number} is marked as sent`),
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
          onClick={send}
        >
          Mark as sent
        </WriteButton>
      </>
    )
  }
  if (row.status === 'accepted' || row.status === 'replaced') return null
  return (
    <>
      {row.status === 'sent' && (
        <>
          <WriteButton permission="quote.accept" onClick={() => onAsk('accept')}>
            Accepted
          </WriteButton>
          <WriteButton variant="default" permission="quote.reject" onClick={() => onAsk('reject')}>
            Rejected
          </WriteButton>
        </>
      )}
      {/* Last, where "Send" was: a second click there answers nothing in the customer's name. */}
      <WriteButton variant="default" permission="quote.draft" onClick={() => onAsk('version')}>
        New version
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
