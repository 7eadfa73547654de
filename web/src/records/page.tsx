import { Tabs } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { detailQuery } from '../api/queries.ts'
import { useMay, useMe } from '../api/session.ts'
import type { Row } from '../api/shapes.ts'
import { useLive } from '../live/live.tsx'
import { useTrace } from '../live/traces.ts'
import type { Search } from '../time/time.ts'
import { useView } from '../time/use-time.ts'
import { Offering, useRefusal, WriteButton } from '../time/write.tsx'
import { failed } from '../ui/notices.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import { usePageTitle } from '../ui/title.ts'
import { AccessTab } from './access.tsx'
import { ArchiveButton, ArchivedTag } from './archive.tsx'
import { useFormer } from './compared-record.tsx'
import { Details } from './details.tsx'
import { Called } from './dial.ts'
import { catalog, entriesThatAre, isDirectory } from './entry.ts'
import { archivedField, type Field } from './field.ts'
import { RecordForm } from './form.tsx'
import { HistoryTab } from './history.tsx'
import { IncompleteMark } from './incomplete.tsx'
import classes from './page.module.css'
import { Recent } from './recent.tsx'
import { Related } from './related.tsx'
import { changeOf, nounOf, type Resource, titleOf } from './resource.ts'
import { useShown } from './shown.ts'
import { TagLine } from './tags.tsx'
import { noteVisit } from './visited.ts'
import { WhyAccess } from './why-access.tsx'

/** What features add to the pages of records. */
const moreTabs = entriesThatAre('tab').map(({ load, ...tab }) => ({
  ...tab,
  Tab: lazy(async () => ({ default: await load() })),
}))

const parts = entriesThatAre('part')
  .map(({ load, ...part }, place) => ({
    ...part,
    place,
    Part: lazy(async () => ({ default: await load() })),
  }))
  .sort((a, b) => Number(a.below ?? false) - Number(b.below ?? false))

interface RecordPageProps<T extends Row> {
  resource: Resource<T>
  id: string
  /** Buttons beside "Edit". */
  actions?: (row: T) => ReactNode
  /** Between the title and the tabs. */
  above?: (row: T) => ReactNode
  /** Under the facts. */
  aside?: (row: T) => ReactNode
  /** What belongs to it, above what happened. */
  children?: (row: T) => ReactNode
}

/** One record at the instant on screen; `row` is undefined until it is there. */
export function useRecord<T extends Row>({ model, path }: Pick<Resource<T>, 'model' | 'path'>, id: string) {
  const { data, error, refetch } = useQuery({
    ...detailQuery<Row>(model, `/${path}`, id, useView()),
    // At another instant the record stands as it was until the answer is there.
    placeholderData: keepPreviousData,
  })
  return { row: data as T | undefined, error, again: () => void refetch() }
}

const created: Field = { key: 'createdAt', label: 'Created', kind: 'instant', fixed: true }

/** Its fields, and when it began. The first is the title, unless it leads elsewhere; that it is archived stands beside that. */
function factsOf<T extends Row>({ fields }: Resource<T>): readonly Field[] {
  const facts = fields.filter(
    ({ key, kind }, place) => (place > 0 || kind === 'ref') && key !== archivedField.key,
  )
  return facts.some(({ key }) => key === created.key) ? facts : [...facts, created]
}

/** The page of one record: its facts, what belongs to it and happened to it, and its history. */
export function RecordPage<T extends Row>({
  resource: whole,
  id,
  actions,
  above,
  aside,
  children,
}: RecordPageProps<T>) {
  const resource = useShown(whole)
  const { row, error, again } = useRecord<T>(resource, id)
  const tab = useSearch({ strict: false, select: ({ tab }) => tab }) ?? 'overview'
  const navigate = useNavigate()
  const [editing, setEditing] = useState(false)
  const refusal = useRefusal()
  // What everybody sees whole is shared with nobody.
  const hasAccess = !isDirectory(resource.model)
  const may = useMay()
  const tabs = moreTabs.filter(({ needs, personal }) => may(needs) && (!personal || resource.personal))
  const shownParts = parts.filter(({ models, needs }) => models.includes(resource.model) && may(needs))
  const trace = useTrace(resource.model, id)
  const { former, strip } = useFormer(resource, id, row)
  const me = useMe().id
  const isThere = row !== undefined
  useEffect(() => {
    if (isThere) noteVisit(me, { model: resource.model, id })
  }, [isThere, me, resource.model, id])
  useLive(`${resource.model}/${id}`)
  usePageTitle(row ? titleOf(resource, row) : nounOf(resource.one))
  const show = (next: string | null) =>
    void navigate({
      to: '.',
      search: (search: Search) => ({
        ...search,
        tab: next === 'overview' ? undefined : (next ?? undefined),
      }),
      replace: true,
    })
  const change = row && changeOf(resource, row)
  useShortcuts(nounOf(resource.one), [
    { key: 'h', label: 'History', run: () => show(tab === 'history' ? 'overview' : 'history') },
    ...(change
      ? [
          {
            key: 'e',
            label: 'Edit',
            run: () => {
              const why = refusal(change)
              if (why) failed('This cannot be changed', new Error(why))
              else setEditing(true)
            },
          },
        ]
      : []),
  ])

  if (error)
    return (
      <>
        <Failure error={error} retry={again} />
        {hasAccess && error instanceof Problem && error.status === 404 && (
          <div className={classes.panel}>
            <WhyAccess model={resource.model} id={id} />
          </div>
        )}
      </>
    )
  if (!row) return <Waiting rows={10} label={`Loading the ${resource.one}`} />
  return (
    <Called value={{ model: resource.model, id: row.id }}>
      <article className={classes.page}>
        <Offering value={nounOf(resource.one)}>
          <header className={classes.head}>
            <nav className={classes.crumb} aria-label="Where this is">
              <Link to="/$path" params={{ path: resource.path }}>
                {nounOf(resource.many)}
              </Link>
            </nav>
            <div className={classes.titles}>
              <h1 className={classes.title}>{titleOf(resource, row)}</h1>
              {resource.state?.(row)}
              <IncompleteMark row={row} />
              {resource.archive && <ArchivedTag row={row} />}
              {trace && (
                <span className={classes.trace} role="status">
                  {trace.actorName}: {trace.title}
                </span>
              )}
              <span className={classes.spring} />
              {actions?.(row)}
              {resource.archive && <ArchiveButton resource={resource} row={row} />}
              {change && (
                <WriteButton
                  variant="default"
                  permission={change}
                  leftSection={<Pencil size={14} />}
                  onClick={() => setEditing(true)}
                >
                  Edit
                </WriteButton>
              )}
            </div>
            {resource.fields.some(({ kind }) => kind === 'tags') && <TagLine of={resource} row={row} />}
            {above?.(row)}
          </header>
        </Offering>
        {strip}
        <Tabs value={tab} onChange={show} className={classes.tabs} keepMounted={false}>
          <Tabs.List px={16}>
            <Tabs.Tab value="overview">Overview</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
            {hasAccess && <Tabs.Tab value="access">Access</Tabs.Tab>}
            {tabs.map(({ path, label }) => (
              <Tabs.Tab key={path} value={path}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="overview" className={classes.overview}>
            <div className={classes.columns}>
              <div className={classes.rail}>
                <Details
                  resource={resource}
                  fields={former ? [...resource.fields.slice(0, 1), ...factsOf(resource)] : factsOf(resource)}
                  row={row}
                  former={former}
                />
                {aside?.(row)}
              </div>
              <div className={classes.main}>
                {children?.(row)}
                {shownParts.map(({ place, Part }) => (
                  <Suspense key={place} fallback={<Waiting rows={6} />}>
                    <Part resource={resource} id={id} />
                  </Suspense>
                ))}
                <Others model={resource.model} id={id} />
                {/* What happened stands in those already. */}
                {!shownParts.some(({ tells }) => tells) && (
                  <Recent resource={resource} id={id} onAll={() => show('history')} />
                )}
              </div>
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="history" className={classes.panel}>
            <HistoryTab resource={resource} id={id} />
          </Tabs.Panel>
          {hasAccess && (
            <Tabs.Panel value="access" className={classes.panel}>
              <AccessTab model={resource.model} id={id} />
            </Tabs.Panel>
          )}
          {tabs.map(({ path, label, Tab }) => (
            <Tabs.Panel key={path} value={path} className={classes.panel}>
              <Suspense fallback={<Waiting rows={8} label={`Loading ${label}`} />}>
                <Tab resource={resource} id={id} />
              </Suspense>
            </Tabs.Panel>
          ))}
        </Tabs>
        <RecordForm resource={resource} row={row} opened={editing} onClose={() => setEditing(false)} />
      </article>
    </Called>
  )
}

/** The records of other kinds that belong to this one, as their entries say. */
function Others({ model: page, id }: { model: string; id: string }) {
  return catalog().flatMap(({ model, on = {} }) => {
    const list = on[page]
    return list
      ? [
          <Related
            key={model}
            model={model}
            where={{ [list.by]: id }}
            columns={list.columns}
            empty={list.empty}
          />,
        ]
      : []
  })
}
