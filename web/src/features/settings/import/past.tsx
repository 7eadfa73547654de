import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { post } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Job } from '../../../api/models.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { counted } from '../../../ui/format.ts'
import { JobProgress, useJob } from '../../../ui/job.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag, type Tone } from '../../../ui/values.tsx'
import classes from '../import.module.css'

type Import = Replies['/imports']['items'][number]

const states: Readonly<Record<NonNullable<Import['status']>, { label: string; tone: Tone }>> = {
  running: { label: 'Under way, or cut off', tone: 'accent' },
  done: { label: 'Done', tone: 'good' },
  cancelled: { label: 'Cancelled', tone: 'warn' },
  reverting: { label: 'Being undone', tone: 'warn' },
  reverted: { label: 'Undone', tone: 'neutral' },
}

/** The tables that were brought in, whenever that was, each of which can be undone. */
export function PastImports() {
  useLive('import')
  const query = useQuery(derivedQuery<Replies['/imports']>('import', '/imports', { limit: 20 }, null))
  return (
    <Panel title="Tables brought in">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={3} label="Loading what was brought in" />
      ) : query.data.items.length === 0 ? (
        <Quiet>None yet. Each can be undone from here, whole, for as long as nobody went on with it.</Quiet>
      ) : (
        <ul className={classes.imports}>
          {query.data.items.map((one) => (
            <OneImport key={one.id} of={one} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function OneImport({ of }: { of: Import }) {
  const client = useQueryClient()
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const {
    file,
    system,
    status = 'done',
    created = 0,
    updated = 0,
    refused = 0,
    withdrawn = 0,
    restored = 0,
    notUndone = 0,
  } = of
  const undo = () =>
    post<Job>(`/imports/${of.id}/revert`, {})
      .then(setStarted)
      .catch((error: unknown) => failed('It was not undone', error))
  const isOver = job !== null && job.state !== 'running'
  useEffect(() => {
    if (isOver) void refresh(client, ['import'])
  }, [isOver, client])
  return (
    <li aria-label={`${file} from ${system}`}>
      <div className={classes.head}>
        <strong>{file}</strong>
        <span className={classes.soft}>from {system}</span>
        <Tag tone={states[status].tone}>{states[status].label}</Tag>
        <span className={classes.soft}>
          <InstantValue at={of.createdAt} />
        </span>
        {status !== 'reverted' && (
          <WriteButton
            permission="import.revert"
            size="compact-xs"
            variant="subtle"
            onClick={() => void undo()}
          >
            {status === 'reverting' ? 'Go on undoing' : 'Undo'}
          </WriteButton>
        )}
      </div>
      <span>
        {created} created, {updated} updated, {refused} refused
        {status === 'reverted' &&
          `; then ${withdrawn} taken out again, ${restored} brought back${notUndone > 0 ? `, ${counted(notUndone, 'record', 'records')} left because somebody went on with them` : ''}`}
        .
      </span>
      {job && <JobProgress job={job} label="Undoing" />}
    </li>
  )
}
