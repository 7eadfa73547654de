import { calendarQueries } from '../../api/service/business-calendar.ts'
import { calendarCommands } from '../../commands/service/business-calendar.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { calendar as decider } from '../../domain/service/business-calendar.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { calendarTable } from '../../projections/service/business-calendar.ts'
import { feature } from '../feature.ts'

export const calendar = feature({
  decider,
  resource: 'calendars',
  grants: () => [everyone],
  authority: readByAll('calendar'),
  table: calendarTable,
  commands: calendarCommands,
  queries: calendarQueries,
})
