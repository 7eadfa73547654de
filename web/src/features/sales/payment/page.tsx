import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue } from '../../../ui/values.tsx'
import type { Payment } from '../payment.entry.ts'
import { payment } from '../payment.tsx'

type Allocation = NonNullable<Payment['allocations']>[number]
type Suggestion = Replies['/payments/{id}/suggestions']['items'][number]

export function PaymentPage({ id }: { id: string }) {
  const [voiding, setVoiding] = useState(false)
  return (
    <RecordPage
      resource={payment}
      id={id}
      actions={(row) => (
        <>
          <CountButton row={row} onVoid={() => setVoiding(true)} />
          {voiding && (
            <CommandDialog
              title="This payment does not count"
              path={`/payments/${row.id}/void`}
              fields={[{ key: 'reason', label: 'Why?', kind: 'text', required: true }]}
              submit="Let it count no more"
              grave
              touches={['payment', 'invoice']}
              onClose={() => setVoiding(false)}
            >
              What was paid with it is open again. It can be taken back.
            </CommandDialog>
          )}
        </>
      )}
    >
      {(row) => <Allocations row={row} />}
    </RecordPage>
  )
}

function CountButton({ row, onVoid }: { row: Payment; onVoid: () => void }) {
  const command = useCommand()
  if (!row.voided)
    return (
      <WriteButton variant="default" permission="payment.void" onClick={onVoid}>
        Does not count
      </WriteButton>
    )
  return (
    <WriteButton
      variant="default"
      permission="payment.reinstate"
      loading={command.isPending}
      onClick={() =>
        command.mutate(
          { method: 'POST', path: `/payments/${row.id}/reinstate`, touches: ['payment', 'invoice'] },
          {
            onSuccess: () => done('The payment counts again'),
            onError: (error) => failed('The payment stays as it is', error),
          },
        )
      }
    >
      Let it count again
    </WriteButton>
  )
}

/** Which invoices it is for, and which it may be for. Nothing where a role hides it. */
function Allocations({ row }: { row: Payment }) {
  const [choosing, setChoosing] = useState(false)
  const command = useCommand()
  const { allocations, currency, left, voided } = row
  if (!allocations || !currency || !left) return null
  const allocate = (next: readonly Allocation[]) =>
    command.mutateAsync({
      method: 'POST',
      path: `/payments/${row.id}/allocate`,
      body: { allocations: next },
      ifMatch: row.revision,
      touches: ['payment', 'invoice'],
    })
  const say = (next: readonly Allocation[], words: string) =>
    void allocate(next).then(
      () => done(words),
      (error: unknown) => failed('The payment stays as it is', error),
    )
  const isOpen = left.amount !== 0 && !voided
  return (
    <>
      <Panel
        title="Invoices it is for"
        aside={
          isOpen && (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="payment.allocate"
              onClick={() => setChoosing(true)}
            >
              Choose an invoice
            </WriteButton>
          )
        }
      >
        {allocations.length === 0 ? (
          <Quiet>None yet.</Quiet>
        ) : (
          <Table label="Invoices it is for" head={['Invoice', 'Amount', '']}>
            {allocations.map(({ invoiceId, amount }) => (
              <tr key={invoiceId}>
                <td>
                  <Reference model="invoice" id={invoiceId} />
                </td>
                <td>
                  <MoneyValue value={{ amount, currency }} />
                </td>
                <td>
                  <WriteButton
                    size="compact-xs"
                    variant="default"
                    permission="payment.allocate"
                    refusal={voided ? 'This payment does not count.' : undefined}
                    onClick={() =>
                      say(
                        allocations.filter((one) => one.invoiceId !== invoiceId),
                        'The payment is not for this invoice any more',
                      )
                    }
                  >
                    Not for this
                  </WriteButton>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      {isOpen && left.amount > 0 && (
        <Suggestions
          row={row}
          onConfirm={({ invoiceId, amount, number }) =>
            say([...allocations, { invoiceId, amount }], `The payment is for ${number}`)
          }
        />
      )}
      {choosing && (
        <AskDialog
          title="Which invoice is it for?"
          fields={[
            { key: 'invoiceId', label: 'Invoice', kind: 'ref', model: 'invoice', required: true },
            { key: 'amount', label: 'Amount', kind: 'money', required: true },
          ]}
          initial={{ amount: left }}
          submit="It is for this invoice"
          onSubmit={({ invoiceId, amount }) =>
            allocate([
              ...allocations,
              { invoiceId: String(invoiceId), amount: (amount as { amount: number }).amount },
            ])
          }
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

const reasons: Readonly<Record<Suggestion['reasons'][number], string>> = {
  number: 'the reference names it',
  amount: 'this is what is open',
  name: 'the payer is called so',
}

function Suggestions({ row, onConfirm }: { row: Payment; onConfirm: (one: Suggestion) => void }) {
  const { data } = useQuery(
    derivedQuery<Replies['/payments/{id}/suggestions']>(
      'payment',
      `/payments/${row.id}/suggestions`,
      {},
      useView(),
    ),
  )
  if (!data) return null
  return (
    <Panel title="It may be for">
      {data.items.length === 0 ? (
        <Quiet>No open invoice fits by its number, its amount or its customer.</Quiet>
      ) : (
        <Table label="It may be for" head={['Invoice', 'Customer', 'Open', 'Because', '']}>
          {data.items.map((one) => (
            <tr key={one.invoiceId}>
              <td>
                <Reference model="invoice" id={one.invoiceId} />
              </td>
              <td>{one.accountName}</td>
              <td>
                <MoneyValue value={{ amount: one.open, currency: row.currency ?? '' }} />
              </td>
              <td>{one.reasons.map((reason) => reasons[reason]).join(', ')}</td>
              <td>
                <WriteButton
                  size="compact-xs"
                  permission="payment.allocate"
                  aria-label={`It is for ${one.number}`}
                  onClick={() => onConfirm(one)}
                >
                  Confirm
                </WriteButton>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
