import { CalendarHeart } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type BookingPage = Replies['/booking-pages/{id}']

export const bookingPage: RecordEntry = {
  is: 'record',
  model: 'bookingPage',
  path: 'booking-pages',
  one: 'booking page',
  many: 'booking pages',
  group: 'Set-up',
  create: 'bookingPage.create',
  configuration: true,
  icon: CalendarHeart,
  load: async () => (await import('./booking-page.tsx')).bookingPage,
}
