import { useState } from 'react'
import { WriteButton } from '../../../time/write.tsx'
import type { ConversationRow } from '../conversation.entry.ts'
import { type Made, MadeOf } from './made-of.tsx'

/** What is made of a chat, or of what was written in a social network: it is filed with what that becomes. */
export function ChatActions({ row }: { row: ConversationRow }) {
  const [made, setMade] = useState<Made | null>(null)
  const { visitor, subject, channel, handle } = row
  const isChat = channel === 'chat'
  return (
    <>
      <WriteButton variant="default" permission="lead.capture" onClick={() => setMade('lead')}>
        Make a lead
      </WriteButton>
      <WriteButton variant="default" permission="ticket.open" onClick={() => setMade('ticket')}>
        Open a ticket
      </WriteButton>
      {made && (
        <MadeOf
          made={made}
          conversationId={row.id}
          of={isChat ? 'chat' : 'conversation'}
          source={isChat ? 'Web' : 'Social media'}
          name={isChat ? visitor?.name : handle?.split('@')[0]}
          email={visitor?.email}
          phone={visitor?.phone}
          company={visitor?.company}
          subject={subject ?? ''}
          onClose={() => setMade(null)}
        />
      )}
    </>
  )
}
