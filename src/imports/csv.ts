import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { InvalidInput } from '../commands/errors.ts'

export interface CsvRow {
  line: number
  /** By the column's name as it was asked for, however the file writes it. */
  values: Record<string, string>
}

/** What spreadsheets put between values: commas, or semicolons where the comma is for decimals, or tabs. */
const delimiters = [',', ';', '\t']

/** Read in one go, in characters: others have their turn between two pieces. */
const piece = 64 * 1024

/** The most rows of one file. */
const mostRows = 500_000

/**
 * Reads a CSV file with a header line (RFC 4180, with the delimiter that the header has, and any line ends); rows without
 * any value are passed over. @throws InvalidInput naming file and column when a column is missing or there twice, or file
 * and line when a line cannot be read.
 */
export async function readCsv(file: string, text: string, columns: readonly string[]): Promise<CsvRow[]> {
  const problem = (field: string, rule: string, message: string) =>
    new InvalidInput([{ field, rule, message }])
  /** Each with its line first. */
  const all: string[][] = []
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text, columns),
    // Named, because a file that was put together of others has several.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    on_record: (values: string[], { lines }) => [String(lines), ...values],
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  try {
    await pipeline(piecesOf(text), parser, async (read: AsyncIterable<string[]>) => {
      for await (const row of read) {
        if (all.push(row) > mostRows) throw problem(file, 'rows', `At most ${mostRows} rows are taken.`)
      }
    })
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    throw problem(file, 'csv', error instanceof Error ? error.message : String(error))
  }
  const [header, ...rows] = all
  const names = (header ?? []).slice(1).map(nameOf)
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) throw problem(`${file}: ${missing.join(', ')}`, 'column', 'This column is missing.')
  const twice = columns.filter((column) => names.filter((name) => name === column).length > 1)
  if (twice.length > 0)
    throw problem(`${file}: ${twice.join(', ')}`, 'column', 'This column is there twice: which one counts?')
  return rows.map(([line = '', ...values]) => {
    if (values.length !== names.length)
      throw problem(
        file,
        'csv',
        `Line ${line} has ${values.length} values where the header has ${names.length} columns.`,
      )
    return {
      line: Number(line),
      values: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
    }
  })
}

/** `Sales Agent` and `SALES_AGENT` are one column. */
function nameOf(written: string): string {
  return written.trim().toLowerCase().replace(/\s+/g, '_')
}

/** The one by which the header has most of the columns. */
function delimiterOf(text: string, columns: readonly string[]): string {
  const [header = ''] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1)
  const found = (delimiter: string) => {
    const names = header.split(delimiter).map((name) => nameOf(name.replaceAll('"', '')))
    return columns.filter((column) => names.includes(column)).length
  }
  return delimiters.reduce((best, one) => (found(one) > found(best) ? one : best))
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += piece) {
    yield text.slice(at, at + piece)
    await turn()
  }
}
