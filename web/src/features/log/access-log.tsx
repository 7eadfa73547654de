import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { read } from '../../api/client.ts'
import { accessWords } from '../../records/access-words.ts'
import { catalog, entryOf } from '../../records/entry.ts'
import type { Field } from '../../records/field.ts'
import { Reference } from '../../records/field-value.tsx'
import { Filters, periodFields, periodOf } from '../../records/filters.tsx'
import { nounOf } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { Earlier } from '../../ui/earlier.tsx'
import { counted, sentence } from '../../ui/format.ts'
import { Screen, Table } from '../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../ui/states.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import type { AccessEntry, AccessLog } from './access-log.entry.ts'

const filters: readonly Field[] = [
  { key: 'actorId', label: 'Person', kind: 'ref', model: 'user' },
  {
    key: 'kind',
    label: 'What',
    kind: 'choice',
    choices: Object.entries(accessWords).map(([value, label]) => ({ value, label })),
  },
  {
    key: 'model',
    label: 'Kind of record',
    kind: 'choice',
    choices: catalog().map(({ model, many }) => ({ value: model, label: nounOf(many) })),
  },
  ...periodFields,
]

/** Who read what, took what out, and was refused what. */
export function AccessLogScreen() {
  const search = useSearch({ strict: false })
  const asked = {
    actorId: search.actorId,
    kind: search.kind,
    model: search.model,
    ...periodOf(search),
  }
  const query = useInfiniteQuery({
    queryKey: ['accessLog', asked],
    queryFn: ({ pageParam, signal }) =>
      read<AccessLog>('/access-log', { parameters: { ...asked, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Screen
      title="Access log"
      about="Who read personal records, searched for them or took them out, and who was refused. Nobody can change it."
    >
      <Filters fields={filters} />
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={10} label="Loading the access log" />
      ) : items.length === 0 ? (
        <Empty title="Nothing of this kind yet">
          Whoever opens, lists or searches records with personal fields leaves an entry here.
        </Empty>
      ) : (
        <Table label="Access log, newest first" head={['When', 'Who', 'What', 'Which', 'From']}>
          {items.map((entry) => (
            <Entry key={entry.n} entry={entry} />
          ))}
        </Table>
      )}
      <Earlier query={query} />
    </Screen>
  )
}

const named = 3

function Entry({ entry }: { entry: AccessEntry }) {
  const { at, actor, kind, model, records, count, ip, asOf } = entry
  const refused = kind === 'denied' || kind === 'gap'
  const words = accessWords[kind] ?? sentence(kind)
  const { one = model ?? 'record', many = model ?? 'records' } = entryOf(model ?? '') ?? {}
  return (
    <tr>
      <td>
        <InstantValue at={at} />
      </td>
      <td>{actor.name === actor.id ? sentence(actor.kind) : actor.name}</td>
      <td title={entry.what}>
        {refused ? <Tag tone="bad">{words}</Tag> : words}
        {asOf && (
          <>
            {' '}
            as of <InstantValue at={asOf} />
          </>
        )}
      </td>
      <td>
        {model && records.length > 0 && records.length <= named && kind !== 'missing'
          ? records.map((id, place) => (
              <span key={id}>
                {place > 0 && ', '}
                {nounOf(one)} <Reference model={model} id={id} />
              </span>
            ))
          : count > 0
            ? counted(count, one, many)
            : (model && nounOf(many)) || <Nothing />}
      </td>
      <td>{ip ?? <Nothing />}</td>
    </tr>
  )
}
