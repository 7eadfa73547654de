import { Ticket as TicketIcon } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Ticket = Replies['/tickets']['items'][number]
export type TicketDetail = Replies['/tickets/{id}']
export type TicketLink = NonNullable<TicketDetail['links']>[number]
export type Message = TicketDetail['messages'][number]
/** The service level of a ticket, with each stretch of time and whether it counted. */
export type SlaExplained = Replies['/tickets/{id}/sla']
export type SlaClock = NonNullable<SlaExplained['clocks']>[number]

export const ticket: RecordEntry = {
  is: 'record',
  model: 'ticket',
  path: 'tickets',
  one: 'ticket',
  many: 'tickets',
  group: 'Service',
  create: 'ticket.open',
  personal: true,
  anywhere: true,
  followed: true,
  start: true,
  shortcut: '3',
  widgets: [
    {
      id: 'due-tickets',
      title: 'Tickets due next',
      needs: 'ticket.assign',
      atFirst: 5,
      where: () => ({ status: 'new,open' }),
      all: {},
      columns: ['sla', 'priority', 'assigneeId'],
      empty: 'No ticket waits for an answer or a solution.',
    },
    {
      id: 'my-tickets',
      title: 'My tickets',
      needs: 'ticket.read',
      where: (me) => ({ assigneeId: me }),
      columns: ['status', 'priority'],
      empty: 'No ticket is yours.',
    },
  ],
  on: {
    account: {
      by: 'accountId',
      columns: ['priority', 'createdAt'],
      empty: 'No tickets from this account.',
    },
    contact: {
      by: 'contactId',
      columns: ['priority', 'createdAt'],
      empty: 'No tickets from this person.',
    },
  },
  icon: TicketIcon,
  load: async () => (await import('./ticket.tsx')).ticket,
}
