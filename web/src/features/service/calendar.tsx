import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { HolidaysInput, HolidaysShown, HoursInput, HoursShown } from './calendar/hours.tsx'
import { type BusinessCalendar, calendar as entry } from './calendar.entry.ts'

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }))
const officeHours = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }))

export const calendar = resource<BusinessCalendar>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'timeZone', label: 'Time zone', kind: 'choice', choices: timeZones, required: true, width: 180 },
    { key: 'weekly', label: 'Hours', kind: 'own', Show: HoursShown, Input: HoursInput, required: true },
    {
      key: 'holidays',
      label: 'Holidays',
      kind: 'own',
      Show: HolidaysShown,
      Input: HolidaysInput,
      hint: 'Days on which no clock runs, a line each',
    },
    {
      key: 'version',
      label: 'Version',
      kind: 'number',
      fixed: true,
      width: 90,
      hint: 'Tickets keep the version they were opened under',
    },
    archivedField,
  ],
  columns: ['timeZone', 'weekly', 'version'],
  sort: 'name',
  searchable: true,
  change: 'businessCalendar.change',
  archive: 'businessCalendar.archive',
  initial: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, weekly: officeHours },
  empty:
    'A calendar says when you are there: in its hours the clocks of service levels run. Make the first one.',
})
