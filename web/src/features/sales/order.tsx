import { RecordPage } from '../../records/page.tsx'
import { resource } from '../../records/resource.ts'
import { order as entry, type Order } from './order.entry.ts'
import { LinesTable } from './quote/lines-table.tsx'

export const order = resource<Order>(entry)({
  title: ({ number }) => number,
  fields: [
    { key: 'number', label: 'Number', kind: 'text', fixed: true },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      fixed: true,
      filter: true,
      width: 200,
    },
    {
      key: 'opportunityId',
      label: 'Opportunity',
      kind: 'ref',
      model: 'opportunity',
      fixed: true,
      width: 220,
    },
    { key: 'quoteId', label: 'From the quote', kind: 'ref', model: 'quote', fixed: true, width: 140 },
    { key: 'gross', label: 'Total', kind: 'money', fixed: true, sortable: true, width: 140 },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    { key: 'placedAt', label: 'Placed', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['accountId', 'opportunityId', 'quoteId', 'gross', 'ownerId', 'placedAt'],
  sort: '-placedAt',
  searchable: true,
  empty: 'An order is placed by itself as soon as a quote is accepted.',
  Page: OrderPage,
})

function OrderPage({ id }: { id: string }) {
  return (
    <RecordPage resource={order} id={id}>
      {(row) => <LinesTable document={row} />}
    </RecordPage>
  )
}
