import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { useView } from '../../time/use-time.ts'
import { count, day, sentence } from '../../ui/format.ts'
import { Facts, Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { MoneyValue, Nothing, Tag } from '../../ui/values.tsx'
import { RestatedIn, type ToldIn } from './restated.tsx'

type Bought = Replies['/accounts/{id}/purchases']
type Item = Bought['items'][number]

/** Shown at first; all of them are in their own lists. */
const newest = 12

const kinds: Readonly<Record<Item['kind'], string>> = {
  order: 'Order',
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  payment: 'Payment',
}

/** What a customer has bought and paid, in each currency by itself (QTC-11). */
export function Purchases({ id }: { id: string }) {
  useLive('order', 'invoice', 'payment')
  const [told, setTold] = useState<ToldIn>({ in: null, ratesOn: null })
  const view = useView()
  const path = `/accounts/${id}/purchases`
  const { data, error, refetch } = useQuery(derivedQuery<Bought>('order invoice payment', path, {}, view))
  const restated = useQuery({
    ...derivedQuery<Bought>('order invoice payment', path, { ...told }, view),
    enabled: told.in !== null,
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return (
    <Panel title="Purchases">
      {!data ? (
        <Waiting rows={2} />
      ) : data.items.length === 0 ? (
        <Quiet>Nothing that you may see.</Quiet>
      ) : (
        <>
          {data.totals.map((of) => (
            <Totals key={of.currency} of={of} hidesInvoices={data.left.includes('invoice')} />
          ))}
          {(data.totals.length > 1 || told.in !== null) && (
            <RestatedIn told={told} onChange={setTold} answer={restated} />
          )}
          {!data.left.includes('invoice') && <Years years={data.years} />}
          <Documents items={data.items} />
        </>
      )}
    </Panel>
  )
}

function Totals({ of, hidesInvoices }: { of: Bought['totals'][number]; hidesInvoices: boolean }) {
  const money = (amount: number | null | undefined) => <Amount amount={amount} currency={of.currency} />
  return (
    <Facts
      facts={[
        ['Ordered, net', money(of.ordered)],
        ...(hidesInvoices
          ? []
          : [
              ['Revenue, net of credits', money(of.turnover)] as const,
              ['Paid', money(of.paid)] as const,
              ['To be paid', money(of.open)] as const,
              ...(of.overdue === 0 ? [] : [['Of that late', money(of.overdue)] as const]),
            ]),
      ]}
    />
  )
}

function Years({ years }: { years: Bought['years'] }) {
  if (years.length === 0) return null
  return (
    <Table label="Purchases by year" head={['Year', 'Ordered', 'Invoiced', 'Credited', 'Revenue']}>
      {years.map(({ year, currency, ordered, invoiced, credited, turnover }) => (
        <tr key={`${year} ${currency}`}>
          <td>{year}</td>
          {[ordered, invoiced, credited, turnover].map((amount, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns stay in their order
            <td key={at} data-right>
              <Amount amount={amount} currency={currency} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  )
}

function Documents({ items }: { items: Bought['items'] }) {
  return (
    <>
      <Table label="Documents" head={['Document', 'Day', 'Status', 'Amount', 'To be paid']}>
        {items.slice(0, newest).map((item) => (
          <tr key={item.id}>
            <td>
              {kinds[item.kind]}{' '}
              <Reference
                model={item.kind === 'credit-note' ? 'invoice' : item.kind}
                id={item.id}
                name={item.number}
              />
            </td>
            <td>{day(item.on)}</td>
            <td>{item.status ? <Tag>{sentence(item.status)}</Tag> : <Nothing />}</td>
            <td data-right>{item.amount ? <MoneyValue value={item.amount} /> : <Nothing />}</td>
            <td data-right>{item.open?.amount ? <MoneyValue value={item.open} /> : null}</td>
          </tr>
        ))}
      </Table>
      {items.length > newest && (
        <Text size="sm" c="dimmed">
          The newest {count(newest)}; the others are in their lists.
        </Text>
      )}
    </>
  )
}

/** A sum that is too large to be told exactly is not told. */
function Amount({ amount, currency }: { amount: number | null | undefined; currency: string }) {
  return amount === null || amount === undefined ? <Nothing /> : <MoneyValue value={{ amount, currency }} />
}
