import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { Archive, ArchiveRestore, PencilLine } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../ui/format.ts'
import { asSent } from './custom-fields.ts'
import type { Field } from './field.ts'
import { FieldInput } from './field-input.tsx'
import type { BulkAction, Resource } from './resource.ts'

/** What can be done to many records of a kind at once. */
export function bulkActionsOf(resource: Resource): readonly BulkAction[] {
  const { bulk = [], archive, model } = resource
  return [
    ...bulk,
    ...(fieldsForMany(resource).length > 0 ? [changeAction(resource)] : []),
    ...(archive
      ? [
          { label: 'Archive', icon: Archive, permission: archive, asked: { command: archive, body: {} } },
          {
            label: 'Restore',
            icon: ArchiveRestore,
            permission: `${model}.restore`,
            asked: { command: `${model}.restore`, body: {} },
          },
        ]
      : []),
  ]
}

const kinds: readonly Field['kind'][] = ['text', 'number', 'date', 'yes-no', 'money', 'choice', 'ref', 'url']

/** What can be the same for many: what one is called, or is known by, is its own. */
function fieldsForMany({ fields, change }: Resource): readonly Field[] {
  return fields.filter(
    ({ kind, fixed, once, required, by, key }) =>
      kinds.includes(kind) &&
      !fixed &&
      !once &&
      !(required && kind === 'text') &&
      key !== 'archived' &&
      (by ?? change) !== undefined,
  )
}

function changeAction(resource: Resource): BulkAction {
  const { model, one, many, change } = resource
  const all = fieldsForMany(resource)
  return {
    label: 'Change a field',
    icon: PencilLine,
    permission: change ?? `${model}.change`,
    ask: function AskField({ count, onCancel, onReady }) {
      const [key, setKey] = useState<string | null>(null)
      const [value, setValue] = useState<unknown>(null)
      const field = all.find((each) => each.key === key)
      const command = field?.by ? `${model}.${field.by}` : (change ?? '')
      return (
        <Modal
          opened
          onClose={onCancel}
          title={`Change ${count === null ? `all ${many}` : counted(count, one, many)}`}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack>
            <Select
              label="Field"
              data-autofocus
              data={all.map(({ key: name, label }) => ({ value: name, label }))}
              value={key}
              onChange={(next) => {
                setKey(next)
                setValue(null)
              }}
            />
            {field && <FieldInput field={field} value={value} onChange={setValue} />}
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              <Button
                disabled={!field || (field.required === true && value === null)}
                onClick={() => field && onReady({ command, body: asSent({ [field.key]: value }) })}
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
