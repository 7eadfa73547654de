import type { ReactNode } from 'react'
import { Reference } from '../../../records/field-value.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { CrossSelling } from '../cross-selling.entry.ts'

export type Suggestion = CrossSelling['suggestions'][number]

export const proposalOf = ({ productId, withProductId, together, withCount }: Suggestion) => ({
  basis: 'together' as const,
  productId,
  withProductId,
  found: together,
  of: withCount,
})

export const reasonOf = ({ withProductName, together, withCount }: Suggestion) =>
  `In ${together} of ${withCount} deals with ${withProductName}.`

/** What is often bought together, with the counts that say so. */
export function Together({
  of: { suggestions, method, baskets },
  none,
  action,
}: {
  of: CrossSelling
  none: string
  action: (of: Suggestion) => ReactNode
}) {
  if (suggestions.length === 0) return <Quiet>{none}</Quiet>
  return (
    <>
      <Table label="Often bought together" head={['Product', 'With', 'Deals', 'Confidence', 'Lift', '']}>
        {suggestions.map((one) => (
          <tr key={one.productId}>
            <td>
              <Reference model="product" id={one.productId} name={one.productName} />
            </td>
            <td>
              <Reference model="product" id={one.withProductId} name={one.withProductName} />
            </td>
            <td title={`${percent(one.support)} of ${count(baskets)} deals`}>
              {count(one.together)} of {count(one.withCount)}
            </td>
            <td>{percent(one.confidence)}</td>
            <td>{count(one.lift, 2)} ×</td>
            <td>{action(one)}</td>
          </tr>
        ))}
      </Table>
      <Quiet>{method}</Quiet>
    </>
  )
}
