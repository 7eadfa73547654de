import { Sprout } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Coaching = Replies['/coaching']

export const coaching: ScreenEntry = {
  is: 'screen',
  path: 'coaching',
  label: 'Coaching',
  group: 'Service',
  needs: 'coaching.read',
  models: ['ticket'],
  icon: Sprout,
  load: async () => (await import('./coaching/screen.tsx')).CoachingScreen,
}
