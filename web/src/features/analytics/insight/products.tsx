import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { usePeriod } from '../use-period.tsx'
import { Between, Told, tenth } from './figures.tsx'
import { ProductAssociations } from './product-associations.tsx'

type Found = Replies['/product-problems']

const words = { sold: 'Units sold', installed: 'Units installed' } as const
const unitModel = { sold: 'order', installed: 'asset' } as const
type Units = keyof typeof words

/** Which products cause the most problems, and which are bought together. */
export function Products() {
  const may = useMay()
  return (
    <>
      <Problems />
      {may('order.read') && may('opportunity.read') && <ProductAssociations />}
    </>
  )
}

/** Which products cause the most problems, by how much of them is out there. */
function Problems() {
  const { period, input } = usePeriod()
  const [units, setUnits] = useState<Units>('sold')
  useLive('ticket', unitModel[units])
  return (
    <Report<Found>
      model="ticket"
      title="Tickets per 100 units"
      path="/product-problems"
      parameters={{ from: period.from, to: period.to, units }}
      aside={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Per"
            value={units}
            onChange={(next) => setUnits(next === 'installed' ? 'installed' : 'sold')}
            data={Object.entries(words).map(([value, label]) => ({ value, label }))}
          />
          {input}
        </>
      }
      lines={({ items }) => [
        ['Product', 'Tickets', 'Complaints', 'Units', 'Per 100', 'From', 'To'],
        ...items.map((one) => [
          one.productName,
          one.tickets,
          one.complaints,
          one.units,
          one.rate,
          one.low,
          one.high,
        ]),
      ]}
    >
      {({ items, method, whole }) =>
        items.length === 0 ? (
          <Quiet>No product has tickets or units in this time that you may see.</Quiet>
        ) : (
          <>
            {!whole && (
              <Quiet>Of the tickets and units that you may see: for others the rates may differ.</Quiet>
            )}
            <Table
              label="Products by tickets per 100 units"
              head={['Product', 'Tickets', 'Complaints', words[units], 'Per 100', '95 % interval']}
            >
              {items.map((one) => (
                <tr key={one.productId}>
                  <td>
                    <Reference model="product" id={one.productId ?? ''} name={one.productName ?? null} />{' '}
                    {one.few && <Tag tone="neutral">Few units</Tag>}
                  </td>
                  <td data-right>
                    <Opening model="ticket" where={one.openTickets}>
                      {count(one.tickets)}
                    </Opening>
                  </td>
                  <td data-right>{count(one.complaints)}</td>
                  <td data-right>
                    <Opening model={unitModel[units]} where={one.openUnits}>
                      {count(one.units)}
                    </Opening>
                  </td>
                  <td data-right>
                    <Told value={one.rate} words={tenth} />
                  </td>
                  <td data-right>
                    <Between low={one.low} high={one.high} words={tenth} />
                  </td>
                </tr>
              ))}
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}
