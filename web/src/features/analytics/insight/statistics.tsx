import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { derivedQuery } from '../../../api/queries.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import recent from '../../../records/recent.module.css'
import type { Search } from '../../../time/time.ts'
import { useView } from '../../../time/use-time.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Period } from '../periods.ts'
import { ReportResult } from '../report/result.tsx'
import type { Definition, ReadyMade, Result } from '../report.entry.ts'
import { usePeriod } from '../use-period.tsx'

const words = {
  product: 'By product',
  customer: 'By customer',
  campaign: 'By campaign',
  salesperson: 'By salesperson',
} as const
type By = keyof typeof words
const all = Object.keys(words) as By[]

/** What the period makes of a ready-made report: the same question, of these days only. */
export function within(
  { definition, statistics }: ReadyMade,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Definition {
  const field = statistics?.period ?? 'createdAt'
  const days = [
    { field, operator: 'from', value: from },
    { field, operator: 'to', value: to },
  ]
  return { ...definition, where: { all: [...(definition.where ? [definition.where] : []), ...days] } }
}

/** Four statistics, each of the ready-made reports that are about it, in a period of one's choice. */
export function Statistics() {
  const { period, input } = usePeriod()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const by = all.find((one) => one === search.by) ?? 'product'
  const query = useQuery(derivedQuery<{ items: ReadyMade[] }>('report', '/ready-made-reports', {}, null))
  const shown = (query.data?.items ?? []).filter(({ statistics }) => statistics?.by === by)
  return (
    <>
      <Panel
        title="Statistics"
        aside={
          <>
            <SegmentedControl
              size="xs"
              aria-label="Statistics by"
              value={by}
              onChange={(next) =>
                void navigate({
                  to: '.',
                  search: (before: Search) => ({ ...before, by: next }),
                  replace: true,
                })
              }
              data={all.map((value) => ({ value, label: words[value] }))}
            />
            {input}
          </>
        }
      >
        {query.isError ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Waiting rows={3} label="Loading the statistics" />
        ) : shown.length === 0 ? (
          <Quiet>There is nothing of this that you may see.</Quiet>
        ) : (
          <Quiet>
            Each stands under Explore, too, where it can be changed, kept and taken along as a file.
          </Quiet>
        )}
      </Panel>
      {shown.map((one) => (
        <Statistic key={one.key} of={one} definition={within(one, period)} />
      ))}
    </>
  )
}

function Statistic({ of: { name, description }, definition }: { of: ReadyMade; definition: Definition }) {
  useLive(definition.model)
  const text = JSON.stringify(definition)
  const query = useQuery({
    ...derivedQuery<Result>(definition.model, '/report-results', { definition: text }, useView()),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel
      title={name}
      aside={
        <Link
          to="/$path"
          params={{ path: 'explore' }}
          search={{ name, q: text } as never}
          className={recent.all}
        >
          Explore
        </Link>
      }
    >
      <Quiet>{description}</Quiet>
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <ReportResult result={query.data} />
      ) : (
        <Waiting rows={4} label={`Loading ${name}`} />
      )}
    </Panel>
  )
}
