import { Alert, Button, Code, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { read } from '../../api/client.ts'
import type { LogKey } from '../../api/models.ts'
import { useMay } from '../../api/session.ts'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { CopyText } from '../../ui/copy.tsx'
import { count, counted } from '../../ui/format.ts'
import { Facts, Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { type Status, status } from '../operate/status.entry.ts'
import { Verify } from './verify.tsx'

const every = 10_000
const shown = 10

/** Whether the log is what it was: the signed checkpoints, the check of everything, and what is made from the log. */
export function IntegrityScreen() {
  const may = useMay()
  const checkpoints = useQuery({
    queryKey: ['checkpoint'],
    queryFn: ({ signal }) => read('/log/checkpoints', { parameters: { limit: shown }, signal }),
    refetchInterval: every,
  })
  const key = useQuery({
    queryKey: ['logKey'],
    queryFn: ({ signal }) => read<LogKey>('/log/key', { signal }),
  })
  if (checkpoints.isError)
    return <Failure error={checkpoints.error} retry={() => void checkpoints.refetch()} />
  if (!checkpoints.data) return <Waiting rows={12} />
  const { items } = checkpoints.data
  const [newest] = items
  return (
    <Screen
      title="Integrity"
      about="Every event is a leaf of a tree whose root is signed again and again. Whoever keeps one checkpoint can prove any later change of what came before it."
    >
      {newest ? (
        <Facts
          facts={[
            ['Newest checkpoint', counted(newest.size, 'event', 'events')],
            ['Signed', <InstantValue key="signed" at={newest.signedAt} />],
          ]}
        />
      ) : (
        <Quiet>No checkpoint has been signed yet. The first comes some seconds after the first event.</Quiet>
      )}
      <Divergences />
      <Panel title="Check everything">
        <Verify
          path="/admin/verify"
          words="Makes the whole tree anew from the log and compares every event, every node and every signed checkpoint."
          label="Check of the log"
        />
        {may('accessLog.read') && (
          <Verify
            path="/admin/access-log/verify"
            words="Computes the chain of the access log anew and compares it with what was sealed in the log."
            label="Check of the access log"
          />
        )}
      </Panel>
      {may('status.read') && <Quarantine />}
      {may('status.read') && <Health />}
      <Panel title="Signed checkpoints">
        <Table label="Signed checkpoints, newest first" head={['Events', 'Signed', '']}>
          {items.map(({ size, signedAt, note }) => (
            <tr key={size}>
              <td>{count(size)}</td>
              <td>
                <InstantValue at={signedAt} />
              </td>
              <td data-right>
                <Button
                  component="a"
                  size="compact-xs"
                  variant="default"
                  leftSection={<Download size={12} />}
                  href={`data:text/plain;charset=utf-8,${encodeURIComponent(note)}`}
                  download={`hindsight-checkpoint-${size}.txt`}
                >
                  Keep a copy
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      </Panel>
      <Panel title="Public key">
        {key.data ? (
          <Group gap={8}>
            <Code style={{ overflowWrap: 'anywhere' }}>{key.data.key}</Code>
            <CopyText value={key.data.key} size="compact-xs" />
          </Group>
        ) : (
          <Waiting rows={1} label="Loading the key" />
        )}
      </Panel>
    </Screen>
  )
}

/** An operator went on with an older log: what was signed of the rest is contradicted, for ever. */
export function Divergences() {
  const { data } = useQuery({
    queryKey: ['divergences'],
    queryFn: ({ signal }) => read('/log/divergences', { signal }),
  })
  return data?.items.map(({ acceptedAt, acceptedBy, size, sizeBefore, contradicted, checkpoints }) => (
    <Alert key={acceptedAt} color="orange" role="alert" mb={12} title="An older log was accepted">
      {acceptedBy} went on with {count(size)} of {counted(sizeBefore, 'event', 'events')} on{' '}
      <InstantValue at={acceptedAt} />. {counted(contradicted, 'signed checkpoint', 'signed checkpoints')} of
      before contradict the log and are kept
      {checkpoints[0] && (
        <>
          , the newest of {counted(checkpoints[0].size, 'event', 'events')}, signed{' '}
          <InstantValue at={checkpoints[0].signedAt} />
        </>
      )}
      .
    </Alert>
  ))
}

/** Events that a read model passes over because an operator said so: their records lack what they said. */
function Quarantine() {
  const { data } = useQuery({
    queryKey: ['quarantine'],
    queryFn: ({ signal }) => read('/admin/quarantine', { signal }),
  })
  return data?.items.map(({ eventId, type, model, at, reason }) => (
    <Alert key={`${eventId} ${model}`} color="orange" mb={12} title={`Set aside: ${type}, for ${model}`}>
      The event {eventId} is in the log and not in this read model since <InstantValue at={at} />: {reason}
    </Alert>
  ))
}

/** What people see is made from the log; where it has stopped, it is not what the log says. */
function Health() {
  const { data } = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => read<Status>('/status', { signal }),
    refetchInterval: every,
  })
  if (!data) return null
  const stopped = data.projections.filter(({ state }) => state === 'failed')
  return (
    <Panel
      title="Read models"
      aside={
        <Link to="/$path" params={{ path: status.path }}>
          System status
        </Link>
      }
    >
      {data.trouble || stopped.length > 0 ? (
        <Alert color="red" role="alert" title="Screens may not show what the log says">
          {data.trouble} {stopped.map(({ name }) => `${name} has stopped.`).join(' ')}
        </Alert>
      ) : (
        <Quiet>
          All {data.projections.length} follow the log
          {data.lag && data.lag.positions > 0
            ? `, ${data.lag.positions} positions behind`
            : ' and are up to it'}
          .
        </Quiet>
      )}
    </Panel>
  )
}
