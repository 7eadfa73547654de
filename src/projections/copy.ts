import type { TableColumn } from './tables.ts'

/** Rows as lines of `COPY ... FROM STDIN` in the text format, without the newline. */
export function copyLine(
  columns: readonly TableColumn[],
): (row: Readonly<Record<string, unknown>>) => string {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] ?? String }))
  return (row) => {
    let line = ''
    for (let i = 0; i < fields.length; i++) {
      const { name, write } = fields[i] as (typeof fields)[number]
      const value = row[name]
      line += `${i === 0 ? '' : '\t'}${value === null ? '\\N' : write(value)}`
    }
    return line
  }
}

const writers: Record<string, (value: unknown) => string> = {
  text: (value) => escaped(String(value)),
  jsonb: (value) => escaped(JSON.stringify(value)),
  'text[]': (value) =>
    escaped(`{${(value as string[]).map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`),
}

const special = /[\\\n\r\t]/
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(text: string): string {
  return special.test(text)
    ? text.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character)
    : text
}
