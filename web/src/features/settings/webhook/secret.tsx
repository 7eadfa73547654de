import { Button, Code, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { post } from '../../../api/client.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { failed } from '../../../ui/notices.ts'

/** The secret of a webhook, and another in its place. */
export function Secret({
  id,
  secret,
  onRenewed,
  onClose,
}: {
  id: string
  secret: string
  onRenewed: (secret: string) => void
  onClose: () => void
}) {
  const renewed = useMutation({
    mutationFn: () => post<{ secret: string }>(`/webhooks/${id}/secret`, {}),
    onSuccess: ({ secret: told }) => onRenewed(told),
    onError: (error) => failed('There is no new secret', error),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title="The secret of this webhook"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={12}>
        <p>Whoever is told checks with it that what comes is from here (Standard Webhooks).</p>
        <Code block aria-label="Secret">
          {secret}
        </Code>
        <Group gap={8}>
          <CopyText value={secret} />
          <Button variant="default" loading={renewed.isPending} onClick={() => renewed.mutate()}>
            New secret
          </Button>
        </Group>
        <p>A new secret signs at once; the one before signs beside it for a day.</p>
      </Stack>
    </Modal>
  )
}
