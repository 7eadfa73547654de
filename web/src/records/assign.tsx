import { Button, Group, Modal, Stack } from '@mantine/core'
import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../ui/format.ts'
import { RefInput } from './field-input.tsx'
import type { Named, RowAction } from './resource.ts'

/** Gives the chosen records to a person. */
export function assignAction({ model, path, one, many }: Named): RowAction {
  return {
    label: 'Assign',
    icon: UserRound,
    permission: `${model}.assign`,
    ask: function AskOwner({ count, onCancel, onReady }) {
      const [ownerId, setOwnerId] = useState<string | null>(null)
      return (
        <Modal opened onClose={onCancel} title={`Assign ${counted(count, one, many)}`}>
          <Stack>
            <RefInput label="To" model="user" value={ownerId} onChange={setOwnerId} />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              <Button
                disabled={!ownerId}
                onClick={() =>
                  onReady((row) => ({
                    method: 'POST',
                    path: `/${path}/${row.id}/assign`,
                    body: { ownerId },
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
