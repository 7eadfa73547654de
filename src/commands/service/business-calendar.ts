import { calendar } from '../../domain/service/business-calendar.ts'
import { commandsOf } from '../command.ts'

export const calendarCommands = commandsOf(calendar, () => ({
  'calendar.create': { summary: 'Create a business calendar' },
  'calendar.change': {
    summary: 'Change hours, holidays or zone of a calendar, for tickets opened from now on',
  },
  'calendar.archive': { summary: 'Archive a business calendar' },
  'calendar.restore': { summary: 'Restore an archived business calendar' },
}))
