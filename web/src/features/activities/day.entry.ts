import { CalendarCheck } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const day: ScreenEntry = {
  is: 'screen',
  path: 'day',
  label: 'My day',
  group: 'Work',
  needs: 'activity.read',
  models: ['activity'],
  start: true,
  shortcut: '4',
  icon: CalendarCheck,
  load: async () => (await import('./day/screen.tsx')).DayScreen,
  mark: async () => (await import('./day/mark.tsx')).OverdueMark,
}
