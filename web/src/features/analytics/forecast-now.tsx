import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { derivedQuery } from '../../api/queries.ts'
import { useLive } from '../../live/live.tsx'
import { Panel } from '../../records/panel.tsx'
import recent from '../../records/recent.module.css'
import { useReferenceNow, useView } from '../../time/use-time.ts'
import { count, day } from '../../ui/format.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { MoneyValue } from '../../ui/values.tsx'
import { type Forecast, forecast } from './forecast.entry.ts'
import { periodOf } from './periods.ts'

/** What the quarter is expected to bring; on the home page. */
export function ForecastNow({ title }: { title: string }) {
  const view = useView()
  const { from, to } = periodOf(undefined, useReferenceNow(600_000))
  useLive('opportunity')
  const query = useQuery(
    derivedQuery<Forecast>('opportunity', '/forecast', { from, to, groupBy: 'month' }, view),
  )
  return (
    <Panel
      title={title}
      aside={
        <Link to="/$path" params={{ path: forecast.path }} className={recent.all}>
          By month
        </Link>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the forecast" />
      ) : query.data.totals.length === 0 ? (
        <Quiet>
          No deal with an amount closes from {day(from)} to {day(to)}.
        </Quiet>
      ) : (
        <Table
          label={`Forecast from ${day(from)} to ${day(to)}`}
          head={['Deals', 'Won', 'Weighted', 'Best case']}
        >
          {query.data.totals.map(({ currency, count: deals, won, weighted, bestCase }) => (
            <tr key={currency}>
              <td>{count(deals)}</td>
              {[won, weighted, bestCase].map((amount, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move
                <td key={place}>
                  <MoneyValue value={{ amount, currency }} exact={false} />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
