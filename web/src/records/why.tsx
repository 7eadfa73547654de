import { useQuery } from '@tanstack/react-query'
import { read } from '../api/client.ts'
import type { Cause } from '../api/shapes.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import { InstantValue } from '../ui/values.tsx'
import { Reference } from './field-value.tsx'
import classes from './history.module.css'
import { actorWords, viaWords } from './history.tsx'

/** The chain of causes that led to an event, from its root: what came of what, by whom, across records. */
export function Why({ eventId }: { eventId: string }) {
  const query = useQuery({
    queryKey: ['event', 'why', eventId],
    queryFn: ({ signal }) => read<Cause[] | { items: Cause[] }>(`/events/${eventId}/why`, { signal }),
    // What caused an event never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (query.isError) return <Failure error={query.error} />
  if (!query.data) return <Waiting rows={2} label="Loading the chain of causes" />
  const causes = Array.isArray(query.data) ? query.data : query.data.items
  const chain = inOrder(causes)
  return (
    <ol className={classes.chain} aria-label="Chain of causes, the first cause first">
      {chain.map((cause) => (
        <li key={cause.id} data-self={cause.id === eventId}>
          <span>
            {cause.title} · <Reference model={cause.aggregate} id={cause.aggregateId} />
          </span>
          <span className={classes.meta}>
            {cause.actor.name ?? actorWords(cause.actor.kind)} · {viaWords(cause.via)} ·{' '}
            <InstantValue at={cause.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}

function inOrder(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
