import { useState } from 'react'
import { spacedIban } from '../../../../../src/domain/values/spaced-iban.ts'
import { useCommand } from '../../../api/commands.ts'
import { AddressShown } from '../../../records/address.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { DocumentButton } from '../../../records/document.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Facts } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { Invoice } from '../invoice.entry.ts'
import { daysLate, invoice } from '../invoice.tsx'
import { allOf, partsField } from '../parts-input.tsx'
import { LinesTable } from '../quote/lines-table.tsx'

/** Of an electronic invoice by EN 16931. */
const syntaxes = [
  { syntax: 'ubl', label: 'UBL' },
  { syntax: 'cii', label: 'CII' },
] as const

export function InvoicePage({ id }: { id: string }) {
  const [crediting, setCrediting] = useState(false)
  return (
    <RecordPage
      resource={invoice}
      id={id}
      actions={(row) => (
        <>
          <DocumentButton path={`/invoices/${row.id}/document`} name={row.number ?? 'invoice'} />
          {syntaxes.map(({ syntax, label }) => (
            <DocumentButton
              key={syntax}
              path={`/invoices/${row.id}/${syntax}`}
              name={`${row.number ?? 'invoice'}-${syntax}`}
              label={label}
              ending="xml"
            />
          ))}
          <Steps row={row} onCredit={() => setCrediting(true)} />
          {crediting && <CreditDialog row={row} onClose={() => setCrediting(false)} />}
        </>
      )}
    >
      {(row) => (
        <>
          <LinesTable document={row} />
          <Parties row={row} />
          {row.kind === 'invoice' && (
            <Related
              model="invoice"
              title="Credit notes"
              where={{ invoiceId: row.id, sort: 'number' }}
              columns={['issuedOn', 'gross', 'reason']}
              empty="Nothing of this was credited."
            />
          )}
        </>
      )}
    </RecordPage>
  )
}

function Steps({ row, onCredit }: { row: Invoice; onCredit: () => void }) {
  const command = useCommand()
  if (row.kind !== 'invoice') return null
  const remind = () =>
    command.mutate(
      { method: 'POST', path: `/invoices/${row.id}/remind`, ifMatch: row.revision, touches: ['invoice'] },
      {
        onSuccess: () => done('Reminder recorded'),
        onError: (error) => failed('No reminder was recorded', error),
      },
    )
  return (
    <>
      {daysLate(row) > 0 && (
        <WriteButton
          variant="default"
          permission="invoice.remind"
          loading={command.isPending}
          refusal={row.reminders === 3 ? 'This was asked for three times already.' : undefined}
          onClick={remind}
        >
          Reminded
        </WriteButton>
      )}
      {row.lines?.some(({ creditable }) => creditable !== 0) && (
        <WriteButton variant="default" permission="invoice.credit" onClick={onCredit}>
          Credit
        </WriteButton>
      )}
    </>
  )
}

/** What is credited: all that is left at first. */
function CreditDialog({ row, onClose }: { row: Invoice; onClose: () => void }) {
  const left = (row.lines ?? []).map(({ description, creditable }, line) => ({
    line,
    description,
    left: creditable,
  }))
  return (
    <CommandDialog
      title={`Credit ${row.number ?? 'this invoice'}`}
      path={`/invoices/${row.id}/credit`}
      fields={[
        { key: 'reason', label: 'Why?', kind: 'text', required: true },
        partsField('Quantities', left),
      ]}
      initial={{ lines: allOf(left) }}
      submit="Credit"
      grave
      ifMatch={row.revision}
      touches={['invoice', 'order']}
      onDone={() => done('Credited. The credit note is being issued.')}
      onClose={onClose}
    >
      A credit note over these is issued. What it credits can be invoiced again.
    </CommandDialog>
  )
}

/** What was so when it was issued, whatever was changed since. */
function Parties({ row: { seller, buyer, terms } }: { row: Invoice }) {
  if (!seller || !buyer) return null
  return (
    <Panel title="As it was issued">
      <Facts
        facts={[
          ['From', seller.name],
          ['Its address', <AddressShown key="from" value={seller.address} />],
          ['Tax id', seller.taxId ?? <Nothing key="tax" />],
          ['Paid to', seller.iban ? spacedIban(seller.iban) : <Nothing key="iban" />],
          ['For', buyer.name],
          ['Its address then', <AddressShown key="for" value={buyer.address} />],
          ...(terms?.discountPercent
            ? [['Discount', `${terms.discountPercent} % within ${terms.discountDays} days`] as const]
            : []),
        ]}
      />
    </Panel>
  )
}
