import { z } from 'zod'
import { convertBody } from '../../commands/sales/lead.ts'
import { conflict } from '../../domain/error.ts'
import type { DataOf } from '../../domain/event.ts'
import type { lead } from '../../domain/sales/lead.ts'
import { day } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { recordNames } from '../identity/notice.ts'
import type { Callings } from '../lists/names.ts'
import { moneyReply } from './money.ts'

type Plan = DataOf<(typeof lead.events)['lead.conversion-requested']>

const part = z
  .object({
    made: z.boolean().describe('Whether it is made; else it is there already, and is linked.'),
    id: uuid.nullable().describe('Of what is linked, as far as the reader sees it.'),
    name: z.string().nullable(),
  })
  .register(vocabulary, { id: 'ConversionPart' })

const preview = z
  .object({
    account: part.nullable().describe('Null where there is no company.'),
    contact: part,
    opportunity: z.object({
      name: z.string().nullable(),
      pipelineId: uuid,
      pipelineName: z.string().nullable(),
      productId: uuid.nullable(),
      amount: moneyReply.nullable(),
      closeDate: day.nullable(),
    }),
    ownerId: uuid,
    ownerName: z.string().nullable(),
  })
  .register(vocabulary, { id: 'ConversionPreview' })

/** What is asked of a conversion, as parameters. */
const asked = z.object({
  id: uuid,
  ...convertBody.omit({ amount: true }).partial().shape,
  amount: z.coerce.number().int().optional().describe('In the smallest unit of the currency.'),
  currency: currency.optional(),
})

/** What a conversion would link and make (LEAD-23): the plan that it would follow, decided on and not written. */
export function leadConversionEndpoint({ callings }: { callings: Callings }): Extension {
  return (_app, services) => {
    const { execute, readModels } = services
    return [
      endpoint({
        method: 'GET',
        path: '/leads/:id/conversion',
        summary: 'What a conversion of a lead would link, and what it would make; nothing is changed',
        tag: 'leads',
        access: { permission: 'lead.convert' },
        headers: 'read',
        parameters: asked,
        reply: preview,
        async run({ parameters: { id, amount, currency: code, ...given }, principal, request }) {
          await caughtUp(services, request)
          const asker = principal()
          const body = {
            ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
            ...(amount !== undefined && { amount: { amount, currency: code } }),
          }
          const events = await execute.rehearse({ command: 'lead.convert', id, body, principal: asker })
          const plan = events.find(({ type }) => type === 'lead.conversion-requested')?.data as
            | Plan
            | undefined
          if (!plan) conflict('lead.already-converted', 'This lead is converted, or being converted.')
          const { accountId, accountName, contactId, ownerId, opportunity } = plan
          const refs = Object.entries({
            lead: id,
            account: accountId,
            contact: contactId,
            user: ownerId,
            pipeline: opportunity.pipelineId,
          }).flatMap(([model, recordId]) => (recordId ? [{ model, recordId }] : []))
          const names = await recordNames(readModels, asker, refs, callings)
          // It is called like the lead's company, unless it is said how.
          const knowsCompany = given.accountName || !asker.masks.hidden.lead?.includes('company')
          const called = (of: string) => names.get(of) ?? null
          const linked = (of: string) => ({ made: false, id: names.has(of) ? of : null, name: called(of) })
          return {
            account: accountId
              ? linked(accountId)
              : accountName && { made: true, id: null, name: knowsCompany ? accountName : null },
            contact: contactId ? linked(contactId) : { made: true, id: null, name: called(id) },
            opportunity: {
              ...opportunity,
              name: knowsCompany || given.name ? opportunity.name : null,
              pipelineName: called(opportunity.pipelineId),
            },
            ownerId,
            ownerName: called(ownerId),
          }
        },
      }),
    ]
  }
}
