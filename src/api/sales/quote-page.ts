import { addressLines } from '../../domain/values/address-lines.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { type Html, html } from '../http/html.ts'
import { box, question } from '../http/public-form.ts'
import { type PublicPage, saidPage } from '../http/public-page.ts'
import { type Language, type Words, words } from './quote-page-words.ts'
import type { QuoteOnPaper } from './quote-paper.ts'

/** What a page of a quote is made of. */
export interface Shown {
  language: Language
  facts: QuoteOnPaper
  /** The address of the pages of this link, by what is done there. */
  address: (what?: 'accept' | 'decline' | 'document') => string
  /** Somebody of the house looks at it, who answers in the app. */
  isOurs: boolean
}

/** What a form was sent with, and what of it has to be put right. */
export interface Asked {
  name: string
  reason: string
  fingerprint: string
  missing: readonly ('name' | 'agreed')[]
}

/** All that stands on the document, in the same numbers, and the two answers. */
export function offerPage(shown: Shown): PublicPage {
  const { facts, address, isOurs } = shown
  const said = words[shown.language]
  const title = `${said.quote} ${facts.number}`
  return page(
    shown,
    title,
    html`
${headOf(shown)}
<h1>${title}</h1>
<dl>
<dt>${said.from}</dt><dd>${facts.seller.legalName}</dd>
${facts.buyer && html`<dt>${said.for}</dt><dd>${facts.buyer.name}</dd>`}
<dt>${said.date}</dt><dd>${dayIn(facts.at, shown.language, facts.seller.timeZone)}</dd>
<dt>${said.validUntil}</dt><dd>${lastDay(shown)}</dd>
</dl>
${facts.intro !== null && html`<p class="text">${facts.intro}</p>`}
${linesOf(facts, said)}
${facts.terms !== null && html`<p class="text">${facts.terms}</p>`}
<p><a href="${address('document')}">${said.download}</a></p>
${
  isOurs
    ? html`<p class="said" role="note">${said.seller}</p>`
    : html`<p class="actions"><a class="act main" href="${address('accept')}">${said.accept}</a> <a class="act" href="${address('decline')}">${said.decline}</a></p>`
}`,
  )
}

/** Asked once more, with what it comes to: nobody orders by a slip. */
export function acceptPage(shown: Shown, asked: Asked): PublicPage {
  const { facts, address } = shown
  const said = words[shown.language]
  const total = totalOf(facts)
  return page(
    shown,
    said.acceptTitle,
    html`
${headOf(shown)}
<h1>${said.acceptTitle}</h1>
<p>${said.acceptWhat(facts.number, total, facts.seller.legalName)}</p>
<form method="post" action="${address('accept')}">
<input type="hidden" name="document" value="${asked.fingerprint}">
${nameInput(said, asked)}
${box({ name: 'agreed', label: said.acceptBox(total), required: true, error: asked.missing.includes('agreed') ? said.boxMissing : undefined })}
<p class="quiet">${said.kept}</p>
<p class="actions"><button class="main" type="submit">${said.acceptNow}</button> <a class="act" href="${address()}">${said.back}</a></p>
</form>`,
    asked.missing.length > 0 ? 422 : 200,
  )
}

export function declinePage(shown: Shown, asked: Asked): PublicPage {
  const { address } = shown
  const said = words[shown.language]
  return page(
    shown,
    said.declineTitle,
    html`
${headOf(shown)}
<h1>${said.declineTitle}</h1>
<p>${said.quote} ${shown.facts.number}, ${totalOf(shown.facts)}</p>
<form method="post" action="${address('decline')}">
<input type="hidden" name="document" value="${asked.fingerprint}">
${nameInput(said, asked)}
${question({ name: 'reason', label: said.declineWhy }, (attributes) => html`<input ${attributes} maxlength="200" value="${asked.reason}">`)}
<p class="quiet">${said.kept}</p>
<p class="actions"><button class="main" type="submit">${said.declineNow}</button> <a class="act" href="${address()}">${said.back}</a></p>
</form>`,
    asked.missing.length > 0 ? 422 : 200,
  )
}

/** The receipt, for as long as the link holds. */
export function acceptedPage(shown: Shown, { at, by }: { at: string; by: string | null }): PublicPage {
  const { facts, address } = shown
  const said = words[shown.language]
  const day = dayIn(at, shown.language, facts.seller.timeZone)
  return page(
    shown,
    said.acceptedTitle,
    html`
${headOf(shown)}
<h1>${said.acceptedTitle}</h1>
<p class="said" role="status">${said.accepted(facts.number, totalOf(facts), day)}${by !== null && html` ${said.acceptedBy(by)}`}</p>
<p><a href="${address('document')}">${said.download}</a></p>`,
  )
}

/** It leads to nothing that could be answered: nothing of the quote is shown but its number, which whoever has it knew. */
export function overPage(shown: Shown, why: 'declined' | 'expired' | 'replaced' | 'refused'): PublicPage {
  const { facts, language } = shown
  const said = words[language]
  const { legalName } = facts.seller
  const text = {
    declined: () => said.declined(facts.number, legalName),
    expired: () => said.expired(facts.number, lastDay(shown), legalName),
    replaced: () => said.replaced(facts.number, legalName),
    refused: () => said.refused(legalName),
  }[why]()
  return saidPage({ status: why === 'refused' ? 409 : 410, language }, said[`${why}Title`], text)
}

/** The same for a link that was never made, was cut short, or was withdrawn. */
export const nowherePage = (language: Language): PublicPage =>
  saidPage({ status: 404, language }, words[language].nowhere)

const page = ({ language }: Shown, title: string, body: Html, status = 200): PublicPage => ({
  status,
  language,
  title,
  body,
})

function headOf({ facts: { seller } }: Shown): Html {
  const { logo, legalName, address } = seller
  return html`<header>
${logo && html`<img class="logo" src="${logo}" alt="${legalName}">`}
<p class="quiet">${[legalName, ...(address ? addressLines(address) : [])].join(', ')}</p>
</header>`
}

function nameInput(said: Words, { name, missing }: Asked): Html {
  const error = missing.includes('name') ? said.nameMissing : undefined
  return question(
    { name: 'name', label: said.name, required: true, error },
    (attributes) =>
      html`<input ${attributes} maxlength="120" autocomplete="name" value="${name}"${error && html` autofocus`}>`,
  )
}

/** As on the document: how much of what at which price, what it comes to, and the sums. */
function linesOf({ lines, currency, totals, taxes }: QuoteOnPaper, said: Words): Html {
  const money = (amount: number) => formatMoney({ amount, currency })
  const bare = (amount: number) => money(amount).slice(currency.length + 1)
  const due = taxes.filter(({ percent }) => percent > 0)
  const rows = [
    ...(totals.discount !== 0 ? [[said.takenOff, money(-totals.discount)] as const] : []),
    [said.net, money(totals.net)] as const,
    ...(due.length < 2
      ? [[said.tax, money(totals.tax)] as const]
      : due.map(
          ({ percent, net, tax }) => [said.taxOn(percent, money(net.amount)), money(tax.amount)] as const,
        )),
    [said.total, money(totals.gross)] as const,
  ]
  return html`<table>
<thead><tr><th scope="col">${said.what}</th><th scope="col">${said.amount}, ${currency}</th></tr></thead>
<tbody>
${lines.map(
  ({
    description,
    quantity,
    unitPrice,
    discountPercent,
    taxPercent,
    net,
  }) => html`<tr><td>${description}<br><span class="quiet">${[
    `${String(quantity).replace('-', '−')} × ${bare(unitPrice.amount)}`,
    ...(discountPercent === 0 ? [] : [`${discountPercent} % ${said.discount}`]),
    ...(taxPercent === 0 ? [] : [`${said.tax} ${taxPercent} %`]),
  ].join(', ')}</span></td><td>${signed(net.amount, bare)}</td></tr>
`,
)}</tbody>
<tfoot>
${rows.map(([name, amount]) => html`<tr><th scope="row">${name}</th><td>${amount}</td></tr>\n`)}</tfoot>
</table>`
}

/** The sign stands before the currency, which is left out here. */
const signed = (amount: number, bare: (amount: number) => string) =>
  `${amount < 0 ? '−' : ''}${bare(Math.abs(amount))}`

const totalOf = ({ totals, currency }: QuoteOnPaper) => formatMoney({ amount: totals.gross, currency })

const lastDay = ({ facts: { validUntil }, language }: Shown) =>
  dayIn(`${validUntil}T12:00:00.000Z`, language, 'UTC')

const dayIn = (instant: string, language: Language, timeZone: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(instant))
