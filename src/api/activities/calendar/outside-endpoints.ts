import { z } from 'zod'
import { personalCalendarId } from '../../../commands/activities/personal-calendar.ts'
import { calendarAccount, personalCalendar } from '../../../domain/activities/personal-calendar.ts'
import { instant } from '../../../domain/values/instant.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { endpoint } from '../../http/endpoint.ts'
import { askedBy } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import { createLooking, type LookingParts } from './outside.ts'
import { overOwn } from './personal.ts'

const tag = 'activities'
const standing = z
  .object({
    url: z.string().nullable().describe('Where it is; null: none is read.'),
    login: z.string().nullable(),
    busy: z.int().describe('So many times are taken by it.'),
    checkedAt: instant.nullable().describe('When it was read last without fault.'),
    error: z.string().nullable(),
    failingSince: instant.nullable(),
    nextAt: instant.nullable().describe('Before then it is not tried again by itself.'),
  })
  .register(vocabulary, { id: 'OutsideCalendar' })

/** The other calendar of whoever asks: where it is, how it stands, and reading it now (CAL-02). */
export const outsideCalendarEndpoints =
  (parts: LookingParts): Extension =>
  (_app, { execute }) => {
    const { mailStore } = parts.mail
    const { look } = createLooking(parts)
    async function standingOf(userId: string) {
      const id = personalCalendarId(userId)
      const { outside, busy = [] } = (await execute.load(personalCalendar, id)) ?? {}
      const { checkedAt, error, failingSince, nextAt } = await mailStore.standing(id)
      const { url = null, login = null } = outside ?? {}
      return { url, login, busy: busy.length, checkedAt, error, failingSince, nextAt }
    }
    return [
      endpoint({
        name: 'getOutsideCalendar',
        method: 'GET',
        path: '/me/calendar/outside',
        summary: 'The other calendar of one’s own, and whether it is read without fault',
        tag,
        access: 'signed-in',
        reply: standing,
        run: ({ principal }) => standingOf(principal().actor.id),
      }),
      endpoint({
        name: 'connectOutsideCalendar',
        method: 'POST',
        path: '/me/calendar/outside',
        summary: 'Have another calendar of one’s own read, by CalDAV; its password is told to nobody',
        tag,
        access: 'in-person',
        headers: 'command',
        body: calendarAccount.extend({ password: z.string().min(1).max(500) }),
        reply: standing,
        async run({ body: { password, ...account }, principal, request }) {
          const { id: userId } = principal().actor
          const about = { id: personalCalendarId(userId), principal: overOwn(principal()) }
          const there = await execute.load(personalCalendar, about.id)
          if (!there) await execute({ ...about, command: 'personalCalendar.create', body: { userId } })
          const secretId = await mailStore.keep(about.id, password, there?.outside?.secretId)
          const asked = askedBy(request, 'personalCalendar.connect')
          const command = 'personalCalendar.connect'
          await execute({ ...asked, ...about, command, body: { ...account, secretId } })
          await look(userId)
          return standingOf(userId)
        },
      }),
      endpoint({
        name: 'lookAtOutsideCalendar',
        method: 'POST',
        path: '/me/calendar/outside/look',
        summary: 'Read the other calendar now, whenever it would be read next',
        tag,
        access: 'in-person',
        headers: 'none',
        reply: standing,
        async run({ principal }) {
          const { id } = principal().actor
          await look(id)
          return standingOf(id)
        },
      }),
      endpoint({
        name: 'disconnectOutsideCalendar',
        method: 'POST',
        path: '/me/calendar/outside/disconnect',
        summary: 'Read the other calendar no more; its password and its times are forgotten',
        tag,
        access: 'in-person',
        headers: 'command',
        reply: standing,
        async run({ principal, request }) {
          const { id: userId } = principal().actor
          const about = { id: personalCalendarId(userId), principal: overOwn(principal()) }
          const command = 'personalCalendar.disconnect'
          if (await execute.load(personalCalendar, about.id))
            await execute({ ...askedBy(request, command), ...about, command, body: {} })
          await mailStore.forget(about.id)
          return standingOf(userId)
        },
      }),
    ]
  }
