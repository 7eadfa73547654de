import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { read } from '../../api/client.ts'
import { refresh } from '../../api/commands.ts'
import type { Jobs } from '../../api/models.ts'
import { useMay } from '../../api/session.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { Quiet, Screen } from '../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../ui/states.tsx'
import { Tag, type Tone } from '../../ui/values.tsx'
import { NewImport } from './import/choose.tsx'
import { PastImports } from './import/past.tsx'
import { ImportReport } from './import/report.tsx'
import classes from './import.module.css'

/** Brings in what others have kept, and shows how that goes and went. */
export function ImportScreen() {
  const may = useMay()
  if (!may('import.run'))
    return (
      <Empty title="Importing takes a right of its own">
        It is called import.run; what happened in the past takes import.backdate beside it. An administrator
        can give both to your role.
      </Empty>
    )
  return (
    <Screen
      title="Import"
      about="What others have kept comes in by the commands that people use, so that rules, history and audit are the same. Send a file as often as you like: what is there already stays as it is."
    >
      <NewImport />
      <Imports />
      <PastImports />
    </Screen>
  )
}

type Summary = Jobs['items'][number]

function Imports() {
  const query = useQuery({
    queryKey: ['jobs', 'import'],
    queryFn: ({ signal }) => read<Jobs>('/jobs', { parameters: { kind: 'import' }, signal }),
  })
  return (
    <Panel title="Imports">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={3} label="Loading the imports" />
      ) : query.data.items.length === 0 ? (
        <Quiet>
          None since the server was started. What came in before stands in the histories of its records.
        </Quiet>
      ) : (
        <ul className={classes.imports}>
          {query.data.items.map((summary, place) => (
            <OneImport key={summary.id} summary={summary} isNewest={place === 0} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

const states: Readonly<Record<Summary['state'], { label: string; tone: Tone }>> = {
  running: { label: 'Running', tone: 'accent' },
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'warn' },
}

/** An import as it goes on, and what became of it: of the newest at once, of others when somebody asks. */
function OneImport({ summary, isNewest }: { summary: Summary; isNewest: boolean }) {
  const client = useQueryClient()
  const [open, setOpen] = useState(isNewest)
  const followed = useJob(open || summary.state === 'running' ? summary : null)
  const job = followed ?? summary
  const isOver = summary.state === 'running' && job.state !== 'running'
  useEffect(() => {
    if (isOver) void refresh(client, ['jobs', 'import'])
  }, [isOver, client])
  const { about, state, startedAt, ownerId } = job
  return (
    <li aria-label={about ?? 'Import'}>
      <div className={classes.head}>
        <strong>{about}</strong>
        <Tag tone={states[state].tone}>{states[state].label}</Tag>
        <span className={classes.soft}>
          <InstantValue at={startedAt} /> by <Reference model="user" id={ownerId} />
        </span>
        {!open && state !== 'running' && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
            What became of it
          </Button>
        )}
      </div>
      <JobProgress job={job} label="Import" />
      {state === 'cancelled' && <Quiet>What had come in by then stays.</Quiet>}
      <ImportReport result={followed?.result} />
    </li>
  )
}
