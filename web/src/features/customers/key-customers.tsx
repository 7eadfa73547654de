import { Link } from '@tanstack/react-router'
import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { inUnits } from '../../ui/export-csv.tsx'
import { count, counted, percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { MoneyValues, Nothing, Tag } from '../../ui/values.tsx'
import type { KeyCustomers } from './key-customers.entry.ts'

type Customer = KeyCustomers['customers'][number]

/** Customers by what they bring, and from which share on they are key customers (CUS-18). */
export function KeyCustomersScreen() {
  useLive('account')
  useLive('invoice')
  return (
    <Screen
      title="Key customers"
      about="Customers by their share of revenue, with the trend against the time before, and the margin where deals say what they cost."
      actions={
        <Link to="/$path" params={{ path: 'accounts' }} search={{ keyCustomer: 'true' }}>
          Accounts with the badge
        </Link>
      }
    >
      <Report<KeyCustomers>
        model="invoice"
        title="Customers by revenue"
        path="/key-customers"
        lines={({ customers }) => [
          ['Account', 'Currency', 'Revenue', 'Before', 'Share', 'Trend', 'Margin', 'Key customer'],
          ...customers.map((one) => [
            one.accountName,
            one.currency,
            inUnits(one.revenue, one.currency),
            inUnits(one.before, one.currency),
            one.share,
            one.trend,
            inUnits(one.margin, one.currency),
            one.keyCustomer ? 'yes' : 'no',
          ]),
        ]}
      >
        {({ customers, months, basis, sharePercent, method }) =>
          customers.length === 0 ? (
            <Quiet>
              Nothing was {basis === 'orders' ? 'ordered' : 'invoiced'} within{' '}
              {counted(2 * months, 'month', 'months')} that you may see.
            </Quiet>
          ) : (
            <>
              <Quiet>
                Of {counted(months, 'month', 'months')}; a key customer has {count(sharePercent)} % or more.{' '}
                <Link to="/$path/$id" params={{ path: 'settings', id: 'key-customers' }}>
                  Change this
                </Link>
              </Quiet>
              <Table
                label="Customers"
                head={['Account', 'Revenue', 'Share', 'Before', 'Trend', 'Margin', 'Badge']}
              >
                {customers.map((one) => (
                  <CustomerRow key={`${one.accountId} ${one.currency}`} of={one} />
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
    </Screen>
  )
}

function CustomerRow({ of }: { of: Customer }) {
  const money = (amount: number | null | undefined) => (
    <MoneyValues values={[{ amount, currency: of.currency }]} />
  )
  return (
    <tr>
      <td>
        <Reference model="account" id={of.accountId} name={of.accountName} />
      </td>
      <td>{money(of.revenue)}</td>
      <td>{percent(of.share)}</td>
      <td>{money(of.before)}</td>
      <td>{of.trend === null ? <Nothing /> : `${of.trend > 0 ? '+' : ''}${percent(of.trend)}`}</td>
      <td>{of.margin === null ? <Nothing /> : money(of.margin)}</td>
      <td>
        {of.keyCustomer ? (
          <Tag tone="accent">Key customer</Tag>
        ) : of.reaches ? (
          'From tonight on'
        ) : (
          <Nothing />
        )}
      </td>
    </tr>
  )
}
