import { useLive } from '../../../live/live.tsx'
import { Report } from '../../../records/report.tsx'
import { inUnits } from '../../../ui/export-csv.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Facts, Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { MoneyValues, Nothing } from '../../../ui/values.tsx'
import type { Uplift } from '../cross-selling.entry.ts'

const groups = [
  ['proposed', 'With a proposal taken up'],
  ['rest', 'All others'],
] as const

/** What deals with a proposal that was taken up came to, beside the others (OPP-26). */
export function CrossSellingScreen() {
  useLive('opportunity')
  return (
    <Screen
      title="Cross-selling"
      about="What came of proposals: what accounts alike have, and what is often bought together. They are made on accounts and on quotes."
    >
      <Report<Uplift>
        model="opportunity"
        title="Deals with and without proposals"
        path="/cross-selling/uplift"
        lines={(uplift) => [
          ['Deals', 'Won', 'Lost', 'Win rate', 'Currency', 'Average', 'Median'],
          ...groups.flatMap(([key, label]) =>
            (uplift[key].sizes.length > 0 ? uplift[key].sizes : [undefined]).map((size) => [
              label,
              uplift[key].won,
              uplift[key].lost,
              uplift[key].rate,
              size?.currency,
              inUnits(size?.average, size?.currency),
              inUnits(size?.median, size?.currency),
            ]),
          ),
        ]}
      >
        {(uplift) =>
          uplift.taken === 0 ? (
            <Quiet>No deal closed within a year had a proposal that was taken up.</Quiet>
          ) : (
            <>
              <Facts
                facts={[
                  ['Proposals taken up', count(uplift.taken)],
                  ['Sold by them on quotes', <MoneyValues key="sold" values={uplift.sold} />],
                ]}
              />
              <Table label="Uplift" head={['Deals', 'Won', 'Lost', 'Win rate', 'Average', 'Median']}>
                {groups.map(([key, label]) => {
                  const { won, lost, rate, sizes } = uplift[key]
                  return (
                    <tr key={key}>
                      <td>{label}</td>
                      <td>{count(won)}</td>
                      <td>{count(lost)}</td>
                      <td>{rate === null ? <Nothing /> : percent(rate)}</td>
                      <td>
                        <MoneyValues
                          values={sizes.map(({ average: amount, currency }) => ({ amount, currency }))}
                        />
                      </td>
                      <td>
                        <MoneyValues
                          values={sizes.map(({ median: amount, currency }) => ({ amount, currency }))}
                        />
                      </td>
                    </tr>
                  )
                })}
              </Table>
              <Quiet>{uplift.method}</Quiet>
            </>
          )
        }
      </Report>
    </Screen>
  )
}
