import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { Download, FileArchive } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { post } from '../../api/client.ts'
import type { Job } from '../../api/models.ts'
import { isRecord } from '../../api/problem.ts'
import { WriteButton } from '../../time/write.tsx'
import { count, counted } from '../../ui/format.ts'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { reasonOf } from '../../ui/notices.ts'
import { useSensitive } from '../prove-again.tsx'
import classes from './proof.module.css'

/** What a bundle is of: as the API takes it. */
export type ExportQuery =
  | { kind: 'record'; aggregate: string; id: string }
  | { kind: 'actor'; actorId: string }
  | { kind: 'period'; from: string; to: string; basis: 'recorded' | 'occurred' }

/** Makes a signed bundle that an outsider can check without us, and hands it over. */
export function ExportButton({ query, about }: { query: ExportQuery; about: ReactNode }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <WriteButton
        variant="default"
        permission="export.create"
        leftSection={<FileArchive size={14} />}
        onClick={() => setOpened(true)}
      >
        Export signed bundle
      </WriteButton>
      {opened && <ExportDialog query={query} about={about} onClose={() => setOpened(false)} />}
    </>
  )
}

function ExportDialog({
  query,
  about,
  onClose,
}: {
  query: ExportQuery
  about: ReactNode
  onClose: () => void
}) {
  const sensitive = useSensitive()
  const [started, setStarted] = useState<Job | null>(null)
  const [error, setError] = useState<unknown>()
  const job = useJob(started)
  const start = async () => {
    setError(undefined)
    try {
      setStarted(await sensitive(() => post<Job>('/exports', { query })))
    } catch (refusal) {
      setError(refusal)
    }
  }
  const made = job?.state === 'done' && isRecord(job.result) ? job.result : undefined
  return (
    <Modal opened onClose={onClose} title="Export a signed bundle">
      <Stack gap={12}>
        <span>
          {about} With proofs, the signed checkpoint and a verifier that runs anywhere Python does. That you
          took it out is kept in the log.
        </span>
        {error !== undefined && (
          <Alert color="red" role="alert" title="Nothing was exported">
            {reasonOf(error)}
          </Alert>
        )}
        {job && <JobProgress job={job} label="Export" />}
        {made && (
          <Alert color="green" role="status" title={counted(Number(made.events), 'event', 'events')}>
            {count(Number(made.bytes))} bytes, SHA-256{' '}
            <code className={classes.hash}>{String(made.sha256)}</code>
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {made ? (
            <Button component="a" href={String(made.path)} download leftSection={<Download size={14} />}>
              Download
            </Button>
          ) : (
            <Button loading={job?.state === 'running'} onClick={() => void start()}>
              Make the bundle
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
