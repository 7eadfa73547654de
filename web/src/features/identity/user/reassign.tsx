import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Job, User } from '../../../api/models.ts'
import { isRecord } from '../../../api/problem.ts'
import { entryOf } from '../../../records/entry.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { useDirectory } from '../../../records/names.ts'
import { counted, sentence } from '../../../ui/format.ts'
import { JobProgress, useJob } from '../../../ui/job.tsx'
import { reasonOf } from '../../../ui/notices.ts'
import { Waiting } from '../../../ui/states.tsx'
import type { Owned } from '../user.entry.ts'

/** What somebody owns, and giving it to somebody else. */
export function Reassign({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient()
  const [toId, setToId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>()
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const chosen = useDirectory<User>('user').find((one) => one.id === toId)
  const { data } = useQuery({
    queryKey: ['user', 'derived', 'owned', id, null] as const,
    queryFn: ({ signal }) => read<Owned>(`/users/${id}/owned`, { signal }),
  })
  const start = async () => {
    setError(undefined)
    try {
      setStarted(await post<Job>(`/users/${id}/reassign`, { toId }))
    } catch (refusal) {
      setError(refusal)
    }
  }
  const close = () => {
    void refresh(client, ['user', ...(data?.items.map(({ model }) => model) ?? [])])
    onClose()
  }
  const owned = data?.items.filter(({ count }) => count > 0) ?? []
  return (
    <Modal opened onClose={close} title="Hand over what they own">
      <Stack gap={12}>
        {!data ? (
          <Waiting rows={2} label="Counting what they own" />
        ) : owned.length === 0 ? (
          'They own nothing.'
        ) : (
          <span>
            They own{' '}
            {owned
              .map(({ model, count }) => {
                const { one = model, many = model } = entryOf(model) ?? {}
                return counted(count, one, many)
              })
              .join(', ')}
            .
          </span>
        )}
        {error !== undefined && (
          <Alert color="red" role="alert" title="Nothing was handed over">
            {reasonOf(error)}
          </Alert>
        )}
        {job && <JobProgress job={job} label="Handing over" />}
        {job?.state === 'done' && <Outcome result={job.result} to={chosen?.name ?? 'them'} />}
        {owned.length > 0 && !job && (
          <RefInput label="Who takes it over?" model="user" value={toId} onChange={setToId} />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            {job ? 'Close' : 'Not now'}
          </Button>
          {owned.length > 0 && !job && (
            <Button disabled={toId === null} onClick={() => void start()}>
              Hand over
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

/** What moved, and what stayed and why. */
function Outcome({ result, to }: { result: unknown; to: string }) {
  const { moved, left } = isRecord(result) ? result : {}
  const words = (part: unknown) =>
    isRecord(part)
      ? Object.entries(part)
          .map(([name, count]) => `${String(count)} ${sentence(name).toLowerCase()}`)
          .join(', ')
      : ''
  return (
    <Alert color={words(left) ? 'yellow' : 'green'} role="status" title={`Handed over to ${to}`}>
      {words(moved) || 'Nothing'}
      {words(left) && `. Left where it was: ${words(left)}.`}
    </Alert>
  )
}
