import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import { read } from '../../api/client.ts'
import type { HistoryEvent, LogKey } from '../../api/models.ts'
import { Failure, Waiting } from '../../ui/states.tsx'
import { checkProof, type EventProof, type Step, type Verdict, verdictOf } from './check.ts'
import classes from './proof.module.css'

const marks = {
  good: { Icon: CircleCheck, color: 'var(--good)', words: 'Holds' },
  bad: { Icon: CircleX, color: 'var(--bad)', words: 'Fails' },
  unknown: { Icon: CircleHelp, color: 'var(--warn)', words: 'Not checked' },
} as const

const sums: Readonly<Record<Verdict, string>> = {
  good: 'Proved in this browser: the event is in the signed log, unaltered.',
  bad: 'Not proved: at least one step fails. Keep this page and tell whoever audits you.',
  unknown: 'Proved as far as this browser can: see what was not checked.',
}

/** Fetches an event's bytes, proof, checkpoint and key, and checks them here, each step in words. */
export function Proof({ event }: { event: Pick<HistoryEvent, 'id' | 'type' | 'revision'> }) {
  const query = useQuery({
    queryKey: ['event', 'proof', event.id],
    queryFn: async ({ signal }) => {
      const [proof, keys] = await Promise.all([
        read<EventProof>(`/events/${event.id}/proof`, { signal }),
        read<LogKey>('/log/key', { signal }),
      ])
      const published = [keys.key, ...keys.keys.map(({ verifier }) => verifier)]
      return checkProof(crypto.subtle, proof, event, published)
    },
    enabled: window.isSecureContext,
    staleTime: 0,
  })
  if (!window.isSecureContext)
    return (
      <p className={classes.box}>
        Browsers give no cryptography to pages without HTTPS, so nothing can be checked here. Export the event
        and check it offline.
      </p>
    )
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={3} label="Checking the proof" />
  const whole = verdictOf(query.data)
  return (
    <section className={classes.box} aria-label="Proof" data-verdict={whole}>
      <p className={classes.sum} role="status">
        <Mark verdict={whole} /> {sums[whole]}
      </p>
      <ol className={classes.steps}>
        {query.data.map((step) => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
    </section>
  )
}

function StepLine({ step: { verdict, words, shown } }: { step: Step }) {
  return (
    <li className={classes.step}>
      <Mark verdict={verdict} />
      <div className={classes.words}>
        {words}
        <details>
          <summary>What was compared</summary>
          <pre className={classes.shown}>{shown}</pre>
        </details>
      </div>
    </li>
  )
}

function Mark({ verdict }: { verdict: Verdict }) {
  const { Icon, color, words } = marks[verdict]
  return <Icon className={classes.mark} size={14} color={color} aria-label={words} role="img" />
}
