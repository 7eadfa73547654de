import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, MoneyValues, Nothing } from '../../../ui/values.tsx'
import type { Opportunity } from '../opportunity.entry.ts'

type Sums = Replies['/opportunities/{id}/spending']['total']

/** Those that a role does not hide. */
const known = (sums: Sums) =>
  sums.flatMap(({ amount, currency }) =>
    amount === undefined || currency === undefined ? [] : [{ amount, currency }],
  )

/** What a deal was to cost and what was spent; nothing as long as nobody has said anything of it. */
export function Spending({ row }: { row: Opportunity }) {
  const view = useView()
  useLive('order')
  const { data } = useQuery(
    derivedQuery<Replies['/opportunities/{id}/spending']>(
      'opportunity',
      `/opportunities/${row.id}/spending`,
      {},
      view,
    ),
  )
  if (!data || (!data.budget && data.total.length === 0)) return null
  return (
    <Panel title="Budget and spending">
      <Table label="Budget and spending" head={['Budget', 'Costs', 'Orders', 'Spent in total']}>
        <tr>
          <td>{data.budget ? <MoneyValue value={data.budget} /> : <Nothing />}</td>
          <td>{data.costs ? <MoneyValue value={data.costs} /> : <Nothing />}</td>
          <td>{data.orders.length > 0 ? <MoneyValues values={known(data.orders)} /> : <Nothing />}</td>
          <td>{data.total.length > 0 ? <MoneyValues values={known(data.total)} /> : <Nothing />}</td>
        </tr>
      </Table>
      <Quiet>Orders are before tax.</Quiet>
    </Panel>
  )
}
