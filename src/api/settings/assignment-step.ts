import type { Execute } from '../../commands/execute.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import {
  type AssigningVersion,
  type AssignmentDecision,
  assigned,
  type RoutingCause,
} from '../../domain/rules/assignment.ts'
import type { Facts, RulesAsk } from '../../domain/rules/rule.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { type Purpose, ruleSet, versionAt } from '../../domain/settings/rule-set.ts'
import { addBusinessMinutes } from '../../domain/values/business-time.ts'
import { dayOf } from '../../domain/values/day.ts'
import { within } from '../../domain/values/instant.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Clock } from '../../platform/process/clock.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import type { ReadModels } from '../http/services.ts'
import { type Assigned, assigningIn, staffIn } from './staff.ts'

interface Parts {
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  store: Pick<EventStore, 'lastPosition'>
  clock: Clock
}

/** A kind of what is assigned by rules. */
interface Kind<State> {
  decider: AnyDecider
  purpose: Purpose
  /** The process that asks. */
  by: string
  staff: Assigned
  ask: RulesAsk
  facts: (state: State) => Facts
  /** Whether it is still what it was when it was to be assigned. */
  isWaiting: (state: State, cause: RoutingCause) => boolean
  /** Who has it already and is not to get it again. */
  except: (state: State, cause: RoutingCause) => string | null
  body: (state: State, userId: string | null, decision: AssignmentDecision) => object
}

const patienceMs = 10_000

/**
 * Says who gets something, by the rules of that instant and by who is free, and gives it to them. One after the other, and each
 * with all that is written before in view: two that come at once are shared out as if they came in turn.
 */
export function assignmentStep<State>({ execute, readModels, store, clock }: Parts, of: Kind<State>): Effect {
  const reader = systemPrincipal(of.by, { kind: 'saga', id: of.by })
  let turn: Promise<unknown> = Promise.resolve()

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { cause } = request.body as { cause: RoutingCause }
    const at = clock()
    const [set, found] = await Promise.all([
      execute.load(ruleSet, ruleSetId(of.purpose)),
      execute.load(of.decider, request.id ?? ''),
    ])
    const state = found as State | undefined
    const by = assigningIn(set && versionAt(set.versions, at))
    if (!state || by.rules.length === 0 || !of.isWaiting(state, cause)) return { events: [] }
    if (!(await isCaughtUp(store, readModels, patienceMs)))
      throw new Error('the read models are behind, so that nobody can say who is free')
    const today = dayOf(at, await organisationZone(execute.load, at))
    const staff = await readModels.read(reader, {}, (db) =>
      staffIn(db, of.staff, today, of.except(state, cause)),
    )
    const { userId, ...why } = assigned(by, of.facts(state), staff, of.ask)
    const decision = {
      cause,
      version: by.version,
      ...why,
      pickUpBy: userId === null ? null : await pickUpBy(by, at),
    }
    const body = of.body(state, userId, decision)
    return execute({ ...request, occurredAt: at, clampOccurredAt: true, body })
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
