import { useQuery } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import type { Timeline } from '../../api/models.ts'
import { useMay } from '../../api/session.ts'
import { useLive } from '../../live/live.tsx'
import { catalog } from '../../records/entry.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import recent from '../../records/recent.module.css'
import { InstantValue } from '../../time/instant.tsx'
import { useTime } from '../../time/use-time.ts'
import { actorName } from '../../ui/format.ts'
import { Quiet } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { mostRows } from './rows.tsx'

/** What happened last to anything that is followed. */
export function RecentChanges({ title }: { title: string }) {
  const may = useMay()
  const { view } = useTime()
  const models = catalog().flatMap(({ model, followed }) => (followed && may(`${model}.read`) ? model : []))
  useLive(...models)
  const query = useQuery({
    queryKey: ['timeline', 'recent', models, view],
    queryFn: ({ signal }) =>
      read<Timeline>('/timeline', {
        parameters: { models: models.join(','), to: view?.asOf, basis: view?.basis, limit: mostRows },
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
                {actorName(actor.id, actor.name)} · <InstantValue at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
