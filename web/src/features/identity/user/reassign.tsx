import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import { BatchProgress, useBatch } from '../../../records/batch-progress.tsx'
import { entryOf } from '../../../records/entry.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { counted } from '../../../ui/format.ts'
import { reasonOf } from '../../../ui/notices.ts'
import { Waiting } from '../../../ui/states.tsx'
import type { Owned } from '../user.entry.ts'

/** What somebody owns, and giving it to somebody else. */
export function Reassign({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient()
  const [toId, setToId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>()
  const [started, setStarted] = useState<readonly string[] | null>(null)
  const { data } = useQuery({
    queryKey: ['user', 'derived', 'owned', id, null] as const,
    queryFn: ({ signal }) => read<Owned>(`/users/${id}/owned`, { signal }),
  })
  const start = async () => {
    setError(undefined)
    try {
      const { batches } = await post<{ batches: string[] }>(`/users/${id}/reassign`, { toId })
      setStarted(batches)
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
        {started?.map((batch) => (
          <Handover key={batch} id={batch} />
        ))}
        {owned.length > 0 && !started && (
          <RefInput label="Who takes it over?" model="user" value={toId} onChange={setToId} />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            {started ? 'Close' : 'Not now'}
          </Button>
          {owned.length > 0 && !started && (
            <Button disabled={toId === null} onClick={() => void start()}>
              Hand over
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

/** What moves; what stays, and why, is on the batch's own page. */
function Handover({ id }: { id: string }) {
  const batch = useBatch(id)
  return batch ? <BatchProgress batch={batch} /> : <Waiting rows={1} label="It is being started" />
}
