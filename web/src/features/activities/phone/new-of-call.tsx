import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'

interface About {
  model: string
  id: string
}

/** What is made of a call: a ticket of whoever calls, or a lead of somebody whom nobody knows; the call is filed with it (TIC-02). */
export function NewOfCall({
  callId,
  number,
  name,
  records,
  accountId = null,
}: {
  /** Null while it is not noted yet. */
  callId: string | null
  number: string
  name: string | null
  records: readonly About[]
  accountId?: string | null
}) {
  const [making, setMaking] = useState<'ticket' | 'lead' | null>(null)
  const command = useCommand()
  const idOf = (model: string) => records.find((one) => one.model === model)?.id ?? null
  const contactId = idOf('contact')
  const isKnown = contactId !== null || idOf('lead') !== null
  const file = (model: string) => (made: { id: string }) => {
    if (callId === null) return
    command.mutate(
      {
        method: 'POST',
        path: `/phone-calls/${callId}/file`,
        body: { records: [{ model, id: made.id }] },
        touches: ['phoneCall', 'activity'],
      },
      { onError: (error) => failed('The call is not filed with it', error) },
    )
  }
  const words = (name ?? '').split(' ').filter(Boolean)
  const last = words.pop()
  return (
    <>
      <WriteButton variant="default" size="xs" permission="ticket.open" onClick={() => setMaking('ticket')}>
        New ticket
      </WriteButton>
      {!isKnown && (
        <WriteButton variant="default" size="xs" permission="lead.capture" onClick={() => setMaking('lead')}>
          New lead
        </WriteButton>
      )}
      {making === 'ticket' && (
        <CommandDialog
          title="New ticket of this call"
          path="/tickets"
          // Who is no contact is called as the network says.
          body={{ channel: 'phone', ...(!contactId && { requester: { name: name ?? number, email: null } }) }}
          fields={[
            { key: 'subject', label: 'Subject', kind: 'text', required: true },
            { key: 'description', label: 'What it is about', kind: 'long-text' },
            { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact' },
            { key: 'accountId', label: 'Account', kind: 'ref', model: 'account' },
            { key: 'category', label: 'Category', kind: 'listed', list: 'ticket-category' },
          ]}
          initial={{ contactId, accountId: idOf('account') ?? accountId }}
          submit="Open it"
          touches={['ticket', 'phoneCall', 'activity']}
          onDone={file('ticket')}
          onClose={() => setMaking(null)}
        />
      )}
      {making === 'lead' && (
        <CommandDialog
          title="New lead of this call"
          path="/leads"
          fields={[
            { key: 'name', label: 'Name', kind: 'name', required: true },
            { key: 'phone', label: 'Telephone', kind: 'phone' },
            { key: 'email', label: 'E-mail', kind: 'email' },
            { key: 'company', label: 'Company', kind: 'text' },
            { key: 'source', label: 'Source', kind: 'listed', list: 'lead-source', required: true },
          ]}
          initial={{
            name: last === undefined ? null : { first: words.join(' ') || null, last },
            phone: number,
            source: 'Phone',
          }}
          submit="Make a lead"
          touches={['lead', 'phoneCall', 'activity']}
          onDone={file('lead')}
          onClose={() => setMaking(null)}
        />
      )}
    </>
  )
}
