import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { personalCalendarId } from '../../../commands/activities/personal-calendar.ts'
import type { Execute } from '../../../commands/execute.ts'
import { changeSetting } from '../../../commands/setting.ts'
import { personalCalendar, personalCalendarShown } from '../../../domain/activities/personal-calendar.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { keyOf, type Principal } from '../../../platform/people/permissions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { endpoint } from '../../http/endpoint.ts'
import { addressOf } from '../../http/public-page.ts'
import { answer, askedBy, outcomeSchema } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import type { IdentityService } from '../../identity/identity.ts'
import { addFeed, feedLinks, feedPath } from './feed.ts'

const tag = 'activities'
const feed = z
  .object({ url: z.string().nullable().describe('Whoever has it reads the calendar; null: nobody does.') })
  .register(vocabulary, { id: 'CalendarFeed' })

export interface Parts {
  execute: Execute
  signing: Signing
  identity: IdentityService
}

/** Whoever somebody is, over their own calendar they may say. */
export const overOwn = (principal: Principal): Principal => ({
  ...principal,
  may: ['personalCalendar.change'],
  keys: [keyOf.user(principal.actor.id)],
})

/** What one says of one's own calendar. */
export function personalCalendarEndpoints(parts: Parts): Extension {
  const { execute } = parts
  return (app, services) => {
    const links = feedLinks(parts.signing)
    addFeed(app, services, parts)
    const addressOfFeed = async (userId: string, request: FastifyRequest) => {
      const { feed } = (await execute.load(personalCalendar, personalCalendarId(userId))) ?? {}
      if (!feed?.open) return { url: null }
      const token = links.tokenOf({ userId, version: feed.version })
      return { url: addressOf(services, request, feedPath(token)).href }
    }
    return [
      endpoint({
        name: 'getOwnCalendar',
        method: 'GET',
        path: '/me/calendar',
        summary: 'When one can be had: the own hours of work',
        tag,
        access: 'signed-in',
        reply: personalCalendarShown.extend({
          busy: z.int().describe('So many times are taken by the other calendar.'),
        }),
        async run({ principal }) {
          const there = await execute.load(personalCalendar, personalCalendarId(principal().actor.id))
          return { hoursId: there?.hoursId ?? null, busy: there?.busy?.length ?? 0 }
        },
      }),
      endpoint({
        name: 'changeOwnCalendar',
        method: 'PATCH',
        path: '/me/calendar',
        summary: 'Say when one can be had',
        tag,
        access: 'in-person',
        headers: 'command',
        body: personalCalendar.commands['personalCalendar.change'].omit({ userId: true }),
        reply: outcomeSchema,
        async run({ body, principal, request, reply }) {
          const { id } = principal().actor
          const asked = askedBy(request, 'personalCalendar.change')
          const about = {
            id: personalCalendarId(id),
            body: { ...body, userId: id },
            principal: overOwn(principal()),
          }
          return answer(reply, await changeSetting(execute, personalCalendar, { ...asked, ...about }))
        },
      }),
      endpoint({
        name: 'getOwnFeed',
        method: 'GET',
        path: '/me/calendar/feed',
        summary: 'The address at which calendars read the own appointments',
        tag,
        access: 'signed-in',
        reply: feed,
        run: ({ principal, request }) => addressOfFeed(principal().actor.id, request),
      }),
      endpoint({
        name: 'openOwnFeed',
        method: 'POST',
        path: '/me/calendar/feed',
        summary: 'Give the own calendar a secret address, in the place of any before',
        tag,
        access: 'in-person',
        headers: 'command',
        reply: feed,
        async run({ principal, request }) {
          const { id } = principal().actor
          const about = { id: personalCalendarId(id), principal: overOwn(principal()) }
          if (!(await execute.load(personalCalendar, about.id)))
            await execute({ ...about, command: 'personalCalendar.create', body: { userId: id } })
          const asked = askedBy(request, 'personalCalendar.open-feed')
          await execute({ ...asked, ...about, command: 'personalCalendar.open-feed', body: {} })
          return addressOfFeed(id, request)
        },
      }),
      endpoint({
        name: 'closeOwnFeed',
        method: 'POST',
        path: '/me/calendar/feed/close',
        summary: 'Take the secret address of the own calendar away',
        tag,
        access: 'in-person',
        headers: 'command',
        reply: feed,
        async run({ principal, request }) {
          const { id } = principal().actor
          const about = { id: personalCalendarId(id), principal: overOwn(principal()) }
          const asked = askedBy(request, 'personalCalendar.close-feed')
          if (await execute.load(personalCalendar, about.id))
            await execute({ ...asked, ...about, command: 'personalCalendar.close-feed', body: {} })
          return { url: null }
        },
      }),
    ]
  }
}
