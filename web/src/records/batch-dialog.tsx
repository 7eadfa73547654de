import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../api/client.ts'
import { useCommand } from '../api/commands.ts'
import type { BatchPreview } from '../api/models.ts'
import { count, counted } from '../ui/format.ts'
import { reasonOf } from '../ui/notices.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import classes from './batch.module.css'
import { outcomeWords } from './batch-words.ts'
import { showBatch } from './batches-shown.ts'
import { entryOf } from './entry.ts'
import type { BatchAsked, Chosen, Resource } from './resource.ts'

/** What would come of it, before it is begun. */
export function BatchDialog({
  resource: { one, many },
  label,
  asked,
  chosen,
  onClose,
}: {
  resource: Pick<Resource, 'one' | 'many'>
  label: string
  asked: BatchAsked
  chosen: Chosen
  onClose: (started: boolean) => void
}) {
  const [along, setAlong] = useState<readonly string[]>([])
  const command = useCommand()
  const body = { ...asked, ...chosen }
  const { data, error, isError, refetch } = useQuery({
    queryKey: ['batch', 'preview', body],
    queryFn: () => post<BatchPreview>('/batches/preview', body),
    retry: false,
    gcTime: 0,
  })
  const start = () =>
    command.mutate(
      {
        method: 'POST',
        path: '/batches',
        body: { ...body, along, ...('matching' in chosen && { expect: data?.total }) },
        touches: ['batch'],
      },
      {
        onSuccess: ({ id }) => {
          showBatch(id)
          onClose(true)
        },
      },
    )
  const left = data ? data.unchanged + data.refused + data.notSeen : 0
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={data ? `${label}: ${counted(data.total, one, many)}` : label}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={12}>
        {isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Waiting rows={3} label="Looking at what would come of it" />
        ) : (
          <>
            <Text size="sm" role="status">
              {data.tried < data.total && `Of the first ${count(data.tried)}: `}
              {count(data.done)} will change
              {data.unchanged > 0 && `, ${count(data.unchanged)} are so already`}
              {data.refused > 0 && `, ${count(data.refused)} will be refused`}
              {data.notSeen > 0 && `, ${count(data.notSeen)} you cannot see`}.
            </Text>
            {left > 0 && (
              <ul className={classes.list}>
                {data.items.map(({ id, name, result }) => (
                  <li key={id}>
                    {name ?? one}: {outcomeWords(result)}
                  </li>
                ))}
              </ul>
            )}
            {data.open.length > 0 && (
              <Checkbox.Group
                label="Still open with them, and to go along"
                value={[...along]}
                onChange={setAlong}
              >
                <Stack gap={6} mt={6}>
                  {data.open.map(({ model, count: open }) => {
                    const named = entryOf(model)
                    return (
                      <Checkbox
                        key={model}
                        value={model}
                        label={counted(open, named?.one ?? model, named?.many ?? model)}
                      />
                    )
                  })}
                </Stack>
              </Checkbox.Group>
            )}
          </>
        )}
        {command.isError && (
          <Alert color="red" role="alert" title="It was not begun">
            {reasonOf(command.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => onClose(false)}>
            Not now
          </Button>
          <Button
            data-autofocus
            disabled={!data || data.done === 0}
            loading={command.isPending}
            onClick={start}
          >
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
