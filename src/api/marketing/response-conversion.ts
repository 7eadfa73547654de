import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict } from '../../domain/error.ts'
import { type MailingRecipientState, mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { mustBeUsable, privacyOf } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'

/** As whom a command is asked for, and because of what. */
type Asked = Pick<Parameters<Execute>[0], 'principal' | 'correlationId' | 'causationId'>

/** Makes a lead of a contact, with what is known of them. Done again under the same id after it was cut off, it is the same lead. */
export async function leadOfContact(
  execute: Execute,
  contactId: string,
  {
    asked,
    commandId,
    ...from
  }: { asked: Asked; commandId: string; source: string; campaignId: string | null },
) {
  const person = await execute.load(contact, contactId)
  if (!person || privacyOf(person).erased) throw new NotFound(`contact ${contactId}`)
  mustBeUsable('contact', person, 'contact.change', false)
  const firm = person.accountId === null ? undefined : await execute.load(account, person.accountId)
  const { name, email, phone } = person
  return execute({
    ...asked,
    command: 'lead.capture',
    commandId,
    body: { name, email, phone, company: firm?.name ?? null, ...from },
  })
}

/** The same of their response to something that went to many, which then says so. */
export async function leadOfResponse(
  execute: Execute,
  { id, state }: { id: string; state: MailingRecipientState & { contactId: string } },
  { asked, commandId }: { asked: Asked; commandId: string },
) {
  const made = await leadOfContact(execute, state.contactId, {
    asked,
    commandId: derivedId('response-lead', id, commandId),
    source: state.campaignId === null ? 'manual' : 'E-mail campaign',
    campaignId: state.campaignId,
  })
  await execute({
    ...asked,
    command: 'mailingRecipient.convert',
    id,
    commandId: derivedId('response-converted', id, commandId),
    body: { madeLeadId: made.id },
  })
  return made
}

/** `POST /mailing-recipients/:id/lead`: makes a lead of somebody's response to a campaign (ACT-07, LEAD-04). */
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
      const { commandId = newId(), ...asked } = askedBy(request, 'lead.capture')
      const { contactId } = state
      if (contactId === null)
        conflict('mailingRecipient.is-lead', 'They are a lead already.', { leadId: state.leadId })
      const made = await leadOfResponse(execute, { id, state: { ...state, contactId } }, { asked, commandId })
      reply.header('location', `/api/leads/${made.id}`)
      return answer(reply, made)
    },
  }),
]
