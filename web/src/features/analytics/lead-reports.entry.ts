import { ChartBarBig } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Reasons = Replies['/lead-reasons']
export type Capacity = Replies['/lead-capacity']
export type Referrals = Replies['/lead-referrals']

export const leadReports: ScreenEntry = {
  is: 'screen',
  path: 'lead-reports',
  label: 'Lead reports',
  group: 'Sales',
  needs: 'lead.read',
  models: ['lead'],
  icon: ChartBarBig,
  load: async () => (await import('./lead-reports.tsx')).LeadReports,
}
