import type { Kysely } from 'kysely'
import { activityOf } from '../../../commands/activities/invitation.ts'
import { personalCalendarId } from '../../../commands/activities/personal-calendar.ts'
import { activity } from '../../../domain/activities/activity.ts'
import { mostBusy, personalCalendar } from '../../../domain/activities/personal-calendar.ts'
import { user } from '../../../domain/identity/user.ts'
import { within } from '../../../domain/values/instant.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { busyTimes } from '../../../platform/outside/busy-times.ts'
import { CalendarFailed, readCalendars } from '../../../platform/outside/caldav.ts'
import { systemPrincipal } from '../../../platform/people/permissions.ts'
import type { personalCalendarTable } from '../../../projections/activities/personal-calendar.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { fewAtOnce, isDue } from '../accounts-elsewhere.ts'

export interface LookingParts extends Pick<Services, 'execute' | 'readModels' | 'clock' | 'log'> {
  mail: { mailStore: MailStore }
  /** Whether what people name may be on one's own network; it is one answer for all of it. */
  privateWebhooks: boolean
}

const dayMs = 86_400_000
/** As far as free times are asked for at most. */
const days = 63

/** Reads what other calendars have people do, and notes when they are taken: from when to when, and nothing else (CAL-02). */
export function createLooking(parts: LookingParts) {
  const { execute, readModels, clock, log } = parts
  const { mailStore } = parts.mail
  const asked = { principal: systemPrincipal('calendar', { kind: 'saga' }) }

  const isOurs = async (uid: string) => {
    const id = activityOf(uid)
    return id !== undefined && (await execute.load(activity, id)) !== undefined
  }

  /** False: it is being read already, or there is none. What goes wrong stands with it. */
  async function look(userId: string): Promise<boolean> {
    const id = personalCalendarId(userId)
    const person = await execute.load(user, userId)
    const outside = (await execute.load(personalCalendar, id))?.outside
    const password = outside && (await mailStore.password(id, outside.secretId))
    if (!person?.active || !outside || !password) return false
    return mailStore.alone(id, async () => {
      try {
        const today = Math.floor(Date.parse(clock()) / dayMs) * dayMs
        const [from, to] = [within(today), within(today + days * dayMs)]
        // The same events mean other times once a person lives by another clock, or calls another account theirs.
        const { timeZone: zone, email: address } = person
        const by = `${outside.secretId} ${zone} `
        const { seen } = await mailStore.standing(id)
        const found = await readCalendars(
          { ...outside, password },
          {
            from,
            to,
            seen: seen?.startsWith(by) ? seen.slice(by.length) : null,
            reach: parts.privateWebhooks ? 'anywhere' : 'world',
          },
        )
        if (found) {
          const busy = await busyTimes(found.texts, { from, to, zone, address, isOurs })
          await execute({
            ...asked,
            command: 'personalCalendar.note-busy',
            id,
            body: { busy: busy.slice(0, mostBusy) },
          })
        }
        await mailStore.went(id, found ? `${by}${found.seen}` : (seen ?? undefined))
      } catch (error) {
        const isTheirs = error instanceof CalendarFailed
        if (!isTheirs) log.warn({ err: error, userId }, 'a calendar could not be read')
        await mailStore.failed(id, isTheirs ? error.message : 'It could not be read; the log says more.')
      }
    })
  }

  async function lookAll(signal?: AbortSignal): Promise<void> {
    const rows = await readModels.read(asked.principal, {}, (db) =>
      (db as never as Kysely<TablesOf<[typeof personalCalendarTable]>>)
        .selectFrom('personalCalendar')
        .select(['id', 'userId'])
        .where('connected', '=', true)
        .where('archived', '=', false)
        .execute(),
    )
    await fewAtOnce(rows, signal, async ({ id, userId }) => {
      if (await isDue(id, parts)) await look(userId)
    })
  }

  return { look, lookAll }
}
