import { Alert, Stack } from '@mantine/core'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Job } from '../../api/models.ts'
import { isRecord } from '../../api/problem.ts'
import { WriteButton } from '../../time/write.tsx'
import { count } from '../../ui/format.ts'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { failed } from '../../ui/notices.ts'
import { Quiet } from '../../ui/screen.tsx'

/** A check that takes long: what it does, how far it is, and what came of it. */
export function Verify({ path, words, label }: { path: string; words: string; label: string }) {
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const start = () =>
    post<Job>(path, {}).then(setStarted, (error: unknown) => failed(`${label} was not begun`, error))
  return (
    <Stack gap={8} align="flex-start" mb={12} role="group" aria-label={label}>
      <Quiet>{words}</Quiet>
      <WriteButton
        variant="default"
        permission="log.verify"
        leftSection={<ShieldCheck size={14} />}
        loading={job?.state === 'running'}
        onClick={() => void start()}
      >
        Verify now
      </WriteButton>
      {job && <JobProgress job={job} label={label} />}
      {job?.state === 'done' && isRecord(job.result) && <Result result={job.result} />}
    </Stack>
  )
}

/** Of the log: `ok`, `checked`, `checkpoints`, `contradicted`, `problems`. Of the access log: `entries`, `seals`, `broken`. */
function Result({ result }: { result: Record<string, unknown> }) {
  const { entries, seals, broken, checked, checkpoints, contradicted, problems } = result
  if (entries !== undefined)
    return broken ? (
      <Alert color="red" role="alert" title="The access log was altered">
        {sayWhere(broken)}
      </Alert>
    ) : (
      <Alert color="green" role="status" title="The access log is whole">
        {count(Number(entries))} entries and {count(Number(seals))} seals agree.
      </Alert>
    )
  const found = Array.isArray(problems) ? problems : []
  const agree = `${count(Number(checked))} events and ${count(Number(checkpoints))} checkpoints agree.`
  if (result.ok === true)
    return (
      <Alert color="green" role="status" title="The log is what was signed">
        {agree}
      </Alert>
    )
  return found.length === 0 && contradicted === 0 ? (
    <Alert color="orange" role="status" title="The log is what was signed since an older one was accepted">
      {agree} What was signed of the rest contradicts it, as said above.
    </Alert>
  ) : (
    <Alert color="red" role="alert" title="The log is not what was signed">
      <ol>
        {found.map((problem) => (
          <li key={JSON.stringify(problem)}>{sayWhere(problem)}</li>
        ))}
      </ol>
    </Alert>
  )
}

function sayWhere(problem: unknown): string {
  if (!isRecord(problem)) return String(problem)
  const { message, stream, revision, position } = problem
  const place = [
    typeof stream === 'string' && `stream ${stream}`,
    typeof revision === 'number' && `revision ${revision}`,
    typeof position === 'string' && `position ${position}`,
  ].filter(Boolean)
  const words = typeof message === 'string' ? message : JSON.stringify(problem)
  return place.length > 0 ? `${words} (${place.join(', ')})` : words
}
