import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Filter, parse } from 'scim2-parse-filter'
import { refuseScim } from './refusal.ts'

/**
 * What can be asked of: an SQL expression by how it is compared. `caseless` ignores letter case (RFC 7643, `caseExact` false);
 * `among` is one of many elsewhere, of which only equality can be asked.
 */
export type Attribute =
  | { is: 'text' | 'caseless' | 'flag' | 'instant'; sql: RawBuilder<unknown> }
  | { is: 'among'; holds: (value: string) => Expression<SqlBool> }

/** By path in lower case: `emails.value`. */
export type Attributes = Readonly<Record<string, Attribute>>

/** Longer ones are no question a directory asks. */
const longest = 2000

/** Attributes of the core schemas may be asked for by their whole names. */
const coreSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/i

/** A filter of RFC 7644, section 3.4.2.2, as a condition on the attributes' expressions; every value is a parameter. */
export function conditionOf(filter: string, attributes: Attributes): Expression<SqlBool> {
  if (filter.length > longest) refuseScim('invalidFilter', `A filter has at most ${longest} characters.`)
  return condition(parsed(filter), attributes, '')
}

function parsed(filter: string): Filter {
  try {
    return parse(filter)
  } catch (error) {
    return refuseScim('invalidFilter', `This is no filter: ${(error as Error).message}`)
  }
}

function condition(filter: Filter, attributes: Attributes, within: string): Expression<SqlBool> {
  if (filter.op === 'and' || filter.op === 'or') {
    const parts = filter.filters.map((part) => condition(part, attributes, within))
    return sql<SqlBool>`(${sql.join(parts, filter.op === 'and' ? sql` and ` : sql` or `)})`
  }
  if (filter.op === 'not')
    return sql<SqlBool>`not coalesce(${condition(filter.filter, attributes, within)}, false)`
  if (!('attrPath' in filter)) return refuseScim('invalidFilter', 'This is no filter.')
  if (filter.op === '[]') return condition(filter.valFilter, attributes, `${within}${filter.attrPath}.`)
  return compared(filter, attributes, `${within}${filter.attrPath}`)
}

type Comparison = Extract<Filter, { attrPath: string }>

function compared(filter: Exclude<Comparison, { op: '[]' }>, attributes: Attributes, path: string) {
  const name = path.replace(coreSchema, '').toLowerCase()
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  if (!attribute) return refuseScim('invalidFilter', `Nothing can be asked of ${path}.`)
  const wrong = () =>
    refuseScim('invalidFilter', `${path} is not asked for by "${filter.op}" and such a value.`)
  if (attribute.is === 'among') {
    if (filter.op !== 'eq' || typeof filter.compValue !== 'string') return wrong()
    return attribute.holds(filter.compValue)
  }
  const of = attribute.sql
  if (filter.op === 'pr') return sql<SqlBool>`nullif(${of}::text, '') is not null`
  const value = comparable(attribute.is, filter.compValue) ?? wrong()
  if (value === none) {
    if (filter.op === 'eq') return sql<SqlBool>`${of} is null`
    return filter.op === 'ne' ? sql<SqlBool>`${of} is not null` : wrong()
  }
  const left = attribute.is === 'caseless' ? sql`lower(${of})` : of
  const right =
    attribute.is === 'flag'
      ? sql`${value}::boolean`
      : attribute.is === 'instant'
        ? sql`${value}::timestamptz`
        : attribute.is === 'caseless'
          ? sql`lower(${value}::text)`
          : sql`${value}::text`
  const isText = attribute.is === 'text' || attribute.is === 'caseless'
  switch (filter.op) {
    case 'eq':
      return sql<SqlBool>`${left} = ${right}`
    case 'ne':
      return sql<SqlBool>`${left} is distinct from ${right}`
    case 'co':
      return isText ? sql<SqlBool>`strpos(${left}, ${right}) > 0` : wrong()
    case 'sw':
      return isText ? sql<SqlBool>`starts_with(${left}, ${right})` : wrong()
    case 'ew':
      return isText ? sql<SqlBool>`right(${left}, length(${right})) = ${right}` : wrong()
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return attribute.is === 'flag' ? wrong() : sql<SqlBool>`${left} ${sql.raw(order[filter.op])} ${right}`
  }
}

const order = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const

const none = Symbol('null')

/** Undefined: no value of this kind. Instants are compared as instants, whatever their offset. */
function comparable(is: Attribute['is'], value: unknown): string | boolean | typeof none | undefined {
  if (value === null) return none
  if (is === 'flag') return flagOf(value)
  if (typeof value !== 'string') return undefined
  if (is !== 'instant') return value
  const at = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN
  // With its offset one may be in year 0 or 10000, which the database does not know.
  return at >= firstInstant && at <= lastInstant ? new Date(at).toISOString() : undefined
}

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

/** Entra says "True" and "False" as text. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const said = String(value).toLowerCase()
  return said === 'true' ? true : said === 'false' ? false : undefined
}
