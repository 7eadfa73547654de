import { NotFound } from '../../commands/errors.ts'
import { changeSetting } from '../../commands/setting.ts'
import { organisationId, organisationZone } from '../../commands/settings/organisation.ts'
import type { StateOf } from '../../domain/decider.ts'
import { organisation, organisationFields } from '../../domain/settings/organisation.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { timeParameters } from '../http/asking.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { settingAt, settingColumns } from '../lists/setting.ts'
import type { Step } from '../log/history.ts'

const tag = 'settings'

/** The own organisation (USR-19), as it is or was on any day. */
export const organisationEndpoints: Extension = (_app, services) => {
  const { execute, clock } = services
  const dayAt = (at: string) => organisationDay(services, at)
  return [
    endpoint({
      method: 'GET',
      path: '/settings/organisation',
      summary: 'The own organisation, as it stands on a day; today unless told',
      tag,
      setting: { decider: organisation, id: organisationId, defaults: {} },
      access: 'signed-in',
      parameters: timeParameters.extend({ on: day.optional() }),
      reply: organisationFields.extend(settingColumns.shape).extend({
        planned: day.nullable().describe('The first later day from which something else was said.'),
      }),
      async run({ parameters: { on, ...at } }) {
        const today = on ?? (await dayAt(at.asOf ?? clock()))
        const { steps, columns } = await settingAt(services, organisation, organisationId, at)
        const states = statesOf(steps)
        const place = heldOn(states, today)
        const found = states[place]
        if (!found) throw new NotFound(`organisation on ${today}`)
        const { archived: _, said: __, ...shown } = found
        // What was said before it, of whatever day, is said anew by it.
        const later = states.slice(place + 1).map(({ from }) => from)
        return { ...shown, ...columns, logo: shown.logo ?? null, planned: later.sort()[0] ?? null }
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
        const from = body.from ?? (await dayAt(clock()))
        const asked = { ...askedBy(request, 'organisation.change'), id: organisationId }
        const whole = { ...(await plannedOver(from)), ...body, from }
        return answer(reply, await changeSetting(execute, organisation, { ...asked, body: whole }))
      },
    }),
  ]

  /** Where something is planned for a later day, a change before it goes on from what holds until then. */
  async function plannedOver(from: string): Promise<Partial<State>> {
    const { steps } = await settingAt(services, organisation, organisationId, {})
    const states = statesOf(steps)
    const place = heldOn(states, from)
    const found = states[place]
    if (!found || place === states.length - 1) return {}
    const { archived: _, said: __, ...held } = found
    return held
  }
}

/** The organisation's day at an instant. */
export async function organisationDay({ execute }: Pick<Services, 'execute'>, at: string): Promise<string> {
  return dayOf(at, await organisationZone(execute.load, at))
}

type State = StateOf<typeof organisation>

/** The organisation as it stands on a day, by what had been said up to an instant; undefined before the first. */
export async function organisationOn(
  services: Pick<Services, 'events'>,
  on: string,
  at: Parameters<typeof settingAt>[3] = {},
): Promise<State | undefined> {
  const states = statesOf((await settingAt(services, organisation, organisationId, at)).steps)
  return states[heldOn(states, on)]
}

/** What was said of the organisation first, whatever day it was for; undefined while nothing was. */
export async function organisationAtFirst(services: Pick<Services, 'events'>): Promise<State | undefined> {
  return statesOf((await settingAt(services, organisation, organisationId, {})).steps)[0]
}

const statesOf = (steps: readonly Step[]) => steps.map(({ after }) => after as State)

/** The place of what was said last of those days: a later word on an earlier day corrects it. */
function heldOn(states: readonly State[], on: string): number {
  return states.findLastIndex(({ from }) => from <= on)
}
