import { Forbidden, InvalidInput, NotFound } from '../../commands/errors.ts'
import { templateInUse } from '../../commands/marketing/message-template.ts'
import { type PersonModel, reachedOf, textNumberOf } from '../../commands/marketing/reached.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import { isSwitchedOff } from '../../commands/settings/modules.ts'
import { smsNumber } from '../../domain/activities/sms-number.ts'
import { DomainError } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { type MailingState, mailing } from '../../domain/marketing/mailing.ts'
import { batch } from '../../domain/settings/batch.ts'
import { cutTo } from '../../domain/values/text.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import type { Services } from '../http/services.ts'
import type { IdentityService } from '../identity/identity.ts'
import { inParallel } from '../settings/batch-step.ts'
import { peopleIn } from './marketing-list.ts'

type Of = Pick<Services, 'execute' | 'readModels' | 'clock' | 'publicUrl' | 'faces'> & {
  identity: Pick<IdentityService, 'again'>
}

/**
 * Lets a mailing go out: who is in its list at that moment becomes a batch that writes to each, with the rights that who asked
 * for it has then. Cut off, it is begun again under the same ids, and whoever was found the first time stays found.
 */
export function mailingStep({ execute, readModels, clock, identity, publicUrl, faces }: Of): Effect {
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(mailing, id)
    const batchId = createdId(batchOf(id))
    const isCut = state?.started?.batchId === batchId && state.status !== 'stopped'
    if (!state || (state.status !== 'scheduled' && !isCut)) return { events: [] }
    if (isCut && (await execute.load(batch, batchId))) return { events: [] }
    const asker = state.asker && (await identity.again(state.asker.userId, state.asker.keyId))
    const about = await execute.load(campaign, state.campaignId)
    const rules = await sendingRulesNow(execute)
    const purpose = rules.purposes.find(({ name }) => name === state.purpose)
    const why =
      (!isCut &&
        (await isSwitchedOff('marketing', execute)) &&
        'Marketing was switched off when it was to go out.') ||
      (!asker && 'Who asked for it may not sign in any more.') ||
      (about?.status !== 'running' && 'Its campaign does not run.') ||
      (!purpose && 'The sending policy has no such purpose any more.') ||
      // A text has no links of each one's own: STOP is said by answering it.
      (state.mailboxId !== null &&
        publicUrl === undefined &&
        'Nobody has said where Hindsight is reached from outside.')
    if (why || !asker || !purpose) return stopped(request, why || '')
    try {
      const services = { readModels, clock, execute, faces }
      const people = await peopleIn(services, state.listId, asker)
      const parts = partsOf(id, await withAddress(people.items, state, execute))
      if (parts.length === 0) return stopped(request, 'There is nobody in its list.')
      const template = (await templateInUse(state.templateId, execute, 'mailing')).use
      const variants = await Promise.all(
        state.variants.map(async ({ name, templateId }) => ({
          name,
          template: (await templateInUse(templateId, execute, 'mailing')).use,
        })),
      )
      const total = parts.reduce((sum, { ids }) => sum + ids.length, 0)
      const outcome = isCut
        ? { events: [] }
        : await execute({
            ...request,
            body: { batchId, total, template, variants, basis: purpose.basis },
          })
      await execute({
        command: 'batch.start',
        commandId: batchOf(id),
        principal: { ...asker, via: state.asker?.keyId ? asker.via : { kind: 'saga', id } },
        body: { parts },
        correlationId: request.correlationId,
        causationId: request.causationId,
      })
      return outcome
    } catch (error) {
      if (error instanceof DomainError || error instanceof InvalidInput || error instanceof NotFound)
        return stopped(request, error.message)
      if (error instanceof Forbidden)
        return stopped(request, 'Who asked for it may not see that list any more.')
      throw error
    }
  }

  const stopped = (request: SendRequest, reason: string) =>
    execute({
      ...request,
      command: 'mailing.stop',
      commandId: derivedId('mailing-stop', request.commandId),
      principal: systemPrincipal('mailing', { kind: 'saga' }),
      body: { reason: cutTo(reason, 300) },
    })

  return (requests) => Promise.all(requests.map(step))
}

const batchOf = (mailingId: string) => derivedId('mailing-batch', mailingId)

interface Addressed {
  model: PersonModel
  id: string
  /** Where they are written to; null: nowhere. */
  address: string | null
}

async function withAddress(
  people: readonly { model: PersonModel; person: { id: string; email: string | null } }[],
  { numberId, letterForm }: Pick<MailingState, 'numberId' | 'letterForm'>,
  { load }: Services['execute'],
): Promise<Addressed[]> {
  // Two of one house get a letter each.
  if (letterForm !== null) return people.map(({ model, person: { id } }) => ({ model, id, address: null }))
  const own = numberId === null ? undefined : await load(smsNumber, numberId)
  return inParallel(people, async ({ model, person: { id, email } }) => ({
    model,
    id,
    address:
      numberId === null
        ? email
        : own
          ? textNumberOf(await reachedOf({ model, id }, { load }), own.country)
          : null,
  }))
}

/** Of those at one address the first gets it; the others are left out, and it is said why. */
function partsOf(mailingId: string, people: readonly Addressed[]) {
  const met = new Set<string>()
  const [first, again]: [string[], string[]] = [[], []]
  for (const { id, address } of people) {
    const isMet = address !== null && met.has(address)
    if (address !== null) met.add(address)
    ;(isMet ? again : first).push(id)
  }
  const model = people[0]?.model ?? 'contact'
  const part = (ids: string[], sameAddress: boolean) => ({
    command: 'mailingRecipient.choose',
    each: 'personId',
    body: { mailingId, model, sameAddress },
    ids,
  })
  return [part(first, false), part(again, true)].filter(({ ids }) => ids.length > 0)
}
