import { Button, Group, Modal, Stack } from '@mantine/core'
import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../ui/format.ts'
import { RefInput } from './field-input.tsx'
import type { BulkAction, Named } from './resource.ts'

/** Gives the chosen records to a person, by a command of its own unless it is told another. */
export function assignAction(
  { model, one, many }: Named,
  { field = 'ownerId', command = `${model}.assign` }: { field?: string; command?: string } = {},
): BulkAction {
  return {
    label: 'Assign',
    icon: UserRound,
    permission: command,
    ask: function AskOwner({ count, onCancel, onReady }) {
      const [to, setTo] = useState<string | null>(null)
      return (
        <Modal
          opened
          onClose={onCancel}
          title={`Assign ${count === null ? `all ${many}` : counted(count, one, many)}`}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack>
            <RefInput label="To" model="user" value={to} onChange={setTo} />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              <Button disabled={!to} onClick={() => onReady({ command, body: { [field]: to } })}>
                Go on
              </Button>
            </Group>
          </Stack>
        </Modal>
      )
    },
  }
}
