import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { WriteButton } from '../../../time/write.tsx'
import type { ConversationRow } from '../conversation.entry.ts'

type Made = 'lead' | 'ticket'

/** A visitor's own words, as one name: the last word is the last name. */
function nameIn(said: string | null | undefined) {
  const words = (said ?? '').split(' ').filter(Boolean)
  const last = words.pop()
  return last === undefined ? null : { first: words.join(' ') || null, last }
}

/** What is made of a chat: it is filed with what that becomes, and a ticket says what was said. */
export function ChatActions({ row }: { row: ConversationRow }) {
  const [made, setMade] = useState<Made | null>(null)
  const { visitor, subject } = row
  const touches = ['conversation', 'lead', 'ticket', 'activity']
  return (
    <>
      <WriteButton variant="default" permission="lead.capture" onClick={() => setMade('lead')}>
        Make a lead
      </WriteButton>
      <WriteButton variant="default" permission="ticket.open" onClick={() => setMade('ticket')}>
        Open a ticket
      </WriteButton>
      {made === 'lead' && (
        <CommandDialog
          title="Make a lead of this chat"
          path="/leads"
          body={{ conversationId: row.id }}
          fields={[
            { key: 'name', label: 'Name', kind: 'name', required: true },
            {
              key: 'email',
              label: 'E-mail',
              kind: 'email',
              hint: 'As the visitor says; nobody has checked it',
            },
            { key: 'phone', label: 'Telephone', kind: 'phone' },
            { key: 'company', label: 'Company', kind: 'text' },
            { key: 'source', label: 'Source', kind: 'listed', list: 'lead-source', required: true },
          ]}
          initial={{
            name: nameIn(visitor?.name),
            email: visitor?.email ?? null,
            phone: visitor?.phone ?? null,
            company: visitor?.company ?? null,
            source: 'Web',
          }}
          submit="Make a lead"
          touches={touches}
          onClose={() => setMade(null)}
        />
      )}
      {made === 'ticket' && (
        <CommandDialog
          title="Open a ticket of this chat"
          path="/tickets"
          body={{ conversationId: row.id }}
          fields={[
            { key: 'subject', label: 'Subject', kind: 'text', required: true },
            {
              key: 'description',
              label: 'What it is about',
              kind: 'long-text',
              hint: 'What was said stands below it',
            },
            { key: 'category', label: 'Category', kind: 'listed', list: 'ticket-category' },
          ]}
          initial={{ subject: subject ?? '' }}
          submit="Open a ticket"
          touches={touches}
          onClose={() => setMade(null)}
        />
      )}
    </>
  )
}
