import { Button, Drawer, SegmentedControl, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../api/client.ts'
import type { Replies } from '../../api/types.gen.ts'
import { entryOf } from '../../records/entry.ts'
import { InstantValue } from '../../time/instant.tsx'
import { counted, sentence } from '../../ui/format.ts'
import { Facts, Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Tag, type Tone } from '../../ui/values.tsx'

type Instance = Replies['/admin/sagas/{name}/instances/{key}']
type Step = Instance['steps'][number]

/** What a saga has in hand: each of them with its state, its timers, and every command that it has asked for. */
export function SagaDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const [key, setKey] = useState<string>()
  return (
    <Drawer opened onClose={onClose} position="right" size="min(720px, 100vw)" title={name}>
      {key === undefined ? (
        <Instances name={name} onChoose={setKey} />
      ) : (
        <Stack gap={16}>
          <div>
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<ArrowLeft size={12} />}
              onClick={() => setKey(undefined)}
            >
              All of {name}
            </Button>
          </div>
          <OneInstance name={name} id={key} />
        </Stack>
      )}
    </Drawer>
  )
}

/** How many are shown; which those are, the order says. */
const shown = 50

function Instances({ name, onChoose }: { name: string; onChoose: (key: string) => void }) {
  const [which, setWhich] = useState('open')
  const query = useQuery({
    queryKey: ['saga', name, which],
    queryFn: ({ signal }) =>
      read<Replies['/admin/sagas/{name}/instances']>(`/admin/sagas/${name}/instances`, {
        signal,
        parameters: { open: which === 'open', limit: shown },
      }),
  })
  return (
    <Stack gap={12}>
      <SegmentedControl
        size="xs"
        aria-label="Which"
        data={[
          { value: 'open', label: 'In hand' },
          { value: 'done', label: 'Done' },
        ]}
        value={which}
        onChange={setWhich}
      />
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={6} />
      ) : query.data.items.length === 0 ? (
        <Quiet>{which === 'open' ? 'It has nothing in hand.' : 'It has ended nothing yet.'}</Quiet>
      ) : (
        <>
          <Table label={`What ${name} has`} head={['Of', 'Changed', 'Next timer']}>
            {query.data.items.map((one) => (
              <tr key={one.key}>
                <td>
                  <Button variant="subtle" size="compact-xs" onClick={() => onChoose(one.key)}>
                    {one.key}
                  </Button>
                </td>
                <td>
                  <InstantValue at={one.updatedAt} />
                </td>
                <td>{one.nextTimer ? <InstantValue at={one.nextTimer} /> : '–'}</td>
              </tr>
            ))}
          </Table>
          {query.data.items.length === shown && <Quiet>The {shown} that changed last are shown.</Quiet>}
        </>
      )}
    </Stack>
  )
}

function OneInstance({ name, id }: { name: string; id: string }) {
  const query = useQuery({
    queryKey: ['saga', name, 'one', id],
    queryFn: ({ signal }) =>
      read<Instance>(`/admin/sagas/${name}/instances/${encodeURIComponent(id)}`, { signal }),
  })
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  const { key, done, startedAt, updatedAt, state, timers, steps } = query.data
  return (
    <Stack gap={16}>
      <Facts
        facts={[
          ['Of', key],
          ['State', done ? 'Done' : 'In hand'],
          ['Begun', <InstantValue key="begun" at={startedAt} />],
          ['Changed', <InstantValue key="changed" at={updatedAt} />],
        ]}
      />
      <section aria-label="Timers">
        <h3>Timers</h3>
        {timers.length === 0 ? (
          <Quiet>It waits for no instant.</Quiet>
        ) : (
          <Table label="Timers" head={['Timer', 'Due']}>
            {timers.map((timer) => (
              <tr key={timer.name}>
                <td>{timer.name}</td>
                <td>
                  <InstantValue at={timer.dueAt} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </section>
      <section aria-label="Steps">
        <h3>Steps</h3>
        {steps.length === 0 ? <Quiet>It has asked for nothing.</Quiet> : <Steps steps={steps} />}
      </section>
      {state !== null && (
        <details>
          <summary>What it has kept</summary>
          <pre>{JSON.stringify(state, null, 2)}</pre>
        </details>
      )}
    </Stack>
  )
}

function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <Table label="Steps" head={['Command', 'Asked', 'What came of it']}>
      {steps.map((step) => (
        <tr key={step.id}>
          <td>
            <StepName step={step} />
          </td>
          <td>
            <InstantValue at={step.askedAt} />
          </td>
          <td>
            <Tag tone={outcomes[step.status].tone}>{outcomes[step.status].label}</Tag>{' '}
            {step.attempts > 1 && counted(step.attempts, 'attempt', 'attempts')}
            {step.error && (
              <div>
                {step.error.message} <code>{step.error.code}</code>
              </div>
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** A link to the record that it was asked of. */
function StepName({ step: { command, aggregateId, status } }: { step: Step }) {
  const entry = entryOf(command.split('.')[0] ?? '')
  if (!entry || status !== 'sent') return command
  return (
    <Link to="/$path/$id" params={{ path: entry.path, id: aggregateId }} title={sentence(entry.one)}>
      {command}
    </Link>
  )
}

const outcomes: Readonly<Record<Step['status'], { label: string; tone: Tone }>> = {
  waiting: { label: 'Waits', tone: 'accent' },
  sent: { label: 'Carried out', tone: 'good' },
  refused: { label: 'Refused', tone: 'warn' },
  handled: { label: 'Refused, and answered', tone: 'neutral' },
  dead: { label: 'Refused for good', tone: 'bad' },
  dismissed: { label: 'Refused, and noted', tone: 'neutral' },
}
