import { Readable } from 'node:stream'
import type { Files } from '../../../platform/files/files.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import { attachment } from '../../http/download.ts'
import { html } from '../../http/html.ts'
import { type PublicPage, withPageHeaders } from '../../http/public-page.ts'
import type { Services } from '../../http/services.ts'
import { customerRecords } from './records.ts'
import { dayIn, type PortalShell, portalPath, type Within } from './shell.ts'

const path = `${portalPath}/files`

/** Files that somebody of the house has shown to a customer; all others are of the house. */
export function filePages(shell: PortalShell, services: Services, files: Files) {
  const { within } = shell

  async function list(at: Within): Promise<PublicPage> {
    const { said, language, customer } = at
    const rows = await customerRecords(services, customer).files()
    return {
      language,
      title: said.files,
      body: html`<h1>${said.files}</h1>
${rows.length === 0 && html`<p>${said.nothing}</p>`}
<ul>
${rows.map((row) => html`<li><a href="${path}/${row.id}">${row.name}</a><br><span class="quiet">${dayIn(row.at, at)}</span></li>\n`)}</ul>`,
    }
  }

  async function fetch(at: Within) {
    const { id } = at.request.params as { id: string }
    const found = isUuid(id) ? await customerRecords(services, at.customer).file(id) : undefined
    const last = found?.versions.at(-1)
    const content = last && (await files.read(last))
    if (!found || !last || content === undefined || typeof content === 'string') return undefined
    shell.note(at, 'file', id)
    // Never shown in place: what it is, whoever sent it has decided.
    return withPageHeaders(at.reply)
      .header('content-disposition', attachment(found.name))
      .header('content-length', String(last.bytes))
      .type(last.type)
      .send(Readable.from(content, { objectMode: false }))
  }

  return [
    { method: 'GET' as const, path, open: within(list) },
    { method: 'GET' as const, path: `${path}/:id`, open: within(fetch) },
  ]
}
