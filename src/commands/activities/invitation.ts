import { z } from 'zod'
import {
  type ActivityState,
  activity,
  type Participant,
  participant,
} from '../../domain/activities/activity.ts'
import type { MailboxState } from '../../domain/activities/mailbox.ts'
import { invitationMethod } from '../../domain/activities/outgoing-mail.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { privacyOf } from '../../domain/subject.ts'
import { cutTo } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type Attendee, calendarText } from '../../platform/papers/icalendar.ts'
import type { Asking } from '../command.ts'
import { reachedOf } from '../marketing/reached.ts'

/** Why somebody is written to about an appointment. */
export const invitationWhy = z
  .enum(['invited', 'moved', 'cancelled', 'reminder'])
  .register(vocabulary, { id: 'InvitationWhy' })
type Why = z.output<typeof invitationWhy>

export const invitationAsked = z.object({
  mailboxId: uuid,
  activityId: uuid,
  participant,
  method: invitationMethod,
  why: invitationWhy,
})

/** What stands in a mail in the place of the link to move or cancel what was booked, until it goes. */
export const bookingPlace = 'https://hindsight.invalid/booking'

/** By what calendars know an appointment of ours. */
export const uidOf = (activityId: string) => `${activityId}@hindsight`
export const activityOf = (uid: string) =>
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@hindsight$/i.exec(uid)?.[1]?.toLowerCase()

type Loading = Pick<Asking, 'load'>
type Known = { name: string; address: string; timeZone: string | null }

/** What somebody who takes part is called, and where they are written to; undefined: nowhere. */
export async function knownAs({ model, id }: Participant, { load }: Loading): Promise<Known | undefined> {
  if (model === 'user') {
    const found = await load(user, id)
    return found?.active ? { name: found.name, address: found.email, timeZone: found.timeZone } : undefined
  }
  const found = (await reachedOf({ model, id }, { load })) as
    | { email: string | null; name?: { first?: string | null; last?: string | null } | null }
    | undefined
  if (!found?.email || privacyOf(found).erased) return undefined
  const name = [found.name?.first, found.name?.last].filter(Boolean).join(' ')
  return { name, address: found.email, timeZone: null }
}

/** Who of those invited has this address. */
export async function invitedAt(
  address: string,
  people: readonly Participant[],
  asking: Loading,
): Promise<Participant | undefined> {
  for (const one of people)
    if ((await knownAs(one, asking))?.address.toLowerCase() === address.toLowerCase()) return one
  return undefined
}

const opening: Readonly<Record<Why, string>> = {
  invited: 'Invitation',
  moved: 'Changed',
  cancelled: 'Cancelled',
  reminder: 'Reminder',
}
const saying: Readonly<Record<Why, string>> = {
  invited: 'You are invited:',
  moved: 'This appointment has changed:',
  cancelled: 'This appointment does not take place:',
  reminder: 'This appointment is coming up:',
}
const partStat = { accepted: 'ACCEPTED', tentative: 'TENTATIVE', declined: 'DECLINED' } as const

/** The mail by which somebody hears of an appointment, with what their calendar reads of it (RFC 5546, RFC 6047). */
export async function invitationMail(
  { activityId, participant: whom, method, why }: Omit<z.output<typeof invitationAsked>, 'mailboxId'>,
  box: MailboxState,
  asking: Asking,
) {
  const about = await asking.load(activity, activityId)
  const known = await knownAs(whom, asking)
  if (!about || about.startsAt === null || privacyOf(about).erased)
    refuse('outgoingMail.no-appointment', 'There is no such appointment.', { field: 'activityId' })
  if (!known) refuse('outgoingMail.no-address', 'They have no address.', { field: 'participant' })
  const zone = known.timeZone ?? (await asking.zone())
  const to = { name: known.name || null, address: known.address }
  const when = timesOf(about, zone)
  const title = about.subject ?? 'Appointment'
  const lines = [
    `${saying[why]}`,
    '',
    title,
    when,
    ...(about.location ? [about.location] : []),
    ...(about.body && why !== 'cancelled' ? ['', about.body] : []),
    ...(about.bookingPageId && whom.model !== 'user' && why !== 'cancelled'
      ? ['', `To move or cancel it: ${bookingPlace}`]
      : []),
  ]
  return {
    to: [to],
    subject: cutTo(`${opening[why]}: ${title}`, 300),
    body: lines.join('\n'),
    invitation: {
      activityId,
      method,
      text:
        why === 'reminder'
          ? null
          : await invitationText({ id: activityId, about, whom, method }, box, asking),
    },
  }
}

async function invitationText(
  of: { id: string; about: ActivityState; whom: Participant; method: 'REQUEST' | 'CANCEL' },
  box: MailboxState,
  asking: Asking,
): Promise<string> {
  const { about, whom, method } = of
  const startsAt = about.startsAt ?? asking.at
  // Who is invited no more is told so, and the others are none of their business.
  const people = method === 'CANCEL' ? [whom] : withWhose(about)
  const attendees = await Promise.all(
    people.map(async (one): Promise<Attendee[]> => {
      const known = await knownAs(one, asking)
      const answer = about.responses[one.id]
      const isWhose = one.id === about.assigneeId
      if (!known || known.address === box.address) return []
      return [{ ...known, status: answer ? partStat[answer] : isWhose ? 'ACCEPTED' : 'NEEDS-ACTION' }]
    }),
  )
  return calendarText(
    [
      {
        uid: uidOf(of.id),
        sequence: about.sequence,
        stamp: asking.at,
        startsAt,
        endsAt: about.endsAt ?? startsAt,
        title: about.subject ?? 'Appointment',
        text: about.body,
        place: about.location,
        status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
        busy: true,
        url: undefined,
        organizer: { name: box.name, address: box.address },
        attendees: attendees.flat(),
      },
    ],
    { method },
  )
}

/** Everybody who takes part, and whose it is. */
export function withWhose({ participants, assigneeId }: Pick<ActivityState, 'participants' | 'assigneeId'>) {
  const isAmong = participants.some(({ id }) => id === assigneeId)
  return assigneeId === null || isAmong
    ? [...participants]
    : [{ model: 'user' as const, id: assigneeId }, ...participants]
}

/** `Monday, 30 March 2026 at 10:00 to 11:00 (Central European Summer Time)`: a time without its zone is none. */
export function timesOf(
  { startsAt, endsAt }: Pick<ActivityState, 'startsAt' | 'endsAt'>,
  timeZone: string,
): string {
  const start = new Date(startsAt ?? 0)
  const part = (how: Intl.DateTimeFormatOptions, at: Date) =>
    new Intl.DateTimeFormat('en-GB', { ...how, timeZone }).format(at)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'long' })
    .formatToParts(start)
    .find(({ type }) => type === 'timeZoneName')?.value
  const until = endsAt && endsAt > (startsAt ?? '') ? ` to ${part(time, new Date(endsAt))}` : ''
  return `${part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, start)} at ${part(time, start)}${until} (${zone}, ${timeZone})`
}
