import { CalendarClock } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type BusinessCalendar = Replies['/business-calendars/{id}']
export type OpeningHours = NonNullable<BusinessCalendar['weekly']>[number]

export const calendar: RecordEntry = {
  is: 'record',
  model: 'businessCalendar',
  path: 'business-calendars',
  one: 'business calendar',
  many: 'business calendars',
  group: 'Set-up',
  create: 'businessCalendar.create',
  directory: true,
  configuration: true,
  icon: CalendarClock,
  load: async () => (await import('./calendar.tsx')).calendar,
}
