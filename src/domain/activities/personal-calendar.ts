import { z } from 'zod'
import { decider } from '../decider.ts'
import { type RecordState, record } from '../record.ts'
import { instant } from '../values/instant.ts'
import { outsideAddress } from '../values/outside-address.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Some time that is taken by something we know nothing of. */
export const busyTime = z
  .object({ startsAt: instant, endsAt: instant })
  .register(vocabulary, { id: 'BusyTime' })
export type BusyTime = z.output<typeof busyTime>
/** So many stretches of another calendar are kept. */
export const mostBusy = 1_000
const busy = z.object({ busy: z.array(busyTime).max(mostBusy) })

/** What somebody says of their own calendar. */
export const personalCalendarShown = z.object({
  /** By which business calendar they work; null: from nine to five on weekdays, by their own clock. */
  hoursId: uuid.nullable().default(null),
})

/** Where their other calendar is (CalDAV, RFC 4791), and as whom it is read. Its password is kept beside the log. */
export const calendarAccount = z.object({
  url: outsideAddress.meta({ examples: ['https://dav.example.com/'] }),
  login: line(320),
})
const connected = calendarAccount.extend({ secretId: uuid })

const nothing = z.object({})
const plain = record('personalCalendar', personalCalendarShown.extend({ userId: uuid }))

export interface PersonalCalendarState
  extends RecordState<z.output<typeof personalCalendarShown> & { userId: string }> {
  /** What their other calendar has them do, from when it was read last; nobody else knows what that is. */
  busy?: readonly BusyTime[]
  /** The other calendar itself; absent as long as none is read. */
  outside?: z.output<typeof connected> | undefined
  /** Of its feed: how often it was given an address, the last of which counts while it is open. */
  feed?: { version: number; open: boolean }
}

/** When somebody can be had: their hours of work, and what keeps them elsewhere. One for each user. */
export const personalCalendar = decider<PersonalCalendarState>()({
  name: 'personalCalendar',
  events: {
    ...plain.events,
    'personalCalendar.connected': connected,
    'personalCalendar.disconnected': nothing,
    'personalCalendar.busy-noted': busy,
    'personalCalendar.feed-opened': nothing,
    'personalCalendar.feed-closed': nothing,
  },
  commands: {
    ...plain.commands,
    'personalCalendar.connect': connected,
    'personalCalendar.disconnect': nothing,
    'personalCalendar.note-busy': busy,
    'personalCalendar.open-feed': nothing,
    'personalCalendar.close-feed': nothing,
  },
  evolve: {
    ...plain.evolve,
    'personalCalendar.connected': (state, outside) => ({ ...state, outside, busy: [] }),
    'personalCalendar.disconnected': (state) => ({ ...state, outside: undefined, busy: [] }),
    'personalCalendar.busy-noted': (state, data) => ({ ...state, ...data }),
    'personalCalendar.feed-opened': (state) => ({
      ...state,
      feed: { version: (state.feed?.version ?? 0) + 1, open: true },
    }),
    'personalCalendar.feed-closed': (state) => ({
      ...state,
      feed: { version: state.feed?.version ?? 0, open: false },
    }),
  },
  decide: {
    ...plain.decide,
    // Opened anew it has another address, and the one before leads nowhere.
    'personalCalendar.open-feed': () => [{ type: 'personalCalendar.feed-opened', data: {} }],
    'personalCalendar.close-feed': ({ feed }) =>
      feed?.open ? [{ type: 'personalCalendar.feed-closed', data: {} }] : [],
    'personalCalendar.connect': (_, data) => [{ type: 'personalCalendar.connected', data }],
    'personalCalendar.disconnect': ({ outside }) =>
      outside ? [{ type: 'personalCalendar.disconnected', data: {} }] : [],
    // What comes after the calendar was taken away is nothing any more.
    'personalCalendar.note-busy': (state, data) =>
      !state.outside || JSON.stringify(state.busy ?? []) === JSON.stringify(data.busy)
        ? []
        : [{ type: 'personalCalendar.busy-noted', data }],
  },
})
