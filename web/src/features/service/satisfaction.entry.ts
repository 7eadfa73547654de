import { Smile } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type TicketSatisfaction = Replies['/ticket-satisfaction']
export type RatedTickets = Replies['/ticket-satisfaction/tickets']

export const satisfaction: ScreenEntry = {
  is: 'screen',
  path: 'satisfaction',
  label: 'Satisfaction',
  group: 'Service',
  needs: 'ticket.read',
  models: ['ticket'],
  icon: Smile,
  load: async () => (await import('./satisfaction/screen.tsx')).SatisfactionScreen,
}
