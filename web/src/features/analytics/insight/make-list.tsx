import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'

/** A marketing list of accounts that stand in an order, the first of them first. */
export function MakeList({
  title,
  name: suggested,
  first: most,
  accountIds,
  onClose,
  children,
}: {
  title: string
  name: string
  /** So many unless another number is given. */
  first: number
  accountIds: readonly string[]
  onClose: () => void
  children: ReactNode
}) {
  const command = useCommand()
  const navigate = useNavigate()
  return (
    <AskDialog
      title={title}
      fields={[
        { key: 'name', label: 'Name', kind: 'text', required: true },
        { key: 'first', label: 'How many, the likeliest first', kind: 'number', required: true },
      ]}
      initial={{ name: suggested, first: Math.min(most, accountIds.length) }}
      submit="Make"
      onClose={onClose}
      onSubmit={async ({ name, first }) => {
        const { id } = await command.mutateAsync({
          method: 'POST',
          path: '/marketing-lists',
          body: { name, model: 'account', kind: 'static' },
          touches: ['marketingList'],
        })
        await command.mutateAsync({
          method: 'POST',
          path: `/marketing-lists/${id}/add-members`,
          body: { recordIds: accountIds.slice(0, Math.max(1, Number(first))) },
          touches: ['marketingList'],
        })
        void navigate({ to: '/$path/$id', params: { path: 'marketing-lists', id } })
      }}
    >
      {children}
    </AskDialog>
  )
}
