import { CalendarClock, CalendarRange } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry, ScreenEntry } from '../../records/entry.ts'

export type Appointment = Replies['/appointments/{id}']
export type Slots = Replies['/appointment-slots']
export type ResourceUse = Replies['/resource-use']

export const appointment: RecordEntry = {
  is: 'record',
  model: 'appointment',
  path: 'appointments',
  one: 'appointment',
  many: 'appointments',
  icon: CalendarClock,
  load: async () => (await import('./appointment.tsx')).appointment,
}

export const serviceBoard: ScreenEntry = {
  is: 'screen',
  path: 'service-board',
  label: 'Service board',
  group: 'Service',
  needs: 'appointment.read',
  models: ['appointment'],
  icon: CalendarRange,
  load: async () => (await import('./board/screen.tsx')).ServiceBoard,
}
