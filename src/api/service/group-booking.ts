import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { createdId } from '../../commands/ids.ts'
import { bookingOfGroup } from '../../commands/service/appointment.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { conflict, DomainError } from '../../domain/error.ts'
import { appointment, type GroupChoice, type WhyPassed } from '../../domain/service/appointment.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { bookingsBetween, loadsIn, type PlanningDb, weekOf } from './resource-load.ts'

/** Why one of a group is passed over, by what its booking was refused for; what is not here is told to who asks. */
const passed: Readonly<Record<string, WhyPassed>> = {
  'appointment.time-taken': 'taken',
  'appointment.outside-hours': 'closed',
  'appointment.unskilled': 'unskilled',
  'appointment.resource-archived': 'archived',
}

/** Any one of a group: who has least booked that week and can be had then; the appointment says why (SVC-04). */
export const groupBooking: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/resource-groups/:id/book',
    summary: 'Book some time of whoever of a group is free and has least to do that week, and say why',
    tag: 'resource-groups',
    access: { permission: 'appointment.book' },
    headers: 'command',
    parameters: z.object({ id: uuid }),
    body: bookingOfGroup.register(vocabulary, { id: 'GroupBooking' }),
    reply: outcomeSchema,
    status: 201,
    async run({ parameters: { id: groupId }, body, principal, request, reply }) {
      const { execute, readModels, clock } = services
      const command = askedBy(request, 'appointment.book')
      // Asked again, it is for whoever it was given to.
      const before = command.commandId && (await execute.load(appointment, createdId(command.commandId)))
      if (before) return told(createdId(command.commandId as string))
      await caughtUp(services, request)
      const week = weekOf(body.startsAt, await organisationZone(execute.load, clock()))
      const found = await readModels.read(principal(), {}, async (db) => {
        const plans = db as never as PlanningDb
        const group = await plans
          .selectFrom('resourceGroup')
          .select(['resourceIds', 'archived'])
          .where('id', '=', groupId)
          .executeTakeFirst()
        if (!group || group.archived) return undefined
        return { ids: group.resourceIds, bookings: await bookingsBetween(plans, group.resourceIds, week) }
      })
      if (!found) throw new NotFound(`resourceGroup ${groupId}`)
      const loads = loadsIn(found.bookings, week)
      const candidates: GroupChoice['candidates'] = found.ids
        .map((resourceId) => ({
          resourceId,
          minutes: Math.round(loads.get(resourceId) ?? 0),
          passed: null as WhyPassed | null,
        }))
        .sort((a, b) => a.minutes - b.minutes || (a.resourceId < b.resourceId ? -1 : 1))
      for (const [place, { resourceId }] of candidates.entries()) {
        try {
          const outcome = await execute({
            ...command,
            command: 'appointment.book-chosen',
            body: { ...body, resourceId, choice: { groupId, candidates: [...candidates] } },
          })
          reply.header('location', `/api/appointments/${outcome.id}`)
          return answer(reply, outcome)
        } catch (error) {
          const why = error instanceof DomainError ? passed[error.code] : undefined
          if (!why) throw error
          candidates[place] = { ...(candidates[place] as (typeof candidates)[number]), passed: why }
        }
      }
      return conflict('appointment.none-free', 'Nobody of this group can be had then.', {
        candidates: candidates.map(({ resourceId, passed: why }) => ({ resourceId, why })),
      })

      async function told(id: string) {
        const events = await services.events(appointment, id)
        const first = events[0]
        if (!first) throw new NotFound(`appointment ${id}`)
        return answer(reply, {
          id,
          revision: first.revision,
          position: first.position,
          events: [first.type],
          repeated: true,
        })
      }
    },
  }),
]
