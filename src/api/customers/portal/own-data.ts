import type { z } from 'zod'
import { InvalidInput } from '../../../commands/errors.ts'
import { type ContactState, contact } from '../../../domain/customers/contact.ts'
import { DomainError } from '../../../domain/error.ts'
import { password } from '../../../domain/identity/password.ts'
import { changed } from '../../../domain/record.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import { html } from '../../http/html.ts'
import { formOf, question } from '../../http/public-form.ts'
import { type PublicPage, parameterOf } from '../../http/public-page.ts'
import type { Services } from '../../http/services.ts'
import { originOf } from '../../identity/browser.ts'
import { dayIn, type PortalShell, portalPath, type Within } from './shell.ts'
import { customerPrincipal, onlyOf, type PortalSignIns } from './sign-ins.ts'

const path = `${portalPath}/me`

const fields = [
  'first',
  'last',
  'jobTitle',
  'phone',
  'street',
  'postalCode',
  'city',
  'country',
  'language',
] as const
type Field = (typeof fields)[number]
type Typed = Record<Field, string>

const autocomplete: Readonly<Record<Field, string>> = {
  first: 'given-name',
  last: 'family-name',
  jobTitle: 'organization-title',
  phone: 'tel',
  street: 'street-address',
  postalCode: 'postal-code',
  city: 'address-level2',
  country: 'country',
  language: 'language',
}

/** The own data and consents of a customer (COL-04): changed at once, or asked for, as the rules of the portal say. */
export function ownDataPages(shell: PortalShell, services: Services, signIns: PortalSignIns) {
  const { within } = shell
  const { execute } = services

  async function show(at: Within, more: Shown = {}): Promise<PublicPage> {
    const { said, language, rules, customer, request } = at
    const { amiss = {}, typed = typedOf(customer.state), wrong } = more
    const consents = customer.state.consents ?? []
    const done = parameterOf(request, 'done')
    const note = wrong
      ? undefined
      : done === 'saved'
        ? said.saved
        : done === 'asked'
          ? said.requested
          : done === 'password'
            ? said.passwordSet
            : undefined
    return {
      status: wrong || Object.keys(amiss).length > 0 ? 422 : 200,
      language,
      title: said.own,
      body: html`<h1>${said.own}</h1>
${note !== undefined && html`<p class="said" role="status">${note}</p>`}
<form method="post" action="${path}">
${fields.map(
  (
    name,
  ) => html`${question({ name, label: said[name], required: name === 'last', error: amiss[name] }, (attributes) => html`<input ${attributes} maxlength="200" autocomplete="${autocomplete[name]}" value="${typed[name]}">`)}
`,
)}<p class="quiet">${said.emailNote} ${rules.ownData === 'request' && said.requestNote}</p>
<p class="actions"><button class="main" type="submit">${said.save}</button></p>
</form>
<h2>${said.consents}</h2>
${consents.length === 0 && html`<p>${said.noConsents}</p>`}
${consents.map(
  ({
    purpose,
    channel,
    givenAt,
    withdrawnAt,
  }) => html`<form class="card" method="post" action="${path}/consents">
<input type="hidden" name="purpose" value="${purpose}"><input type="hidden" name="channel" value="${channel}">
<p>${purpose} (${said.channels[channel] ?? channel})<br><span class="quiet">${withdrawnAt === null ? said.given(dayIn(givenAt, at)) : said.withdrawnOn(dayIn(withdrawnAt, at))}</span></p>
<p class="actions"><button type="submit" aria-label="${withdrawnAt === null ? said.withdraw : said.giveAgain}: ${purpose}" name="allow" value="${withdrawnAt === null ? 'no' : 'yes'}">${withdrawnAt === null ? said.withdraw : said.giveAgain}</button></p>
</form>
`,
)}
<h2>${said.password}</h2>
<form method="post" action="${path}/password">
<input type="hidden" name="username" autocomplete="username" value="${customer.state.email}">
${customer.access.credentialId !== undefined && question({ name: 'before', label: said.oldPassword, required: true, error: wrong?.before }, (attributes) => html`<input ${attributes} type="password" autocomplete="current-password" maxlength="200">`)}
${question({ name: 'password', label: said.newPassword, required: true, error: wrong?.password }, (attributes) => html`<input ${attributes} type="password" autocomplete="new-password" maxlength="200">`)}
<p class="actions"><button type="submit">${said.save}</button></p>
</form>`,
    }
  }

  const acting = ({ customer }: Within, may: string) =>
    customerPrincipal(customer.id, customer.sessionId, [may], onlyOf(customer.id))

  async function change(at: Within) {
    const { customer, rules, request, reply, said } = at
    const form = formOf(request)
    const typed = Object.fromEntries(fields.map((name) => [name, (form[name] ?? '').trim()])) as Typed
    const changes = changed<ContactState>(customer.state, changesOf(customer.state, typed))
    if (Object.keys(changes).length === 0) return reply.redirect(path, 303)
    const parsed = contact.commands['contact.change'].safeParse(changes)
    if (!parsed.success) return show(at, { typed, amiss: amissIn(parsed.error, said.missing) })
    try {
      if (rules.ownData === 'direct')
        await execute({
          command: 'contact.change',
          id: customer.id,
          body: changes,
          principal: acting(at, 'contact.change'),
        })
      else await askFor(at, typed)
    } catch (error) {
      const isTold = error instanceof DomainError || error instanceof InvalidInput
      if (isTold) return show(at, { typed, amiss: { last: error.message } })
      throw error
    }
    return reply.redirect(`${path}?done=${rules.ownData === 'direct' ? 'saved' : 'asked'}`, 303)
  }

  /** What is to be changed, as a request like any other: who looks at it changes it. */
  async function askFor({ customer, said }: Within, typed: Typed): Promise<void> {
    const before = typedOf(customer.state)
    const wanted = fields.filter((name) => typed[name] !== before[name])
    await execute({
      command: 'ticket.open-in-portal',
      body: {
        subject: `${said.own}: ${fullName(customer.state.name)}`,
        message: wanted
          .map((name) => `${said[name]}: ${before[name] || '-'} → ${typed[name] || '-'}`)
          .join('\n'),
        contactId: customer.id,
      },
      principal: customerPrincipal(customer.id, customer.sessionId, ['ticket.open-in-portal'], []),
    })
  }

  /** What somebody was asked once they may take back, and give again on the same wording. */
  async function consent(at: Within) {
    const { customer, request, reply, said } = at
    const { purpose, channel, allow } = formOf(request)
    const found = customer.state.consents?.find((one) => one.purpose === purpose && one.channel === channel)
    if (!found) return undefined
    const verb = allow === 'yes' ? 'give-consent' : 'withdraw-consent'
    await execute({
      command: `contact.${verb}`,
      id: customer.id,
      body: {
        purpose: found.purpose,
        channel: found.channel,
        ...(allow === 'yes' && { source: said.title, textVersion: found.textVersion }),
      },
      principal: acting(at, `contact.${verb}`),
    })
    return reply.redirect(`${path}?done=saved`, 303)
  }

  async function newPassword(at: Within) {
    const { customer, request, reply, said } = at
    const { before = '', password: typed = '' } = formOf(request)
    const chosen = password.safeParse(typed)
    if (!chosen.success)
      return show(at, { wrong: { password: chosen.error.issues[0]?.message ?? said.missing } })
    if (
      customer.access.credentialId !== undefined &&
      !(await signIns.isPassword(customer, before.slice(0, 200)))
    )
      return show(at, { wrong: { before: said.oldWrong } })
    try {
      shell.enter(await signIns.setPassword(customer, chosen.data, originOf(request)), at)
    } catch (error) {
      if (error instanceof DomainError) return show(at, { wrong: { password: error.message } })
      throw error
    }
    return reply.redirect(`${path}?done=password`, 303)
  }

  return [
    { method: 'GET' as const, path, open: within((at) => show(at)) },
    { method: 'POST' as const, path, open: within(change) },
    { method: 'POST' as const, path: `${path}/consents`, open: within(consent) },
    { method: 'POST' as const, path: `${path}/password`, open: within(newPassword) },
  ]
}

interface Shown {
  typed?: Typed
  amiss?: Partial<Record<Field, string>>
  wrong?: { before?: string; password?: string }
}

function typedOf({ name, title, phone, language, addresses }: ContactState): Typed {
  const [first] = addresses
  return {
    first: name.first ?? '',
    last: name.last,
    jobTitle: title ?? '',
    phone: phone ?? '',
    street: first?.lines.join(', ') ?? '',
    postalCode: first?.postalCode ?? '',
    city: first?.city ?? '',
    country: first?.country ?? '',
    language: language ?? '',
  }
}

/** What was typed as the fields of a contact; an address is one where any of it was. */
function changesOf({ addresses }: ContactState, typed: Typed) {
  const before = typedOf({ addresses, name: { last: '' } } as never as ContactState)
  const place = ['street', 'postalCode', 'city', 'country'] as const
  const isSame = place.every((name) => typed[name] === before[name])
  const [first, ...others] = addresses
  const isEmpty = place.every((name) => typed[name] === '')
  const address = {
    kind: first?.kind ?? ('visiting' as const),
    state: first?.state ?? null,
    lines: typed.street === '' ? [] : typed.street.split(/\s*,\s*/),
    postalCode: typed.postalCode || null,
    city: typed.city,
    country: typed.country.toUpperCase(),
  }
  return {
    name: { first: typed.first || null, last: typed.last },
    title: typed.jobTitle || null,
    phone: typed.phone || null,
    language: typed.language || null,
    ...(!isSame && { addresses: isEmpty ? others : [address, ...others] }),
  }
}

const fieldOf: Readonly<Record<string, Field>> = {
  'name.first': 'first',
  'name.last': 'last',
  title: 'jobTitle',
  phone: 'phone',
  language: 'language',
  'addresses.0.lines': 'street',
  'addresses.0.postalCode': 'postalCode',
  'addresses.0.city': 'city',
  'addresses.0.country': 'country',
}

function amissIn({ issues }: z.ZodError, missing: string): Partial<Record<Field, string>> {
  return Object.fromEntries(
    issues.map(({ path: at, message }) => [
      fieldOf[at.join('.')] ?? fieldOf[at.slice(0, 3).join('.')] ?? 'last',
      message || missing,
    ]),
  )
}
