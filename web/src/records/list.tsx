import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Search, X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { listQuery } from '../api/queries.ts'
import { useSeesAll } from '../api/session.ts'
import type { Row } from '../api/shapes.ts'
import type { Change } from '../api/types.gen.ts'
import { useLive, useLiveChanges } from '../live/live.tsx'
import { useAgainst, useTime } from '../time/use-time.ts'
import { useRefusal, WriteButton } from '../time/write.tsx'
import { count, counted } from '../ui/format.ts'
import { failed } from '../ui/notices.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Empty, Failure } from '../ui/states.tsx'
import { usePageTitle } from '../ui/title.ts'
import { BulkBar } from './bulk.tsx'
import { ColumnsMenu, useColumns } from './columns-menu.tsx'
import { ComparedList } from './compared-list.tsx'
import { CriteriaChips } from './criteria/chips.tsx'
import { ExploreLink } from './explore-link.tsx'
import { parameterOf } from './field.ts'
import { FilterButton } from './filter.tsx'
import { RecordForm } from './form.tsx'
import classes from './list.module.css'
import { matchingIn, useListSearch } from './list-search.ts'
import { changeOf, nounOf, type Resource } from './resource.ts'
import { useShown } from './shown.ts'
import { RecordTable } from './table.tsx'
import { ViewsMenu } from './views-menu.tsx'

/** The list of a kind of record: search, filters, sort, columns, selection, keys, and what comes in live. */
export function RecordList({ resource: whole }: { resource: Resource }) {
  const resource = useShown(whole)
  const { view, past } = useTime()
  const { against } = useAgainst()
  const navigate = useNavigate()
  const search = useListSearch(resource)
  const refusal = useRefusal()
  const seesAll = useSeesAll()
  const query = useInfiniteQuery({
    ...listQuery<Row>(resource.model, `/${resource.path}`, search.parameters, view),
    // Stepping through time or typing in the search keeps the rows there until the new ones are.
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])
  const total = query.data?.pages[0]?.total

  const [cursor, setCursor] = useState(0)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const asksForNew = useSearch({ strict: false, select: ({ new: wanted }) => wanted === 'yes' })
  const [form, setForm] = useState<{ row?: Row } | null>(asksForNew && !past ? {} : null)
  const { columns, choose } = useColumns(resource, search.view)
  const { arrived, show } = useArrivals(resource.model, rows, () => void query.refetch())
  useLive(resource.model)
  usePageTitle(nounOf(resource.many))

  const at = rows[Math.min(cursor, rows.length - 1)]
  const open = (row: Row, tab?: string) =>
    void navigate({ to: '/$path/$id', params: { path: resource.path, id: row.id }, search: { tab } })
  const toggle = (id: string) =>
    setPicked((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const unless = (permission: string | undefined, run: () => void) => {
    const why = permission === undefined ? 'There is nothing to change here.' : refusal(permission)
    if (why) failed('This cannot be changed', new Error(why))
    else run()
  }
  useShortcuts(nounOf(resource.many), [
    { key: 'j', label: 'Next row', moves: true, run: () => setCursor(Math.min(cursor + 1, rows.length - 1)) },
    { key: 'k', label: 'Previous row', moves: true, run: () => setCursor(Math.max(cursor - 1, 0)) },
    { key: 'Enter', label: 'Open', moves: true, run: () => at && open(at) },
    { key: 'x', label: 'Select', moves: true, run: () => at && toggle(at.id) },
    {
      key: 'e',
      label: 'Edit',
      run: () => at && unless(changeOf(resource, at), () => setForm({ row: at })),
    },
    { key: 'c', label: `New ${resource.one}`, run: () => unless(resource.create, () => setForm({})) },
    { key: 'h', label: 'History', run: () => at && open(at, 'history') },
    { key: '/', label: 'Search this list', run: () => document.getElementById('list-search')?.focus() },
  ])

  const narrowed = [
    ...Object.keys(search.filters),
    ...Object.keys(search.narrowing),
    ...(search.where ? ['where'] : []),
  ]
  const filtered = narrowed.length > 0 || search.q !== ''
  const Above = resource.Above
  return (
    <section className={classes.screen} aria-label={nounOf(resource.many)}>
      <header className={classes.head}>
        <h1 className={classes.title}>{nounOf(resource.many)}</h1>
        <span className={classes.total} aria-live="polite">
          {total === undefined
            ? query.hasNextPage
              ? `${count(rows.length)} shown`
              : query.data && count(rows.length)
            : count(total)}
        </span>
        <ViewsMenu resource={resource} search={search} columns={columns} />
        <div className={classes.tools}>
          {resource.searchable && (
            <SearchBox value={search.q} onChange={(q) => search.change({ q })} noun={resource.many} />
          )}
          {resource.fields
            .filter(({ filter }) => filter)
            .map((field) => (
              <FilterButton
                key={field.key}
                field={field}
                value={search.filters[parameterOf(field)] ?? null}
                onChange={(value) => search.change({ [parameterOf(field)]: value })}
              />
            ))}
          {Object.entries(search.narrowing).map(([key, value]) => (
            <button
              key={key}
              type="button"
              className={classes.filter}
              data-on="true"
              onClick={() => search.change({ [key]: null })}
            >
              {resource.narrowing?.[key]?.(value)} <X size={12} aria-label="Remove" />
            </button>
          ))}
          <CriteriaChips
            resource={resource}
            address={search.where}
            onChange={(where) => search.change({ where })}
          />
        </div>
        <ExploreLink resource={resource} search={search} />
        <ColumnsMenu resource={resource} columns={columns} onChange={(next) => void choose(next)} />
        {resource.create && (
          <WriteButton
            permission={resource.create}
            leftSection={<Plus size={14} />}
            onClick={() => setForm({})}
          >
            New {resource.one}
          </WriteButton>
        )}
      </header>
      {Above && (
        <div className={classes.above}>
          <Above />
        </div>
      )}
      {arrived > 0 && (
        <button type="button" className={classes.arrived} onClick={show}>
          {counted(arrived, `new ${resource.one}`, `new ${resource.many}`)} · show
        </button>
      )}
      {against ? (
        <ComparedList resource={resource} columns={columns} search={search} />
      ) : query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data && rows.length === 0 ? (
        filtered ? (
          <Empty
            title={`No ${resource.many} match`}
            action={
              <ClearFilters
                onClear={() =>
                  search.change({ q: null, ...Object.fromEntries(narrowed.map((key) => [key, null])) })
                }
              />
            }
          >
            Nothing fits the search and filters chosen above.
          </Empty>
        ) : (
          <Empty
            title={
              seesAll(resource.model)
                ? past
                  ? `There were no ${resource.many} yet`
                  : `No ${resource.many} yet`
                : `No ${resource.many} that you may see`
            }
            action={
              resource.create && !past ? (
                <WriteButton
                  permission={resource.create}
                  leftSection={<Plus size={14} />}
                  onClick={() => setForm({})}
                >
                  New {resource.one}
                </WriteButton>
              ) : undefined
            }
          >
            {past
              ? `At this instant ${seesAll(resource.model) ? 'nothing' : 'nothing that you may see'} had been entered here.`
              : resource.empty}
          </Empty>
        )
      ) : (
        <RecordTable
          resource={resource}
          columns={columns}
          rows={query.data ? rows : undefined}
          stale={query.isPlaceholderData}
          sort={search.sort}
          onSort={(sort) => search.change({ sort: sort === resource.sort ? null : sort })}
          cursor={Math.min(cursor, rows.length - 1)}
          onCursor={setCursor}
          picked={picked}
          onPick={toggle}
          onPickAll={() =>
            setPicked(picked.size === rows.length ? new Set() : new Set(rows.map(({ id }) => id)))
          }
          more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
        />
      )}
      {picked.size > 0 && !against && (
        <BulkBar
          resource={resource}
          ids={[...picked]}
          matching={
            query.hasNextPage && picked.size >= rows.length ? matchingIn(search.parameters) : undefined
          }
          total={total}
          onClear={() => setPicked(new Set())}
        />
      )}
      <RecordForm
        resource={resource}
        opened={form !== null}
        row={form?.row}
        onClose={() => {
          setForm(null)
          if (asksForNew) search.change({ new: null })
        }}
        onMade={(id) => void navigate({ to: '/$path/$id', params: { path: resource.path, id } })}
      />
    </section>
  )
}

function ClearFilters({ onClear }: { onClear: () => void }) {
  return (
    <button type="button" className={classes.plain} onClick={onClear}>
      Show all
    </button>
  )
}

function SearchBox({
  value,
  onChange,
  noun,
}: {
  value: string
  onChange: (value: string) => void
  noun: string
}) {
  const [words, setWords] = useState(value)
  const asked = useRef(value)
  const later = useDebouncedCallback((next: string) => {
    asked.current = next
    onChange(next)
  }, 200)
  // A saved view may hold other words than those typed last.
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setWords(value)
  }, [value])
  const set = (next: string) => {
    setWords(next)
    later(next)
  }
  return (
    <TextInput
      id="list-search"
      size="xs"
      w={200}
      placeholder={`Search ${noun}`}
      aria-label={`Search ${noun}`}
      leftSection={<Search size={14} />}
      rightSection={words && <CloseButton size="xs" aria-label="Clear the search" onClick={() => set('')} />}
      value={words}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}

/** Counts records that began while the list was open. They wait, so that no row moves under the eye. */
function useArrivals(model: string, rows: readonly Row[], refetch: () => void) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const known = useRef(rows)
  known.current = rows
  useLiveChanges(
    useCallback(
      (change: Change) => {
        if (change.model !== model || change.op !== 'upsert' || change.row?.revision !== 0) return
        if (known.current.some(({ id }) => id === change.id)) return
        const { id } = change
        if (id !== null) setIds((before) => new Set(before).add(id))
      },
      [model],
    ),
  )
  const waiting = [...ids].filter((id) => !rows.some((row) => row.id === id)).length
  return {
    arrived: waiting,
    show: () => {
      setIds(new Set())
      refetch()
    },
  }
}
