import { Button, Group, Modal, Stack } from '@mantine/core'
import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../ui/format.ts'
import { ListedInput } from './listed.tsx'
import type { Named, RowAction } from './resource.ts'

/** Gives the chosen records one of a list's choices in one of their fields, or none. */
export function chooseAction(
  { model, path, one, many }: Named,
  { verb, field, label, list }: { verb: string; field: string; label: string; list: string },
): RowAction {
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
          title={`${verb} ${counted(count, one, many)}`}
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
              <Button
                onClick={() =>
                  onReady((row) => ({
                    method: 'PATCH',
                    path: `/${path}/${row.id}`,
                    body: { [field]: value },
                    ifMatch: row.revision,
                    touches: [model],
                  }))
                }
              >
                Go on
              </Button>
            </Group>
          </Stack>
        </Modal>
      )
    },
  }
}
