import pg from 'pg'

/** A Postgres integer of 64 bits as a number. @throws RangeError beyond 2^53, rather than lose a digit. */
function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the integers a number can hold`)
  return value
}

/** `numeric` comes out of sums and averages. Whole results are checked like integers; fractions are doubles. */
function numeric(text: string): number {
  return text.includes('.') || text === 'NaN' ? Number(text) : safeInteger(text)
}

/** `2024-03-01 09:05:07.5+00` as `2024-03-01T09:05:07.500Z`. Sessions run in UTC; `infinity` stays as it is. */
function instant(text: string): string {
  if (text.length < 22 || !text.endsWith('+00') || text[10] !== ' ') return otherInstant(text)
  const fraction = text.length > 22 ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000'
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

function otherInstant(text: string): string {
  const parsed = new Date(text)
  return Number.isNaN(parsed.getTime()) ? text : parsed.toISOString()
}

const asText = (text: string) => text

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, safeInteger],
  [pg.types.builtins.NUMERIC, numeric],
  [pg.types.builtins.TIMESTAMPTZ, instant],
  [pg.types.builtins.DATE, asText],
])

/** How values arrive: int8 and numeric as checked numbers, instants as ISO-8601 UTC in ms, dates as `YYYY-MM-DD`. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}
