import { checkedRecipients } from '../../commands/activities/outgoing-mail.ts'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError, refuse } from '../../domain/error.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { formLanguages } from '../../domain/values/form-language.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { html } from '../http/html.ts'
import { type LetterParts, letterStep } from '../http/letter-step.ts'
import { languageFor } from '../http/public-page.ts'
import { words } from '../sales/lead-form-page-words.ts'
import { confirmPath, ticketConfirmations } from '../sales/submission.ts'

/** Tells whoever has opened a ticket by a form or in the portal its number, and asks whether it was them where the form says so. */
export function ticketReceiptStep(parts: LetterParts & { signing: Signing }) {
  const { execute } = parts
  const confirmation = ticketConfirmations(parts.signing)

  /** Of who has opened it in the portal. */
  async function spokenBy({ contactId }: TicketState) {
    const asker = contactId ? await execute.load(contact, contactId) : undefined
    return languageFor(formLanguages, [asker?.language])
  }
  return letterStep(
    parts,
    async ({ id = '' }, addressOf) => {
      const state = await execute.load(ticket, id)
      const { restricted, erased } = privacyOf(state)
      const address = state?.requester?.email
      if (!state || !address || state.receiptSent || restricted || erased) return undefined
      const { formId, confirm } = state.submission ?? { formId: undefined, confirm: false }
      const language =
        formId === undefined ? await spokenBy(state) : (await execute.load(leadForm, formId))?.language
      if (!language || !(await mayBeWrittenTo(address, parts))) return undefined
      const { receipt, confirm: asking } = words[language]
      const letter = receipt.letter(state.number)
      const link = formId && addressOf(confirmPath(formId, confirmation.tokenOf({ ticketId: id })))
      return {
        to: { name: state.requester?.name ?? '', address },
        subject: receipt.subject(state.number),
        text: `${letter}\n${confirm ? `\n${asking.letter}\n\n${link}\n` : ''}`,
        html: html`<p>${letter}</p>${confirm && html`<p>${asking.letter}</p><p><a href="${link}">${asking.title}</a></p>`}`
          .text,
      }
    },
    (_, { message }) => refuse('ticket.mail-refused', `The mail server refuses it: ${message}`),
  )
}

async function mayBeWrittenTo(address: string, { execute }: Pick<LetterParts, 'execute'>): Promise<boolean> {
  try {
    await checkedRecipients({ to: [{ name: null, address }], cc: [], bcc: [] }, execute)
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}
