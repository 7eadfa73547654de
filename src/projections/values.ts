import { day } from '../domain/values/day.ts'
import { instantOf } from '../domain/values/instant.ts'
import { maxInteger } from '../domain/values/integer.ts'
import { isUuid } from '../platform/process/ids.ts'
import type { TableColumn } from './tables.ts'

/**
 * Brings a folded value to the form in which it would come back from Postgres, so that folding on from memory, from
 * the table or from scratch gives the same row; and refuses what Postgres would refuse, before it is sent.
 * @throws Misfit naming the column.
 */
export function normalised(column: TableColumn, value: unknown): unknown {
  if (value === null || value === undefined) {
    if (column.nullable) return null
    throw new Misfit(column.name, 'has no value')
  }
  const check = checks[column.type]
  if (!check) throw new Error(`${column.name} has the unknown type ${column.type}`)
  const result = check(value)
  if (result === undefined) throw new Misfit(column.name, `cannot hold ${show(value)} (${column.type})`)
  return result
}

/** A value that a column cannot hold. */
export class Misfit extends TypeError {
  override name = 'Misfit'
  readonly column: string
  constructor(column: string, what: string) {
    super(`${column} ${what}`)
    this.column = column
  }
}

/** undefined: not acceptable. */
const checks: Record<string, (value: unknown) => unknown> = {
  uuid: (value) => (isUuid(value) ? value : undefined),
  text: (value) => (isText(value) ? value : undefined),
  integer: (value) => (Number.isInteger(value) && Math.abs(Number(value)) <= maxInteger ? value : undefined),
  bigint: (value) => (Number.isSafeInteger(value) ? value : undefined),
  // Minus zero is zero in JSON, so it has to be everywhere.
  'double precision': (value) => (Number.isFinite(value) ? Number(value) + 0 : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  timestamptz: (value) => (typeof value === 'string' ? instantOf(value) : undefined),
  date: (value) => (typeof value === 'string' && isDate(value) ? value : undefined),
  jsonb: (value) => (unstorableJson.test(JSON.stringify(value)) ? undefined : value),
  'text[]': (value) => (Array.isArray(value) && value.every(isText) ? value : undefined),
}

/** Postgres takes neither NUL nor half a surrogate pair. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value)
}

/** The same inside JSON text, where both appear as escapes. */
const unstorableJson = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

function isDate(text: string): boolean {
  return day.safeParse(text).success
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}
