import { MailCheck } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MailingRecipient = Replies['/mailing-recipients/{id}']

export const mailingRecipient: RecordEntry = {
  is: 'record',
  model: 'mailingRecipient',
  path: 'mailing-recipients',
  one: 'recipient',
  many: 'recipients',
  group: 'Marketing',
  icon: MailCheck,
  on: {
    contact: {
      by: 'contactId',
      columns: ['campaignId', 'mailingId', 'status', 'leftOut', 'sentAt', 'clicks', 'respondedAt'],
      empty: 'Nothing that goes to many was for them.',
    },
    lead: {
      by: 'leadId',
      columns: ['campaignId', 'mailingId', 'status', 'leftOut', 'sentAt', 'clicks', 'respondedAt'],
      empty: 'Nothing that goes to many was for them.',
    },
  },
  load: async () => (await import('./mailing-recipient.tsx')).mailingRecipient,
}
