import { encode } from 'uqr'
import type { PostalAddress } from '../../domain/sales/delivery.ts'
import type { InvoiceState } from '../../domain/sales/invoice.ts'
import { amountsOf } from '../../domain/sales/line.ts'
import { share } from '../../domain/sales/pricing.ts'
import { addressLines } from '../../domain/values/address-lines.ts'
import { daysAfter } from '../../domain/values/day.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { spacedIban } from '../../domain/values/spaced-iban.ts'
import { fonts, grey, margin, type Pdf, pdfOf, printable, writeFoot } from '../../platform/papers/pdf.ts'
import {
  countryName,
  dayIn,
  finishPages,
  logoSize,
  lowest,
  refuseUnsettable,
  right,
  writeLines,
  writeTotals,
} from './quote-paper.ts'

/** All that stands on an invoice or a credit note. */
export interface InvoiceOnPaper
  extends Pick<
    InvoiceState,
    | 'kind'
    | 'number'
    | 'orderNumber'
    | 'issuedOn'
    | 'suppliedOn'
    | 'dueOn'
    | 'terms'
    | 'seller'
    | 'buyer'
    | 'currency'
    | 'lines'
    | 'totals'
    | 'credited'
  > {
  /** When it was issued. */
  at: string
  logo: string | null
  /** By which it is paid; null: there is none. */
  code: string | null
}

const codeSize = 92

/** An invoice in PDF: the same facts give the same bytes. */
export function invoicePaper(facts: InvoiceOnPaper): Promise<Buffer> {
  const { kind, number, seller, at, logo, totals, currency, lines } = facts
  const title = `${kind === 'invoice' ? 'Invoice' : 'Credit note'} ${number}`
  return pdfOf({ title: `${title}, ${seller.name}`, at, pages: true }, async (doc) => {
    refuseUnsettable(doc, textsOf(facts), 'invoice')
    writeHead(doc, facts, title)
    await writeLines(doc, facts)
    writeTotals(doc, { totals: amountsOf(totals), taxes: totals.taxes, currency })
    if (kind === 'invoice') writePayment(doc, facts)
    finishPages(doc, logo, (page, count) =>
      writeFoot(doc, `${title}   ${lines.length} lines   Page ${page} of ${count}`),
    )
  })
}

function textsOf({ seller, buyer, lines, credited }: InvoiceOnPaper): string[] {
  const placeOf = (address: PostalAddress | null) =>
    address ? [...address.lines, address.postalCode, address.city, address.state] : []
  return [
    seller.name,
    seller.taxId,
    ...placeOf(seller.address),
    buyer.name,
    ...placeOf(buyer.address),
    credited?.reason,
    ...lines.map(({ description }) => description),
  ].filter((text) => typeof text === 'string')
}

/** As it stands on a letter, with the country as it is called in a sentence. */
const writtenAddress = (address: PostalAddress) => [
  ...addressLines(address).slice(0, -1),
  countryName(address.country),
]

function writeHead(doc: Pdf, facts: InvoiceOnPaper, title: string): void {
  const { seller, buyer, currency, kind, issuedOn, suppliedOn, dueOn, orderNumber, credited } = facts
  const [x, width] = [330, right - 330]
  doc.font(fonts.bold).fontSize(11).text(printable(seller.name), x, margin, { width, align: 'right' })
  doc.font(fonts.text).fontSize(9).fillColor(grey)
  const from = [
    ...(seller.address ? writtenAddress(seller.address) : []),
    ...(seller.taxId ? [`Tax id ${seller.taxId}`] : []),
  ]
  for (const line of from) doc.text(printable(line), x, doc.y, { width, align: 'right' })

  const top = Math.max(doc.y, margin + logoSize.height) + 36
  doc.fontSize(8).text('For', margin, top).fillColor('black')
  doc
    .font(fonts.bold)
    .fontSize(11)
    .text(printable(buyer.name), margin, doc.y + 2, { width: 260 })
  doc.font(fonts.text).fontSize(9)
  for (const line of buyer.address ? writtenAddress(buyer.address) : [])
    doc.text(printable(line), margin, doc.y, { width: 260 })
  doc
    .font(fonts.bold)
    .fontSize(20)
    .text(title, margin, doc.y + 28)
  doc.moveDown(0.4)
  const told: readonly (readonly [string, string])[] = [
    ['Date', longDay(issuedOn)],
    ['Supplied on', longDay(suppliedOn)],
    ['Order', orderNumber],
    ['Currency', currency],
    ...(kind === 'invoice' ? [['To be paid until', longDay(dueOn)] as const] : []),
    ...(credited
      ? ([
          ['Corrects', `Invoice ${credited.number}`],
          ['Because', printable(credited.reason)],
        ] as const)
      : []),
  ]
  for (const [name, value] of told) {
    const y = doc.y
    doc.font(fonts.text).fontSize(9).fillColor(grey).text(name, margin, y).fillColor('black')
    doc.text(value, margin + 90, y, { width: 380 })
  }
  doc.moveDown(1.5)
}

/** Where it is paid, until when, and what is taken off for who pays sooner. */
function writePayment(doc: Pdf, facts: InvoiceOnPaper): void {
  const { seller, number, code } = facts
  const rows = [
    `Please pay ${formatMoney(facts.totals.gross)} until ${longDay(facts.dueOn)}.`,
    ...discountOf(facts),
    ...(seller.iban
      ? [
          `To ${printable(seller.name)}, IBAN ${spacedIban(seller.iban)}${seller.bic ? `, BIC ${seller.bic}` : ''}`,
          `For ${number}`,
        ]
      : []),
  ]
  const height = Math.max(rows.length * 14, code ? codeSize + 14 : 0) + 20
  if (doc.y + height > lowest(doc)) doc.addPage()
  const y = doc.y + 20
  doc.font(fonts.text).fontSize(9)
  for (const [place, row] of rows.entries())
    doc.text(row, margin, y + place * 14, { width: right - margin - codeSize - 20 })
  if (code) writeCode(doc, code, right - codeSize, y)
  doc.y = y + height
}

/** What is taken off, rounded to the minor unit. */
function discountOf({ terms, totals, issuedOn }: InvoiceOnPaper): string[] {
  const { discountDays, discountPercent } = terms
  if (discountDays === null || !discountPercent) return []
  const { amount, currency } = totals.gross
  const off = share(BigInt(amount), discountPercent)
  return [
    `Paid until ${longDay(daysAfter(issuedOn, discountDays))}, ${discountPercent} % (${formatMoney({ amount: Number(off), currency })}) may be taken off.`,
  ]
}

/** As squares, so that it needs no picture. */
function writeCode(doc: Pdf, text: string, x: number, y: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const unit = codeSize / size
  for (const [row, cells] of data.entries())
    for (const [column, isDark] of cells.entries())
      if (isDark) doc.rect(x + column * unit, y + row * unit, unit, unit)
  doc.fill('black')
  doc.font(fonts.text).fontSize(7).fillColor(grey)
  doc.text('Pay by banking app', x, y + codeSize + 4, { width: codeSize, align: 'center' })
  doc.fillColor('black')
}

const longDay = (day: string) => dayIn(`${day}T12:00:00.000Z`, 'UTC')
