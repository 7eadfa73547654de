import ical, {
  type ICalAttendeeStatus,
  type ICalCalendarMethod,
  type ICalEventBusyStatus,
  type ICalEventStatus,
  type ICalEventTransparency,
} from 'ical-generator'

/** Somebody who takes part; null: their address is not told. */
export interface Attendee {
  name: string
  address: string | null
  /** As a calendar has it (RFC 5545, section 3.2.12). */
  status: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | 'NEEDS-ACTION'
}

export interface CalendarEvent {
  /** The same for ever: by it a calendar knows that it has this one. */
  uid: string
  sequence: number
  /** When it was changed last. */
  stamp: string
  startsAt: string
  endsAt: string
  title: string
  text: string | null
  place: string | null
  status: 'CONFIRMED' | 'CANCELLED' | 'TENTATIVE'
  /** Whether it keeps who has it from other things. */
  busy: boolean
  url: string | undefined
  organizer?: { name: string; address: string }
  attendees: readonly Attendee[]
}

/** What an address is written as that is not told. */
const untold = 'invalid:nomail'

/** In a parameter nothing can be escaped (RFC 5545, section 3.2); the library would. */
const parameter = (text: string) => text.replace(/["\p{Cc}]/gu, ' ').trim()

/**
 * A calendar (RFC 5545): a message between calendars where it has a method (RFC 5546), else a file or a feed. Times are in UTC,
 * which every calendar shows by its own clock.
 */
export function calendarText(
  events: readonly CalendarEvent[],
  about: { method?: 'REQUEST' | 'CANCEL' | 'PUBLISH'; name?: string; everyMinutes?: number } = {},
): string {
  const calendar = ical({
    prodId: '//Hindsight//Hindsight//EN',
    ...(about.method && { method: about.method as ICalCalendarMethod }),
    ...(about.name && { name: about.name }),
    ...(about.everyMinutes && { ttl: about.everyMinutes * 60 }),
  })
  for (const of of events) {
    const event = calendar.createEvent({
      id: of.uid,
      sequence: of.sequence,
      stamp: new Date(of.stamp),
      start: new Date(of.startsAt),
      ...(of.endsAt > of.startsAt && { end: new Date(of.endsAt) }),
      summary: of.title,
      ...(of.text && { description: of.text }),
      ...(of.place && { location: of.place }),
      status: of.status as ICalEventStatus,
      ...(of.url && { url: of.url }),
      ...(of.organizer && {
        organizer: { name: parameter(of.organizer.name), email: of.organizer.address },
      }),
      // Outlook goes by its own word for it.
      transparency: (of.busy ? 'OPAQUE' : 'TRANSPARENT') as ICalEventTransparency,
      busystatus: (of.busy ? 'BUSY' : 'FREE') as ICalEventBusyStatus,
    })
    for (const { name, address, status } of of.attendees)
      event.createAttendee({
        name: parameter(name) || (address ?? ''),
        email: address ?? untold,
        status: status as ICalAttendeeStatus,
        rsvp: status === 'NEEDS-ACTION' && of.organizer !== undefined,
      })
  }
  return `${calendar.toString()}\r\n`
}
