import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { InFlight, InvalidInput, KeyReused } from '../../commands/errors.ts'
import { isSwitchedOff } from '../../commands/settings/modules.ts'
import { DomainError } from '../../domain/error.ts'
import { lead } from '../../domain/sales/lead.ts'
import { type LeadFormState, leadForm } from '../../domain/sales/lead-form.ts'
import { type Submission, submission } from '../../domain/sales/submission.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { formLanguages } from '../../domain/values/form-language.ts'
import { cutTo } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { keyOf, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { derivedId, isUuid, newId } from '../../platform/process/ids.ts'
import { formOf } from '../http/public-form.ts'
import { addPublicPages, addressOf, languageFor, type PublicPage, parameterOf } from '../http/public-page.ts'
import type { Extension } from '../http/services.ts'
import {
  closedPage,
  confirmedPage,
  confirmPage,
  type Filled,
  formPage,
  nothingFilled,
  thanksPage,
  trap,
  unknownPage,
} from './lead-form-page.ts'
import { words } from './lead-form-page-words.ts'
import { proves } from './proof-of-work.ts'

/** Who may have sent a form is asked by a letter, with the way to whoever has the mailbox. */
export const confirmations = (signing: Signing) => signing('lead-confirmation', z.object({ leadId: uuid }))
export const ticketConfirmations = (signing: Signing) =>
  signing('ticket-confirmation', z.object({ ticketId: uuid }))
export const confirmPath = (formId: string, token: string) => `/f/${formId}/confirm?link=${token}`

/** How long a page may stand open, in ms. */
const openFor = 24 * 3_600_000

const { page: pageRule, utm: utmRule, consent: consentRule } = submission.shape
/** What a page was when it was shown, and what it asked to allow. */
const shownPage = z.object({
  id: uuid,
  at: z.number(),
  page: pageRule,
  utm: utmRule,
  consent: consentRule,
  landingPageId: uuid.nullable().default(null),
})
type Shown = z.output<typeof shownPage>
type Origin = Pick<Shown, 'page' | 'utm' | 'landingPageId'>

const utmNames = ['source', 'medium', 'campaign', 'term', 'content'] as const

/** Of a page's address and of what links to it, how somebody has come. */
function utmIn(...queries: readonly URLSearchParams[]): Shown['utm'] {
  const found = utmNames.flatMap((name) => {
    const value = queries.map((query) => query.get(`utm_${name}`)).find(Boolean)
    const parsed = utmRule.unwrap().safeParse({ [name]: value && cutTo(value, 200) })
    return value && parsed.success ? [[name, parsed.data[name]] as const] : []
  })
  return found.length > 0 ? Object.fromEntries(found) : null
}

/** How somebody has come to a form: by the page that it stands in, if that is told, and what stood in its address. */
export function originOf(
  services: { publicUrl: string | undefined },
  request: FastifyRequest,
  at?: string,
): Origin {
  const own = addressOf(services, request, request.url)
  const { referer = '' } = request.headers
  const from =
    at === undefined && URL.canParse(referer) && /^https?:/.test(referer) ? new URL(referer) : undefined
  const page = pageRule.safeParse(at ?? (from ?? addressOf(services, request, own.pathname)).href)
  return {
    page: page.success ? page.data : null,
    utm: utmIn(own.searchParams, from?.searchParams ?? new URLSearchParams()),
    landingPageId: null,
  }
}

const nowhere: Origin = { page: null, utm: null, landingPageId: null }

const shownForm = (signing: Signing, formId: string) => signing(`lead-form ${formId}`, shownPage)

/** What of a form that is shown comes back with it: where, when and what it asked to allow. */
export function shownToken(
  signing: Signing,
  { id, form }: { id: string; form: LeadFormState },
  { at, ...origin }: Origin & { at: string },
): string {
  const shown = { ...origin, id: newId(), at: Date.parse(at), consent: consentOf(form) }
  return shownForm(signing, id).tokenOf(shown)
}

export const consentOf = ({ consent }: LeadFormState): Shown['consent'] =>
  consent && { purpose: consent.purpose, textVersion: consent.textVersion }

const isSame = (one: Shown['consent'], other: Shown['consent']) =>
  one?.purpose === other?.purpose && one?.textVersion === other?.textVersion

/** What stands in a form's field as the lead has it; null where nothing does. */
const asNothing = (value: string) => (value.trim() === '' ? null : value)

const answers = {
  ...lead.commands['lead.capture'].schema.pick({
    email: true,
    phone: true,
    company: true,
    country: true,
    postcode: true,
    productInterest: true,
  }).shape,
  subject: ticket.commands['ticket.open'].schema.shape.subject.nullable(),
  message: submission.shape.message,
}

type Page = Promise<PublicPage | FastifyReply>

interface Open {
  id: string
  form: LeadFormState
}

/** The lead or the ticket that somebody has made by a form. */
interface Made {
  of: typeof lead | typeof ticket
  id: string
}

/** The pages of forms: strangers see and send them, and nobody learns there who is known. */
export const leadFormPages =
  ({ signing }: { signing: Signing }): Extension =>
  (app, services) => {
    const { execute, clock } = services
    const confirmation = confirmations(signing)
    const ticketConfirmation = ticketConfirmations(signing)
    const pages = (formId: string) => shownForm(signing, formId)

    /** What a form that takes answers leads to. */
    function opening(then: (open: Open, request: FastifyRequest, reply: FastifyReply) => Page) {
      return async (request: FastifyRequest, reply: FastifyReply) => {
        const id = (request.params as { id: string }).id.toLowerCase()
        const form = isUuid(id) ? await execute.load(leadForm, id) : undefined
        if (!form) return unknownPage(languageFor(formLanguages, [request.headers['accept-language']]))
        const module = form.makes === 'ticket' ? 'service' : 'sales'
        const isOpen = !form.archived && !(await isSwitchedOff(module, execute))
        return isOpen ? then({ id, form }, request, reply) : closedPage(form)
      }
    }

    function show({ id, form }: Open, origin: Origin, filled: Filled = nothingFilled): PublicPage {
      const token = shownToken(signing, { id, form }, { ...origin, at: clock() })
      return formPage(form, { address: `/f/${id}`, token, filled })
    }

    async function take(open: Open, request: FastifyRequest, reply: FastifyReply): Page {
      const { id, form } = open
      const said = words[form.language]
      const { consent: ticked, ...others } = formOf(request)
      const { token = '', work = '' } = others
      const shown = pages(id).read(token)
      const consent = consentOf(form)
      // Nobody has allowed what was written after they had read it.
      const isRead = shown !== undefined && isSame(shown.consent, consent)
      const values = isRead && ticked !== undefined ? { ...others, consent: ticked } : others
      const again = (text: string, errors: Filled['errors'] = {}) =>
        show(open, shown ?? nowhere, { values, errors, said: text })
      const age = Date.parse(clock()) - (shown?.at ?? 0)
      if (!shown || age > openFor) return again(said.expired)
      const { body, errors } = read(form, values)
      if (ticked && consent && !isRead) errors.consent = said.agree
      if (Object.keys(errors).length > 0) return again(said.amiss, errors)
      const { confirm } = form
      const sent = {
        formId: id,
        landingPageId: shown.landingPageId,
        page: shown.page,
        utm: shown.utm,
        consent: values.consent ? consent : null,
        confirm,
        signs: {
          trapped: (values[trap] ?? '') !== '',
          proven: proves(token, work),
          seconds: Math.max(0, Math.floor(age / 1000)),
        },
      }
      try {
        await execute({
          commandId: derivedId('lead-form', id, shown.id),
          ...asked(form, body, sent),
        })
      } catch (error) {
        // Sent twice, it is the same one, whatever was written otherwise meanwhile.
        const isRepeat = error instanceof KeyReused || error instanceof InFlight
        if (error instanceof DomainError || error instanceof InvalidInput) {
          request.log.warn({ err: error, form: id }, 'a form could not be taken')
          return again(said.refused)
        }
        if (!isRepeat) throw error
      }
      return reply.redirect(`/f/${id}/thanks`, 303)
    }

    /** The form, and what was made by it, by the link in a letter. */
    function following(then: (open: Open, made: Made, token: string) => Promise<PublicPage>) {
      return opening(async (open, request) => {
        const token = parameterOf(request, 'link') ?? ''
        const made = madeBy(token)
        const state = made && (await execute.load(made.of, made.id))
        const isOurs = state?.submission?.formId === open.id && !privacyOf(state).erased
        return made && isOurs ? then(open, made, token) : unknownPage(open.form.language)
      })
    }

    function madeBy(token: string): Made | undefined {
      const leadId = confirmation.read(token)?.leadId
      const ticketId = ticketConfirmation.read(token)?.ticketId
      if (leadId) return { of: lead as Made['of'], id: leadId }
      return ticketId ? { of: ticket as never, id: ticketId } : undefined
    }

    async function confirm({ id, form }: Open, made: Made): Promise<PublicPage> {
      await execute({
        command: `${made.of.name}.confirm`,
        id: made.id,
        commandId: derivedId('lead-form', 'confirm', made.id),
        body: {},
        principal: visitorOf(id, keyOf.record(made.id), keyOf.edit(made.id)),
      })
      return confirmedPage(form)
    }

    const path = '/f/:id'
    addPublicPages(app, [
      {
        method: 'GET',
        path,
        open: opening(async (open, request) => show(open, originOf(services, request))),
      },
      { method: 'POST', path, open: opening(take) },
      { method: 'GET', path: `${path}/thanks`, open: opening(async ({ form }) => thanksPage(form)) },
      {
        method: 'GET',
        path: `${path}/confirm`,
        open: following(async ({ id, form }, _, token) => confirmPage(form, confirmPath(id, token))),
      },
      { method: 'POST', path: `${path}/confirm`, open: following(confirm) },
    ])
    return []
  }

/** What was filled in, as the lead has it, or what is not right with it. */
export function read(form: LeadFormState, values: Readonly<Record<string, string>>) {
  const said = words[form.language]
  const errors: Record<string, string> = {}
  const body: Record<string, unknown> = {}
  const asks = [{ field: 'last' as const, required: true }, ...form.asks]
  const name = lead.commands['lead.capture'].schema.shape.name.safeParse({
    first: asNothing(values.first ?? ''),
    last: values.last ?? '',
  })
  if (name.success) body.name = name.data
  else if (values.last?.trim()) errors.first = said.wrong
  for (const { field, required } of asks) {
    const given = asNothing(values[field] ?? '')
    if (given === null && required) errors[field] = said.missing
    if (field === 'last') continue
    const parsed = answers[field].safeParse(given)
    if (!parsed.success) errors[field] ??= said.wrong
    else body[field] = parsed.data
  }
  if (form.consent?.required && !values.consent) errors.consent = said.agree
  return { body, errors }
}

/** What a form asks of us in the name of who has sent it. */
export function asked(form: LeadFormState, body: Readonly<Record<string, unknown>>, sent: Sent) {
  const { message = null, subject, ...known } = body as { message?: string | null; subject?: string | null }
  if (form.makes === 'ticket')
    return {
      command: 'ticket.open-by-form',
      body: { ...known, subject: subject ?? form.title, message, submission: sent },
      principal: visitorOf(sent.formId),
    }
  const { source, campaign } = form
  return {
    command: 'lead.capture-from-form',
    body: { ...known, source, campaign, ownerId: null, submission: { ...sent, message } },
    principal: visitorOf(sent.formId, keyOf.queue('lead')),
  }
}

type Sent = Omit<Submission, 'message'>

/** Who sends a form brings one lead or ticket in, which nobody has yet, and says that it was them. */
const visitorOf = (formId: string, ...keys: readonly string[]) =>
  visitorPrincipal({ kind: 'form', id: formId }, ['lead.capture', 'ticket.open-by-form'], keys)
