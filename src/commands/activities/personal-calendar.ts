import { personalCalendar } from '../../domain/activities/personal-calendar.ts'
import { user } from '../../domain/identity/user.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'

export const personalCalendarId = (userId: string) => derivedId('personalCalendar', userId)

const own = { permission: 'personalCalendar.change', internal: true } as const
const hours = { hoursId: businessCalendar, userId: user }

/** Changed by whose it is only, through an endpoint of its own. */
export const personalCalendarCommands = commandsOf(personalCalendar, (prepared) => ({
  'personalCalendar.create': {
    summary: 'Say when one can be had',
    ...own,
    ...prepared(personalCalendar.commands['personalCalendar.create'].schema, async (body, asking) => {
      await mustExist('personalCalendar', body, hours, asking)
      return body
    }),
  },
  'personalCalendar.change': {
    summary: 'Change when one can be had',
    internal: true,
    ...prepared(personalCalendar.commands['personalCalendar.change'], async (body, asking) => {
      await mustExist('personalCalendar', body, hours, asking)
      return body
    }),
  },
  'personalCalendar.archive': { summary: 'Archive when one can be had', internal: true },
  'personalCalendar.restore': { summary: 'Restore when one can be had', internal: true },
  'personalCalendar.open-feed': {
    summary: 'Give the feed of one’s calendar an address, and no other any more',
    permission: 'personalCalendar.change',
    internal: true,
  },
  'personalCalendar.close-feed': {
    summary: 'Take the address of the feed of one’s calendar away',
    permission: 'personalCalendar.change',
    internal: true,
  },
  'personalCalendar.connect': {
    summary: 'Name another calendar of one’s own, whose password is kept beside the log',
    permission: 'personalCalendar.change',
    internal: true,
  },
  'personalCalendar.disconnect': {
    summary: 'Read the other calendar no more, and forget what it had',
    permission: 'personalCalendar.change',
    internal: true,
  },
  'personalCalendar.note-busy': { summary: 'Note what another calendar has somebody do', internal: true },
}))
