import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { InvalidInput } from '../commands/errors.ts'

export interface CsvRow {
  line: number
  /** By the column's name as it was asked for, however the file writes it. */
  values: Record<string, string>
}

/** What spreadsheets put between values: commas, or semicolons where the comma is for decimals, or tabs. */
const delimiters = [',', ';', '\t']

/** The most rows of one file. */
const mostRows = 500_000

/** In whose bytes the header is looked for. */
const longestHeader = 64 * 1024

/**
 * Reads a CSV file with a header line (RFC 4180 in UTF-8, with the delimiter that the header has, and any line ends) row by
 * row as its bytes come; rows without any value are passed over. @throws InvalidInput naming file and column when a column
 * is missing or there twice, or file and line when a line cannot be read.
 */
export async function* readCsv(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): AsyncGenerator<CsvRow> {
  const problem = (field: string, rule: string, message: string) =>
    new InvalidInput([{ field, rule, message }])
  const pieces = textOf(file, bytes)
  let start = ''
  while (!/[\r\n]/.test(start) && start.length < longestHeader) {
    const { value, done } = await pieces.next()
    if (done) break
    start += value
  }
  const parser = parse({
    delimiter: delimiterOf(start, columns),
    // Named, because a file that was put together of others has several.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    on_record: (values: string[], { lines }) => [String(lines), ...values],
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  // Whatever goes wrong on the way to it, whoever reads from it hears of.
  pipeline(Readable.from(after(start, pieces)), parser, () => {})
  let names: readonly string[] | undefined
  let rows = 0
  try {
    // Each has its line first.
    for await (const [line = '', ...values] of parser as AsyncIterable<string[]>) {
      if (!names) {
        names = values.map(nameOf)
        checkNames(names)
        continue
      }
      if (values.length !== names.length)
        throw problem(
          file,
          'csv',
          `Line ${line} has ${values.length} values where the header has ${names.length} columns.`,
        )
      if (++rows > mostRows) throw problem(file, 'rows', `At most ${mostRows} rows are taken.`)
      yield {
        line: Number(line),
        values: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
      }
    }
  } catch (error) {
    if (error instanceof CsvError) throw problem(file, 'csv', error.message)
    throw error
  }
  if (!names) checkNames([])

  function checkNames(found: readonly string[]): void {
    const missing = columns.filter((column) => !found.includes(column))
    if (missing.length > 0)
      throw problem(`${file}: ${missing.join(', ')}`, 'column', 'This column is missing.')
    const twice = columns.filter((column) => found.filter((name) => name === column).length > 1)
    if (twice.length > 0)
      throw problem(`${file}: ${twice.join(', ')}`, 'column', 'This column is there twice: which one counts?')
  }
}

/** Without its byte order mark. What is written otherwise is refused: each guess would change somebody's name. */
async function* textOf(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = (piece?: Uint8Array) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      throw new InvalidInput([
        { field: file, rule: 'utf-8', message: 'This file is not in UTF-8: save it as “CSV UTF-8”.' },
      ])
    }
  }
  for await (const piece of bytes) yield decoded(piece)
  yield decoded()
}

async function* after(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}

/** `Sales Agent` and `SALES_AGENT` are one column. */
function nameOf(written: string): string {
  return written.trim().toLowerCase().replace(/\s+/g, '_')
}

/** The one by which the header has most of the columns. */
function delimiterOf(text: string, columns: readonly string[]): string {
  const [header = ''] = text.split(/[\r\n]/, 1)
  const found = (delimiter: string) => {
    const names = header.split(delimiter).map((name) => nameOf(name.replaceAll('"', '')))
    return columns.filter((column) => names.includes(column)).length
  }
  return delimiters.reduce((best, one) => (found(one) > found(best) ? one : best))
}
