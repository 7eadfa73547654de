import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { commandsOf } from '../command.ts'

export const businessCalendarCommands = commandsOf(businessCalendar, () => ({
  'businessCalendar.create': { summary: 'Create a business calendar' },
  'businessCalendar.change': {
    summary: 'Change hours, holidays or zone of a calendar, for tickets opened from now on',
  },
  'businessCalendar.archive': { summary: 'Archive a business calendar' },
  'businessCalendar.restore': { summary: 'Restore an archived business calendar' },
}))
