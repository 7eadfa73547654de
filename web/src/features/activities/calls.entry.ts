import { PhoneCall } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type CallStatistics = Replies['/call-statistics']

/** Who called how much, when, and with what outcome. */
export const calls: ScreenEntry = {
  is: 'screen',
  path: 'calls',
  label: 'Calls',
  group: 'Work',
  needs: 'activity.read',
  models: ['activity'],
  icon: PhoneCall,
  load: async () => (await import('./calls/screen.tsx')).CallsScreen,
}
