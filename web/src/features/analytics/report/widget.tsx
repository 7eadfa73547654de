import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import recent from '../../../records/recent.module.css'
import { useView } from '../../../time/use-time.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Report, Result } from '../report.entry.ts'
import { type Goal, GoalReached, goalOf } from './goal.tsx'
import { ReportResult } from './result.tsx'

/** A report as a part of the home page. */
export interface ReportWidget {
  id: string
  title: string
  Widget: ComponentType<{ title: string }>
}

/** The reports that can stand on the home page: those that one has, and those that are for everybody. */
export function useReportWidgets(): readonly ReportWidget[] {
  const may = useMay()('report.read')
  const { data } = useQuery({
    ...derivedQuery<{ items: Report[] }>('report', '/reports', { archived: false, sort: 'name' }, null),
    enabled: may,
  })
  return (data?.items ?? []).map((row) => ({
    id: `report-${row.id}`,
    title: row.name ?? 'Report',
    Widget: widgetOf(row),
  }))
}

const made = new Map<string, ComponentType<{ title: string }>>()

/** The same component as long as the report is the same: another one would begin anew. */
function widgetOf(row: Report): ComponentType<{ title: string }> {
  const { id, revision, definition } = row
  const key = `${id} ${revision}`
  const known =
    made.get(key) ??
    (({ title }: { title: string }) =>
      definition ? <Tile id={id} title={title} definition={definition} goal={goalOf(row)} /> : null)
  made.set(key, known)
  return known
}

function Tile({
  id,
  title,
  definition,
  goal,
}: {
  id: string
  title: string
  definition: Result['definition']
  goal: Goal | undefined
}) {
  useLive(definition.model)
  const query = useQuery({
    ...derivedQuery<Result>(
      definition.model,
      '/report-results',
      { definition: JSON.stringify(definition) },
      useView(),
    ),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel
      title={title}
      aside={
        <Link to="/$path/$id" params={{ path: 'reports', id }} className={recent.all}>
          Open
        </Link>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        goal ? (
          <GoalReached result={query.data} goal={goal} />
        ) : (
          <ReportResult result={query.data} />
        )
      ) : (
        <Waiting rows={4} label={`Loading ${title}`} />
      )}
    </Panel>
  )
}
