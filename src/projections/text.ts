/** The SQL of `foldText` (domain/values/text) over an expression. */
export function foldSql(sql: string): string {
  return `lower(normalize(${sql}, NFKC))`
}
