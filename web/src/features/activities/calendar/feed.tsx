import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Rss } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { failed } from '../../../ui/notices.ts'

/** The secret address at which other calendars read one's appointments. */
export function FeedButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<Rss size={14} />} onClick={() => setOpen(true)}>
        Subscribe
      </Button>
      {open && <FeedDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function FeedDialog({ onClose }: { onClose: () => void }) {
  const command = useCommand()
  const { data, refetch } = useQuery({
    queryKey: ['me', 'calendar-feed'],
    queryFn: ({ signal }) => read<{ url: string | null }>('/me/calendar/feed', { signal }),
  })
  const ask = (path: string) =>
    command.mutate(
      { method: 'POST', path, touches: [] },
      {
        onSuccess: () => void refetch(),
        onError: (error) => failed('The address is as it was', error),
      },
    )
  const url = data?.url
  return (
    <Modal opened onClose={onClose} title="Your appointments in another calendar">
      <Stack gap={12}>
        <Text size="sm">
          Outlook, Google and Apple show your appointments by this address. Whoever has it reads them: keep it
          to yourself. A new one takes the one before away.
        </Text>
        {url && (
          <Group gap={8}>
            <Code>{url}</Code>
            <CopyText value={url} />
          </Group>
        )}
        <Group gap={8}>
          <Button onClick={() => ask('/me/calendar/feed')}>
            {url ? 'Another address' : 'Give it an address'}
          </Button>
          {url && (
            <Button variant="default" onClick={() => ask('/me/calendar/feed/close')}>
              Take it away
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
