import { useQuery } from '@tanstack/react-query'
import { read } from '../api/client.ts'
import type { Cause, Reasons } from '../api/models.ts'
import { InstantValue } from '../time/instant.tsx'
import { counted, timesInWords } from '../ui/format.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import { Reference } from './field-value.tsx'
import classes from './history.module.css'
import { actorWords, viaWords } from './history-words.ts'

/** What led to an event, from the first cause on, and what came of it: by whom, across records. */
export function Why({ eventId }: { eventId: string }) {
  const query = useQuery({
    queryKey: ['event', 'why', eventId],
    queryFn: ({ signal }) => read<Reasons>(`/events/${eventId}/why`, { signal }),
  })
  if (query.isError) return <Failure error={query.error} />
  if (!query.data) return <Waiting rows={2} label="Loading the chain of causes" />
  const { chain, origin, followed, hidden } = query.data
  return (
    <div className={classes.chain}>
      {origin.length > 0 && <Steps title="It all began with" steps={origin.toReversed()} self={eventId} />}
      <Steps title="Because of" steps={chain.toReversed()} self={eventId} />
      {followed.length > 0 && <Steps title="And then" steps={followed} self={eventId} />}
      {hidden > 0 && (
        <p className={classes.meta}>{counted(hidden, 'step', 'steps')} more are not for you to see.</p>
      )}
    </div>
  )
}

function Steps({ title, steps, self }: { title: string; steps: readonly Cause[]; self: string }) {
  return (
    <>
      <h3 className={classes.chainTitle}>{title}</h3>
      <ol aria-label={title}>
        {steps.map((cause) => (
          <li key={cause.id} data-self={cause.id === self}>
            <span>
              {timesInWords(cause.title)} · <Reference model={cause.aggregate} id={cause.aggregateId} />
            </span>
            <span className={classes.meta}>
              {actorWords(cause.actor)} · {viaWords(cause.via)} · <InstantValue at={cause.occurredAt} />
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
