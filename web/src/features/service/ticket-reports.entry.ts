import { ChartColumnIncreasing } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Causes = Replies['/complaint-causes']
export type Corrections = Replies['/complaint-corrections']
export type Trend = Replies['/ticket-trend']

export const ticketReports: ScreenEntry = {
  is: 'screen',
  path: 'ticket-reports',
  label: 'Ticket reports',
  group: 'Service',
  needs: 'ticket.read',
  models: ['ticket'],
  icon: ChartColumnIncreasing,
  load: async () => (await import('./ticket-reports.tsx')).TicketReports,
}
