import type { UnlistedEntry } from '../../records/entry.ts'

export const calendar: UnlistedEntry = {
  is: 'unlisted',
  model: 'businessCalendar',
  path: 'business-calendars',
  directory: true,
  configuration: true,
}
