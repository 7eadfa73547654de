import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { read } from '../../api/client.ts'
import type { Forecast, Timeline } from '../../api/models.ts'
import { derivedQuery } from '../../api/queries.ts'
import { useMay, useMe } from '../../api/session.ts'
import { catalog } from '../../app/catalog.ts'
import type { Search } from '../../app/router.tsx'
import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import recent from '../../records/recent.module.css'
import { Related } from '../../records/related.tsx'
import { useReferenceNow, useTime, useView } from '../../time/use-time.ts'
import { count, day } from '../../ui/format.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { InstantValue, MoneyValue } from '../../ui/values.tsx'
import { periodOf } from '../analytics/periods.ts'

export interface Widget {
  /** As it is kept in the preferences. */
  id: string
  title: string
  needs: string
  /** On the home page of whoever has arranged nothing yet. */
  atFirst: boolean
  Widget: ComponentType<{ title: string }>
}

/** All there are, in the order of a home page that nobody has arranged. */
export const widgets: readonly Widget[] = [
  { id: 'my-deals', title: 'My open deals', needs: 'opportunity.read', atFirst: true, Widget: MyDeals },
  { id: 'my-leads', title: 'My leads', needs: 'lead.read', atFirst: true, Widget: MyLeads },
  { id: 'due-tickets', title: 'Tickets due next', needs: 'ticket.assign', atFirst: true, Widget: DueTickets },
  { id: 'forecast', title: 'Forecast', needs: 'forecast.read', atFirst: true, Widget: ForecastNow },
  { id: 'alerts', title: 'Security alerts', needs: 'securityAlert.read', atFirst: true, Widget: OpenAlerts },
  { id: 'recent', title: 'Recent changes', needs: 'user.read', atFirst: true, Widget: RecentChanges },
  { id: 'my-tickets', title: 'My tickets', needs: 'ticket.read', atFirst: false, Widget: MyTickets },
]

/** How many rows a widget shows of a list; the rest is one click away. */
const most = 6

function All({ path, search }: { path: string; search: Search }) {
  return (
    <Link to="/$path" params={{ path }} search={search} className={recent.all}>
      All
    </Link>
  )
}

function MyDeals({ title }: { title: string }) {
  const where = { ownerId: useMe().id, status: 'open' }
  return (
    <Related
      model="opportunity"
      title={title}
      where={{ ...where, sort: 'closeDate' }}
      most={most}
      columns={['stageName', 'amount', 'closeDate']}
      empty="No open deal is yours."
      action={<All path="opportunities" search={{ ...where, sort: 'closeDate' }} />}
    />
  )
}

function MyLeads({ title }: { title: string }) {
  const where = { ownerId: useMe().id, sort: '-score' }
  return (
    <Related
      model="lead"
      title={title}
      where={where}
      most={most}
      columns={['company', 'status', 'score']}
      empty="No lead is yours."
      action={<All path="leads" search={where} />}
    />
  )
}

function MyTickets({ title }: { title: string }) {
  const where = { assigneeId: useMe().id }
  return (
    <Related
      model="ticket"
      title={title}
      where={where}
      most={most}
      columns={['status', 'priority']}
      empty="No ticket is yours."
      action={<All path="tickets" search={where} />}
    />
  )
}

function DueTickets({ title }: { title: string }) {
  return (
    <Related
      model="ticket"
      title={title}
      where={{ status: 'new,open' }}
      most={most}
      columns={['sla', 'priority', 'assigneeId']}
      empty="No ticket waits for an answer or a solution."
      action={<All path="tickets" search={{}} />}
    />
  )
}

function OpenAlerts({ title }: { title: string }) {
  return (
    <Related
      model="securityAlert"
      title={title}
      where={{ status: 'open' }}
      most={most}
      columns={['actorId', 'from']}
      empty="Nothing looks like an attack or a leak."
      action={<All path="security-alerts" search={{ status: 'open' }} />}
    />
  )
}

const toForecast: LinkProps = { to: '/forecast' }

function ForecastNow({ title }: { title: string }) {
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
        <Link {...toForecast} className={recent.all}>
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

const followed = ['lead', 'opportunity', 'quote', 'order', 'account', 'contact', 'ticket']

function RecentChanges({ title }: { title: string }) {
  const may = useMay()
  const { view } = useTime()
  const models = catalog
    .map(({ model }) => model)
    .filter((model) => followed.includes(model) && may(`${model}.read`))
  useLive(...models)
  const query = useQuery({
    queryKey: ['timeline', 'recent', models, view],
    queryFn: ({ signal }) =>
      read<Timeline>('/timeline', {
        parameters: { models: models.join(','), to: view?.asOf, basis: view?.basis, limit: most },
        signal,
      }),
    refetchInterval: view ? false : 30_000,
  })
  return (
    <Panel title={title}>
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={3} label="Loading recent changes" />
      ) : query.data.items.length === 0 ? (
        <Quiet>Nothing had happened yet.</Quiet>
      ) : (
        <ol className={recent.list}>
          {query.data.items.map(({ id, title: what, model, modelId, actor, at }) => (
            <li key={id}>
              <span className={recent.title}>
                {what} · <Reference model={model} id={modelId} />
              </span>
              <span className={recent.meta}>
                {actor.name === actor.id ? 'The system' : actor.name} · <InstantValue at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
