import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { type BookingPage, bookingPage as entry } from './booking-page.entry.ts'
import { recordsOf } from './records-of.tsx'

export const bookingPage = resource<BookingPage>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true, hint: 'As you call it' },
    {
      key: 'formId',
      label: 'Form',
      kind: 'ref',
      model: 'leadForm',
      required: true,
      filter: true,
      hint: 'Its title, language, questions and consent; it makes leads and requires an e-mail address',
    },
    { key: 'hostIds', label: 'Who is met', kind: 'own', ...recordsOf('user'), required: true },
    { key: 'subject', label: 'What the appointment is called', kind: 'text', required: true },
    { key: 'location', label: 'Place', kind: 'text', hint: 'Such as an address, or a link to a call' },
    { key: 'minutes', label: 'Takes', kind: 'number', unit: 'min' },
    { key: 'before', label: 'Kept free before', kind: 'number', unit: 'min' },
    { key: 'after', label: 'Kept free after', kind: 'number', unit: 'min' },
    { key: 'noticeHours', label: 'Ahead at least', kind: 'number', unit: 'h' },
    { key: 'daysAhead', label: 'Ahead at most', kind: 'number', unit: 'days' },
    { key: 'mostPerDay', label: 'Appointments a day at most', kind: 'number' },
    { key: 'bookings', label: 'Booked', kind: 'number', fixed: true },
    { key: 'archived', label: 'Switched off', kind: 'yes-no', fixed: true, filter: true, width: 100 },
  ],
  columns: ['subject', 'formId', 'minutes', 'bookings', 'archived'],
  sort: 'name',
  searchable: true,
  initial: {
    minutes: 30,
    before: 0,
    after: 0,
    noticeHours: 4,
    daysAhead: 14,
    mostPerDay: 8,
  },
  change: 'bookingPage.change',
  archive: 'bookingPage.archive',
  empty: 'On a booking page people choose when to meet one of you. Make one, and send its link.',
  Page: lazy(async () => ({ default: (await import('./booking-page/page.tsx')).BookingPagePage })),
})
