import { CommandDialog } from '../../../records/command-dialog.tsx'

export type Made = 'lead' | 'ticket'

/** Somebody's own words, as one name: the last word is the last name. */
function nameIn(said: string | null | undefined) {
  const words = (said ?? '').split(' ').filter(Boolean)
  const last = words.pop()
  return last === undefined ? null : { first: words.join(' ') || null, last }
}

/** A lead or a ticket of a conversation that nobody vouches for, which is filed with it then. */
export function MadeOf({
  made,
  conversationId,
  of,
  source,
  name,
  email,
  phone,
  company,
  subject,
  onClose,
}: {
  made: Made
  conversationId: string
  /** What it is made of: a chat. */
  of: string
  source: string
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  company?: string | null | undefined
  subject: string
  onClose: () => void
}) {
  const touches = ['conversation', 'lead', 'ticket', 'activity', 'socialMessage']
  return made === 'lead' ? (
    <CommandDialog
      title={`Make a lead of this ${of}`}
      path="/leads"
      body={{ conversationId }}
      fields={[
        { key: 'name', label: 'Name', kind: 'name', required: true },
        { key: 'email', label: 'E-mail', kind: 'email', hint: 'As they say; nobody has checked it' },
        { key: 'phone', label: 'Telephone', kind: 'phone' },
        { key: 'company', label: 'Company', kind: 'text' },
        { key: 'source', label: 'Source', kind: 'listed', list: 'lead-source', required: true },
      ]}
      initial={{
        name: nameIn(name),
        email: email ?? null,
        phone: phone ?? null,
        company: company ?? null,
        source,
      }}
      submit="Make a lead"
      touches={touches}
      onClose={onClose}
    />
  ) : (
    <CommandDialog
      title={`Open a ticket of this ${of}`}
      path="/tickets"
      body={{ conversationId }}
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
      initial={{ subject }}
      submit="Open a ticket"
      touches={touches}
      onClose={onClose}
    />
  )
}
