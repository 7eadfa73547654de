import { z } from 'zod'
import { InvalidInput, mustMay } from '../../commands/errors.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import { refuse } from '../../domain/error.ts'
import { listedModel } from '../../domain/marketing/marketing-list.ts'
import { mostItems } from '../../domain/settings/batch.ts'
import { instant } from '../../domain/values/instant.ts'
import { line, prose } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { createdId, derivedId, newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { internalProblem, problemOf } from '../http/problem.ts'
import { askedBy } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { listParameters } from '../lists/matching.ts'
import { rowsOf } from '../live/rows.ts'
import { matchingIds } from '../settings/batch-choice.ts'
import { inParallel, refusedBy } from '../settings/batch-step.ts'
import { leftOutWords } from './mailing-recipient.ts'
import {
  type Chosen,
  contactsOf,
  gateOf,
  lookedAt,
  member,
  noPurpose,
  sampled,
  shownMember,
} from './marketing-list.ts'

const mail = z
  .object({ templateId: uuid, purpose: line(80), mailboxId: uuid })
  .register(vocabulary, { id: 'QuickMail' })
const call = z
  .object({ subject: line(200), body: prose(2_000).nullable().default(null), startsAt: instant })
  .register(vocabulary, { id: 'QuickCall' })

/** Whom, and one of the two: a mail to each, or a call that is planned with each. */
const asked = z.object({
  model: listedModel.describe('Of accounts, their contacts are meant.'),
  ids: z.array(uuid).min(1).max(mostItems).optional(),
  matching: listParameters.optional().describe('Instead of ids: the parameters of the list that shows them.'),
  mail: mail.optional(),
  call: call.optional(),
})
type Asked = z.output<typeof asked>

const preview = z
  .object({
    total: z.int().describe('How many people there are, as far as the asker sees them.'),
    checked: z.int().describe('How many of them were looked at; the counts are of these.'),
    reached: z.int(),
    sample: z.array(member),
    leftOut: z.array(
      z
        .object({ reason: z.string(), message: z.string(), count: z.int(), sample: z.array(member) })
        .register(vocabulary, { id: 'QuickLeftOut' }),
    ),
  })
  .register(vocabulary, { id: 'QuickCampaignPreview' })

const begun = z
  .object({
    id: uuid.describe('The campaign.'),
    mailingId: uuid.nullable().describe('Of mail: its page says what came of each.'),
    batchId: uuid.nullable().describe('Of calls: its items say what came of each; it can be taken back.'),
    total: z.int(),
  })
  .register(vocabulary, { id: 'QuickCampaignBegun' })

const tag = 'campaigns'

/** One kind of activity for a selection of records, as a campaign of its own (MKT-06). */
export const quickCampaign: Extension = (_app, services) => {
  const { execute } = services

  async function peopleOf(of: Asked, principal: Principal): Promise<Chosen[]> {
    mustMay(principal, `${of.model}.read`)
    if ((of.ids === undefined) === (of.matching === undefined))
      throw invalid('ids', 'Say either which records by their ids, or which list shows them.')
    const ids = of.ids ?? (await matchingIds(services, of.model, of.matching ?? {}, principal))
    if (of.model === 'account') return contactsOf(services, ids, principal)
    const { model } = of
    const rows = await rowsOf(services, principal, model, [...new Set(ids)])
    return rows.map((row) => ({ model, person: shownMember(model, row as never) }))
  }

  async function results({ mail, call }: Asked, people: readonly Chosen[], principal: Principal) {
    if ((mail === undefined) === (call === undefined)) throw invalid('mail', 'Say either mail or call.')
    if (mail) {
      const rules = await sendingRulesNow(execute)
      const purpose = rules.purposes.find(({ name }) => name === mail.purpose)
      if (!purpose) throw noPurpose()
      const found = await gateOf(services, people, { purpose, rules })
      return found.map(({ person, reason }) => ({
        person,
        why: reason && { reason, message: leftOutWords[reason] },
      }))
    }
    return inParallel(people, async ({ model, person }) => {
      try {
        const body = { ...call, purpose: call?.subject, model, personId: person.id }
        await execute.rehearse({ command: 'activity.plan-call', body, principal } as never)
        return { person, why: undefined }
      } catch (error) {
        const { code = 'not-found', message = 'They are not there any more.' } = refusedBy(
          (await problemOf(error)) ?? internalProblem(),
        )
        return { person, why: { reason: code, message } }
      }
    })
  }

  return [
    endpoint({
      method: 'POST',
      path: '/quick-campaigns/preview',
      summary: 'Whom a quick campaign would reach, and who is left out and why; nothing is changed',
      tag,
      access: { permission: 'campaign.create' },
      body: asked.register(vocabulary, { id: 'QuickCampaignAsked' }),
      reply: preview,
      async run({ body, principal }) {
        const people = await peopleOf(body, principal())
        const found = await results(body, people.slice(0, lookedAt), principal())
        const reached = found.filter(({ why }) => why === undefined)
        const reasons = new Map(found.flatMap(({ why }) => (why ? [[why.reason, why.message]] : [])))
        return {
          total: people.length,
          checked: found.length,
          reached: reached.length,
          sample: reached.slice(0, sampled).map(({ person }) => person),
          leftOut: [...reasons].map(([reason, message]) => {
            const those = found.filter(({ why }) => why?.reason === reason)
            return {
              reason,
              message,
              count: those.length,
              sample: those.slice(0, sampled).map(({ person }) => person),
            }
          }),
        }
      },
    }),
    endpoint({
      method: 'POST',
      path: '/quick-campaigns',
      summary: 'Write to each of a selection, or plan a call with each, as a campaign of its own',
      tag,
      access: { permission: 'campaign.create' },
      headers: 'command',
      body: asked.extend({ name: line(80) }).register(vocabulary, { id: 'QuickCampaignRequest' }),
      reply: begun,
      status: 202,
      async run({ body, principal, request, reply }) {
        const all = askedBy(request, 'campaign.create')
        const key = all.commandId ?? newId()
        // Each step under an id of its own: cut off, it is asked again and goes on where it was.
        const run = (command: string, told: object, id?: string) =>
          execute({
            ...all,
            command,
            commandId: derivedId('quick-campaign', key, command),
            ...(id !== undefined && { id }),
            body: told,
          } as never)
        const { name } = body
        const people = await peopleOf(body, principal())
        if (people.length === 0) refuse('campaign.nobody', 'There is nobody among them.', { field: 'ids' })
        if ((body.mail === undefined) === (body.call === undefined))
          throw invalid('mail', 'Say either mail or call.')
        const channels = [body.mail ? 'email' : 'phone']
        const { id: campaignId } = await run('campaign.create', { name, channels })
        await run('campaign.start', {}, campaignId)
        const [{ model }] = people as [Chosen, ...Chosen[]]
        const ids = people.map(({ person }) => person.id)
        let mailingId: string | null = null
        let batchId: string | null = null
        if (body.mail) {
          const { id: listId } = await run('marketingList.create', { name, model, kind: 'static' })
          await run('marketingList.add-members', { recordIds: ids }, listId)
          mailingId = (await run('mailing.create', { ...body.mail, name, campaignId, listId })).id
          await run('mailing.schedule', {}, mailingId)
        } else {
          batchId = createdId(derivedId('quick-campaign', key, 'batch.start'))
          const told = { ...body.call, purpose: name, model }
          const part = { command: 'activity.plan-call', each: 'personId', withdraw: 'activity.cancel' }
          await run('batch.start', { parts: [{ ...part, body: told, ids }] })
          await run('campaign.note-batch', { batchId }, campaignId)
        }
        reply.header('location', `/api/campaigns/${campaignId}`)
        return { id: campaignId, mailingId, batchId, total: people.length }
      },
    }),
  ]
}

function invalid(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, rule: 'choice', message }])
}
