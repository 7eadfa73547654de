import type { FastifyReply, FastifyRequest } from 'fastify'
import { reachedOf } from '../../commands/marketing/reached.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import { originClaim } from '../../commands/marketing/tracked-site.ts'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError } from '../../domain/error.ts'
import { type MailingRecipientState, mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { allows, type Reached } from '../../domain/marketing/sending.ts'
import { measuringPurpose, type SendingRules } from '../../domain/marketing/sending-rules.ts'
import { privacyOf } from '../../domain/subject.ts'
import { keyOf, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { html } from '../http/html.ts'
import { isMachine } from '../http/machines.ts'
import { box, formOf } from '../http/public-form.ts'
import {
  addPublicPages,
  languageFor,
  type PublicPage,
  parameterOf,
  saidPage,
  withPageHeaders,
} from '../http/public-page.ts'
import type { Extension, Services } from '../http/services.ts'
import { mailingLinks, mailingPaths } from './mailing-links.ts'
import { languages, words } from './mailing-page-words.ts'

interface Open {
  id: string
  token: string
  state: MailingRecipientState
  model: 'contact' | 'lead'
  personId: string
  person: Reached | undefined
}

/** A picture of one transparent point (GIF89a). */
const point = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** The pages behind the links of a mailing: unsubscribing (RFC 8058), choosing, and links that are counted. */
export const mailingPages =
  ({ signing }: { signing: Signing }): Extension =>
  (app, services) => {
    const links = mailingLinks(signing)

    async function opened(token: string | undefined, id: string | undefined): Promise<Open | undefined> {
      const state = id === undefined ? undefined : await services.execute.load(mailingRecipient, id)
      if (!token || id === undefined || !state || privacyOf(state).erased) return undefined
      const model = state.contactId === null ? 'lead' : 'contact'
      const personId = state.contactId ?? state.leadId ?? ''
      const person = await reachedOf({ model, id: personId }, services.execute)
      return { id, token, state, model, personId, person }
    }
    const follow = (request: FastifyRequest) => {
      const token = parameterOf(request, 'link')
      return opened(token, links.own.read(token)?.r)
    }

    const page =
      (
        then: (
          open: Open,
          language: (typeof languages)[number],
          request: FastifyRequest,
        ) => Promise<PublicPage>,
      ) =>
      async (request: FastifyRequest): Promise<PublicPage> => {
        const open = await follow(request)
        const spoken =
          open?.model === 'contact' ? await services.execute.load(contact, open.personId) : undefined
        const language = languageFor(languages, [spoken?.language, request.headers['accept-language']])
        const { title, text } = words[language].nowhere
        return open ? then(open, language, request) : saidPage({ status: 404, language }, title, text)
      }

    /** A site of ours that tells what is looked at is told who comes; it says so to us only once they allow it. */
    async function knownThere(to: string, { model, personId }: Open): Promise<string> {
      const url = new URL(to)
      if ((await services.execute.holder(originClaim(url.origin))) === undefined) return to
      url.searchParams.set('hs', links.visitor.tokenOf({ model, id: personId }))
      return url.href
    }

    addPublicPages(app, [
      {
        method: 'GET',
        path: mailingPaths.unsubscribe,
        // Whatever looks at links follows this one, too: only who presses the button unsubscribes.
        open: page(async ({ token, state, person }, language) => {
          const { title, ask, act, done, more } = words[language].unsubscribe
          const isOut = isOutOf(person, state.purpose)
          return {
            language,
            title,
            body: html`<h1>${title}</h1>
<p class="text" role="status">${isOut ? done(state.purpose) : ask(state.purpose)}</p>
${
  !isOut &&
  html`<form method="post" action="${mailingPaths.unsubscribe}?link=${token}">
<p class="actions"><button class="main">${act}</button></p></form>`
}
<p><a href="${mailingPaths.preferences}?link=${token}">${more}</a></p>`,
          }
        }),
      },
      {
        method: 'POST',
        path: mailingPaths.unsubscribe,
        open: page(async (open, language, request) => {
          const by = formOf(request)['List-Unsubscribe'] === 'One-Click' ? 'one-click' : 'page'
          // What counts comes first: cut off after it, they get no more all the same.
          await suppress(services, open, open.state.purpose)
          await asVisitor(services, open, 'mailingRecipient.unsubscribe', open.id, {
            purpose: open.state.purpose,
            by,
          })
          const { title, done, more } = words[language].unsubscribe
          return {
            language,
            title,
            body: html`<h1>${title}</h1>
<p class="text" role="status">${done(open.state.purpose)}</p>
<p><a href="${mailingPaths.preferences}?link=${open.token}">${more}</a></p>`,
          }
        }),
      },
      {
        method: 'GET',
        path: mailingPaths.preferences,
        open: page(async (open, language) => preferencesPage(services, open, language, false)),
      },
      {
        method: 'POST',
        path: mailingPaths.preferences,
        open: page(async (open, language, request) => {
          await choose(services, open, formOf(request))
          const person = await reachedOf({ model: open.model, id: open.personId }, services.execute)
          return preferencesPage(services, { ...open, person }, language, true)
        }),
      },
      {
        method: 'GET',
        path: mailingPaths.follow,
        async open(request, reply) {
          const token = parameterOf(request, 'link')
          const found = links.counted.read(token)
          // Only what we have signed is led to: whoever makes a link of their own is led nowhere.
          if (!found) {
            const language = languageFor(languages, [request.headers['accept-language']])
            const { title, text } = words[language].nowhere
            return saidPage({ status: 404, language }, title, text)
          }
          const open = await opened(token, found.r)
          if (open)
            await asVisitor(services, open, 'mailingRecipient.note-click', found.r, {
              link: found.to,
              machine: isMachine(request),
            })
          const to = open ? await knownThere(found.to, open) : found.to
          return withPageHeaders(reply).redirect(to, 302)
        },
      },
      {
        method: 'GET',
        path: mailingPaths.seen,
        async open(request, reply) {
          const token = parameterOf(request, 'link')
          const open = await opened(token, links.seen.read(token)?.r)
          if (open)
            await asVisitor(services, open, 'mailingRecipient.note-open', open.id, {
              machine: isMachine(request),
            })
          return sentPoint(reply)
        },
      },
    ])
    return []
  }

function sentPoint(reply: FastifyReply): FastifyReply {
  return withPageHeaders(reply).type('image/gif').send(point)
}

function isOutOf(person: Reached | undefined, purpose: string): boolean {
  return (person?.suppressions ?? []).some(
    (one) => one.cause === 'unsubscribe' && (one.purpose === null || one.purpose === purpose),
  )
}

const may = [
  'mailingRecipient.unsubscribe',
  'mailingRecipient.note-click',
  'mailingRecipient.note-open',
  'contact.suppress-mail',
  'contact.allow-mail',
  'contact.give-consent',
  'contact.withdraw-consent',
  'lead.suppress-mail',
  'lead.allow-mail',
]

/** What somebody does with a link is an event with a stranger as its actor; what cannot be noted keeps nobody from where they go. */
async function asVisitor(
  { execute }: Pick<Services, 'execute'>,
  open: Open,
  command: string,
  id: string,
  body: object,
): Promise<void> {
  const principal = visitorPrincipal({ kind: 'link', id: open.id }, may, [
    keyOf.record(open.id),
    keyOf.edit(open.id),
    keyOf.record(open.personId),
    keyOf.edit(open.personId),
  ])
  try {
    await execute({ command, id, body, principal })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
  }
}

const suppress = (services: Services, open: Open, purpose: string | null) =>
  asVisitor(services, open, `${open.model}.suppress-mail`, open.personId, { cause: 'unsubscribe', purpose })

/** What somebody may choose of, and whether they get it now. */
function choicesOf({ person }: Pick<Open, 'person'>, { purposes }: SendingRules) {
  return purposes.map((purpose, place) => ({
    ...purpose,
    field: `purpose${place}`,
    isOn:
      !isOutOf(person, purpose.name) &&
      (purpose.basis !== 'consent' || (person !== undefined && allows(person, purpose.name))),
  }))
}

async function preferencesPage(
  { execute }: Services,
  open: Open,
  language: (typeof languages)[number],
  isSaved: boolean,
): Promise<PublicPage> {
  const { title, ask, measuring, basis, act, saved, none } = words[language].preferences
  const choices = choicesOf(open, await sendingRulesNow({ load: execute.load }))
  return {
    language,
    title,
    body: html`<h1>${title}</h1>
${isSaved && html`<p class="said" role="status">${saved}</p>`}
<p>${ask}</p>
<form method="post" action="${mailingPaths.preferences}?link=${open.token}">
${choices.map((one) =>
  box(
    {
      name: one.field,
      label: one.name,
      hint: one.about ?? (one.basis === 'consent' ? false : basis),
    },
    one.isOn,
  ),
)}
${
  open.model === 'contact' &&
  box(
    { name: 'measuring', label: measuring },
    open.person !== undefined && allows(open.person, measuringPurpose),
  )
}
<p class="quiet">${none}</p>
<p class="actions"><button class="main">${act}</button></p>
</form>`,
  }
}

/** Carries out what somebody has ticked and unticked; a lead has no consents of its own, and is only taken off. */
async function choose(services: Services, open: Open, form: Readonly<Record<string, string>>): Promise<void> {
  const rules = await sendingRulesNow({ load: services.execute.load })
  const consent = (given: boolean, purpose: string) =>
    open.model === 'contact'
      ? asVisitor(
          services,
          open,
          given ? 'contact.give-consent' : 'contact.withdraw-consent',
          open.personId,
          given
            ? { purpose, channel: 'email', source: 'Preference page', textVersion: 'preferences-1' }
            : { purpose, channel: 'email' },
        )
      : Promise.resolve()
  for (const { name, basis, field, isOn } of choicesOf(open, rules)) {
    const wants = form[field] === 'yes'
    if (wants === isOn) continue
    if (wants) {
      await asVisitor(services, open, `${open.model}.allow-mail`, open.personId, {
        cause: 'unsubscribe',
        purpose: name,
      })
      await asVisitor(services, open, `${open.model}.allow-mail`, open.personId, {
        cause: 'unsubscribe',
        purpose: null,
      })
      if (basis === 'consent') await consent(true, name)
    } else {
      await suppress(services, open, name)
      if (basis === 'consent') await consent(false, name)
    }
  }
  const measured = open.person !== undefined && allows(open.person, measuringPurpose)
  if ((form.measuring === 'yes') !== measured) await consent(!measured, measuringPurpose)
}
