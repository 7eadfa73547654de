import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { bounded, columnsOf, fileProblem, type Sheet, type SheetRow, unescaped } from './sheet.ts'
import { decoded, encodingOf } from './text.ts'

/** What stands between values: commas, semicolons where the comma is for decimals, tabs of "Unicode text", bars of old systems. */
const delimiters = [',', ';', '\t', '|']
/** In whose characters the header is looked for. */
const longestHeader = 64 * 1024
/** The longest row: whoever forgot a quotation mark is to hear of it before the file is in memory. */
const longestRow = 4 * 1024 * 1024

/**
 * A CSV file with a header line (RFC 4180, and what programs write that never read it): any delimiter, any line ends, rows that
 * are shorter than the header, the header again in the middle where files were put together, blank lines. A row that is
 * longer than the header is refused by the file's line, as nobody knows what was split.
 * @throws InvalidInput naming the file, and the line of what cannot be read.
 */
export async function csvSheet(file: string, read: () => AsyncIterable<Uint8Array>): Promise<Sheet> {
  const encoding = await encodingOf(read())
  const remarks =
    encoding === 'windows-1252'
      ? ['This file is not in UTF-8. It was read as Windows-1252: look whether the names are right.']
      : []
  const parsed = rowsIn(file, read, encoding)
  const first = await parsed.next()
  if (first.done) throw fileProblem(file, 'empty', 'This file is empty.')
  const columns = columnsOf(file, first.value.values)
  return { columns, remarks, rows: bounded(file, tidied(columns, first.value.values, parsed)) }
}

async function* tidied(
  columns: readonly string[],
  header: readonly string[],
  rows: AsyncIterable<SheetRow>,
): AsyncGenerator<SheetRow> {
  const again = header.join('\u0000')
  for await (const { line, values } of rows) {
    if (values.join('\u0000') === again) continue
    const isLonger = values.slice(columns.length).some((value) => value.trim() !== '')
    yield {
      line,
      values: columns.map((_, place) => unescaped(values[place] ?? '')),
      ...(isLonger && {
        problem: `It has ${values.length} values where the header has ${columns.length} columns: a value may have the delimiter in it.`,
      }),
    }
  }
}

async function* rowsIn(
  file: string,
  read: () => AsyncIterable<Uint8Array>,
  encoding: Awaited<ReturnType<typeof encodingOf>>,
): AsyncGenerator<SheetRow, undefined> {
  const pieces = decoded(read(), encoding)
  let start = ''
  for (;;) {
    const { value, done } = await pieces.next()
    if (done) break
    start += value
    if (/\S[^\r\n]*[\r\n]/.test(start) || start.length >= longestHeader) break
  }
  // Excel says so itself in what it writes for itself.
  const said = /^\uFEFF?sep=(.)\r?\n/.exec(start)
  if (said) start = start.slice(said[0].length)
  const parser = parse({
    bom: true,
    delimiter: said?.[1] ?? delimiterOf(start),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
    on_record: (values: string[], { lines }) => [String(lines), ...values],
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  async function* text() {
    yield start
    yield* pieces
  }
  // Whatever goes wrong on the way to it, whoever reads from it hears of.
  pipeline(Readable.from(text()), parser, () => {})
  try {
    for await (const [line = '', ...values] of parser as AsyncIterable<string[]>)
      yield { line: Number(line) + (said ? 1 : 0), values }
  } catch (error) {
    if (error instanceof CsvError) throw fileProblem(file, 'csv', error.message)
    throw error
  }
}

/** The one that the header has most often, outside quotation marks. */
function delimiterOf(text: string): string {
  const [header = ''] = text.replace(/^\uFEFF?\s*/, '').split(/[\r\n]/, 1)
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best))
}
