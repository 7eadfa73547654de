import { RecordPage } from '../../../records/page.tsx'
import { quote } from '../quote.tsx'

export function QuotePage({ id }: { id: string }) {
  return <RecordPage resource={quote} id={id} />
}
