import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Report } from '../../../records/report.tsx'
import { count, counted, money, monthName } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, Told } from './figures.tsx'

type Found = Replies['/market-trends']
type Trend = Found['groups'][number]

const words = { all: 'All together', product: 'By product', country: 'By country' } as const
type By = keyof typeof words
const nameOf = (by: By, { name }: Trend) => (by === 'all' ? 'All deals' : (name ?? 'Not said'))

/** What was won month by month, of each product or country, and what the next months may bring. */
export function MarketTrends() {
  const [by, setBy] = useState<By>('all')
  useLive('opportunity')
  return (
    <Report<Found>
      model="opportunity"
      title="Won month by month, and what may come"
      path="/market-trends"
      parameters={{ by }}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Market by"
          value={by}
          onChange={(next) => setBy(next as By)}
          data={Object.entries(words).map(([value, label]) => ({ value, label }))}
        />
      }
      lines={({ groups }) => [
        ['Of', 'Month', 'Deals', 'Won', 'Expected', 'From', 'To'],
        ...groups.flatMap((group) => [
          ...group.months.map(({ month, deals, amount }) => [
            nameOf(by, group),
            month,
            deals,
            amount,
            '',
            '',
            '',
          ]),
          ...group.forecast.map(({ month, expected, low, high }) => [
            nameOf(by, group),
            month,
            '',
            '',
            expected,
            low,
            high,
          ]),
        ]),
      ]}
    >
      {({ groups, currency, otherCurrencies, method }) =>
        groups.length === 0 || !currency ? (
          <Quiet>Nothing was won for an amount in two years that you may see.</Quiet>
        ) : (
          <>
            {groups.map((group) => (
              <TrendTable key={group.key ?? ''} name={nameOf(by, group)} group={group} currency={currency} />
            ))}
            {otherCurrencies > 0 && (
              <Quiet>
                {counted(otherCurrencies, 'won deal was', 'won deals were')} not in {currency}, and is in no
                figure.
              </Quiet>
            )}
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function TrendTable({ name, group, currency }: { name: string; group: Trend; currency: string }) {
  const told = (amount: number) => money({ amount, currency }, false)
  return (
    <section aria-label={name}>
      <h3>
        {name} {group.few && <Tag tone="neutral">Few deals</Tag>}
      </h3>
      <Table label={`${name} by month`} head={['Month', 'Deals', 'Won', '80 % band']}>
        {group.months.slice(-12).map((one) => (
          <tr key={one.month}>
            <td>{monthName(one.month)}</td>
            <td data-right>
              <Opening model="opportunity" where={one.where}>
                {count(one.deals)}
              </Opening>
            </td>
            <td data-right>
              <Told value={one.amount} words={told} />
            </td>
            <td />
          </tr>
        ))}
        {group.forecast.map((one) => (
          <tr key={one.month}>
            <td>{monthName(one.month)}</td>
            <td data-right>
              <Tag tone="accent">Forecast</Tag>
            </td>
            <td data-right>
              <Told value={one.expected} words={told} />
            </td>
            <td data-right>
              <Between low={one.low} high={one.high} words={told} />
            </td>
          </tr>
        ))}
      </Table>
      {group.heldOf > 0 && (
        <Quiet>
          Held: {count(group.held)} of the last {count(group.heldOf)} months lay in the band told before.
        </Quiet>
      )}
    </section>
  )
}
