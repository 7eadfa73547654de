import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyText } from '../../ui/copy.tsx'

/** A secret that is shown once and nowhere kept. */
export function ToldOnce({
  title,
  label,
  secret,
  onClose,
  children,
}: {
  title: string
  /** What the secret is called. */
  label: string
  secret: string
  onClose: () => void
  /** What to do with it. */
  children: ReactNode
}) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap={12}>
        <Alert color="yellow" title="It is shown only now">
          {children}
        </Alert>
        <Code block aria-label={label}>
          {secret}
        </Code>
        <Group gap={8}>
          <CopyText value={secret} />
          <Button onClick={onClose}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
