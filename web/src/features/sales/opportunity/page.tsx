import { RecordPage } from '../../../records/page.tsx'
import { opportunity } from '../opportunity.tsx'

export function OpportunityPage({ id }: { id: string }) {
  return <RecordPage resource={opportunity} id={id} />
}
