import { bookingPages } from '../../api/activities/calendar/booking.ts'
import { bookingPageQueries, bookingPageTitles } from '../../api/activities/calendar/booking-page.ts'
import { bookingPageCommands } from '../../commands/activities/booking-page.ts'
import { bookingPage as decider } from '../../domain/activities/booking-page.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { bookingPageTable } from '../../projections/activities/booking-page.ts'
import { feature } from '../feature.ts'

const seen = { may: ['bookingPage.read'], seesAll: true } as const

/** Pages on which strangers choose when to meet one of us. */
export const bookingPage = feature({
  decider,
  resource: 'booking-pages',
  grants: () => [everyone],
  authority: { manager: { may: ['bookingPage.*'], seesAll: true }, rep: seen, agent: seen },
  table: bookingPageTable,
  commands: bookingPageCommands,
  queries: bookingPageQueries,
  titles: bookingPageTitles,
  endpoints: [bookingPages],
})
