import type { FastifyReply, FastifyRequest } from 'fastify'
import { portalRulesNow } from '../../../commands/customers/portal-policy.ts'
import type { PortalRules } from '../../../domain/customers/portal-policy.ts'
import type { StateOf } from '../../../domain/decider.ts'
import type { organisation } from '../../../domain/settings/organisation.ts'
import { formatMoney } from '../../../domain/values/money.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import { cookieFor, refuseForeignOrigin } from '../../http/authentication.ts'
import { type Html, html } from '../../http/html.ts'
import { languageFor, type PublicPage, saidPage } from '../../http/public-page.ts'
import type { Services } from '../../http/services.ts'
import { cookieOf } from '../../identity/browser.ts'
import type { Opened } from '../../identity/sign-ins.ts'
import { noteShown } from '../../log/noting.ts'
import { organisationAtFirst, organisationDay, organisationOn } from '../../settings/organisation.ts'
import type { Customer, PortalSignIns } from './sign-ins.ts'
import { type Language, languages, type Words, words } from './words.ts'

export const portalPath = '/portal'
const cookieName = 'hindsight_portal'

/** What every page of the portal knows of who asks: nobody yet, or a customer. */
export interface Asking {
  request: FastifyRequest
  reply: FastifyReply
  rules: PortalRules
  language: Language
  said: Words
  /** Whose portal it is; undefined while nobody has said so. */
  seller: StateOf<typeof organisation> | undefined
}
export interface Within extends Asking {
  customer: Customer
}

type Page = Promise<PublicPage | FastifyReply>

/** Whom the pages of the portal are opened for, and what is the same on all of them. */
export function portalShell(services: Services, signIns: PortalSignIns) {
  const { execute, clock, publicUrl } = services

  async function asking(
    request: FastifyRequest,
    reply: FastifyReply,
    spoken?: string | null,
  ): Promise<Asking> {
    const language = languageFor(languages, [spoken, request.headers['accept-language']])
    const seller =
      (await organisationOn(services, await organisationDay(services, clock()))) ??
      (await organisationAtFirst(services))
    return { request, reply, rules: await portalRulesNow(execute), language, said: words[language], seller }
  }

  /** What is not there, whoever asks: switched off, of somebody else, or never made. */
  const nowhere = ({ language, said }: Asking, text = said.nowhere) =>
    saidPage({ status: 404, language }, text)

  /** For whoever comes; what they send comes from here. */
  const stranger =
    (then: (asked: Asking) => Page) => async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = await asking(request, reply)
      if (!asked.rules.on) return nowhere(asked, asked.said.off)
      if (request.method === 'POST') refuseForeignOrigin(request, publicUrl)
      return then(asked)
    }

  /** For who has signed in; anybody else is shown the way. */
  const within = (then: (asked: Within) => Promise<PublicPage | FastifyReply | undefined>) =>
    stranger(async (asked) => {
      const { request, reply } = asked
      const customer = await signIns.authenticate(request.cookies[cookieFor(request, cookieName)] ?? '')
      if (!customer) return reply.redirect(`${portalPath}/sign-in`, 303)
      const inside = { ...(await asking(request, reply, customer.state.language)), customer }
      const page = (await then(inside)) ?? nowhere(inside)
      return 'body' in page && page.body !== undefined ? framed(inside, page as PublicPage) : page
    })

  return {
    stranger,
    within,
    nowhere,

    /** The browser goes on with this session. */
    enter({ token, session }: Opened, { request, reply }: Pick<Asking, 'request' | 'reply'>): void {
      reply.setCookie(cookieFor(request, cookieName), token, {
        ...cookieOf(request),
        expires: new Date(session.expiresAt),
      })
    },

    leave({ request, reply }: Pick<Asking, 'request' | 'reply'>): void {
      reply.clearCookie(cookieFor(request, cookieName), cookieOf(request))
      // Whoever uses this browser next finds nothing of what was shown.
      reply.header('clear-site-data', '"cache"')
    },

    /** Who saw which record of theirs is kept, as it is of colleagues. */
    note({ request, customer }: Within, model: string, id: string): void {
      if (request.method !== 'GET') return
      noteShown(
        services,
        request,
        { actor: { id: customer.id, kind: 'customer', roles: [] }, via: customer.sessionId },
        { kind: 'view', model, records: [id], what: `GET ${portalPath}` },
      )
    },
  }
}

export type PortalShell = ReturnType<typeof portalShell>

/** A page with the way to all others. */
function framed({ said, seller, request, customer }: Within, page: PublicPage): PublicPage {
  const here = request.url.split('?', 1)[0] ?? ''
  const links = [
    ['', said.overview],
    ['/tickets', said.tickets],
    ['/quotes', said.quotes],
    ['/orders', said.orders],
    ['/invoices', said.invoices],
    ['/contracts', said.contracts],
    ['/files', said.files],
    ['/me', said.own],
  ] as const
  const isHere = (path: string) =>
    path === ''
      ? here === portalPath
      : here === `${portalPath}${path}` || here.startsWith(`${portalPath}${path}/`)
  return {
    ...page,
    signedIn: true,
    head: html`<a class="skip" href="#main">${said.skip}</a>
<header>${brand(seller, said)}
<nav aria-label="${said.sections}"><ul>
${links.map(
  ([path, label]) =>
    html`<li><a href="${portalPath}${path}"${isHere(path) && html` aria-current="page"`}>${label}</a></li>\n`,
)}<li><a href="/help-centre">${said.help}</a></li>
<li><form method="post" action="${portalPath}/sign-out"><button type="submit" title="${fullName(customer.state.name)}">${said.signOut}</button></form></li>
</ul></nav></header>`,
  }
}

/** Whose portal it is: their picture and name. */
export function brand(seller: Asking['seller'], said: Words): Html {
  const name = seller?.legalName ?? said.title
  return seller?.logo
    ? html`<img class="logo" src="${seller.logo}" alt="${name}">`
    : html`<strong>${name}</strong>`
}

export const dayIn = (at: string, { language, seller }: Pick<Asking, 'language' | 'seller'>) =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeZone: /T/.test(at) ? (seller?.timeZone ?? 'UTC') : 'UTC',
  }).format(new Date(at))

export const moneyOf = (amount: number | bigint | string, currency: string) =>
  formatMoney({ amount: Number(amount), currency })

export const statusIn = (said: Words, status: string, kind = '') =>
  said.statuses[`${kind} ${status}`] ?? said.statuses[status] ?? status
