import { businessCalendarQueries } from '../../api/service/business-calendar.ts'
import { businessCalendarCommands } from '../../commands/service/business-calendar.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { businessCalendar as decider } from '../../domain/service/business-calendar.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { feature } from '../feature.ts'

export const businessCalendar = feature({
  decider,
  resource: 'business-calendars',
  grants: () => [everyone],
  authority: readByAll('businessCalendar'),
  table: businessCalendarTable,
  commands: businessCalendarCommands,
  queries: businessCalendarQueries,
})
