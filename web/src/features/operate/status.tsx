import { Alert, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX, RefreshCw } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { post, read } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { useLive } from '../../live/live.tsx'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { count, counted, duration, exactly, sentence } from '../../ui/format.ts'
import { done, failed } from '../../ui/notices.ts'
import classes from '../../ui/screen.module.css'
import { Failure, Waiting } from '../../ui/states.tsx'
import { usePageTitle } from '../../ui/title.ts'
import { Tag } from '../../ui/values.tsx'
import { Jobs } from './jobs.tsx'
import type { DeadLetter, Lag, Status } from './status.entry.ts'

const SagaDrawer = lazy(async () => ({ default: (await import('./saga-drawer.tsx')).SagaDrawer }))

/** How the machine does: how far read models and sagas are, and what nobody would take. */
export function StatusScreen() {
  const query = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => read<Status>('/status', { signal }),
    refetchInterval: 10_000,
  })
  useLive('status')
  usePageTitle('System status')
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={12} />
  const { position, last, lag, trouble, projections, sagas, checks, clocks, strangers } = query.data
  return (
    <section className={classes.screen} aria-label="System status">
      <h1>System status</h1>
      {trouble && (
        <Alert color="red" role="alert" title="The read models are not following the log">
          {trouble}
        </Alert>
      )}
      {clocks
        .filter(({ state }) => state !== 'agrees')
        .map((clock) => (
          <ClockDifference key={clock.of} {...clock} />
        ))}
      <dl className={classes.sums}>
        <div>
          <dt>Position of the read models</dt>
          <dd>
            {position ?? '–'} of {last ?? '–'}
          </dd>
        </div>
        <div>
          <dt>Behind the log</dt>
          <dd>
            <LagWords lag={lag} />
          </dd>
        </div>
        {Object.entries(checks ?? {}).map(([name, check]) => (
          <div key={name}>
            <dt>{sentence(name)}</dt>
            <dd className={classes.check}>
              {check.ok ? (
                <CircleCheck size={14} color="var(--good)" aria-hidden />
              ) : (
                <CircleX size={14} color="var(--bad)" aria-hidden />
              )}
              {check.ok ? 'Answers' : 'Does not answer'}
            </dd>
          </div>
        ))}
      </dl>
      <DeadLetters />
      <Jobs />
      <Panel title={`Sagas ${sagas.length}`}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Saga</th>
              <th>State</th>
              <th data-right>In hand</th>
              <th>Next timer</th>
              <th data-right>Waiting commands</th>
              <th data-right>Behind</th>
              <th data-right>Refused commands</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sagas.map((saga) => (
              <SagaRow key={saga.name} saga={saga} onChange={() => void query.refetch()} />
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={`Read models ${projections.length}`}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Read model</th>
              <th>State</th>
              <th data-right>Version</th>
              <th data-right>Position</th>
              <th data-right>Behind</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {projections.map((projection) => (
              <ProjectionRow
                key={projection.name}
                projection={projection}
                onChange={() => void query.refetch()}
              />
            ))}
          </tbody>
        </table>
      </Panel>
      {strangers.count > 0 && <Strangers {...strangers} />}
    </section>
  )
}

/** Two machines that are not of one mind about the time. */
function ClockDifference({ of, here, there, ahead, state, stands }: Status['clocks'][number]) {
  const apart = duration(Math.abs(ahead) * 1000)
  return (
    <Alert
      color={state === 'trouble' ? 'red' : 'yellow'}
      role="alert"
      title={`The clock of ${clockNames[of] ?? of} is ${apart} ${ahead > 0 ? 'ahead' : 'behind'}`}
    >
      There it was {exactly(there)}, here {exactly(here)}.{' '}
      {stands
        ? 'It stands still: the log was once ahead, and keeps to the highest time it has recorded until clocks get there.'
        : 'Set both by the same time server.'}
    </Alert>
  )
}

const clockNames: Readonly<Record<string, string>> = {
  eventStore: 'the event store',
  postgres: 'the database',
}

/** What others have written into the log, and nothing is made of. */
function Strangers({ count: all, newest }: Status['strangers']) {
  return (
    <Panel title={`Events that are not Hindsight's ${count(all)}`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Type</th>
            <th>Stream</th>
            <th>Why it is passed over</th>
            <th>Recorded</th>
            <th data-right>Position</th>
          </tr>
        </thead>
        <tbody>
          {newest.map(({ position, type, stream, reason, recordedAt }) => (
            <tr key={position}>
              <td>{type}</td>
              <td>{stream}</td>
              <td>{reason}</td>
              <td>
                <InstantValue at={recordedAt} />
              </td>
              <td data-right>{position}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function SagaRow({ saga, onChange }: { saga: Status['sagas'][number]; onChange: () => void }) {
  const { name, state, lag, deadLetters, failure, instances, timers, outbox } = saga
  const may = useMay()('saga.read')
  const [open, setOpen] = useState(false)
  return (
    <>
      <tr>
        <td>
          {may ? (
            <Button variant="subtle" size="compact-xs" onClick={() => setOpen(true)}>
              {name}
            </Button>
          ) : (
            name
          )}
          <Suspense>{open && <SagaDrawer name={name} onClose={() => setOpen(false)} />}</Suspense>
        </td>
        <td>
          <StateTag state={state} />
        </td>
        <td data-right>{count(instances)}</td>
        <td>{timers.next ? <InstantValue at={timers.next} /> : '–'}</td>
        <td data-right>
          {count(outbox.waiting)}
          {outbox.retrying > 0 && `, ${count(outbox.retrying)} again`}
        </td>
        <td data-right>{count(lag)}</td>
        <td data-right>{count(deadLetters)}</td>
        <td data-right>
          {state === 'failed' && (
            <TryAgain of="sagas" name={name} permission="saga.resume" onChange={onChange} />
          )}
        </td>
      </tr>
      {failure && (
        <Stopped of="sagas" name={name} event={failure.event} error={failure.message} onChange={onChange} />
      )}
    </>
  )
}

function TryAgain(of: {
  of: 'sagas' | 'projections'
  name: string
  permission: string
  onChange: () => void
}) {
  const { of: kind, name, permission, onChange } = of
  const resume = () =>
    ask(`${kind}/${name}/resume`, `${name} tries again`, `${name} stays as it is`, onChange)
  return (
    <WriteButton size="compact-xs" permission={permission} onClick={resume}>
      Try again
    </WriteButton>
  )
}

/** Where a follower of the log stands still, and the way on when it cannot be helped. */
function Stopped(of: {
  of: 'sagas' | 'projections'
  name: string
  event: { id: string; type: string; position: string | number } | undefined
  error: string
  onChange: () => void
}) {
  const { of: kind, name, event, error, onChange } = of
  const [asking, setAsking] = useState(false)
  return (
    <tr>
      <td colSpan={8}>
        <Alert
          color="red"
          role="alert"
          title={event ? `Stopped at ${event.type}, position ${event.position}` : 'Stopped'}
        >
          {error}{' '}
          {event && (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="quarantine.set-event-aside"
              onClick={() => setAsking(true)}
            >
              Set the event aside
            </WriteButton>
          )}
        </Alert>
        {asking && event && (
          <CommandDialog
            title={`Set ${event.type} aside for ${name}`}
            path={`/admin/${kind}/${name}/set-aside`}
            fields={[{ key: 'reason', label: 'Why is it passed over?', kind: 'text', required: true }]}
            body={{ eventId: event.id }}
            submit="Set aside"
            grave
            touches={['quarantine']}
            onClose={() => {
              setAsking(false)
              onChange()
            }}
          />
        )}
      </td>
    </tr>
  )
}

function ProjectionRow({
  projection,
  onChange,
}: {
  projection: Status['projections'][number]
  onChange: () => void
}) {
  const { name, state, version, position, lag, failure, hint, lost } = projection
  const rebuild = () =>
    ask(
      `projections/${name}/rebuild`,
      `${name} is being built anew; it serves meanwhile`,
      `${name} stays as it is`,
      onChange,
    )
  return (
    <>
      <tr>
        <td>{name}</td>
        <td>
          <StateTag state={state} />
        </td>
        <td data-right>{version}</td>
        <td data-right>{position ?? '–'}</td>
        <td data-right>
          <LagWords lag={lag} />
        </td>
        <td data-right>
          {state === 'failed' ? (
            <TryAgain of="projections" name={name} permission="projection.resume" onChange={onChange} />
          ) : (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="projection.rebuild"
              leftSection={<RefreshCw size={12} />}
              onClick={rebuild}
            >
              Rebuild
            </WriteButton>
          )}
        </td>
      </tr>
      {failure && (
        <Stopped
          of="projections"
          name={name}
          event={failure.event}
          error={`${failure.error} ${hint ?? ''}`}
          onChange={onChange}
        />
      )}
      {lost && (
        <tr>
          <td colSpan={6}>
            <Alert
              color="yellow"
              title={`${counted(lost.records, 'record', 'records')} less than there were`}
            >
              The event store was told to let go of them, or of their beginning, and nothing could be made of
              the rest: {lost.ids.slice(0, 5).join(', ')}
              {lost.records > 5 && ' and others'}.
            </Alert>
          </td>
        </tr>
      )}
    </>
  )
}

function DeadLetters() {
  const may = useMay()
  const client = useQueryClient()
  const [dismissed, setDismissed] = useState<DeadLetter | null>(null)
  const key = ['deadLetter']
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read('/admin/dead-letters', { signal }),
    enabled: may('deadLetter.read'),
    refetchInterval: 15_000,
  })
  if (!data) return null
  const retry = (id: string) =>
    ask(`dead-letters/${id}/retry`, 'Sent again', 'It was not sent again', () =>
      client.invalidateQueries({ queryKey: key }),
    )
  return (
    <Panel title={`Refused commands ${data.items.length}`}>
      {data.items.length === 0 ? (
        <p className={classes.quiet}>
          Every command that a saga sent was carried out. What is refused for good waits here for a decision.
        </p>
      ) : (
        <table className={classes.table}>
          <tbody>
            {data.items.map((letter) => (
              <tr key={letter.id}>
                <td>
                  <strong>{letter.command}</strong> of {letter.saga}
                  <br />
                  {letter.message} <code>{letter.code}</code>
                </td>
                <td>
                  <InstantValue at={letter.at} />, {counted(letter.attempts, 'attempt', 'attempts')}
                </td>
                <td data-right>
                  <WriteButton
                    size="compact-xs"
                    permission="deadLetter.retry"
                    onClick={() => retry(letter.id)}
                  >
                    Send again
                  </WriteButton>{' '}
                  <WriteButton
                    size="compact-xs"
                    variant="default"
                    permission="deadLetter.dismiss"
                    onClick={() => setDismissed(letter)}
                  >
                    Dismiss
                  </WriteButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {dismissed && (
        <CommandDialog
          title={`Dismiss ${dismissed.command}`}
          path={`/admin/dead-letters/${dismissed.id}/dismiss`}
          fields={[{ key: 'reason', label: 'Why will it not be carried out?', kind: 'text', required: true }]}
          submit="Dismiss"
          grave
          touches={['deadLetter']}
          onClose={() => setDismissed(null)}
        />
      )}
    </Panel>
  )
}

/** Asks the machine for something, and says what came of it. */
function ask(path: string, said: string, refused: string, onDone: () => unknown): void {
  post(`/admin/${path}`, {}).then(
    () => {
      done(said)
      onDone()
    },
    (error: unknown) => failed(refused, error),
  )
}

const states: Readonly<Record<string, { label: string; tone: 'good' | 'accent' | 'bad' }>> = {
  running: { label: 'Running', tone: 'good' },
  rebuilding: { label: 'Being rebuilt', tone: 'accent' },
  'catching-up': { label: 'Catching up', tone: 'accent' },
  failed: { label: 'Stopped', tone: 'bad' },
}

function StateTag({ state }: { state: string }) {
  const known = states[state]
  return <Tag tone={known?.tone ?? 'neutral'}>{known?.label ?? sentence(state)}</Tag>
}

function LagWords({ lag }: { lag: Lag | null }) {
  if (!lag || lag.positions === 0) return 'Nothing'
  return `${counted(lag.positions, 'position', 'positions')}, ${duration(lag.seconds * 1000)}`
}
