import type { StateOf } from '../../domain/decider.ts'
import { conflict } from '../../domain/error.ts'
import type { PricedLine, RateTax } from '../../domain/sales/line.ts'
import type { organisation } from '../../domain/settings/organisation.ts'
import { addressLines } from '../../domain/values/address-lines.ts'
import { formatMoney } from '../../domain/values/money.ts'
import {
  breathe,
  fonts,
  grey,
  margin,
  type Pdf,
  pdfOf,
  printable,
  unsettable,
  writeFoot,
} from '../../platform/papers/pdf.ts'
import { readPicture } from '../../platform/papers/picture.ts'

/** All that stands on a quote. Amounts are in minor units of its currency. */
export interface QuoteOnPaper {
  number: string
  draft: boolean
  /** When it was sent; of a draft, now. */
  at: string
  validUntil: string
  seller: Pick<StateOf<typeof organisation>, 'legalName' | 'address' | 'taxId' | 'timeZone'> & {
    logo?: string | null | undefined
  }
  buyer: { name: string; country: string | null } | null
  currency: string
  /** Before the lines, and after their sums. */
  intro: string | null
  terms: string | null
  lines: readonly PricedLine[]
  totals: Readonly<Record<'net' | 'discount' | 'tax' | 'gross', number>>
  taxes: readonly RateTax[]
}

export const logoSize = { width: 170, height: 56 }
/** Where the columns of the lines begin, and how wide they are, in points. */
const columns = [
  { head: '', x: 50, width: 22, align: 'left' },
  { head: 'Description', x: 72, width: 178, align: 'left' },
  { head: 'Quantity', x: 254, width: 50, align: 'right' },
  { head: 'Unit price', x: 308, width: 72, align: 'right' },
  { head: 'Discount', x: 384, width: 44, align: 'right' },
  { head: 'Tax', x: 432, width: 38, align: 'right' },
  { head: 'Net', x: 474, width: 71, align: 'right' },
] as const
export const right = 545
const gap = 6
const linesInOneGo = 5
const rule = '#c9ccd1'

/** A quote in PDF: the same facts give the same bytes. */
export function quotePaper(facts: QuoteOnPaper): Promise<Buffer> {
  const { number, draft, at, seller } = facts
  const title = `${draft ? 'Draft of quote' : 'Quote'} ${number}`
  return pdfOf({ title: `${title}, ${seller.legalName}`, at, pages: true }, async (doc) => {
    refuseUnsettable(doc, textsOf(facts), 'quote')
    writeHead(doc, facts)
    writeText(doc, facts.intro)
    await writeLines(doc, facts)
    writeTotals(doc, facts)
    if (facts.terms !== null) doc.moveDown(1.5)
    writeText(doc, facts.terms)
    finishPages(doc, seller.logo, (page, count) => {
      if (draft) writeDraftMark(doc)
      writeFoot(doc, `${title}   Page ${page} of ${count}`)
    })
  })
}

/** Once all pages are there: what stands on each of them, and the picture of whom it is from. */
export function finishPages(
  doc: Pdf,
  logo: string | null | undefined,
  each: (page: number, count: number) => void,
): void {
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    each(page + 1, count)
  }
  doc.switchToPage(0)
  // Last, because a picture is unpacked beside what is written after it, in an order that nobody knows.
  const picture = logo ? readPicture(logo) : undefined
  if (picture) doc.image(picture, margin, margin, { fit: [logoSize.width, logoSize.height] })
}

function textsOf({ seller, buyer, intro, terms, lines }: QuoteOnPaper): string[] {
  const { legalName, address, taxId } = seller
  return [
    legalName,
    taxId,
    ...(address ? [...address.lines, address.postalCode, address.city] : []),
    buyer?.name,
    ...[intro, terms].flatMap((text) => text?.split('\n') ?? []),
    ...lines.map(({ description }) => description),
  ].filter((text) => typeof text === 'string')
}

/** A box in the place of a name is no name. @throws DomainError naming what cannot be set. */
export function refuseUnsettable(doc: Pdf, texts: readonly string[], model: string): void {
  const signs = unsettable(doc, texts)
  if (signs.length === 0) return
  const torn = texts.filter((text) => unsettable(doc, [text]).length > 0)
  const named = torn
    .slice(0, 3)
    .map((text) => `“${text}”`)
    .join(', ')
  conflict(
    `${model}.script-not-printable`,
    `There is no typeface here that can set ${named}${torn.length > 3 ? ` and ${torn.length - 3} more` : ''}: a document is in Latin, Greek, Cyrillic, Armenian or Georgian.`,
    { signs },
  )
}

function writeHead(doc: Pdf, { number, draft, at, validUntil, seller, buyer, currency }: QuoteOnPaper): void {
  const { legalName, address, taxId, timeZone } = seller
  const from = [
    ...(address ? [...addressLines(address).slice(0, -1), countryName(address.country)] : []),
    ...(taxId ? [`Tax id ${taxId}`] : []),
  ]
  const [x, width] = [330, right - 330]
  doc.font(fonts.bold).fontSize(11).text(printable(legalName), x, margin, { width, align: 'right' })
  doc.font(fonts.text).fontSize(9).fillColor(grey)
  for (const line of from) doc.text(printable(line), x, doc.y, { width, align: 'right' })
  doc.fillColor('black')

  let y = Math.max(doc.y, margin + logoSize.height) + 36
  if (buyer) {
    doc.fontSize(8).fillColor(grey).text('For', margin, y).fillColor('black')
    doc
      .font(fonts.bold)
      .fontSize(11)
      .text(printable(buyer.name), margin, doc.y + 2, { width: 260 })
    doc.font(fonts.text).fontSize(9)
    if (buyer.country) doc.text(countryName(buyer.country), margin, doc.y, { width: 260 })
    y = doc.y + 28
  }
  doc
    .font(fonts.bold)
    .fontSize(20)
    .text(draft ? `Quote ${number}, draft` : `Quote ${number}`, margin, y)
  doc.moveDown(0.4)
  const told: readonly (readonly [string, string])[] = [
    ...(draft ? [] : [['Date', dayIn(at, timeZone)] as const]),
    ['Valid until', dayIn(`${validUntil}T12:00:00.000Z`, 'UTC')],
    ['Currency', currency],
  ]
  for (const [name, value] of told) {
    const at = doc.y
    doc.font(fonts.text).fontSize(9).fillColor(grey).text(name, margin, at).fillColor('black')
    doc.text(value, margin + 80, at)
  }
  doc.moveDown(1.5)
}

function writeText(doc: Pdf, text: string | null): void {
  if (text === null) return
  doc.font(fonts.text).fontSize(9)
  // What is longer than the page goes on with the next one by itself.
  for (const line of text.split('\n'))
    doc.text(printable(line) || ' ', margin, doc.y, { width: right - margin })
  doc.moveDown(1.5)
}

export async function writeLines(
  doc: Pdf,
  { lines, currency }: Pick<QuoteOnPaper, 'lines' | 'currency'>,
): Promise<void> {
  writeColumns(doc)
  const money = (amount: number) => formatMoney({ amount, currency }).slice(currency.length + 1)
  for (const [index, line] of lines.entries()) {
    if (index % linesInOneGo === 0) await breathe()
    const { description, quantity, unitPrice, discountPercent, taxPercent, net } = line
    const cells = [
      String(index + 1),
      printable(description),
      String(quantity).replace('-', '−'),
      money(unitPrice.amount),
      discountPercent === 0 ? '' : `${discountPercent} %`,
      taxPercent === 0 ? '' : `${taxPercent} %`,
      money(net.amount),
    ]
    doc.font(fonts.text).fontSize(9)
    const height = Math.max(
      ...columns.map(({ width }, place) => doc.heightOfString(cells[place] ?? '', { width })),
    )
    if (doc.y + height + gap > lowest(doc)) {
      doc.addPage()
      writeColumns(doc)
    }
    const y = doc.y
    for (const [place, { x, width, align }] of columns.entries())
      doc
        .font(fonts.text)
        .fontSize(9)
        .text(cells[place] ?? '', x, y, { width, align })
    underline(doc, y + height + gap / 2)
    doc.y = y + height + gap
  }
}

function writeColumns(doc: Pdf): void {
  const y = doc.y
  doc.font(fonts.text).fontSize(8).fillColor(grey)
  for (const { head, x, width, align } of columns) doc.text(head, x, y, { width, align })
  doc.fillColor('black')
  underline(doc, y + 13)
  doc.y = y + 18
}

export function writeTotals(
  doc: Pdf,
  { totals, taxes, currency }: Pick<QuoteOnPaper, 'totals' | 'taxes' | 'currency'>,
): void {
  const due = taxes.filter(({ percent }) => percent > 0)
  const money = (amount: number) => formatMoney({ amount, currency })
  const rows = [
    ...(totals.discount !== 0 ? [['Discount, taken off above', -totals.discount] as const] : []),
    ['Net', totals.net] as const,
    ...(due.length < 2
      ? [['Tax', totals.tax] as const]
      : due.map(
          ({ percent, net, tax }) => [`Tax ${percent} % on ${money(net.amount)}`, tax.amount] as const,
        )),
    ['Total', totals.gross] as const,
  ]
  // The sums stay together.
  if (doc.y + rows.length * 16 + 12 > lowest(doc)) doc.addPage()
  doc.y += 6
  for (const [name, amount] of rows) {
    const y = doc.y
    const last = name === 'Total'
    doc.font(last ? fonts.bold : fonts.text).fontSize(last ? 11 : 9)
    doc.text(name, 190, y, { width: 240, align: 'right' })
    doc.text(money(amount), 434, y, { width: right - 434, align: 'right' })
    doc.y = y + 16
  }
}

/** Over the whole page, so that nobody takes it for an offer. */
function writeDraftMark(doc: Pdf): void {
  const { width, height } = doc.page
  doc.save()
  doc.rotate(-55, { origin: [width / 2, height / 2] })
  doc.font(fonts.bold).fontSize(110).fillColor('#000000', 0.06)
  doc.text('DRAFT', 0, height / 2 - 60, { width, align: 'center', lineBreak: false })
  doc.restore()
  doc.fillColor('black', 1)
}

function underline(doc: Pdf, y: number): void {
  doc.moveTo(margin, y).lineTo(right, y).lineWidth(0.5).strokeColor(rule).stroke()
}

export const lowest = (doc: Pdf) => doc.page.height - doc.page.margins.bottom

export const dayIn = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(new Date(instant))

export const countryName = (code: string) =>
  new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code
