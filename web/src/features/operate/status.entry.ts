import { Activity } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Status = Replies['/status']
export type Lag = NonNullable<Status['lag']>
export type DeadLetter = Replies['/admin/dead-letters']['items'][number]

export const status: ScreenEntry = {
  is: 'screen',
  path: 'status',
  label: 'System status',
  group: 'Set-up',
  needs: 'status.read',
  icon: Activity,
  load: async () => (await import('./status.tsx')).StatusScreen,
}
