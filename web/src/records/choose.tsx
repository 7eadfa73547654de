import { Button, Group, Modal, Stack } from '@mantine/core'
import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../ui/format.ts'
import { ListedInput } from './listed.tsx'
import type { BulkAction, Named } from './resource.ts'

/** Gives the chosen records one of a list's choices in one of their fields, or none. */
export function chooseAction(
  { model, one, many }: Named,
  { verb, field, label, list }: { verb: string; field: string; label: string; list: string },
): BulkAction {
  return {
    label: verb,
    icon: ListChecks,
    permission: `${model}.change`,
    ask: function AskChoice({ count, onCancel, onReady }) {
      const [value, setValue] = useState<unknown>(null)
      return (
        <Modal
          opened
          onClose={onCancel}
          title={`${verb} ${count === null ? `all ${many}` : counted(count, one, many)}`}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack>
            <ListedInput
              label={label}
              description="Left empty, it is taken away"
              list={list}
              value={value}
              onChange={setValue}
            />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              <Button onClick={() => onReady({ command: `${model}.change`, body: { [field]: value } })}>
                Go on
              </Button>
            </Group>
          </Stack>
        </Modal>
      )
    },
  }
}
