import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { personalCalendarId } from '../../../commands/activities/personal-calendar.ts'
import { personalCalendar } from '../../../domain/activities/personal-calendar.ts'
import { within } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { calendarText } from '../../../platform/papers/icalendar.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { activityTable } from '../../../projections/activities/activity.ts'
import { hiddenOf } from '../../http/masks.ts'
import { addPublicPages } from '../../http/public-page.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Services } from '../../http/services.ts'
import type { IdentityService } from '../../identity/identity.ts'
import type { TablesOf } from '../../lists/query.ts'
import { unknownPage } from '../../sales/lead-form-page.ts'
import { activitiesShown } from '../activity.ts'
import { eventOf, shownInFile } from './activity.ts'

/** Whose calendar, and which of its addresses: another one that is given takes the one before away. */
export const feedLinks = (signing: Signing) =>
  signing('calendar-feed', z.object({ userId: uuid, version: z.int() }))
export const feedPath = (token: string) => `/calendar-feed/${token}.ics`

const dayMs = 86_400_000
const mostEvents = 2_000

/** Somebody's appointments as a feed that Outlook, Google and Apple read: as they may see them, at that moment (CAL-02). */
export function addFeed(
  app: FastifyInstance,
  services: Services,
  { signing, identity }: { signing: Signing; identity: IdentityService },
): void {
  const links = feedLinks(signing)
  const { execute, readModels, clock, publicUrl } = services
  async function open(request: FastifyRequest, reply: FastifyReply) {
    const named = links.read((request.params as { token: string }).token)
    const { feed } = (named && (await execute.load(personalCalendar, personalCalendarId(named.userId)))) ?? {}
    const reader =
      named && feed?.open && feed.version === named.version && (await identity.reader(named.userId))
    if (!named || !reader) return unknownPage('en')
    // What somebody may not see of appointments they do not get in a file either.
    if (shownInFile.some((name) => hiddenOf(reader, activityTable.name).has(name))) return unknownPage('en')
    await caughtUp(services, request)
    const now = Date.parse(clock())
    const rows = await readModels.read(reader, {}, async (db) => {
      const found = await (db as never as Kysely<TablesOf<[typeof activityTable]>>)
        .selectFrom('activity')
        .selectAll()
        .where('kind', 'in', ['appointment', 'call'])
        .where('startsAt', '>', within(now - 60 * dayMs))
        .where('startsAt', '<', within(now + 400 * dayMs))
        .where((of) =>
          of.or([
            of('assigneeId', '=', named.userId),
            sql<boolean>`${sql.ref('participants')} @> ${JSON.stringify([{ id: named.userId }])}::jsonb`,
          ]),
        )
        .orderBy('startsAt')
        .limit(mostEvents)
        .execute()
      return activitiesShown(db, found)
    })
    const text = calendarText(
      rows.map((row) => eventOf(row, publicUrl)),
      { method: 'PUBLISH', name: 'Hindsight', everyMinutes: 15 },
    )
    return reply
      .headers({ 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' })
      .type('text/calendar; charset=utf-8')
      .send(text)
  }
  addPublicPages(app, [{ method: 'GET', path: '/calendar-feed/:token.ics', open }])
}
