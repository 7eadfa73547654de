import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { counted } from '../../../ui/format.ts'
import type { Lead } from '../lead.entry.ts'
import classes from './lead.module.css'

type Told = Replies['/leads/{id}/recommendations']
type Reason = NonNullable<NonNullable<Told['items']>[number]['reasons']>[number]

/** What to offer to a lead, and why (LEAD-22). */
export function Recommendations({ row }: { row: Lead }) {
  const { data } = useQuery(derivedQuery<Told>('lead', `/leads/${row.id}/recommendations`, {}, useView()))
  if (!data?.items || data.items.length === 0) return null
  return (
    <Panel title="What to offer">
      <ol className={classes.spans}>
        {data.items.map(
          ({ productId, reasons }) =>
            productId && (
              <li key={productId}>
                <Reference model="product" id={productId} />: {reasons?.map(wordsOf).join(', ')}
              </li>
            ),
        )}
      </ol>
    </Panel>
  )
}

const words: Readonly<Record<NonNullable<Reason['reason']>, (customers: string) => string>> = {
  named: () => 'they name it',
  group: () => 'it is of the kind they name',
  together: (customers) => `${customers} bought it with what they name`,
  country: (customers) => `${customers} of their country bought it`,
  often: (customers) => `${customers} bought it`,
}

const wordsOf = ({ reason, customers }: Reason) =>
  reason ? words[reason](counted(customers ?? 0, 'customer', 'customers')) : ''
