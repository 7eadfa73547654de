import { formatMoney } from '../../../domain/values/money.ts'
import { html } from '../../http/html.ts'
import { type PublicPage, saidPage } from '../../http/public-page.ts'
import type { FileContent } from './file.ts'
import { csvCell } from './file.ts'
import { type Cell, shownAt } from './sheet.ts'

/** More rows than these are in the file. */
const mostOnPage = 500

const words = {
  en: {
    by: 'Shown by',
    purpose: 'For',
    asOf: 'As of',
    until: 'Open until',
    records: 'Records',
    fingerprint: 'Fingerprint',
    more: `Only the first ${mostOnPage} rows stand here.`,
    take: 'Take it along',
    none: 'There are none.',
    sight: 'It shows what whoever shared it could see on the day they did.',
    nowhere: 'This link leads nowhere. It was withdrawn, is over, or was never made.',
    failed: 'This report can no longer be shown. Please ask whoever sent you the link.',
  },
  de: {
    by: 'Gezeigt von',
    purpose: 'Für',
    asOf: 'Stand',
    until: 'Offen bis',
    records: 'Datensätze',
    fingerprint: 'Fingerabdruck',
    more: `Hier stehen nur die ersten ${mostOnPage} Zeilen.`,
    take: 'Mitnehmen',
    none: 'Es gibt keine.',
    sight: 'Es zeigt, was am Tag des Teilens sehen konnte, wer es geteilt hat.',
    nowhere:
      'Dieser Link führt nirgendwohin. Er wurde zurückgezogen, ist abgelaufen oder wurde nie erstellt.',
    failed:
      'Dieser Bericht kann nicht mehr gezeigt werden. Bitte fragen Sie, wer Ihnen den Link geschickt hat.',
  },
} as const
type Language = keyof typeof words
export const languages = ['en', 'de'] as const satisfies [Language, ...Language[]]

export interface Shown {
  language: Language
  name: string
  purpose: string
  /** Who shows it: the organisation, else the person. */
  by: string
  at: string
  expiresAt: string
  content: FileContent
  /** Where the files are, by their kind; none: it is not taken along. */
  files: readonly { format: string; address: string }[]
}

/** What the report comes to, as a table: the numbers of the screen, without a script. */
export async function sharedPage(shown: Shown): Promise<PublicPage> {
  const { language, name, content, files } = shown
  const said = words[language]
  const { result, sheet } = content
  const rows: (readonly Cell[])[] = []
  for await (const row of sheet.rows) {
    rows.push(row)
    if (rows.length > mostOnPage) break
  }
  const told = rows.slice(0, mostOnPage)
  const clock = (instant: string) => `${shownAt(instant, result.zone)} (${result.zone})`
  return {
    language,
    title: name,
    body: html`
<h1>${name}</h1>
<dl>
<dt>${said.by}</dt><dd>${shown.by}</dd>
<dt>${said.purpose}</dt><dd>${shown.purpose}</dd>
<dt>${said.asOf}</dt><dd>${clock(shown.at)}</dd>
<dt>${said.until}</dt><dd>${clock(shown.expiresAt)}</dd>
<dt>${said.records}</dt><dd>${result.records}</dd>
</dl>
${
  told.length === 0
    ? html`<p class="said">${said.none}</p>`
    : html`<table>
<thead><tr>${sheet.heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${told.map((row) => html`<tr>${row.map((cell) => html`<td>${cellText(cell, result.zone)}</td>`)}</tr>\n`)}</tbody>
</table>`
}
${rows.length > mostOnPage && html`<p class="said" role="note">${said.more}</p>`}
${
  files.length > 0 &&
  html`<p class="actions">${files.map(({ format, address }) => html`<a class="act" href="${address}" download>${said.take}: ${format.toUpperCase()}</a> `)}</p>`
}
<p class="quiet">${said.sight} ${said.fingerprint}: <code class="text">${result.hash}</code></p>`,
  }
}

function cellText(cell: Cell, zone: string): string {
  if (cell?.is === 'amount') return formatMoney(cell)
  if (cell?.is === 'instant') return shownAt(cell.instant, zone)
  return csvCell(cell)
}

/** The same for a link that was never made, is over, or was withdrawn. */
export const nowherePage = (language: Language): PublicPage =>
  saidPage({ status: 404, language }, words[language].nowhere)

/** Something that it asks of is there no more, or not for whoever shared it. */
export const failedPage = (language: Language): PublicPage =>
  saidPage({ status: 410, language }, words[language].failed)
