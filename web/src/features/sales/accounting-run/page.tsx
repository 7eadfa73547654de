import { DocumentButton } from '../../../records/document.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { accountingRun } from '../accounting-run.tsx'

export function AccountingRunPage({ id }: { id: string }) {
  return (
    <RecordPage
      resource={accountingRun}
      id={id}
      actions={(row) => (
        <DocumentButton
          path={`/accounting-runs/${row.id}/file`}
          name={row.number ?? 'accounting-run'}
          label="CSV"
          ending="csv"
        />
      )}
    >
      {(row) => (
        <>
          <Related
            model="invoice"
            title="Invoices and credit notes"
            where={{ accountingRunId: row.id, sort: 'number' }}
            columns={['kind', 'issuedOn', 'accountId', 'gross']}
            empty="No document, or a later run has taken them once more."
          />
          <Related
            model="payment"
            where={{ accountingRunId: row.id }}
            columns={['receivedOn', 'paid', 'booked']}
            empty="No payment, or a later run has taken them once more."
          />
        </>
      )}
    </RecordPage>
  )
}
