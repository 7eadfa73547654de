import { InvalidInput } from '../../commands/errors.ts'

/** One line of a table: what stands under each column, in their order, as text. */
export interface SheetRow {
  /** As an editor, or a spreadsheet, counts: the header is line 1. */
  line: number
  values: readonly string[]
  /** Why it cannot be taken, whatever it says. */
  problem?: string
}

/** A file of any form as a table, read as it comes. */
export interface Sheet {
  /** As the file calls them; one that is there twice is told by its turn: `Email`, `Email (2)`. */
  columns: readonly string[]
  rows: AsyncIterable<SheetRow>
  /** What was taken otherwise than a reader may think: that the file was not in UTF-8. */
  remarks: readonly string[]
}

/** The most columns, and the most rows, of one file. */
export const mostColumns = 500
export const mostRows = 250_000

/** The names of the columns, each once. @throws InvalidInput where there is none, or there are too many. */
export function columnsOf(file: string, written: readonly string[]): string[] {
  if (written.every((name) => name.trim() === ''))
    throw fileProblem(file, 'header', 'Its first line names no columns.')
  if (written.length > mostColumns)
    throw fileProblem(
      file,
      'columns',
      `At most ${mostColumns} columns are taken; this file has ${written.length}.`,
    )
  const used = new Map<string, number>()
  return written.map((name, place) => {
    const plain = name.replace(/\s+/g, ' ').trim().slice(0, 180) || `Column ${place + 1}`
    const times = (used.get(plain) ?? 0) + 1
    used.set(plain, times)
    return times === 1 ? plain : `${plain} (${times})`
  })
}

/**
 * Of spreadsheets that were exported with care, what looks like a formula has an apostrophe before it (CWE-1236): that is no part of
 * the value.
 */
export const unescaped = (value: string): string => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value)

export function fileProblem(file: string, rule: string, message: string): InvalidInput {
  return new InvalidInput([{ field: file, rule, message }])
}

/** Rows as they come, but no more than are taken, and none that is empty. @throws InvalidInput */
export async function* bounded(file: string, rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow> {
  let count = 0
  for await (const row of rows) {
    if (row.values.every((value) => value.trim() === '')) continue
    if (++count > mostRows)
      throw fileProblem(file, 'rows', `At most ${mostRows} rows are taken at once: cut the file into parts.`)
    yield row
  }
}
