import { z } from 'zod'
import { FieldsForbidden, Forbidden, InvalidInput } from '../../commands/errors.ts'
import { isAnything, isMeant, modelOf, type WebhookState, webhook } from '../../domain/settings/webhook.ts'
import { cutTo } from '../../domain/values/text.ts'
import type { Standings } from '../../platform/log/standings.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Located } from '../../projections/event-index.ts'
import { type Effect, NotYet, type SendRequest } from '../../sagas/outbox.ts'
import type { Services } from '../http/services.ts'
import type { IdentityService } from '../identity/identity.ts'
import { heldOf } from '../lists/hold.ts'
import { sensitiveModels } from '../log/access.ts'
import { resourcesByModel } from '../log/events.ts'
import type { Reading } from '../log/history.ts'
import { messageOf } from './webhook-message.ts'
import { deliveryIdOf, type Sent, type WebhookSendingParts, webhookSending } from './webhook-sending.ts'

export interface WebhookParts extends WebhookSendingParts, Reading, Pick<Services, 'eventIndex' | 'access'> {
  readModels: Services['readModels']
  standings: Standings
  identity: Pick<IdentityService, 'again' | 'names'>
}

/** So many events are one step, and so long at most, in ms. */
const inOneStep = 50
const stepLength = 20_000
/** How soon it is looked again for what is new, in ms. */
const lookAgain = 1_000
/** How long after each failure in a row it is tried again, in ms; the last holds for all that follow. */
const pauses = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000]
/** An event that is refused so often is given up, and can be sent again; what comes after it is told. */
const mostRefusals = 5
/** After so long a failure, in ms, a webhook is disabled. */
const longestFailure = 3 * 86_400_000

const asked = z.object({ run: z.int(), after: z.string().optional() })

/**
 * Tells a webhook what has happened since it was told last, one event after the other, and then waits for more: the command stays
 * for as long as its run does. Cut off, an event is told again under the same id; what cannot be told holds up
 * what follows, which waits in the log.
 */
export function webhookStep(parts: WebhookParts): Effect {
  const { execute, clock, webhooks, standings, eventIndex, readModels, identity, faces } = parts
  const sending = webhookSending(parts)
  const resources = resourcesByModel(parts)
  const allTypes = faces.deciders.flatMap(({ events }) => Object.keys(events))
  const sensitive = sensitiveModels(faces.deciders)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const { run, after } = asked.parse(request.body)
    const state = await execute.load(webhook, id)
    if (!state || state.archived || state.status !== 'active' || state.run !== run) return { events: [] }
    const standing = await standings.begin(id, {
      run,
      after: after === undefined ? undefined : Number(after),
    })
    if (!standing || standing.run !== run) return { events: [] }
    if (standing.nextAt !== null && standing.nextAt > clock()) throw new NotYet(iso(standing.nextAt))
    const disable = (reason: string) =>
      execute({
        ...request,
        command: 'webhook.disable',
        commandId: derivedId('webhook-disabled', request.commandId),
        body: { reason, run },
      })
    const reader = await identity.again(state.ownerId, state.keyId)
    if (!reader)
      return disable('Who it is of may not sign in any more, or the key it was made through is not valid.')
    const types = allTypes.filter(
      (type) => isMeant(state, type) && allows(reader.may, `${modelOf(type)}.read`),
    )
    const found = await eventIndex.next({ after: standing.position, types, limit: inOneStep })
    const readable = Number(readModels.position() ?? -1n)
    const until = performance.now() + stepLength
    let { failures, failingSince: since } = standing
    for (const place of found.events) {
      if (place.position > readable || performance.now() > until) throw new NotYet(clock())
      const trouble = await tell(id, { state, run, failures, since }, reader, place)
      if (trouble !== undefined) return disable(trouble)
      failures = 0
      since = null
    }
    await standings.reached(id, run, Math.min(found.upTo, Math.max(readable, standing.position)))
    throw new NotYet(later(found.events.length < inOneStep ? lookAgain : 0))
  }

  /** Why it is to be disabled; undefined: it is told, or is nothing to it. @throws NotYet */
  async function tell(
    id: string,
    of: { state: WebhookState; run: number; failures: number; since: string | null },
    reader: Principal,
    place: Located,
  ): Promise<string | undefined> {
    const { state, run, failures, since } = of
    try {
      if (!(await isOne(state, reader, place))) return undefined
    } catch (error) {
      const isRefused =
        error instanceof FieldsForbidden || error instanceof Forbidden || error instanceof InvalidInput
      if (isRefused) return cutTo(`Its condition cannot be asked any more: ${error.message}`, 300)
      throw error
    }
    const told = await messageOf(parts, resources, reader, place)
    if (!told) return undefined
    const sent = await sending.event(id, state, told, place)
    noteAccess(id, reader, place)
    const isGivenUp = sent.is === 'refused' && failures + 1 >= mostRefusals
    if (isGivenUp) await webhooks.giveUp(id, deliveryIdOf(id, place.id))
    if (sent.is === 'delivered' || isGivenUp) {
      await standings.reached(id, run, place.position)
      return undefined
    }
    if (sent.is === 'gone') return 'It was answered with 410: nobody wants to be told there any more.'
    const failing = Date.parse(clock()) - Date.parse(since ?? clock())
    if (failing > longestFailure) return cutTo(`It could not be delivered for three days: ${why(sent)}`, 300)
    const nextAt = later((pauses[failures] ?? pauses.at(-1) ?? 0) * (0.75 + Math.random() / 2))
    await standings.failed(id, run, { nextAt, error: why(sent), at: clock() })
    throw new NotYet(nextAt)
  }

  async function isOne(state: WebhookState, reader: Principal, { aggregate: model, aggregateId }: Located) {
    if (isAnything(state.where)) return true
    const held = await heldOf(parts as never, reader, { where: state.where, model, ids: [aggregateId] })
    return held.has(aggregateId)
  }

  /** What was told left the house, in the name of whose webhook it is. */
  function noteAccess(id: string, { actor }: Principal, { aggregate, aggregateId }: Located): void {
    if (!sensitive.has(aggregate)) return
    parts.access.note({
      at: clock(),
      actorId: actor.id,
      actorKind: actor.kind,
      roles: actor.roles,
      via: id,
      kind: 'export',
      model: aggregate,
      records: [aggregateId],
      what: 'webhook',
      parameters: [],
      asOf: null,
      requestId: '',
      ip: null,
      userAgent: null,
      count: 1,
    })
  }

  const later = (ms: number) => new Date(Date.parse(clock()) + ms).toISOString()

  return (requests) => Promise.all(requests.map(step))
}

const why = ({ attempt: { error } }: Sent) => error ?? ''
const iso = (at: string) => new Date(at).toISOString()
