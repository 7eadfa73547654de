import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCommand } from '../api/commands.ts'
import type { Batch } from '../api/models.ts'
import { derivedQuery } from '../api/queries.ts'
import { useLive } from '../live/live.tsx'
import { WriteButton } from '../time/write.tsx'
import { failed } from '../ui/notices.ts'
import { batchWords, canUndo, isRunning, progressOf, standing } from './batch-words.ts'

/** A batch as it goes on. */
export function useBatch(id: string): Batch | undefined {
  useLive('batch')
  return useQuery(derivedQuery<Batch>('batch', `/batches/${id}`, {}, null)).data
}

/** How far it is, with what can be done about it. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const command = useCommand()
  const ask = (verb: 'cancel' | 'revert', what: string) =>
    command
      .mutateAsync({ method: 'POST', path: `/batches/${batch.id}/${verb}`, touches: ['batch'] })
      .catch((refusal: unknown) => failed(what, refusal))
  const words = batchWords(batch)
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap={8}>
        <Link to="/$path/$id" params={{ path: 'batches', id: batch.id }}>
          {words}
        </Link>
        {batch.status === 'running' && (
          <Button size="compact-xs" variant="subtle" onClick={() => void ask('cancel', 'It goes on')}>
            Cancel
          </Button>
        )}
        {canUndo(batch) && (
          <WriteButton
            size="compact-xs"
            variant="default"
            permission="batch.revert"
            onClick={() => void ask('revert', 'It stays as it is')}
          >
            Undo
          </WriteButton>
        )}
      </Group>
      {isRunning(batch) && <Progress value={progressOf(batch)} animated aria-label={words} />}
      <Text size="xs" c="dimmed" role="status">
        {standing(batch)}
      </Text>
    </Stack>
  )
}
