import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { read } from '../api/client.ts'
import { useCommand } from '../api/commands.ts'
import type { HistoryEvent } from '../api/models.ts'
import { done, failed } from '../ui/notices.ts'
import type { Resource } from './resource.ts'

/** So long something that was done can be taken back where it is said, in ms; later it can be from the history. */
const offeredMs = 10_000

/** Takes back what the command of an event did. */
export function useUndo({ model }: Pick<Resource, 'model'>) {
  const { mutateAsync, isPending } = useCommand()
  const undo = async (eventId: string) => {
    try {
      await mutateAsync({ method: 'POST', path: `/events/${eventId}/undo`, touches: [model] })
      done('Taken back')
    } catch (error) {
      failed('It was not taken back', error)
    }
  }
  return { undo, isPending }
}

/** Says that something was done to a record, and offers to take it back. */
export function useOffer(resource: Pick<Resource, 'model' | 'path'>) {
  const { undo } = useUndo(resource)
  /** `revision`: to which it led. */
  return (message: string, { id, revision }: { id: string; revision: number }) => {
    const takeBack = async () => {
      const page = await read<{ items: HistoryEvent[] }>(`/${resource.path}/${id}/history`, {
        parameters: { limit: 50 },
      })
      const event = page.items.find((one) => one.revision === revision)
      if (event) await undo(event.id)
      else
        failed(
          'It was not taken back',
          new Error('So much has happened since that it is to be found in the history.'),
        )
    }
    const notice = notifications.show({
      message: (
        <Group justify="space-between" gap={8} wrap="nowrap">
          {message}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              notifications.hide(notice)
              void takeBack().catch((error: unknown) => failed('It was not taken back', error))
            }}
          >
            Undo
          </Button>
        </Group>
      ),
      color: 'green',
      withBorder: true,
      autoClose: offeredMs,
    })
  }
}
