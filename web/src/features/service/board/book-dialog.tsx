import { useCommand } from '../../../api/commands.ts'
import { AskDialog, incomplete } from '../../../records/ask-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { done } from '../../../ui/notices.ts'

const fields: readonly Field[] = [
  { key: 'title', label: 'What for', kind: 'text', hint: 'Left empty, that of the order' },
  { key: 'serviceOrderId', label: 'Service order', kind: 'ref', model: 'serviceOrder' },
  { key: 'resourceId', label: 'Resource', kind: 'ref', model: 'resource' },
  {
    key: 'groupId',
    label: 'Or any one of',
    kind: 'ref',
    model: 'resourceGroup',
    hint: 'Whoever is free and has least to do that week',
  },
  { key: 'startsAt', label: 'From', kind: 'instant', required: true },
  { key: 'endsAt', label: 'Until', kind: 'instant', required: true },
  { key: 'outsideHours', label: 'Beside the hours of work', kind: 'yes-no' },
]

/** Books some time of a resource, or of any one of a group. */
export function BookDialog({ onClose }: { onClose: () => void }) {
  const command = useCommand()
  return (
    <AskDialog
      title="Book some time"
      fields={fields}
      submit="Book"
      onClose={onClose}
      onSubmit={async ({ groupId, resourceId, ...answers }) => {
        if (!groupId && !resourceId) throw incomplete([{ key: 'resourceId', label: 'A resource or a group' }])
        const body = Object.fromEntries(
          Object.entries(answers).filter(([, value]) => value !== null && value !== ''),
        )
        await command.mutateAsync({
          method: 'POST',
          path: typeof groupId === 'string' ? `/resource-groups/${groupId}/book` : '/appointments',
          body: groupId ? body : { ...body, resourceId },
          touches: ['appointment'],
        })
        done('Booked')
      }}
    />
  )
}
