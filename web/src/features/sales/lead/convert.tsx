import { Text } from '@mantine/core'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Lead } from '../lead.entry.ts'

/** Asks how the deal starts; account and contact are recognised by name and e-mail, or made. */
export function ConvertDialog({ row, onClose }: { row: Lead; onClose: () => void }) {
  return (
    <CommandDialog
      title="Convert this lead"
      path={`/leads/${row.id}/convert`}
      fields={[
        { key: 'name', label: 'Name of the opportunity', kind: 'text' },
        { key: 'amount', label: 'Expected amount', kind: 'money' },
        { key: 'closeDate', label: 'Expected close', kind: 'date' },
        { key: 'productId', label: 'Product', kind: 'ref', model: 'product' },
      ]}
      initial={{ name: row.company }}
      submit="Convert"
      touches={['lead', 'account', 'contact', 'opportunity']}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        This makes an account{row.company ? ` “${row.company}”` : ''}, a contact and an opportunity, or links
        those that are there already. Doing it twice makes nothing twice.
      </Text>
    </CommandDialog>
  )
}
