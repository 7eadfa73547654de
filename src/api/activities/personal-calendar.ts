import { z } from 'zod'
import { personalCalendarId } from '../../commands/activities/personal-calendar.ts'
import type { Execute } from '../../commands/execute.ts'
import { changeSetting } from '../../commands/setting.ts'
import { personalCalendar, personalCalendarShown } from '../../domain/activities/personal-calendar.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'

const tag = 'activities'

/** What one says of one's own calendar. */
export function personalCalendarEndpoints({ execute }: { execute: Execute }): Extension {
  return () => [
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
        const own = { ...principal(), may: ['personalCalendar.change'], keys: [keyOf.user(id)] }
        const asked = askedBy(request, 'personalCalendar.change')
        const about = { id: personalCalendarId(id), body: { ...body, userId: id }, principal: own }
        return answer(reply, await changeSetting(execute, personalCalendar, { ...asked, ...about }))
      },
    }),
  ]
}
