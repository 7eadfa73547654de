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
  let rows: CsvRow[]
  try {
    rows = parse<CsvRow, Record<string, string>>(text, {
      bom: true,
      columns: (names: string[]) => {
        header = names
        return names
      },
      on_record: (values, { lines }) => ({ line: lines, values }),
      skip_empty_lines: true,
    })
  } catch (error) {
    throw problem(file, 'csv', error instanceof Error ? error.message : String(error))
  }
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) throw problem(`${file}: ${missing.join(', ')}`, 'column', 'This column is missing.')
  return rows
}
