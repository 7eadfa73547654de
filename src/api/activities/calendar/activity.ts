import type { Kysely } from 'kysely'
import { uidOf } from '../../../commands/activities/invitation.ts'
import { FieldsForbidden, NotFound } from '../../../commands/errors.ts'
import { refuse } from '../../../domain/error.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { type CalendarEvent, calendarText } from '../../../platform/papers/icalendar.ts'
import { activityTable } from '../../../projections/activities/activity.ts'
import { activityLinkTable } from '../../../projections/activities/activity-link.ts'
import { timeParameters } from '../../http/asking.ts'
import { attachment } from '../../http/download.ts'
import { endpoint } from '../../http/endpoint.ts'
import { hiddenOf } from '../../http/masks.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { activitiesShown } from '../activity.ts'

/** What the file shows: it is handed out whole or not at all. */
export const shownInFile = ['subject', 'body', 'location', 'startsAt', 'endsAt', 'participants']

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
      const hidden = shownInFile.filter((name) => hiddenOf(principal(), activityTable.name).has(name))
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

/** Addresses of people are not told: their names are. */
export function calendarOf(of: Shown, publicUrl: string | undefined): string {
  return calendarText([eventOf(of, publicUrl)])
}

/** As a calendar has it that whoever reads it looks into. */
export function eventOf(of: Shown, publicUrl: string | undefined): CalendarEvent {
  const { id, sequence, startsAt, endsAt, durationSeconds, updatedAt } = of
  const start = startsAt ?? updatedAt
  return {
    uid: uidOf(id),
    sequence,
    stamp: updatedAt,
    startsAt: start,
    endsAt: endsAt ?? new Date(Date.parse(start) + (durationSeconds ?? 0) * 1000).toISOString(),
    title: of.subject ?? (of.kind === 'call' ? 'Call' : 'Appointment'),
    text: of.body,
    place: of.location,
    status: status[of.status],
    busy: of.status === 'open',
    url: publicUrl === undefined ? undefined : `${publicUrl}/activities/${id}`,
    attendees: of.participants.map(({ name, response }) => ({
      name: name ?? '',
      address: null,
      status: response ? partStat[response] : 'NEEDS-ACTION',
    })),
  }
}
