import { Text } from '@mantine/core'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { done } from '../../../ui/notices.ts'
import type { Lead } from '../lead.entry.ts'

export const criteria = [
  { key: 'budget', label: 'Budget', hint: 'Is there money for it, and how much?' },
  { key: 'authority', label: 'Authority', hint: 'Who decides?' },
  { key: 'need', label: 'Need', hint: 'What is to be solved?' },
  { key: 'timeline', label: 'Timeline', hint: 'By when?' },
] as const

/** Asks what must be known before a lead is worth a deal. */
export function QualifyDialog({ row, onClose }: { row: Lead; onClose: () => void }) {
  return (
    <CommandDialog
      title="Qualify this lead"
      path={`/leads/${row.id}/qualify`}
      fields={criteria.map((criterion) => ({ ...criterion, kind: 'text' }))}
      initial={row.qualification ?? {}}
      submit="Qualify"
      touches={['lead']}
      ifMatch={row.revision}
      onClose={onClose}
      onDone={() => done('Lead qualified. It can be converted now.')}
    >
      <Text size="sm" c="dimmed">
        All four must be known. The answers are kept with who gave them and when.
      </Text>
    </CommandDialog>
  )
}
