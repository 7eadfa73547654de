import { formatMoney } from '../../../domain/values/money.ts'
import {
  breathe,
  fonts,
  grey,
  margin,
  type Pdf,
  pdfOf,
  printable,
  writeFoot,
} from '../../../platform/papers/pdf.ts'
import { refuseUnsettable } from '../../sales/quote-paper.ts'
import { csvCell, type FileContent } from './file.ts'
import { type Cell, shownAt } from './sheet.ts'

/** On paper nobody reads more rows than that. */
export const mostOnPaper = 2_000

type Content = FileContent & { title: string; at: string }

/** What a report is of, as far as it takes to ask it again and compare. */
export function aboutLines({ result, title }: Content): [string, string][] {
  const { definition, asOf, basis, zone, position, hash, records } = result
  return [
    ['Report', title],
    [
      'As of',
      asOf === null
        ? 'the moment at which it was asked'
        : `${asOf}, by what was ${basis === 'recorded' ? 'recorded' : 'true'} then`,
    ],
    ['Zone of days', zone],
    ['Records', String(records)],
    ['Position of the log', asOf === null ? position : 'that of the instant'],
    ['SHA-256', hash],
    ['Definition', JSON.stringify(definition)],
  ]
}

/** As PDF. As of an instant, the same question is the same bytes. */
export function reportPaper(content: Content): Promise<Buffer> {
  const { title, at, sheet, result } = content
  return pdfOf({ title, at, pages: true }, async (doc) => {
    const rows: string[][] = []
    for await (const row of sheet.rows) rows.push(row.map((cell) => paperCell(cell, result.zone)))
    refuseUnsettable(doc, [title, ...sheet.heads, ...rows.flat()], 'report')
    doc.font(fonts.bold).fontSize(15).text(printable(title))
    doc.font(fonts.text).fontSize(8).fillColor(grey).moveDown(0.4)
    for (const [name, text] of aboutLines(content).slice(1, 6)) doc.text(`${name}: ${text}`)
    doc.fillColor('black').moveDown(1)
    await writeTable(doc, { heads: sheet.heads, rows, numeric: numericColumns(rows, sheet.heads.length) })
    const { count } = doc.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      doc.switchToPage(page)
      writeFoot(doc, `${result.hash.slice(0, 16)} · page ${page + 1} of ${count}`)
    }
  })
}

function paperCell(cell: Cell, zone: string): string {
  if (cell?.is === 'amount') return formatMoney(cell)
  if (cell?.is === 'instant') return shownAt(cell.instant, zone)
  return csvCell(cell)
}

const numericColumns = (rows: readonly (readonly string[])[], count: number) =>
  Array.from({ length: count }, (_, index) =>
    rows.every((row) => /^(−?[A-Z]{3} )?−?-?[\d,.]*$/.test(row[index] ?? '')),
  )

const size = 8
const [lineHeight, gap] = [14, 6]

async function writeTable(
  doc: Pdf,
  of: { heads: readonly string[]; rows: readonly (readonly string[])[]; numeric: readonly boolean[] },
): Promise<void> {
  const { heads, rows, numeric } = of
  const whole = doc.page.width - 2 * margin
  const width = whole / heads.length
  const bottom = doc.page.height - doc.page.margins.bottom
  const line = (cells: readonly string[], font: string) => {
    if (doc.y + lineHeight > bottom) {
      doc.addPage()
      if (font === fonts.text) line(heads, fonts.bold)
    }
    const { y } = doc
    doc.font(font).fontSize(size)
    for (const [index, cell] of cells.entries())
      doc.text(cell === '' ? ' ' : printable(cell), margin + index * width, y, {
        width: width - gap,
        height: lineHeight,
        lineBreak: false,
        ellipsis: true,
        align: numeric[index] ? 'right' : 'left',
      })
    doc.x = margin
    doc.y = y + lineHeight
  }
  line(heads, fonts.bold)
  for (const [index, row] of rows.entries()) {
    line(row, fonts.text)
    if (index % 100 === 99) await breathe()
  }
}
