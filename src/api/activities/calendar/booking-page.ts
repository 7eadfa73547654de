import { z } from 'zod'
import { bookingPage } from '../../../domain/activities/booking-page.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { bookingPageTable } from '../../../projections/activities/booking-page.ts'
import { leadFormTable } from '../../../projections/sales/lead-form.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'

export const bookingPageQueries = recordQueries(bookingPageTable)({
  resource: 'booking-pages',
  summary: 'Pages on which people choose when to meet one of us',
  row: z.object({
    name: z.string(),
    formId: uuid,
    hostIds: z.array(uuid),
    subject: z.string(),
    location: z.string().nullable(),
    minutes: z.int(),
    before: z.int(),
    after: z.int(),
    noticeHours: z.int(),
    daysAhead: z.int(),
    mostPerDay: z.int(),
    bookings: z.int().describe('How often somebody has booked by it.'),
    archived: z.boolean().describe('Whether it is switched off.'),
  }),
  references: { formId: leadFormTable },
  filters: { formId: uuid, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'subject'],
})

export const bookingPageTitles = titlesOf(bookingPage, {
  'bookingPage.created': ({ data }) => `Booking page ${data.name} made`,
  'bookingPage.changed': ({ data: { changes }, before }) =>
    changes.name ? `Renamed from ${before.name} to ${changes.name}` : 'Booking page changed',
  'bookingPage.booked': () => 'Somebody booked a meeting',
  'bookingPage.archived': () => 'Booking page switched off',
  'bookingPage.restored': () => 'Booking page switched on again',
})
