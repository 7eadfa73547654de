import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { derivedQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import { useLive } from '../../live/live.tsx'
import type { Search } from '../../time/time.ts'
import { useReferenceNow, useView } from '../../time/use-time.ts'
import { count, day, dayAndTime, monthName } from '../../ui/format.ts'
import { Empty, Failure, Waiting } from '../../ui/states.tsx'
import { usePageTitle } from '../../ui/title.ts'
import { MoneyValue } from '../../ui/values.tsx'
import { AttainmentOf } from './attainment.tsx'
import type { Forecast, ForecastGroup, ForecastTotal } from './forecast.entry.ts'
import classes from './forecast.module.css'
import { ForecastMethods } from './forecast-methods.tsx'
import { PeriodSelect } from './period-select.tsx'
import { periodOf } from './periods.ts'

const Chart = lazy(async () => ({ default: (await import('./forecast-chart.tsx')).ForecastChart }))

const groupings = { month: 'month', owner: 'owner', team: 'team' } as const

const columns = [
  { key: 'won', label: 'Won', hint: 'Closed as won' },
  { key: 'committed', label: 'Committed', hint: 'Won, and open with a high probability' },
  { key: 'weighted', label: 'Weighted', hint: 'Won, and each open amount times its probability' },
  { key: 'bestCase', label: 'Best case', hint: 'Won, and all that is open' },
] as const

/** What a period will bring, as seen from now or from any instant before. */
export function ForecastScreen() {
  const view = useView()
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const may = useMay()
  useLive('opportunity')
  usePageTitle('Forecast')
  const groupBy = search.by === 'owner' || search.by === 'team' ? search.by : 'month'
  const period = periodOf(search.period, now)
  const query = useQuery({
    ...derivedQuery<Forecast>(
      'opportunity',
      '/forecast',
      { from: period.from, to: period.to, groupBy },
      view,
    ),
    placeholderData: keepPreviousData,
  })
  const change = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })
  const forecast = query.data
  return (
    <section className={classes.screen} aria-label="Forecast">
      <header className={classes.head}>
        <h1>Forecast</h1>
        <PeriodSelect now={now} value={period.key} onChange={(next) => change({ period: next })} />
        <SegmentedControl
          size="xs"
          aria-label="Grouped by"
          value={groupBy}
          onChange={(by) => change({ by })}
          data={Object.entries(groupings).map(([value, label]) => ({ value, label: `By ${label}` }))}
        />
      </header>
      <div className={classes.body} data-stale={query.isPlaceholderData}>
        {query.isError ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !forecast ? (
          <Waiting rows={12} />
        ) : forecast.groups.length === 0 ? (
          <Empty title="Nothing closes in this period">
            Deals count by their close date. Choose another period, or give the open ones a close date and an
            amount.
          </Empty>
        ) : (
          <>
            {forecast.totals.map(({ currency }) => (
              <div key={currency} className={classes.currency}>
                <h2>
                  How much {view ? 'did it look like we would' : 'will we'} close by {groupings[groupBy]},{' '}
                  {day(forecast.from)} to {day(forecast.to)}?
                </h2>
                <Suspense fallback={<Waiting rows={8} />}>
                  <Chart
                    groups={forecast.groups.map((group) => ({
                      ...group,
                      name: groupName(group, forecast.groupBy),
                    }))}
                    currency={currency}
                  />
                </Suspense>
              </div>
            ))}
            <ForecastTable forecast={forecast} />
            <p className={classes.method}>
              {forecast.method} As of {dayAndTime(view ? new Date(view.asOf) : now)}.
            </p>
          </>
        )}
        <ForecastMethods period={period} />
        {may('quota.read') && <AttainmentOf title="Quotas" from={period.from} to={period.to} />}
      </div>
    </section>
  )
}

function ForecastTable({ forecast }: { forecast: Forecast }) {
  const rows = forecast.groups.flatMap((group) => group.totals.map((total) => ({ group, total })))
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{forecast.groupBy === 'month' ? 'Month' : forecast.groupBy === 'owner' ? 'Owner' : 'Team'}</th>
          <th data-right>Deals</th>
          {columns.map(({ key, label, hint }) => (
            <th key={key} data-right title={hint}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, total }) => (
          <tr key={`${group.key}-${total.currency}`}>
            <td>{groupName(group, forecast.groupBy)}</td>
            <td data-right>
              <Deals forecast={forecast} group={group} total={total} />
            </td>
            <Figures total={total} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        {forecast.totals.map((total) => (
          <tr key={total.currency}>
            <th>In all</th>
            <td data-right>{count(total.count)}</td>
            <Figures total={total} />
          </tr>
        ))}
      </tfoot>
    </table>
  )
}

function Figures({ total }: { total: ForecastTotal }) {
  return columns.map(({ key }) => (
    <td key={key} data-right>
      <MoneyValue value={{ amount: total[key], currency: total.currency }} exact={false} />
    </td>
  ))
}

/** How many deals a figure is made of, and the way to them where a list can show exactly these. */
function Deals({
  forecast,
  group,
  total,
}: {
  forecast: Forecast
  group: ForecastGroup
  total: ForecastTotal
}) {
  const behind = rowsBehind(forecast, group, total)
  const deals = count(total.count)
  if (!behind) return deals
  return (
    <Link to="/$path" params={{ path: 'opportunities' }} search={behind as Search} className={classes.drill}>
      {deals}
    </Link>
  )
}

/** The list of the deals that a figure is made of; undefined: no list is of one team. */
function rowsBehind(
  { from, to, groupBy }: Forecast,
  { key }: ForecastGroup,
  { currency }: ForecastTotal,
): Search | undefined {
  if (groupBy === 'team') return undefined
  const month = groupBy === 'month'
  return {
    status: 'open,won',
    // Whoever has no amount has no currency either, and is not counted.
    currency,
    closeDateFrom: month && from < `${key}-01` ? `${key}-01` : from,
    closeDateTo: month && lastOf(key) < to ? lastOf(key) : to,
    ...(groupBy === 'owner' && { ownerId: key }),
  }
}

function lastOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

function groupName({ key, name }: ForecastGroup, groupBy: Forecast['groupBy']): string {
  return groupBy === 'month' ? monthName(key) : name
}
