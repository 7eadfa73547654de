import { Button, CopyButton } from '@mantine/core'
import { Copy } from 'lucide-react'

/** Takes a text to the clipboard, and says that it has. */
export function CopyText({
  value,
  label = 'Copy',
  size,
}: {
  value: string
  label?: string
  size?: 'compact-xs'
}) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          {...(size && { size })}
          leftSection={<Copy size={size ? 12 : 14} />}
          onClick={copy}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  )
}
