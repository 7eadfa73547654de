import { minorDigits } from '../../../domain/values/currency.ts'
import type { FileContent } from './file.ts'
import { aboutLines } from './paper.ts'
import { type Cell, shownAt } from './sheet.ts'

/** A workbook is made in one go, in which nobody else has a turn: of so many rows that is half a second. */
export const mostInWorkbook = 10_000

/**
 * As a workbook (ECMA-376) whose cells have the types of what they hold: nothing in it is computed, a text stays one
 * whatever it begins with. Instants are those of the organisation's clocks. A second sheet says what it is of.
 */
export async function workbookFile(content: FileContent & { title: string; at: string }): Promise<Buffer> {
  // Rarely needed, and not small.
  const { default: write } = await import('write-excel-file/node')
  const { sheet, result } = content
  const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const })
  const rows: (object | null)[][] = [sheet.heads.map(bold)]
  for await (const row of sheet.rows) rows.push(row.map((cell) => cellOf(cell, result.zone)))
  const about = aboutLines(content).map(([name, text]) => [bold(name), { value: textIn(text), type: String }])
  return write([
    {
      data: rows as never,
      sheet: 'Report',
      stickyRowsCount: 1,
      columns: sheet.heads.map((head) => ({ width: Math.max(12, Math.min(40, head.length + 2)) })),
    },
    { data: about as never, sheet: 'About', columns: [{ width: 22 }, { width: 90 }] },
  ]).toBuffer()
}

function cellOf(cell: Cell, zone: string): object | null {
  switch (cell?.is) {
    case 'text':
      return { value: textIn(cell.text), type: String }
    case 'number':
      return { value: cell.number, type: Number }
    case 'amount': {
      const digits = minorDigits(cell.currency)
      const format = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`
      return { value: cell.amount / 10 ** digits, type: Number, format }
    }
    case 'day':
      return dated(`${cell.day}T00:00:00Z`, 'yyyy-mm-dd', cell.day)
    case 'instant': {
      const shown = shownAt(cell.instant, zone)
      return dated(`${shown.replace(' ', 'T')}:00Z`, 'yyyy-mm-dd hh:mm', shown)
    }
    case undefined:
      return null
  }
}

/** More characters no cell has (Excel specifications and limits); a program refuses the whole file for one. */
const longest = 32_767

/**
 * A text as strings of workbooks have it: what looks like an escape there (`_x0041_`) is escaped itself (ECMA-376 part 1,
 * 22.9.2.19), which write-excel-file 4.1.1 leaves to us.
 */
function textIn(text: string): string {
  const escaped = text.replaceAll(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
  return escaped.length > longest ? `${escaped.slice(0, longest - 1)}…` : escaped
}

/**
 * Days before March 1900 are texts: a workbook has none before that year, a 29 February in it that never was (ECMA-376 part 1,
 * 18.17.4.1), and write-excel-file 4.1.1 writes the days until then as the next (findings/write-excel-february-1900).
 */
function dated(instant: string, format: string, text: string): object {
  if (instant < '1900-03-01') return { value: text, type: String }
  return { value: new Date(instant), type: Date, format }
}
