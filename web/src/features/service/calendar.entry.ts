import type { UnlistedEntry } from '../../records/entry.ts'

export const calendar: UnlistedEntry = {
  is: 'unlisted',
  model: 'calendar',
  path: 'calendars',
  directory: true,
  configuration: true,
}
