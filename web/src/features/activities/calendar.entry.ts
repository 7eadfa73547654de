import { CalendarDays } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Availability = Replies['/availability']

export const calendar: ScreenEntry = {
  is: 'screen',
  path: 'calendar',
  label: 'Calendar',
  group: 'Work',
  needs: 'activity.read',
  models: ['activity'],
  icon: CalendarDays,
  load: async () => (await import('./calendar/screen.tsx')).CalendarScreen,
}
