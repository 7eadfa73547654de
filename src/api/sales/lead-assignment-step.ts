import type { Execute } from '../../commands/execute.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import { type LeadState, lead, openStatuses } from '../../domain/sales/lead.ts'
import { type AssigningVersion, assigned, type RoutingCause } from '../../domain/sales/lead-assignment.ts'
import { factsOf } from '../../domain/sales/lead-score.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { ruleSet, versionAt } from '../../domain/settings/rule-set.ts'
import { addBusinessMinutes } from '../../domain/values/business-time.ts'
import { dayOf } from '../../domain/values/day.ts'
import { within } from '../../domain/values/instant.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Clock } from '../../platform/process/clock.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import type { ReadModels } from '../http/services.ts'
import { assigningIn, staffIn } from './lead-staff.ts'

interface Parts {
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  store: Pick<EventStore, 'lastPosition'>
  clock: Clock
}

const patienceMs = 10_000

/**
 * Says who gets a lead, by the rules of that instant and by who is free, and gives it to them. One after the other, and each
 * with all that is written before in view: two leads that come at once are shared out as if they came in turn.
 */
export function leadAssignmentStep({ execute, readModels, store, clock }: Parts): Effect {
  const reader = systemPrincipal('lead-routing', { kind: 'saga', id: 'lead-routing' })
  let turn: Promise<unknown> = Promise.resolve()

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { cause } = request.body as { cause: RoutingCause }
    const at = clock()
    const [set, state] = await Promise.all([
      execute.load(ruleSet, ruleSetId('lead-assignment')),
      execute.load(lead, request.id ?? ''),
    ])
    const by = assigningIn(set && versionAt(set.versions, at))
    if (!state || by.rules.length === 0 || !isWaiting(state, cause)) return { events: [] }
    if (!(await isCaughtUp(store, readModels, patienceMs)))
      throw new Error('the read models are behind, so that nobody can say who is free')
    const today = dayOf(at, await organisationZone(execute.load, at))
    const staff = await readModels.read(reader, {}, (db) =>
      staffIn(db, today, cause === 'captured' ? null : state.ownerId),
    )
    const { userId, ...why } = assigned(by, factsOf(state), staff)
    const decision = {
      cause,
      version: by.version,
      ...why,
      pickUpBy: userId === null ? null : await pickUpBy(by, at),
    }
    return execute({ ...request, occurredAt: at, clampOccurredAt: true, body: { ownerId: userId, decision } })
  }

  async function pickUpBy(
    { pickUpMinutes, calendarId }: AssigningVersion,
    at: string,
  ): Promise<string | null> {
    if (pickUpMinutes === null) return null
    const hours = calendarId === null ? undefined : await execute.load(businessCalendar, calendarId)
    if (!hours) return within(Date.parse(at) + pickUpMinutes * 60_000)
    return addBusinessMinutes(hours, at, pickUpMinutes)
  }

  return (requests) =>
    Promise.all(
      requests.map((request) => {
        const mine = turn.then(() => step(request))
        turn = mine.catch(() => undefined)
        return mine
      }),
    )
}

/** Whether it is still what it was when it was to be routed. */
function isWaiting({ status, ownerId, conversion }: LeadState, cause: RoutingCause): boolean {
  if (conversion !== null || !openStatuses.some((open) => open === status)) return false
  if (cause === 'unclaimed') return status === 'new' && ownerId !== null
  return cause === 'asked' || ownerId === null
}
