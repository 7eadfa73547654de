import type { Execute } from '../../commands/execute.ts'
import { refuse } from '../../domain/error.ts'
import { lead } from '../../domain/sales/lead.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { privacyOf } from '../../domain/subject.ts'
import { fullName } from '../../domain/values/person-name.ts'
import { type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Signing } from '../../platform/people/signing.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { html } from '../http/html.ts'
import { words } from './lead-form-page-words.ts'
import { confirmations, confirmPath } from './submission.ts'

interface Parts {
  execute: Execute
  signing: Signing
  mailer: Mailer | undefined
  /** Where links lead. */
  publicUrl: string | undefined
}

/**
 * Asks whoever has the mailbox by a letter whether it was them who sent a form. Cut off before that is noted it is sent again,
 * under the same Message-ID. Undefined: no mail goes out of here.
 */
export function leadConfirmationStep(parts: Parts): Effect | undefined {
  const { execute, mailer, publicUrl } = parts
  if (!mailer || publicUrl === undefined) return undefined
  const confirmation = confirmations(parts.signing)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(lead, id)
    const { restricted, erased } = privacyOf(state)
    if (!state?.submission || !state.email || restricted || erased) return { events: [] }
    const { formId } = state.submission
    const form = await execute.load(leadForm, formId)
    if (!form || state.confirmed || state.asked) return { events: [] }
    const { subject, letter } = words[form.language].confirm
    const link = new URL(confirmPath(formId, confirmation.tokenOf({ leadId: id })), publicUrl).href
    try {
      await mailer?.send({
        id: request.commandId,
        to: { name: fullName(state.name), address: state.email },
        subject,
        text: `${letter}\n\n${link}\n`,
        html: html`<p>${letter}</p><p><a href="${link}">${subject}</a></p>`.text,
      })
    } catch (error) {
      if (error instanceof MailRefused)
        refuse('lead.mail-refused', `The mail server refuses it: ${error.message}`)
      throw error
    }
    return execute({ ...request, body: {} })
  }

  return (requests) => Promise.all(requests.map(step))
}
