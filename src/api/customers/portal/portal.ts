import { fullName } from '../../../domain/values/person-name.ts'
import type { Files } from '../../../platform/files/files.ts'
import { html } from '../../http/html.ts'
import { addPublicPages, type PublicPage } from '../../http/public-page.ts'
import type { Extension } from '../../http/services.ts'
import { entrancePages } from './entrance.ts'
import { filePages } from './files.ts'
import { ownDataPages } from './own-data.ts'
import { paperPages } from './papers.ts'
import { customerRecords } from './records.ts'
import { moneyOf, portalPath, portalShell, statusIn, type Within } from './shell.ts'
import { createPortalSignIns, type PortalSignInParts } from './sign-ins.ts'
import { ticketPages } from './tickets.ts'

/** Pages a minute from one address: a whole office may be behind it. */
const perMinute = 300

/** The customers' own door (COM-26): pages with a sign-in of their own, which opens nothing else of the product. */
export const portalPages =
  (parts: PortalSignInParts & { files: Files }): Extension =>
  (app, services) => {
    const signIns = createPortalSignIns(parts)
    const shell = portalShell(services, signIns)

    /** What waits for an answer, and the way to ask. */
    async function overview(at: Within): Promise<PublicPage> {
      const { said, language, customer } = at
      const records = customerRecords(services, customer)
      const [tickets, quotes] = await Promise.all([records.tickets(), records.quotes()])
      const open = tickets.filter(({ status }) => status !== 'closed' && status !== 'resolved')
      const offered = quotes.filter(({ status }) => status === 'sent')
      return {
        language,
        title: said.title,
        body: html`<h1>${said.hello(fullName(customer.state.name))}</h1>
<p class="actions"><a class="act main" href="${portalPath}/tickets/new">${said.ask}</a></p>
<h2>${said.quotes}</h2>
${offered.length === 0 && html`<p class="quiet">${said.noneToAnswer}</p>`}
${offered.map(
  ({
    id,
    number,
    gross,
    currency,
  }) => html`<p class="card"><a href="${portalPath}/quotes/${id}">${number}</a>, ${moneyOf(gross, currency)}: ${said.toAnswer}</p>
`,
)}<h2>${said.tickets}</h2>
${open.length === 0 && html`<p class="quiet">${said.noneOpen}</p>`}
${open.map(
  ({
    id,
    subject,
    status,
  }) => html`<p class="card"><a href="${portalPath}/tickets/${id}">${subject}</a>: ${statusIn(said, status)}</p>
`,
)}`,
      }
    }

    addPublicPages(
      app,
      [
        { method: 'GET', path: portalPath, open: shell.within(overview) },
        ...entrancePages(shell, signIns),
        ...ticketPages(shell, services, parts.signing),
        ...paperPages(shell, services),
        ...filePages(shell, services, parts.files),
        ...ownDataPages(shell, services, signIns),
      ],
      perMinute,
    )
    return []
  }
