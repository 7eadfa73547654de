import type { Kysely } from 'kysely'
import { FieldsForbidden, NotFound } from '../../commands/errors.ts'
import { refuse } from '../../domain/error.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { timeParameters } from '../http/asking.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { hiddenOf } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { activitiesShown } from './activity.ts'

/** What the file shows: it is handed out whole or not at all. */
const shows = ['subject', 'body', 'location', 'startsAt', 'endsAt', 'participants']

type Shown = Awaited<ReturnType<typeof activitiesShown>>[number]
type Tables = TablesOf<[typeof activityTable, typeof activityLinkTable]>

/** An appointment for any calendar (ACT-05). */
export const activityCalendar: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/activities/:id/calendar',
    summary: 'An appointment or a planned call as an iCalendar file (RFC 5545)',
    tag: 'activities',
    access: { permission: 'activity.read' },
    headers: 'read',
    model: activityTable.name,
    parameters: timeParameters.extend({ id: uuid }),
    media: 'text/calendar; charset=utf-8',
    problems: ['refused'],
    async run({ parameters: { id, ...at }, principal, request, reply }) {
      await caughtUp(services, request, { reply, reads: [activityTable.name, activityLinkTable.name] })
      const hidden = shows.filter((name) => hiddenOf(principal(), activityTable.name).has(name))
      if (hidden.length > 0) throw new FieldsForbidden(activityTable.name, hidden)
      const found = await services.readModels.read(principal(), at, async (db) => {
        const tables = db as never as Kysely<Tables>
        const row = await tables.selectFrom('activity').selectAll().where('id', '=', id).executeTakeFirst()
        return row && (await activitiesShown(db, [row]))[0]
      })
      if (!found) throw new NotFound(`activity ${id}`)
      if (found.startsAt === null)
        refuse('activity.no-time', 'Only what has a time of its own goes into a calendar.')
      reply.header('content-disposition', attachment(`${found.subject ?? found.kind}.ics`))
      return calendarOf(found, services.publicUrl)
    },
  }),
]

const partStat = { accepted: 'ACCEPTED', tentative: 'TENTATIVE', declined: 'DECLINED' } as const
const status = { open: 'CONFIRMED', done: 'CONFIRMED', cancelled: 'CANCELLED' } as const

/** Times are in UTC, which every calendar reads as its own. Addresses of people are not told: their names are. */
export function calendarOf(of: Shown, publicUrl: string | undefined): string {
  const { id, sequence, startsAt, endsAt, durationSeconds, updatedAt } = of
  const start = startsAt ?? updatedAt
  const end = endsAt ?? new Date(Date.parse(start) + (durationSeconds ?? 0) * 1000).toISOString()
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Hindsight//Hindsight//EN',
    'BEGIN:VEVENT',
    `UID:${id}@hindsight`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamp(updatedAt)}`,
    `DTSTART:${stamp(start)}`,
    ...(end > start ? [`DTEND:${stamp(end)}`] : []),
    `SUMMARY:${escaped(of.subject ?? (of.kind === 'call' ? 'Call' : 'Appointment'))}`,
    ...(of.body ? [`DESCRIPTION:${escaped(of.body)}`] : []),
    ...(of.location ? [`LOCATION:${escaped(of.location)}`] : []),
    `STATUS:${status[of.status]}`,
    ...(publicUrl === undefined ? [] : [`URL:${publicUrl}/activities/${id}`]),
    ...of.participants.map(
      ({ id: who, name, response }) =>
        `ATTENDEE;CN="${quoted(name ?? '')}";PARTSTAT=${response ? partStat[response] : 'NEEDS-ACTION'}:urn:uuid:${who}`,
    ),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

/** `20260331T093000Z` */
function stamp(instant: string): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** RFC 5545, section 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')
}

/** In a parameter nothing can be escaped (section 3.2). */
function quoted(text: string): string {
  return text.replace(/["\p{Cc}]/gu, ' ')
}

/** Lines of 75 octets at most, none of which parts a sign (section 3.1). */
function fold(line: string): string {
  const parts = ['']
  let octets = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > 75) {
      parts.push(' ')
      octets = 1
    }
    parts.push((parts.pop() ?? '') + sign)
    octets += size
  }
  return parts.join('\r\n')
}
