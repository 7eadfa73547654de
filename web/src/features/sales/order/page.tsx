import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Order } from '../order.entry.ts'
import { order } from '../order.tsx'
import { LinesTable } from '../quote/lines-table.tsx'
import { FulfilDialog, Fulfilments } from './fulfilment.tsx'
import { Transfer } from './transfer.tsx'

export function OrderPage({ id }: { id: string }) {
  const [asked, setAsked] = useState<'fulfil' | 'cancel' | 'account' | null>(null)
  const close = () => setAsked(null)
  useLive('invoice')
  return (
    <RecordPage
      resource={order}
      id={id}
      actions={(row) => (
        <>
          <Steps row={row} onAsk={setAsked} />
          {asked === 'fulfil' && <FulfilDialog row={row} onClose={close} />}
          {asked === 'cancel' && (
            <CommandDialog
              title={`Cancel ${row.number ?? 'this order'}`}
              path={`/orders/${row.id}/cancel`}
              fields={[{ key: 'reason', label: 'Why?', kind: 'text', required: true }]}
              submit="Cancel what is open"
              grave
              touches={['order']}
              onClose={close}
            >
              What has gone out stays, and can be invoiced.
            </CommandDialog>
          )}
          {asked === 'account' && (
            <CommandDialog
              title={`Whose order is ${row.number ?? 'this'}?`}
              path={`/orders/${row.id}/set-account`}
              fields={[{ key: 'accountId', label: 'Account', kind: 'ref', model: 'account', required: true }]}
              submit="Set the account"
              touches={['order']}
              onClose={close}
            />
          )}
        </>
      )}
    >
      {(row) => (
        <>
          <LinesTable document={row} />
          <Fulfilments row={row} />
          <Transfer row={row} />
          <Related
            model="invoice"
            where={{ orderId: row.id, sort: 'number' }}
            columns={['kind', 'issuedOn', 'gross', 'open']}
            empty="Nothing of this was invoiced yet."
          />
        </>
      )}
    </RecordPage>
  )
}

function Steps({ row, onAsk }: { row: Order; onAsk: (asked: 'fulfil' | 'cancel' | 'account') => void }) {
  const command = useCommand()
  const run = (verb: string, words: string) =>
    command.mutate(
      {
        method: 'POST',
        path: `/orders/${row.id}/${verb}`,
        ifMatch: row.revision,
        touches: ['order', 'invoice'],
      },
      { onSuccess: () => done(words), onError: (error) => failed('The order stays as it is', error) },
    )
  const { status, number = 'The order', lines = [] } = row
  if (status === 'cancelled')
    return (
      <>
        <BillButton row={row} run={run} />
        <WriteButton
          variant="default"
          permission="order.reinstate"
          onClick={() => run('reinstate', `${number} is wanted again`)}
        >
          Take back the cancellation
        </WriteButton>
      </>
    )
  const isOpen = lines.some(({ open }) => open !== 0)
  return (
    <>
      {row.accountId === null && (
        <WriteButton variant="default" permission="order.set-account" onClick={() => onAsk('account')}>
          Set account
        </WriteButton>
      )}
      {status === 'placed' && (
        <WriteButton
          permission="order.confirm"
          loading={command.isPending}
          onClick={() => run('confirm', `${number} confirmed`)}
        >
          Confirm
        </WriteButton>
      )}
      {status === 'confirmed' && (
        <WriteButton
          variant="default"
          permission="order.withdraw-confirmation"
          onClick={() => run('withdraw-confirmation', 'Confirmation taken back')}
        >
          Take back confirmation
        </WriteButton>
      )}
      {isOpen && (
        <>
          <WriteButton
            variant={status === 'placed' ? 'default' : 'filled'}
            permission="order.fulfil"
            onClick={() => onAsk('fulfil')}
          >
            Fulfil
          </WriteButton>
          <WriteButton variant="default" permission="order.cancel" onClick={() => onAsk('cancel')}>
            Cancel order
          </WriteButton>
        </>
      )}
      <BillButton row={row} run={run} />
    </>
  )
}

/** What has gone out and stands on no invoice. */
function BillButton({ row, run }: { row: Order; run: (verb: string, words: string) => void }) {
  if (!row.lines?.some(({ fulfilled, billed }) => fulfilled !== billed)) return null
  return (
    <WriteButton
      variant="default"
      permission="order.bill"
      onClick={() => run('bill', 'The invoice is being issued.')}
    >
      Invoice
    </WriteButton>
  )
}
