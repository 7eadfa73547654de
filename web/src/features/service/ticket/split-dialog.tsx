import { useNavigate } from '@tanstack/react-router'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { done } from '../../../ui/notices.ts'
import type { Message, TicketDetail } from '../ticket.entry.ts'

/** Makes a ticket of its own of one message, and goes there. */
export function SplitDialog({
  row,
  message,
  onClose,
}: {
  row: TicketDetail
  message: Message
  onClose: () => void
}) {
  const navigate = useNavigate()
  return (
    <CommandDialog
      title="Make a ticket of this message"
      path={`/tickets/${row.id}/split`}
      fields={[
        { key: 'subject', label: 'Subject', kind: 'text', required: true },
        { key: 'category', label: 'Category', kind: 'listed', list: 'ticket-category' },
      ]}
      body={{ messageId: message.id }}
      submit="Make the ticket"
      touches={['ticket']}
      onDone={({ id }) => {
        done('It is a ticket of its own')
        void navigate({ to: '/$path/$id', params: { path: 'tickets', id } })
      }}
      onClose={onClose}
    >
      <p>
        The message is read there from then on, and no more in {row.number}. The requester and the account go
        along; merged back, all is in one again.
      </p>
    </CommandDialog>
  )
}
