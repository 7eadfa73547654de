import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, hundredth } from './figures.tsx'
import { KeepResult } from './keep.tsx'

type Found = Replies['/product-associations']

/** Which products are bought together. */
export function ProductAssociations() {
  return (
    <Report<Found>
      model="order opportunity"
      title="Bought together"
      path="/product-associations"
      aside={<KeepResult mined="product-associations" />}
      lines={({ items }) => [
        [
          'Who bought',
          'bought too',
          'Deals with both',
          'Deals with the first',
          'Support',
          'Confidence',
          'From',
          'To',
          'Lift',
        ],
        ...items.map((one) => [
          one.productName ?? '',
          one.withName ?? '',
          one.together,
          one.count,
          one.support,
          one.confidence,
          one.low,
          one.high,
          one.lift,
        ]),
      ]}
    >
      {(found) => <Associations found={found} />}
    </Report>
  )
}

export function Associations({ found: { items, baskets, method } }: { found: Found }) {
  return items.length === 0 ? (
    <Quiet>In {count(baskets)} deals no two products were bought together twice.</Quiet>
  ) : (
    <>
      <Table
        label="Bought together"
        head={['Who bought', 'bought too', 'Deals with both', 'Confidence', '95 % interval', 'Lift']}
      >
        {items.map((one) => (
          <tr key={`${one.productId} ${one.withId}`}>
            <td>
              <Reference model="product" id={one.productId ?? ''} name={one.productName ?? null} />{' '}
              {one.few && <Tag tone="neutral">Few deals</Tag>}
            </td>
            <td>
              <Reference model="product" id={one.withId} name={one.withName ?? null} />
            </td>
            <td data-right>
              <Opening model="opportunity" where={one.where}>
                {count(one.together)}
              </Opening>{' '}
              of {count(one.count)}
            </td>
            <td data-right>{percent(one.confidence)}</td>
            <td data-right>
              <Between low={one.low} high={one.high} words={percent} />
            </td>
            <td data-right>{hundredth(one.lift)}</td>
          </tr>
        ))}
      </Table>
      <Quiet>{method}</Quiet>
    </>
  )
}
