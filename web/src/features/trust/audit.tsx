import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { read } from '../../api/client.ts'
import type { AuditEvent, AuditPage } from '../../api/models.ts'
import { useMay } from '../../api/session.ts'
import { catalog, entryOf } from '../../app/catalog.ts'
import type { Search } from '../../app/router.tsx'
import { ExportButton, type ExportQuery } from '../../proof/export.tsx'
import type { Field } from '../../records/field.ts'
import { Reference } from '../../records/field-value.tsx'
import { Filters, periodFields, periodOf } from '../../records/filters.tsx'
import history from '../../records/history.module.css'
import { HistoryEntry } from '../../records/history.tsx'
import { useResource } from '../../records/related.tsx'
import { nounOf } from '../../records/resource.ts'
import { useView } from '../../time/use-time.ts'
import { Earlier } from '../../ui/earlier.tsx'
import { counted, sentence } from '../../ui/format.ts'
import { Quiet, Screen } from '../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../ui/states.tsx'
import { RoleName } from '../identity/role-choice.tsx'

/** What has a log but no list of its own. */
const others = ['pipeline', 'businessCalendar', 'organisation', 'signInPolicy', 'share', 'session', 'apiKey']
/** How the system is set up, rather than what is done with it. */
const configuration =
  'pipeline,businessCalendar,slaPolicy,product,role,team,user,organisation,signInPolicy,retentionRule'

const filters: readonly Field[] = [
  { key: 'actorId', label: 'Person', kind: 'ref', model: 'user' },
  {
    key: 'aggregate',
    label: 'Of',
    kind: 'choice',
    choices: [
      { value: configuration, label: 'All configuration' },
      ...catalog.map(({ model, many }) => ({ value: model, label: nounOf(many) })),
      ...others.map((value) => ({ value, label: sentence(value) })),
    ],
  },
  { key: 'kind', label: 'Kind of event', kind: 'text', hint: 'As in lead.assigned' },
  { key: 'field', label: 'Field changed', kind: 'text', hint: 'As in ownerId' },
  { key: 'id', label: 'Record', kind: 'text', hint: 'Its id, as in its address' },
  ...periodFields,
]

/** Everything that was ever done, to records and to the configuration: by whom, when, why, and before and after. */
export function AuditScreen() {
  const search = useSearch({ strict: false })
  const view = useView()
  const may = useMay()
  const { from, to } = periodOf(search)
  const asked = {
    actorId: search.actorId,
    aggregate: search.aggregate,
    kind: search.kind,
    field: search.field,
    id: search.id,
    from,
    // In the past there is no later.
    to: to ?? view?.asOf,
    basis: view?.basis ?? 'recorded',
  }
  const query = useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: ({ pageParam, signal }) =>
      read<AuditPage>('/audit', { parameters: { ...asked, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  const pages = query.data?.pages ?? []
  const events = pages.flatMap(({ items }) => items)
  const hidden = pages.reduce((sum, page) => sum + page.hidden, 0)
  return (
    <Screen
      title="Audit"
      about="Everything that was ever done, to records and to the configuration. Nobody can change or delete it."
      actions={may('export.create') && !view && <Export search={search} />}
    >
      <Filters fields={filters} />
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={12} label="Loading the audit trail" />
      ) : events.length === 0 ? (
        <Empty title="Nothing like this was done">Take away a filter, or look at a longer period.</Empty>
      ) : (
        <ol className={history.events} aria-label="Audit trail, newest first">
          {events.map((event) => (
            <AuditEntry key={event.id} event={event} />
          ))}
        </ol>
      )}
      {hidden > 0 && <Quiet>{counted(hidden, 'event is', 'events are')} not for you to see.</Quiet>}
      <Earlier query={query} />
    </Screen>
  )
}

function AuditEntry({ event }: { event: AuditEvent }) {
  const { aggregate, aggregateId, roles, ip } = event
  const resource = useResource(aggregate)
  const known = entryOf(aggregate)
  const shownRoles = event.actor.kind === 'system' ? [] : roles
  return (
    <HistoryEntry
      event={event}
      fields={resource?.fields ?? []}
      of={
        <span>
          {known ? nounOf(known.one) : sentence(aggregate)}{' '}
          {known && <Reference model={aggregate} id={aggregateId} />}
        </span>
      }
      from={
        <>
          {shownRoles.map((role, place) => (
            <span key={role}>
              {place === 0 ? ' as ' : ', '}
              <RoleName value={role} />
            </span>
          ))}
          {ip && ` from ${ip}`}
        </>
      }
    />
  )
}

/** A bundle of what the filters narrow it to: a record, a person or a period. */
function Export({ search }: { search: Search }) {
  const query = queryOf(search)
  return query ? (
    <ExportButton query={query} about={words[query.kind]} />
  ) : (
    <Quiet>Choose a person, a record or a period to export a signed bundle of it.</Quiet>
  )
}

const words: Readonly<Record<ExportQuery['kind'], string>> = {
  record: 'Every event of this record, as it is in the log.',
  actor: 'Everything this person did, as it is in the log.',
  period: 'Everything that was done in this period, as it is in the log.',
}

function queryOf(search: Search): ExportQuery | undefined {
  const { aggregate, id, actorId } = search
  const { from, to } = periodOf(search)
  if (id && aggregate && !aggregate.includes(',')) return { kind: 'record', aggregate, id }
  if (actorId) return { kind: 'actor', actorId }
  return from && to ? { kind: 'period', from, to, basis: 'recorded' } : undefined
}
