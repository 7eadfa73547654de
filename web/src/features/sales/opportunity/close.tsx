import { Text } from '@mantine/core'
import type { CommandResult } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { done } from '../../../ui/notices.ts'
import type { Opportunity } from '../opportunity.entry.ts'

export type Closing = 'won' | 'lost'

/** Closes a deal: won for an amount, or lost for a reason. */
export function CloseDialog({
  row,
  as,
  onClose,
  onDone,
}: {
  row: Pick<Opportunity, 'id' | 'name' | 'amount'>
  as: Closing
  onClose: () => void
  onDone?: (accepted: CommandResult) => void
}) {
  const shared = { touches: ['opportunity'], onClose, children: <Text size="sm">{row.name}</Text> }
  return as === 'won' ? (
    <CommandDialog
      {...shared}
      title="Close as won"
      path={`/opportunities/${row.id}/win`}
      fields={[
        { key: 'amount', label: 'Amount', kind: 'money', hint: 'What it was sold for' },
        { key: 'reason', label: 'Why was it won?', kind: 'listed', list: 'deal-win', required: true },
      ]}
      initial={{ amount: row.amount }}
      submit="Close as won"
      onDone={(accepted) => {
        done(`${row.name} is won`)
        onDone?.(accepted)
      }}
    />
  ) : (
    <CommandDialog
      {...shared}
      title="Close as lost"
      path={`/opportunities/${row.id}/lose`}
      fields={[
        {
          key: 'reason',
          label: 'Why was it lost?',
          kind: 'listed',
          list: 'deal-loss',
          required: true,
        },
        { key: 'competitorId', label: 'Lost to', kind: 'ref', model: 'competitor' },
      ]}
      submit="Close as lost"
      grave
      onDone={(accepted) => {
        done(`${row.name} is lost`)
        onDone?.(accepted)
      }}
    />
  )
}
