import { ActionIcon, Tooltip } from '@mantine/core'
import { CircleHelp } from 'lucide-react'

export function HelpButton({ onOpen }: { onOpen: () => void }) {
  return (
    <Tooltip label="Help for this screen (?)">
      <ActionIcon variant="subtle" color="gray" aria-label="Help" onClick={onOpen}>
        <CircleHelp size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
