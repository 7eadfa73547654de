import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { freeStarts } from '../../../domain/activities/free-time.ts'
import { busyTime } from '../../../domain/activities/personal-calendar.ts'
import { personIn } from '../../../domain/event.ts'
import { quarterMinutes } from '../../../domain/service/quarters.ts'
import { instant, within } from '../../../domain/values/instant.ts'
import { timeZone } from '../../../domain/values/time-zone.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { refuseHidden } from '../../http/masks.ts'
import { flag } from '../../lists/page.ts'
import { query } from '../../lists/query.ts'
import { type PlanDb, plansOf, planTables } from './plans.ts'

const dayMs = 86_400_000
const mostDays = 62
const mostSlots = 500

const slot = z
  .object({
    startsAt: instant,
    endsAt: instant,
    local: z
      .string()
      .describe('When that is by a clock in `zone`, with its offset: 2026-03-29T10:00:00+02:00.'),
    userIds: z.array(uuid).describe('Who can be had then.'),
  })
  .register(vocabulary, { id: 'FreeSlot' })

const minutes = z.coerce
  .number()
  .int()
  .min(quarterMinutes)
  .max(24 * 60)
  .multipleOf(quarterMinutes)

/** When people can be had (CAL-03). */
export const availability = query(...planTables)({
  name: 'availability',
  path: '/availability',
  summary: 'When people are free: within their hours of work, beside what they have, the earliest first',
  permission: 'activity.read',
  parameters: z.object({
    users: z
      .string()
      .max(1_000)
      .meta({ examples: ['0193b3a5-7c1e-7d65-9f6e-3a2f5c0b1d47'] })
      .transform((text) => text.split(','))
      .pipe(z.array(uuid).min(1).max(25))
      .describe('Their ids, parted by commas.'),
    from: instant.optional().describe('Left out, `asOf`, else now.'),
    to: instant.optional().describe(`Left out, two weeks later; at most ${mostDays} days.`),
    minutes: minutes.default(30).describe('How long it takes.'),
    step: minutes.default(30).describe('Minutes from one beginning to the next.'),
    zone: timeZone.optional().describe('Whose clock `local` is by; left out, that of whoever asks.'),
    all: flag.optional().describe('Only when all of them are free.'),
  }),
  reply: z.object({
    zone: timeZone,
    minutes: z.int(),
    method: z.string(),
    items: z.array(slot).describe(`At most ${mostSlots}.`),
    people: z.array(
      z
        .object({ userId: uuid, userName: z.string(), timeZone, busy: z.array(busyTime) })
        .register(vocabulary, { id: 'PersonPlan' }),
    ),
  }),
  async run({ db, parameters, principal, asOf, now, zone: organisationZone }) {
    refuseHidden(principal, { activity: ['startsAt', 'endsAt', 'assigneeId', 'participants'] })
    const from = parameters.from ?? asOf ?? now
    const furthest = within(Date.parse(from) + mostDays * dayMs)
    const asked = parameters.to ?? within(Date.parse(from) + 14 * dayMs)
    const to = asked < furthest ? asked : furthest
    const asker = personIn(principal.actor)
    const own = asker
      ? await db.selectFrom('user').select('timeZone').where('id', '=', asker).executeTakeFirst()
      : undefined
    const zone = parameters.zone ?? own?.timeZone ?? (await organisationZone())
    const plans = await plansOf(db as never as PlanDb, [...new Set(parameters.users)], { from, to })
    const { minutes: length, step } = parameters
    const byStart = new Map<string, string[]>()
    for (const { id, hours, busy } of plans)
      for (const start of freeStarts(hours, busy, { from, to, minutes: length, step }))
        byStart.set(start, [...(byStart.get(start) ?? []), id])
    const items = [...byStart]
      .filter(([, ids]) => !parameters.all || ids.length === plans.length)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, mostSlots)
      .map(([startsAt, userIds]) => ({
        startsAt,
        endsAt: within(Date.parse(startsAt) + length * 60_000),
        local: Temporal.Instant.from(startsAt)
          .toZonedDateTimeISO(zone)
          .toString({ timeZoneName: 'never', smallestUnit: 'second' }),
        userIds,
      }))
    return {
      zone,
      minutes: length,
      method:
        'Within the hours of each (their business calendar, else nine to five on weekdays by their own clock), beside appointments they have not declined, visits, and what their other calendar has. Travel is not counted.',
      items,
      people: plans.map(({ id, name, hours, busy }) => ({
        userId: id,
        userName: name,
        timeZone: hours.timeZone,
        busy: [...busy],
      })),
    }
  },
})
