import { quote } from '../../../domain/sales/quote.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import { attachment } from '../../http/download.ts'
import { type Html, html } from '../../http/html.ts'
import { type PublicPage, withPageHeaders } from '../../http/public-page.ts'
import type { Services } from '../../http/services.ts'
import { issuedInvoicePaper } from '../../sales/invoice-document.ts'
import { type AtQuote, quoteAnswering, type Verb } from '../../sales/quote-answering.ts'
import { quotePaper } from '../../sales/quote-paper.ts'
import { customerRecords } from './records.ts'
import { dayIn, moneyOf, type PortalShell, portalPath, statusIn, type Within } from './shell.ts'
import { customerPrincipal, onlyOf } from './sign-ins.ts'

const rights = ['quote.accept-by-link', 'quote.reject-by-link']

/** What was offered, ordered, billed and agreed (COL-03): each to be read, and quotes to be answered. */
export function paperPages(shell: PortalShell, services: Services) {
  const { within } = shell
  const { opened, asked, answered, factsOf } = quoteAnswering(services)
  const recordsOf = ({ customer }: Within) => customerRecords(services, customer)
  const idIn = ({ request }: Within) => {
    const { id } = request.params as { id: string }
    return isUuid(id) ? id : undefined
  }

  /** A customer at a quote that was sent to their account. */
  async function atQuote(at: Within): Promise<AtQuote | undefined> {
    const id = idIn(at)
    const state =
      id !== undefined && (await recordsOf(at).hasQuote(id))
        ? await services.execute.load(quote, id)
        : undefined
    if (id === undefined || !state) return undefined
    const { customer } = at
    return {
      id,
      state,
      link: null,
      address: (what) => `${portalPath}/quotes/${id}${what ? `/${what}` : ''}`,
      isOurs: false,
      principal: customerPrincipal(customer.id, customer.sessionId, rights, onlyOf(id)),
      name: fullName(customer.state.name),
    }
  }

  const asking = (verb: Verb) =>
    within(async (at) => {
      const found = await atQuote(at)
      return found && asked(verb, found, at.request)
    })
  const answering = (verb: Verb) =>
    within(async (at) => {
      const found = await atQuote(at)
      return found && answered(verb, found, at.request, at.reply)
    })

  const pdf = ({ reply }: Within, name: string, content: Buffer) =>
    withPageHeaders(reply)
      .type('application/pdf')
      .header('content-disposition', attachment(`${name}.pdf`))
      .send(content)

  async function showOrder(at: Within): Promise<PublicPage | undefined> {
    const { said, language } = at
    const id = idIn(at)
    const found = id && (await recordsOf(at).order(id))
    if (!found) return undefined
    shell.note(at, 'order', found.id)
    return {
      language,
      title: found.number,
      body: html`<p><a href="${portalPath}/orders">${said.orders}</a></p>
<h1>${found.number}</h1>
<dl><dt>${said.date}</dt><dd>${dayIn(found.placedAt, at)}</dd><dt>${said.status}</dt><dd>${statusIn(said, found.status)}</dd>
<dt>${said.total}</dt><dd>${moneyOf(found.gross, found.currency)}</dd></dl>
<table><thead><tr><th scope="col">${said.what}</th><th scope="col">${said.quantity}</th></tr></thead><tbody>
${found.lines.map(({ description, quantity }) => html`<tr><td>${description}</td><td>${quantity}</td></tr>\n`)}</tbody></table>`,
    }
  }

  return [
    {
      method: 'GET' as const,
      path: `${portalPath}/quotes`,
      open: within(async (at) =>
        listed(at, at.said.quotes, await recordsOf(at).quotes(), (row) => ({
          name: html`<a href="${portalPath}/quotes/${row.id}">${row.number}</a>`,
          more: [
            row.sentAt && dayIn(row.sentAt, at),
            statusIn(at.said, row.status),
            row.status === 'sent' && `${at.said.until} ${dayIn(row.validUntil, at)}`,
          ],
          amount: moneyOf(row.gross, row.currency),
        })),
      ),
    },
    {
      method: 'GET' as const,
      path: `${portalPath}/quotes/:id`,
      open: within(async (at) => {
        const found = await atQuote(at)
        if (found) shell.note(at, 'quote', found.id)
        return found && opened(found, at.request)
      }),
    },
    { method: 'GET' as const, path: `${portalPath}/quotes/:id/accept`, open: asking('accept') },
    { method: 'POST' as const, path: `${portalPath}/quotes/:id/accept`, open: answering('accept') },
    { method: 'GET' as const, path: `${portalPath}/quotes/:id/decline`, open: asking('reject') },
    { method: 'POST' as const, path: `${portalPath}/quotes/:id/decline`, open: answering('reject') },
    {
      method: 'GET' as const,
      path: `${portalPath}/quotes/:id/document`,
      open: within(async (at) => {
        const found = await atQuote(at)
        if (!found) return undefined
        shell.note(at, 'quote', found.id)
        return pdf(at, found.state.number, await quotePaper(await factsOf(found)))
      }),
    },
    {
      method: 'GET' as const,
      path: `${portalPath}/orders`,
      open: within(async (at) =>
        listed(at, at.said.orders, await recordsOf(at).orders(), (row) => ({
          name: html`<a href="${portalPath}/orders/${row.id}">${row.number}</a>`,
          more: [dayIn(row.placedAt, at), statusIn(at.said, row.status)],
          amount: moneyOf(row.gross, row.currency),
        })),
      ),
    },
    { method: 'GET' as const, path: `${portalPath}/orders/:id`, open: within(showOrder) },
    {
      method: 'GET' as const,
      path: `${portalPath}/invoices`,
      open: within(async (at) =>
        listed(at, at.said.invoices, await recordsOf(at).invoices(), (row) => ({
          name: html`<a href="${portalPath}/invoices/${row.id}/document">${row.number}<span class="quiet">, PDF</span></a>`,
          more: [
            dayIn(row.issuedOn, at),
            statusIn(at.said, row.status, 'invoice'),
            row.dueOn && Number(row.open) > 0 && `${at.said.due} ${dayIn(row.dueOn, at)}`,
          ],
          amount: moneyOf(row.gross, row.currency),
        })),
      ),
    },
    {
      method: 'GET' as const,
      path: `${portalPath}/invoices/:id/document`,
      open: within(async (at) => {
        const id = idIn(at)
        if (id === undefined || !(await recordsOf(at).hasInvoice(id))) return undefined
        shell.note(at, 'invoice', id)
        const { number, content } = await issuedInvoicePaper(services, id)
        return pdf(at, number, content)
      }),
    },
    {
      method: 'GET' as const,
      path: `${portalPath}/contracts`,
      open: within(async (at) => {
        const { said, language } = at
        const rows = await recordsOf(at).contracts()
        return {
          language,
          title: said.contracts,
          body: html`<h1>${said.contracts}</h1>
${rows.length === 0 && html`<p>${said.nothing}</p>`}
${rows.map(
  (row) => html`<section class="card"><h2>${row.name}</h2>
<dl><dt>${said.number}</dt><dd>${row.number}</dd><dt>${said.status}</dt><dd>${statusIn(said, row.status)}</dd>
<dt>${said.from}</dt><dd>${dayIn(row.startsOn, at)}</dd><dt>${said.until}</dt><dd>${row.endsOn === null ? said.endless : dayIn(row.endsOn, at)}</dd>
${row.coversAll && html`<dt>${said.covers}</dt><dd>${said.everything}</dd>`}</dl>
${row.text !== null && html`<p class="text">${row.text}</p>`}</section>
`,
)}`,
        }
      }),
    },
  ]
}

/** A list of documents: what each is called, how it stands, and what it comes to. */
function listed<Row>(
  { language, said }: Within,
  title: string,
  rows: readonly Row[],
  shown: (row: Row) => { name: Html; more: readonly (string | false | null)[]; amount: string },
): PublicPage {
  return {
    language,
    title,
    body: html`<h1>${title}</h1>
${
  rows.length === 0
    ? html`<p>${said.nothing}</p>`
    : html`<table><thead><tr><th scope="col">${said.number}</th><th scope="col">${said.total}</th></tr></thead><tbody>
${rows.map((row) => {
  const { name, more, amount } = shown(row)
  return html`<tr><td>${name}<br><span class="quiet">${more.filter(Boolean).join(', ')}</span></td><td>${amount}</td></tr>\n`
})}</tbody></table>`
}`,
  }
}
