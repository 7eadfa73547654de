import { useQuery } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { count, sentence } from '../../ui/format.ts'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Tag, type Tone } from '../../ui/values.tsx'

type Job = Replies['/jobs']['items'][number]

/** Long work since the last start, what runs with its progress. */
export function Jobs() {
  const { data } = useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => read('/jobs', { signal }),
    refetchInterval: 10_000,
  })
  if (!data) return null
  return (
    <Panel title={`Jobs ${data.items.length}`}>
      {data.items.length === 0 ? (
        <Quiet>Nothing that takes long was asked for since the last start.</Quiet>
      ) : (
        <Table label="Jobs" head={['Job', 'Begun by', 'Begun', 'How far']}>
          {data.items.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Table>
      )}
    </Panel>
  )
}

function JobRow({ job: told }: { job: Job }) {
  const job = useJob(told) ?? told
  const name = sentence(job.kind)
  return (
    <tr>
      <td>
        {name}
        {job.about && ` of ${job.about}`}
      </td>
      <td>
        <Reference model="user" id={job.ownerId} />
      </td>
      <td>
        <InstantValue at={job.startedAt} />
      </td>
      <td>
        {job.state === 'running' || job.state === 'failed' ? (
          <JobProgress job={job} label={name} />
        ) : (
          <>
            <Tag tone={tones[job.state]}>{sentence(job.state)}</Tag> {count(job.done)}
          </>
        )}
      </td>
    </tr>
  )
}

const tones: Readonly<Record<Job['state'], Tone>> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
}
