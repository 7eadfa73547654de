import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { inUnits } from '../../../ui/export-csv.tsx'
import { count, day } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValues, Nothing } from '../../../ui/values.tsx'
import type { MarketShares as Shares } from '../market.entry.ts'

/** In percent with a decimal: shares are small. */
const percents = (share: number) => `${count(share * 100, 1)} %`

/** What of each market is ours, and how that has changed (OPP-28). */
export function MarketShares() {
  const [basis, setBasis] = useState<'invoices' | 'orders'>('invoices')
  useLive('market')
  return (
    <Report<Shares>
      model="market"
      title="Our share"
      path="/market-shares"
      parameters={{ revenueBasis: basis }}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Own sales are"
          value={basis}
          onChange={(next) => setBasis(next === 'orders' ? 'orders' : 'invoices')}
          data={[
            { value: 'invoices', label: 'Invoiced' },
            { value: 'orders', label: 'Ordered' },
          ]}
        />
      }
      lines={({ markets }) => [
        [
          'Market',
          'Group',
          'Country',
          'From',
          'To',
          'Currency',
          'Size',
          'Own sales',
          'Share',
          'Change of the share',
        ],
        ...markets.map((one) => [
          one.name,
          one.productGroupName,
          one.country,
          one.startsOn,
          one.endsOn,
          one.size?.currency,
          inUnits(one.size?.amount, one.size?.currency),
          inUnits(one.own, one.size?.currency),
          one.share,
          one.trend,
        ]),
      ]}
    >
      {({ markets, method }) =>
        markets.length === 0 ? (
          <Quiet>No market was entered yet.</Quiet>
        ) : (
          <>
            <Table label="Market shares" head={['Market', 'Period', 'Size', 'Own sales', 'Share', 'Change']}>
              {markets.map((one) => (
                <tr key={one.marketId}>
                  <td>
                    <Reference model="market" id={one.marketId} name={one.name ?? null} />
                  </td>
                  <td>
                    {day(one.startsOn ?? '')} to {day(one.endsOn ?? '')}
                  </td>
                  <td>
                    <MoneyValues values={one.size ? [one.size] : []} />
                  </td>
                  <td>
                    <MoneyValues values={[{ amount: one.own, currency: one.size?.currency }]} />
                  </td>
                  <td>{one.share === null ? <Nothing /> : percents(one.share)}</td>
                  <td>
                    {one.trend === null ? (
                      <Nothing />
                    ) : (
                      `${one.trend > 0 ? '+' : ''}${count(one.trend * 100, 1)} points`
                    )}
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
