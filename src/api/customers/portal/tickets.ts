import { z } from 'zod'
import { InFlight, KeyReused } from '../../../commands/errors.ts'
import { DomainError } from '../../../domain/error.ts'
import { line, prose } from '../../../domain/values/text.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { everyone, keyOf } from '../../../platform/people/permissions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { createdId, derivedId, isUuid, newId } from '../../../platform/process/ids.ts'
import { html } from '../../http/html.ts'
import { formOf, question } from '../../http/public-form.ts'
import { type PublicPage, parameterOf } from '../../http/public-page.ts'
import type { Services } from '../../http/services.ts'
import { customerRecords } from './records.ts'
import { dayIn, type PortalShell, portalPath, statusIn, type Within } from './shell.ts'
import { customerPrincipal, onlyOf } from './sign-ins.ts'

const path = `${portalPath}/tickets`

/** How long a page may take to show what was just written, in ms; then it shows what there is. */
const patience = 5_000

const longest = { subject: 300, message: 20_000 }
const asked = z.object({ subject: line(longest.subject), message: prose(longest.message) })
type Draft = Partial<z.output<typeof asked>>

/** What somebody read before they asked, and the one answer that they may give to it. */
const opened = z.object({ id: uuid, version: z.int(), opening: uuid })

/** What customers ask and are answered (COM-26), and what they find before they ask (COL-02). */
export function ticketPages(shell: PortalShell, services: Services, signing: Signing) {
  const { within } = shell
  const { execute, readModels } = services
  const openings = signing('portal-article', opened)
  const actingIn = ({ customer }: Within, may: string, keys: readonly string[]) =>
    customerPrincipal(customer.id, customer.sessionId, [may], keys)

  function askPage(
    { language, said }: Within,
    draft: Draft,
    { missing = [], found, key = newId() }: { missing?: readonly string[]; found?: Found; key?: string } = {},
  ): PublicPage {
    const amiss = (name: string) => (missing.includes(name) ? said.missing : undefined)
    const suggested = found !== undefined && found.length > 0
    return {
      status: missing.length > 0 ? 422 : 200,
      language,
      title: said.ask,
      body: html`<h1>${said.ask}</h1>
<form method="post" action="${path}">
<input type="hidden" name="key" value="${key}">
${
  suggested &&
  html`<input type="hidden" name="seen" value="yes">
<h2 role="status">${said.perhaps}</h2>
${found.map(
  ({
    id,
    title,
    summary,
    language: of,
  }) => html`<div class="card" lang="${of}"><p><button type="submit" formaction="${portalPath}/articles/${id}">${said.read(title)}</button></p>
${summary !== null && html`<p class="quiet">${summary}</p>`}</div>`,
)}`
}
${question({ name: 'subject', label: said.subject, required: true, error: amiss('subject') }, (attributes) => html`<input ${attributes} maxlength="${longest.subject}" value="${draft.subject}">`)}
${question({ name: 'message', label: said.message, required: true, error: amiss('message') }, (attributes) => html`<textarea ${attributes} rows="8" maxlength="${longest.message}">${draft.message}</textarea>`)}
<p class="actions"><button class="main" type="submit">${suggested ? said.askAnyway : said.askNext}</button></p>
</form>`,
    }
  }

  async function ask(at: Within): Promise<ReturnType<typeof at.reply.redirect> | PublicPage> {
    const form = formOf(at.request)
    const parsed = asked.safeParse(form)
    const draft = { subject: form.subject ?? '', message: form.message ?? '' }
    const key = isUuid(form.key) ? form.key : newId()
    if (!parsed.success)
      return askPage(at, draft, { missing: parsed.error.issues.map(({ path: [name] }) => String(name)), key })
    const { subject, message } = parsed.data
    if (form.seen !== 'yes') {
      const found = await customerRecords(services, at.customer).articlesFor(
        `${subject} ${message}`,
        at.language,
      )
      if (found.length > 0) return askPage(at, draft, { found, key })
    }
    const commandId = derivedId('portal-ticket', at.customer.id, key)
    try {
      const { position } = await execute({
        command: 'ticket.open-in-portal',
        commandId,
        body: { subject, message, contactId: at.customer.id },
        principal: actingIn(at, 'ticket.open-in-portal', []),
      })
      await readModels.waitFor(position, patience)
    } catch (error) {
      // Sent twice, it is there already.
      if (!(error instanceof KeyReused || error instanceof InFlight)) throw error
    }
    return at.reply.redirect(`${path}/${createdId(commandId)}?sent=yes`, 303)
  }

  async function showTicket(at: Within): Promise<PublicPage | undefined> {
    const { request, customer, said, language, seller } = at
    const { id } = request.params as { id: string }
    const found = isUuid(id) ? await customerRecords(services, customer).ticket(id) : undefined
    if (!found) return undefined
    shell.note(at, 'ticket', id)
    // What a colleague took down of a call is in the words of the house.
    const first =
      found.description === null || found.openedBy !== null
        ? []
        : [
            {
              author: 'requester',
              actorId: found.contactId ?? '',
              body: found.description,
              at: found.createdAt,
            },
          ]
    const who = ({ author, actorId }: { author: string; actorId: string }) =>
      author === 'agent'
        ? (seller?.legalName ?? said.title)
        : actorId === customer.id
          ? said.you
          : said.colleague
    return {
      language,
      title: found.subject,
      body: html`<p><a href="${path}">${said.tickets}</a></p>
<h1>${found.subject}</h1>
${parameterOf(request, 'sent') === 'yes' && html`<p class="said" role="status">${said.received(found.number)}</p>`}
<dl><dt>${said.number}</dt><dd>${found.number}</dd><dt>${said.status}</dt><dd>${statusIn(said, found.status)}</dd></dl>
${[...first, ...found.messages].map(
  (one) => html`<article class="card${one.actorId === customer.id && html` mine`}">
<p class="quiet">${who(one)}, ${dayIn(one.at, at)}</p>
<p class="text">${one.body}</p>
</article>
`,
)}${
  found.status === 'closed'
    ? html`<p>${said.closed}</p><p class="actions"><a class="act" href="${path}/new">${said.ask}</a></p>`
    : html`<form method="post" action="${path}/${id}">
<input type="hidden" name="key" value="${newId()}">
${question({ name: 'message', label: said.answer, required: true }, (attributes) => html`<textarea ${attributes} rows="5" maxlength="${longest.message}"></textarea>`)}
<p class="actions"><button class="main" type="submit">${said.answerAct}</button></p>
</form>`
}`,
    }
  }

  async function answer(at: Within) {
    const { request, reply, customer } = at
    const { id } = request.params as { id: string }
    const found = isUuid(id) ? await customerRecords(services, customer).ticket(id) : undefined
    if (!found) return undefined
    const { message, key } = formOf(request)
    const body = prose(longest.message).safeParse(message).data
    if (body !== undefined)
      try {
        const { position } = await execute({
          command: 'ticket.reply',
          id,
          commandId: derivedId('portal-reply', customer.id, id, isUuid(key) ? key : newId()),
          body: { author: 'requester', body },
          principal: actingIn(at, 'ticket.reply', onlyOf(id)),
        })
        await readModels.waitFor(position, patience)
      } catch (error) {
        // Closed meanwhile, the page says so; sent twice, it stands there.
        const isOver = error instanceof KeyReused || error instanceof InFlight || error instanceof DomainError
        if (!isOver) throw error
      }
    return reply.redirect(`${path}/${id}`, 303)
  }

  /** What was about to be asked is carried along: whoever is not helped need not write it again. */
  async function readArticle(at: Within): Promise<PublicPage | undefined> {
    const { request, customer, said } = at
    const { id } = request.params as { id: string }
    const found = isUuid(id) ? await customerRecords(services, customer).article(id) : undefined
    if (!found) return undefined
    const { subject = '', message = '', key = '' } = formOf(request)
    const token = openings.tokenOf({ id: found.id, version: found.version, opening: newId() })
    return {
      language: found.language,
      title: found.title,
      body: html`<h1>${found.title}</h1>
${found.summary !== null && html`<p class="quiet">${found.summary}</p>`}
${found.body !== null && html`<p class="text">${found.body}</p>`}
${found.steps.map(
  (step, place) => html`<h2>${place + 1}. ${step.title}</h2>
${step.text !== null && html`<p class="text">${step.text}</p>`}`,
)}
<h2>${said.solved}</h2>
<form method="post" action="${portalPath}/articles/${id}/solved">
<input type="hidden" name="token" value="${token}">
<p class="actions"><button class="main" type="submit">${said.solvedYes}</button></p>
</form>
<form method="post" action="${path}">
<input type="hidden" name="seen" value="yes"><input type="hidden" name="key" value="${key}">
<input type="hidden" name="subject" value="${subject}">
<textarea name="message" hidden>${message}</textarea>
<p class="actions"><button type="submit">${said.solvedNo}</button></p>
</form>`,
    }
  }

  /** A request that was about to be made and was not: said by who would have made it. */
  async function solved(at: Within): Promise<PublicPage | undefined> {
    const { request, said, language } = at
    const opening = openings.read(formOf(request).token)
    if (!opening || opening.id !== (request.params as { id: string }).id) return undefined
    try {
      await execute({
        command: 'article.rate',
        id: opening.id,
        commandId: derivedId('portal-article', opening.opening),
        body: { helpful: true, version: opening.version, deflected: true },
        principal: actingIn(at, 'article.rate', [everyone, keyOf.all('article')]),
      })
    } catch (error) {
      const isOver = error instanceof KeyReused || error instanceof InFlight || error instanceof DomainError
      if (!isOver) throw error
    }
    return {
      language,
      title: said.glad,
      body: html`<h1>${said.glad}</h1><p class="actions"><a class="act" href="${portalPath}">${said.overview}</a></p>`,
    }
  }

  async function listTickets(at: Within): Promise<PublicPage> {
    const { customer, said, language } = at
    const rows = await customerRecords(services, customer).tickets()
    return {
      language,
      title: said.tickets,
      body: html`<h1>${said.tickets}</h1>
<p class="actions"><a class="act main" href="${path}/new">${said.ask}</a></p>
${
  rows.length === 0
    ? html`<p>${said.nothing}</p>`
    : html`<table><thead><tr><th scope="col">${said.tickets}</th><th scope="col">${said.status}</th></tr></thead><tbody>
${rows.map(({ id, number, subject, status, updatedAt }) => html`<tr><td><a href="${path}/${id}">${subject}</a><br><span class="quiet">${number}, ${dayIn(updatedAt, at)}</span></td><td>${statusIn(said, status)}</td></tr>\n`)}</tbody></table>`
}`,
    }
  }

  return [
    { method: 'GET' as const, path, open: within(listTickets) },
    { method: 'POST' as const, path, open: within(ask) },
    { method: 'GET' as const, path: `${path}/new`, open: within(async (at) => askPage(at, {})) },
    { method: 'GET' as const, path: `${path}/:id`, open: within(showTicket) },
    { method: 'POST' as const, path: `${path}/:id`, open: within(answer) },
    { method: 'POST' as const, path: `${portalPath}/articles/:id`, open: within(readArticle) },
    { method: 'POST' as const, path: `${portalPath}/articles/:id/solved`, open: within(solved) },
  ]
}

type Found = Awaited<ReturnType<ReturnType<typeof customerRecords>['articlesFor']>>
