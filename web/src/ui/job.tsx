import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { post, read } from '../api/client.ts'
import type { Job } from '../api/models.ts'
import { count } from './format.ts'
import { failed } from './notices.ts'

const every = 400

/** A job as it goes on; what was told at its start, or in a list, until the first news. */
export function useJob(
  started: Omit<Job, 'result'> | null,
): (Omit<Job, 'result'> & { result?: unknown }) | null {
  const { data } = useQuery({
    queryKey: ['job', started?.id],
    queryFn: ({ signal }) => read<Job>(`/jobs/${started?.id}`, { signal }),
    enabled: started !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : every),
  })
  return started && (data ?? started)
}

/** How far long work is, with a way to end it; why it failed where it did. */
export function JobProgress({ job, label }: { job: Omit<Job, 'result'>; label: string }) {
  const { id, state, done, total, error } = job
  if (state === 'failed')
    return (
      <Text c="red" role="alert">
        {label} failed: {error}
      </Text>
    )
  if (state === 'cancelled') return <Text role="status">{label} was cancelled.</Text>
  if (state === 'done') return null
  const cancel = () =>
    post(`/jobs/${id}/cancel`, {}).catch((refusal: unknown) => failed('It goes on', refusal))
  return (
    <Stack gap={4}>
      <Progress value={total ? (100 * done) / total : 100} animated={!total} aria-label={label} />
      <Group justify="space-between">
        <Text size="xs" c="dimmed" role="status">
          {label}: {count(done)}
          {total ? ` of ${count(total)}` : ''}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => void cancel()}>
          Cancel
        </Button>
      </Group>
    </Stack>
  )
}
