import { portalRulesNow } from '../../../commands/customers/portal-policy.ts'
import { organisationId, organisationZone } from '../../../commands/settings/organisation.ts'
import { contact } from '../../../domain/customers/contact.ts'
import { openAccess } from '../../../domain/customers/portal-access.ts'
import { refuse } from '../../../domain/error.ts'
import { organisation } from '../../../domain/settings/organisation.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { html } from '../../http/html.ts'
import { type LetterParts, letterStep } from '../../http/letter-step.ts'
import { languageFor } from '../../http/public-page.ts'
import { portalPath } from './shell.ts'
import { mailboxMark, portalLinks } from './sign-ins.ts'
import { languages, words } from './words.ts'

/** The link into the portal, to whom it is for: the last one there is, whatever asked for it. */
export function portalLetterStep(parts: LetterParts & { signing: Signing }) {
  const { execute } = parts
  const links = portalLinks(parts.signing)
  return letterStep(
    parts,
    async ({ id = '' }, addressOf) => {
      const state = await execute.load(contact, id)
      const { restricted, erased } = privacyOf(state)
      const last = state && openAccess(state)?.link
      if (!state?.email || !last || restricted || erased || !(await portalRulesNow(execute)).on)
        return undefined
      const language = languageFor(languages, [state.language])
      const said = words[language]
      const seller = (await execute.load(organisation, organisationId))?.legalName ?? said.title
      const until = new Intl.DateTimeFormat(language, {
        dateStyle: 'long',
        timeZone: await organisationZone(execute.load, last.expiresAt),
      }).format(new Date(last.expiresAt))
      const { subject, letter, end } = last.isInvitation
        ? {
            subject: said.inviteSubject(seller),
            letter: said.inviteLetter(fullName(state.name), seller),
            end: said.inviteLetterEnd(until),
          }
        : { subject: said.linkSubject(seller), letter: said.linkLetter(seller), end: said.linkLetterEnd }
      const token = links.tokenOf({ id, link: last.link, to: mailboxMark(state.email) })
      const link = addressOf(`${portalPath}/enter?link=${token}`)
      return {
        to: { name: fullName(state.name), address: state.email },
        subject,
        text: `${letter}\n\n${link}\n\n${end}\n`,
        html: html`<p>${letter}</p><p><a href="${link}">${subject}</a></p><p>${end}</p>`.text,
      }
    },
    (_, { message }) => refuse('contact.mail-refused', `The mail server refuses it: ${message}`),
  )
}
