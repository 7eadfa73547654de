import { useInfiniteQuery } from '@tanstack/react-query'
import { historyQuery } from '../api/queries.ts'
import { InstantValue } from '../time/instant.tsx'
import { useView } from '../time/use-time.ts'
import { timesInWords } from '../ui/format.ts'
import { actorWords } from './history-words.ts'
import { Panel } from './panel.tsx'
import classes from './recent.module.css'
import type { Resource } from './resource.ts'

const shown = 5

/** The last few things that happened to a record, and the way to all of them. */
export function Recent({
  resource,
  id,
  onAll,
}: {
  resource: Pick<Resource, 'model' | 'path'>
  id: string
  onAll: () => void
}) {
  const { data } = useInfiniteQuery(historyQuery(resource.model, `/${resource.path}`, id, useView()))
  const events = data?.pages[0]?.items ?? []
  return (
    <Panel
      title="Latest changes"
      aside={
        <button type="button" className={classes.all} onClick={onAll}>
          All, with before and after
        </button>
      }
    >
      <ol className={classes.list}>
        {events.slice(0, shown).map((event) => (
          <li key={event.id}>
            <span className={classes.title}>{timesInWords(event.title)}</span>
            <span className={classes.meta}>
              {actorWords(event.actor)} · <InstantValue at={event.occurredAt} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
