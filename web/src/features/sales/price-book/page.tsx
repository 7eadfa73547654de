import { RecordPage } from '../../../records/page.tsx'
import { priceBook } from '../price-book.ts'
import { PriceGrid } from './price-grid.tsx'

/** A price book and its prices. */
export function PriceBookPage({ id }: { id: string }) {
  return (
    <RecordPage resource={priceBook} id={id}>
      {(row) => <PriceGrid key={row.revision} row={row} />}
    </RecordPage>
  )
}
