import { createLooking } from '../../api/activities/calendar/outside.ts'
import { outsideCalendarEndpoints } from '../../api/activities/calendar/outside-endpoints.ts'
import { personalCalendarEndpoints } from '../../api/activities/calendar/personal.ts'
import { personalCalendarCommands } from '../../commands/activities/personal-calendar.ts'
import { personalCalendar as decider } from '../../domain/activities/personal-calendar.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { personalCalendarTable } from '../../projections/activities/personal-calendar.ts'
import { feature } from '../feature.ts'

/** When people can be had; who plans has to see it. */
export const personalCalendar = feature({
  decider,
  resource: 'personal-calendars',
  grants: () => [everyone],
  table: personalCalendarTable,
  commands: personalCalendarCommands,
  endpoints: [personalCalendarEndpoints, outsideCalendarEndpoints],
  schedules: (parts) => {
    const { lookAll } = createLooking(parts)
    return [{ name: 'calendars', at: '*/5 * * * *', work: (_, signal) => lookAll(signal) }]
  },
})
