import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { mustBeUsable, privacyOf } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'

/** `POST /mailing-recipients/:id/lead`: makes a lead of somebody's response to a campaign (ACT-07). */
export const responseConversion: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/mailing-recipients/:id/lead',
    summary: 'Make a lead of a contact’s response to a campaign; what is known of the contact goes with it',
    tag: 'mailing-recipients',
    access: { permission: 'mailingRecipient.convert' },
    headers: 'command',
    parameters: z.object({ id: uuid }),
    body: z.object({}),
    reply: outcomeSchema,
    status: 201,
    problems: ['not-found'],
    async run({ parameters: { id }, principal, request, reply }) {
      const { execute } = services
      const state = await execute.load(mailingRecipient, id)
      const command = services.faces.commandOf('mailingRecipient.convert')
      if (!state || !command || !(await execute.sees(principal(), command, id, state)))
        throw new NotFound(`mailingRecipient ${id}`)
      const asked = askedBy(request, 'lead.capture')
      const { commandId = newId() } = asked
      if (state.contactId === null)
        conflict('mailingRecipient.is-lead', 'They are a lead already.', { leadId: state.leadId })
      const person = await execute.load(contact, state.contactId)
      if (!person || privacyOf(person).erased) throw new NotFound(`contact ${state.contactId}`)
      mustBeUsable('contact', person, 'contact.change', false)
      const firm = person.accountId === null ? undefined : await execute.load(account, person.accountId)
      const about = state.campaignId === null ? undefined : await execute.load(campaign, state.campaignId)
      // Done again after it was cut off, it is the same lead.
      const made = await execute({
        ...asked,
        command: 'lead.capture',
        id: undefined as never,
        commandId: derivedId('response-lead', id, commandId),
        body: {
          name: person.name,
          email: person.email,
          phone: person.phone,
          company: firm?.name ?? null,
          source: about ? 'E-mail campaign' : 'manual',
        },
      })
      await execute({
        ...asked,
        command: 'mailingRecipient.convert',
        id,
        commandId: derivedId('response-converted', id, commandId),
        body: { madeLeadId: made.id },
      })
      reply.header('location', `/api/leads/${made.id}`)
      return answer(reply, made)
    },
  }),
]
