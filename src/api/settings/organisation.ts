import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { changeSetting } from '../../commands/setting.ts'
import { organisationId } from '../../commands/settings/organisation.ts'
import type { StateOf } from '../../domain/decider.ts'
import { organisation, organisationFields } from '../../domain/settings/organisation.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { endpoint } from '../endpoint.ts'
import { type Step, stepsOf } from '../history.ts'
import { answer, askedBy, outcomeSchema } from '../routes.ts'
import type { Extension } from '../services.ts'

const tag = 'settings'

/** The own organisation (USR-19), as it is or was on any day. */
export const organisationEndpoints: Extension = (_app, { execute, events, clock }) => [
  endpoint({
    method: 'GET',
    path: '/settings/organisation',
    summary: 'The own organisation, as it stands on a day; today unless told',
    tag,
    access: 'signed-in',
    parameters: z.object({ on: day.optional() }),
    reply: organisationFields.extend({ id: z.uuid() }),
    async run({ parameters: { on = dayOf(clock()) } }) {
      const found = onDay(stepsOf(organisation, await events(organisation, organisationId)), on)
      if (!found) throw new NotFound(`organisation on ${on}`)
      const { archived: _, ...shown } = found
      return { id: organisationId, ...shown }
    },
  }),
  endpoint({
    method: 'PATCH',
    path: '/settings/organisation',
    summary: 'Change the own organisation from a day on; today unless told',
    tag,
    access: { permission: 'organisation.change' },
    headers: 'command',
    body: organisation.commands['organisation.change'],
    reply: outcomeSchema,
    async run({ body, request, reply }) {
      const asked = { ...askedBy(request, 'organisation.change'), id: organisationId }
      return answer(
        reply,
        await changeSetting(execute, organisation, { ...asked, body: { from: dayOf(clock()), ...body } }),
      )
    },
  }),
]

/** What was said last of those days: a later word on an earlier day corrects it. */
function onDay(steps: readonly Step[], on: string): StateOf<typeof organisation> | undefined {
  const states = steps.map(({ after }) => after as StateOf<typeof organisation>)
  return states.findLast(({ from }) => from <= on)
}
