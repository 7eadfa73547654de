import { Gauge } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const slaAttainment: ScreenEntry = {
  is: 'screen',
  path: 'sla-attainment',
  label: 'Service levels kept',
  group: 'Service',
  needs: 'ticket.read',
  models: ['ticket'],
  icon: Gauge,
  load: async () => (await import('./sla-attainment/screen.tsx')).SlaAttainmentScreen,
}
