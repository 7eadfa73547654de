import { parse } from 'csv-parse/sync'
import { InvalidInput } from '../commands/errors.ts'

export interface CsvRow {
  line: number
  values: Record<string, string>
}

/**
 * Reads a CSV file with a header line (RFC 4180). @throws InvalidInput naming file and column when a column is
 * missing, or file and line when a line cannot be read.
 */
export function readCsv(file: string, text: string, columns: readonly string[]): CsvRow[] {
  const problem = (field: string, rule: string, message: string) =>
    new InvalidInput([{ field, rule, message }])
  let header: string[] = []
  let records: { record: Record<string, string>; info: { lines: number } }[]
  try {
    records = parse(text, {
      bom: true,
      columns: (names: string[]) => {
        header = names
        return names
      },
      info: true,
      skip_empty_lines: true,
    }) as unknown as typeof records
  } catch (error) {
    throw problem(file, 'csv', error instanceof Error ? error.message : String(error))
  }
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) throw problem(`${file}: ${missing.join(', ')}`, 'column', 'This column is missing.')
  return records.map(({ record, info }) => ({ line: info.lines, values: record }))
}
