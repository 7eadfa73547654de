import { checkedRecipients } from '../../commands/activities/outgoing-mail.ts'
import type { Execute } from '../../commands/execute.ts'
import { DomainError, refuse } from '../../domain/error.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Signing } from '../../platform/people/signing.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { html } from '../http/html.ts'
import { words } from '../sales/lead-form-page-words.ts'
import { confirmPath, ticketConfirmations } from '../sales/submission.ts'

interface Parts {
  execute: Execute
  signing: Signing
  mailer: Mailer | undefined
  /** Where links lead. */
  publicUrl: string | undefined
}

/**
 * Tells whoever has opened a ticket by a form its number, and asks whether it was them where the form says so. Cut off before that
 * is noted it is sent again, under the same Message-ID. Undefined: no mail goes out of here.
 */
export function ticketReceiptStep(parts: Parts): Effect | undefined {
  const { execute, mailer, publicUrl } = parts
  if (!mailer || publicUrl === undefined) return undefined
  const confirmation = ticketConfirmations(parts.signing)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(ticket, id)
    const { restricted, erased } = privacyOf(state)
    const address = state?.requester?.email
    if (!state?.submission || !address || state.receiptSent || restricted || erased) return { events: [] }
    const { formId, confirm } = state.submission
    const form = await execute.load(leadForm, formId)
    if (!form || !(await mayBeWrittenTo(address))) return { events: [] }
    const { receipt, confirm: asking } = words[form.language]
    const letter = receipt.letter(state.number)
    const link = new URL(confirmPath(formId, confirmation.tokenOf({ ticketId: id })), publicUrl).href
    try {
      await mailer?.send({
        id: request.commandId,
        to: { name: state.requester?.name ?? '', address },
        subject: receipt.subject(state.number),
        text: `${letter}\n${confirm ? `\n${asking.letter}\n\n${link}\n` : ''}`,
        html: html`<p>${letter}</p>${confirm && html`<p>${asking.letter}</p><p><a href="${link}">${asking.title}</a></p>`}`
          .text,
      })
    } catch (error) {
      if (error instanceof MailRefused)
        refuse('ticket.mail-refused', `The mail server refuses it: ${error.message}`)
      throw error
    }
    return execute({ ...request, body: {} })
  }

  async function mayBeWrittenTo(address: string): Promise<boolean> {
    try {
      await checkedRecipients({ to: [{ name: null, address }], cc: [], bcc: [] }, execute)
      return true
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  }

  return (requests) => Promise.all(requests.map(step))
}
