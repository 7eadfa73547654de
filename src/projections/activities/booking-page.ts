import { bookingPage } from '../../domain/activities/booking-page.ts'
import { merged } from '../../domain/record.ts'
import { boolean, integer, nullable, projection, text, texts, uuid } from '../projection.ts'

export const bookingPageTable = projection(bookingPage)({
  name: 'bookingPage',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    formId: uuid,
    hostIds: texts,
    subject: text,
    location: nullable(text),
    minutes: integer,
    before: integer,
    after: integer,
    noticeHours: integer,
    daysAhead: integer,
    mostPerDay: integer,
    /** How often somebody has booked by it. */
    bookings: integer,
    archived: boolean,
  },
  indexes: [['name'], ['createdAt'], ['updatedAt']],
  on: {
    'bookingPage.created': (_, { data }) => ({ ...data, bookings: 0, archived: false }),
    'bookingPage.changed': (row, { data }) => row && merged(row, data.changes),
    'bookingPage.booked': (row) => row && { ...row, bookings: row.bookings + 1 },
    'bookingPage.archived': (row) => row && { ...row, archived: true },
    'bookingPage.restored': (row) => row && { ...row, archived: false },
  },
})
