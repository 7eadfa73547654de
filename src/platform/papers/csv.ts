/** A table (RFC 4180) that no spreadsheet takes for formulas; the first row has the names. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Always quoted; what a spreadsheet would compute gets an apostrophe before it, also after space. A number is none of that. */
function cell(text: string): string {
  const isFormula = /^[\s\0]*[=+\-@|%]|^[\t\r\n]/.test(text) && !/^-\d+(\.\d+)?$/.test(text)
  return `"${(isFormula ? `'${text}` : text).replaceAll('"', '""')}"`
}
