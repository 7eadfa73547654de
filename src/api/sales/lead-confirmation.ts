import { refuse } from '../../domain/error.ts'
import { lead } from '../../domain/sales/lead.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { privacyOf } from '../../domain/subject.ts'
import { fullName } from '../../domain/values/person-name.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { html } from '../http/html.ts'
import { type LetterParts, letterStep } from '../http/letter-step.ts'
import { words } from './lead-form-page-words.ts'
import { confirmations, confirmPath } from './submission.ts'

/** Asks whoever has the mailbox by a letter whether it was them who sent a form. */
export function leadConfirmationStep(parts: LetterParts & { signing: Signing }) {
  const { execute } = parts
  const confirmation = confirmations(parts.signing)
  return letterStep(
    parts,
    async ({ id = '' }, addressOf) => {
      const state = await execute.load(lead, id)
      const { restricted, erased } = privacyOf(state)
      if (!state?.submission || !state.email || restricted || erased) return undefined
      const { formId } = state.submission
      const form = await execute.load(leadForm, formId)
      if (!form || state.confirmed || state.asked) return undefined
      const { subject, letter } = words[form.language].confirm
      const link = addressOf(confirmPath(formId, confirmation.tokenOf({ leadId: id })))
      return {
        to: { name: fullName(state.name), address: state.email },
        subject,
        text: `${letter}\n\n${link}\n`,
        html: html`<p>${letter}</p><p><a href="${link}">${subject}</a></p>`.text,
      }
    },
    (_, { message }) => refuse('lead.mail-refused', `The mail server refuses it: ${message}`),
  )
}
