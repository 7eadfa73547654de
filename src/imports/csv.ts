import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { InvalidInput } from '../commands/errors.ts'

export interface CsvRow {
  line: number
  values: Record<string, string>
}

/** Read in one go, in characters: others have their turn between two pieces. */
const piece = 64 * 1024

/** The most rows of one file. */
const mostRows = 500_000

/**
 * Reads a CSV file with a header line (RFC 4180); rows without any value are passed over. @throws InvalidInput naming file
 * and column when a column is missing, or file and line when a line cannot be read.
 */
export async function readCsv(file: string, text: string, columns: readonly string[]): Promise<CsvRow[]> {
  const problem = (field: string, rule: string, message: string) =>
    new InvalidInput([{ field, rule, message }])
  let header: string[] = []
  const rows: CsvRow[] = []
  const parser = parse({
    bom: true,
    columns: (names: string[]) => {
      header = names
      return names
    },
    on_record: (values: Record<string, string>, { lines }): CsvRow => ({ line: lines, values }),
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  try {
    await pipeline(piecesOf(text), parser, async (read: AsyncIterable<CsvRow>) => {
      for await (const row of read) {
        if (rows.push(row) > mostRows) throw problem(file, 'rows', `At most ${mostRows} rows are taken.`)
      }
    })
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    throw problem(file, 'csv', error instanceof Error ? error.message : String(error))
  }
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) throw problem(`${file}: ${missing.join(', ')}`, 'column', 'This column is missing.')
  return rows
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += piece) {
    yield text.slice(at, at + piece)
    await turn()
  }
}
