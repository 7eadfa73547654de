import { z } from 'zod'
import { Forbidden, InvalidInput } from '../../commands/errors.ts'
import { isSwitchedOff } from '../../commands/settings/modules.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { DomainError } from '../../domain/error.ts'
import { greeting } from '../../domain/marketing/greeting.ts'
import { mostItems } from '../../domain/settings/batch.ts'
import { dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { cutTo } from '../../domain/values/text.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import type { Services } from '../http/services.ts'
import type { IdentityService } from '../identity/identity.ts'
import { greetedOn } from './greeting.ts'

type Of = Pick<Services, 'execute' | 'readModels' | 'clock' | 'faces'> & {
  identity: Pick<IdentityService, 'again'>
}

/**
 * Lets a greeting go out on its day: whoever has it then becomes a batch that greets each, with the rights that who switched it
 * on has now. Cut off, it is begun again under the same ids, and a claim keeps everybody from being greeted twice in a year.
 */
export function greetingStep(services: Of): Effect {
  const { execute, clock, identity } = services

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { dueAt } = z.object({ dueAt: instant }).parse(request.body)
    const id = request.id ?? ''
    const of = await execute.load(greeting, id)
    if (!of || of.next === null || of.next !== dueAt) return { events: [] }
    const zone = await organisationZone(execute.load, clock())
    const on = dayOf(dueAt, zone)
    const missed = on !== dayOf(clock(), zone) || (await isSwitchedOff('marketing', execute))
    const gone = (total: number, batchIds: readonly string[]) =>
      execute({ ...request, body: { day: on, total, batchIds, missed } })
    if (missed) return gone(0, [])
    const asker = of.asker && (await identity.again(of.asker.userId, of.asker.keyId))
    if (!asker) return switchedOff(request, 'Who switched it on may not sign in any more.')
    try {
      const people = await greetedOn(services, of, { on, zone, principal: asker })
      const batchIds: string[] = []
      for (let at = 0; at < people.length; at += mostItems) {
        const commandId = derivedId('greeting-batch', id, on, at)
        const ids = people.slice(at, at + mostItems).map((one) => one.id)
        const body = { greetingId: id, model: 'contact', day: on }
        await execute({
          command: 'batch.start',
          commandId,
          principal: { ...asker, via: of.asker?.keyId ? asker.via : { kind: 'saga', id } },
          body: {
            parts: [{ command: 'mailingRecipient.choose-for-greeting', each: 'personId', body, ids }],
          },
          correlationId: request.correlationId,
          causationId: request.causationId,
        })
        batchIds.push(createdId(commandId))
      }
      return gone(people.length, batchIds)
    } catch (error) {
      if (error instanceof DomainError || error instanceof InvalidInput)
        return switchedOff(request, error.message)
      if (error instanceof Forbidden)
        return switchedOff(request, 'Who switched it on may not ask for those people any more.')
      throw error
    }
  }

  const switchedOff = (request: SendRequest, reason: string) =>
    execute({
      ...request,
      command: 'greeting.deactivate',
      commandId: derivedId('greeting-off', request.commandId),
      principal: systemPrincipal('greeting', { kind: 'saga' }),
      body: { reason: cutTo(reason, 300) },
    })

  return (requests) => Promise.all(requests.map(step))
}
