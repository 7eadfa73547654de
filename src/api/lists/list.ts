import { createHash } from 'node:crypto'
import { CompiledQuery, type Kysely } from 'kysely'
import { InvalidInput } from '../../commands/errors.ts'
import { valueAt } from '../../domain/criteria/vocabulary.ts'
import { folded, soughtIn } from '../../domain/values/folded.ts'
import { everyone, recordOf, seesAll } from '../../platform/people/permissions.ts'
import { ident, literal, snake } from '../../platform/pg/pg.ts'
import { replanned } from '../../platform/pg/readers.ts'
import type { Columns, TableOf } from '../../projections/projection.ts'
import { columnsByName, soleGrant, type TableColumn } from '../../projections/tables.ts'
import { normalised } from '../../projections/values.ts'
import { type AskedCriterion, criterionSql, pattern } from './criteria.ts'
import { labelled, type References } from './names.ts'
import { type Order, orderOf } from './order.ts'
import type { ListScope } from './query.ts'

/** A cursor that was made for another list, sort, filter or instant, or not by us at all (400). */
export class InvalidCursor extends InvalidInput {
  constructor() {
    super([
      {
        field: 'cursor',
        rule: 'cursor',
        message: 'Must be `next` of the page before, with the same sort, filters and instant.',
      },
    ])
    this.name = 'InvalidCursor'
  }
}

type Listed = { name: string; columns: Columns; seenWith?: unknown }
type NameOf<P extends Listed> = keyof TableOf<P> & string

/** Conditions on one column; all that are given hold. `alike` and `prefix` compare folded text (domain/values/folded). */
export interface Filter<Name extends string = string> {
  column: Name
  /** The parameter it came from, for errors; the column's name unless told. */
  field?: string
  eq?: unknown
  alike?: string | undefined
  /** One of these; none of them: no row. */
  in?: readonly unknown[] | undefined
  /** This or more. */
  from?: unknown
  /** This or less. */
  to?: unknown
  /** Less than this. */
  before?: unknown
  prefix?: string | undefined
  /** Names or ids of tags, of which the column of ids has any. */
  tagged?: readonly string[] | undefined
  isNull?: boolean | undefined
}

export interface ListRequest<Name extends string = string> {
  /** A column, with `-` before it for the highest first; rows without a value come last, ties are ordered by id. */
  sort?: string | undefined
  /** Conditions without any value are passed over, so that optional parameters can be handed on as they are. */
  filters?: readonly Filter<Name>[]
  /** What must hold of a row beside them. */
  where?: AskedCriterion | undefined
  /** Words to be found in any order in the columns of `search`, folded; numbers by their digits. */
  q?: string | undefined
  /** Columns, or parts of one that is JSON: `requester.name`. */
  search?: readonly string[]
  /** Columns of ids under whose names it is looked for, too. */
  searchNames?: References
  /** 50 unless told, at most 200. */
  limit?: number | undefined
  /** `next` of the page before. */
  cursor?: string | undefined
  /** Whether to count all rows that pass the filters. */
  total?: boolean | undefined
  scope?: ListScope
}

export interface Page<Row> {
  items: Row[]
  /** The cursor of the next page; null on the last one. */
  next: string | null
  total?: number
}

/**
 * One page of a read model, by keyset: the last page is as quick as the first, and rows that come and go make neither
 * gaps nor repeats. The SQL is put together here rather than by Kysely, because every screen waits for this path.
 * @throws InvalidInput for a sort, filter or cursor that cannot be
 */
export async function list<P extends Listed>(
  db: Pick<Kysely<never>, 'executeQuery'>,
  projection: P,
  request: ListRequest<NameOf<P>> = {},
): Promise<Page<TableOf<P>>> {
  const columns = columnsByName(projection.columns)
  const where = new Conditions(columns)
  for (const filter of request.filters ?? []) where.add(filter)
  if (request.where) where.criterion(projection.name, request.where)
  if (request.q) where.search(request.q, request.search ?? [], request.searchNames ?? {})
  const order = await orderOf(projection, request.sort ?? 'id', request.scope)
  const seal = sealOf([
    projection.name,
    order.column.name,
    order.down,
    where.text(),
    where.values,
    request.scope?.instant ?? [],
  ])
  // After the seal: rights that change do not end the paging.
  // Which rows are seen with others no index on grants can say.
  const own = !projection.seenWith && where.own(projection.name, request.scope?.keys)
  const start = request.cursor === undefined ? undefined : openCursor(request.cursor, seal, order)
  const limit = Math.min(Math.max(request.limit ?? 50, 1), 200)
  const table = ident(snake(projection.name))
  const fields = selections(columns)

  const ask = async <Row>(sql: string, values: readonly unknown[]) => {
    const query = CompiledQuery.raw(sql, [...values])
    // Whether to look up a reader's rows or to walk all in order depends on how many are theirs; and a search's text on
    // its words.
    return (await db.executeQuery<Row>(own || request.q ? replanned(query) : query)).rows
  }
  const take = async (more: Conditions, by: string) => {
    const sql = `select ${fields} from ${table}${more.text()} order by ${by} limit ${limit + 1 - items.length}`
    items.push(...(await ask<TableOf<P>>(sql, more.values)))
  }
  const items: TableOf<P>[] = []
  const way = order.down ? 'desc' : 'asc'
  // Rows with a value and rows without are each in the order of an index; both at once, highest first, are not.
  const by = [...order.columns.map(({ sql }) => sql), '"id"'].map((sql) => `${sql} ${way}`)
  if (start?.values !== null) await take(where.valued(order, start), by.join(', '))
  if (order.column.nullable && items.length <= limit)
    await take(where.unvalued(order, start?.values === null ? start : undefined), `"id" ${way}`)

  const full = items.length > limit
  if (full) items.length = limit
  const last = items.at(-1) as Record<string, unknown> | undefined
  const page: Page<TableOf<P>> = {
    items,
    next: full && last ? cursorOf(seal, placeOf(last, order)) : null,
  }
  if (request.total) {
    const counted = `select count(*) as total from ${table}${where.text()}`
    page.total = (await ask<{ total: number }>(counted, where.values))[0]?.total ?? 0
  }
  return page
}

type Table = ReadonlyMap<string, TableColumn>

const selected = new WeakMap<Table, string>()

/** All that is shown of a row; who may see it is not. */
function selections(table: Table): string {
  let text = selected.get(table)
  if (text === undefined) {
    const shown = [...table.values()].filter(({ name }) => name !== 'grants')
    text = shown.map(({ column }) => ident(column)).join(', ')
    selected.set(table, text)
  }
  return text
}

/** The rows that pass; texts are made once, values are parameters. */
class Conditions {
  readonly values: unknown[]
  readonly #table: Table
  readonly #texts: string[]

  constructor(table: Table, texts: readonly string[] = [], values: readonly unknown[] = []) {
    this.#table = table
    this.#texts = [...texts]
    this.values = [...values]
  }

  text(): string {
    return this.#texts.length > 0 ? ` where ${this.#texts.join(' and ')}` : ''
  }

  add({ column: name, field = name, ...given }: Filter): void {
    const column = this.#table.get(name)
    if (!column) throw refusal(field, 'filter', `There is no filtering by ${name}.`)
    const sql = ident(column.column)
    const compare = (operator: string, value: unknown) => {
      if (value !== undefined && value !== null)
        this.#texts.push(`${sql} ${operator} ${this.#parameter(checked(column, field, value))}`)
    }
    compare('=', given.eq)
    compare('>=', given.from)
    compare('<=', given.to)
    compare('<', given.before)
    if (given.in) {
      const values = given.in.map((value) => checked(column, field, value))
      this.#texts.push(`${sql} = any(${this.#parameter(values)}::${column.type}[])`)
    }
    if (given.alike !== undefined)
      this.#texts.push(`rm.folded(${sql}) = ${this.#parameter(folded(alike(column, field, given.alike)))}`)
    if (given.prefix)
      this.#texts.push(`rm.folded(${sql}) like ${this.#parameter(`${pattern(folded(given.prefix))}%`)}`)
    if (given.tagged) {
      const asked = given.tagged.map((one) => alike(column, field, one))
      const names = this.#parameter(asked.map(folded))
      const called = `select "id"::text from "tag" where rm.folded("name") = any(${names}::text[])`
      this.#texts.push(`${sql} && (${this.#parameter(asked)}::text[] || array(${called}))`)
    }
    if (given.isNull !== undefined) this.#texts.push(`${sql} is ${given.isNull ? '' : 'not '}null`)
  }

  criterion(model: string, { test, tables }: AskedCriterion): void {
    const sql = criterionSql(test, { model, alias: ident(snake(model)), tables }, (value) =>
      this.#parameter(value),
    )
    this.#texts.push(sql)
  }

  /** Whose names are referred to is looked up once for each word, not once for each row. */
  search(q: string, places: readonly string[], references: References): void {
    const texts = places.map((place) => this.#place(place))
    const all = `rm.folded(concat_ws(' ', ${texts.join(', ')}))`
    const numbers = `regexp_replace(replace(concat_ws('|', ${texts.join(', ')}), '(0)', ''), '[^0-9|]+', '', 'g')`
    for (const { words, digits } of soughtIn(q)) {
      const found = words.map((word) => {
        const text = this.#parameter(`%${pattern(word)}%`)
        const tests = Object.entries(references).map(
          ([name, { name: model, label }]) =>
            `${this.#place(name)} in (select "id" from ${ident(snake(model))} where rm.folded(${labelled(label)}) like ${text})`,
        )
        return `(${[...(texts.length > 0 ? [`${all} like ${text}`] : []), ...tests].join(' or ') || 'false'})`
      })
      const inDigits =
        digits !== undefined && texts.length > 0
          ? ` or ${numbers} like ${this.#parameter(`%${digits}%`)}`
          : ''
      this.#texts.push(`(${found.join(' and ')}${inDigits})`)
    }
  }

  #place(name: string): string {
    const [column = '', part] = name.split('.')
    const known = this.#table.get(column)
    const sql = ident(known?.column ?? column)
    // Several texts stay apart, as columns do.
    if (known?.type === 'text[]') return `array_to_string(${sql}, '|')`
    return part === undefined ? sql : `${sql}->>${literal(part)}`
  }

  /**
   * Says once more which rows these keys let through, in a form that an index can answer: who sees few rows of many
   * need not wait until a walk in the order of the list has met fifty of them. Row-level security decides all the same.
   * Says nothing, and returns false, for a reader of all of them.
   */
  own(model: string, keys: readonly string[] | undefined): boolean {
    if (keys === undefined || seesAll(keys, model)) return false
    const held = [...keys, everyone, '']
    const ids = keys.flatMap((key) => recordOf(key) ?? [])
    const tests = [`${soleGrant} = any(${this.#parameter(held)}::text[])`]
    if (ids.length > 0) tests.push(`"id" = any(${this.#parameter(ids)}::uuid[])`)
    this.#texts.push(`(${tests.join(' or ')})`)
    return true
  }

  /** With a value to sort by, after `start`. */
  valued({ columns, column, down }: Order, start: Start | undefined): Conditions {
    const more = new Conditions(this.#table, this.#texts, this.values)
    if (start) {
      const values = (start.values ?? []).map((value) => more.#parameter(value))
      const place = [...columns.map(({ sql }) => sql), '"id"'].join(', ')
      more.#texts.push(
        `(${place}) ${down ? '<' : '>'} (${[...values, `${more.#parameter(start.id)}::uuid`].join(', ')})`,
      )
    } else if (column.nullable) more.#texts.push(`${column.sql} is not null`)
    return more
  }

  /** Without one. */
  unvalued({ column, down }: Order, start: Start | undefined): Conditions {
    const more = new Conditions(this.#table, [...this.#texts, `${column.sql} is null`], this.values)
    if (start) more.#texts.push(`"id" ${down ? '<' : '>'} ${more.#parameter(start.id)}::uuid`)
    return more
  }

  #parameter(value: unknown): string {
    return `$${this.values.push(value)}`
  }
}

/** Where a page starts: after the row with these values and this id; null: without a value to sort by. */
interface Start {
  values: readonly unknown[] | null
  id: unknown
}

function placeOf(row: Readonly<Record<string, unknown>>, { columns, column }: Order): Start {
  const values = columns.map(({ name }) => valueAt(row, name))
  return { values: valueAt(row, column.name) === null ? null : values, id: row.id }
}

/** What a cursor is bound to. */
export function sealOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12)
}

function cursorOf(seal: string, { values, id }: Start): string {
  return Buffer.from(JSON.stringify([seal, values, id])).toString('base64url')
}

function openCursor(cursor: string, seal: string, { columns, column }: Order): Start {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parts) && parts.length === 3 && parts[0] === seal) {
      const [, values, id] = parts as [string, unknown[] | null, unknown]
      if ((values === null && column.nullable) || values?.length === columns.length)
        return {
          values:
            values &&
            columns.map((one, n) => normalised({ ...one, column: one.name, nullable: false }, values[n])),
          id: normalised(idColumn, id),
        }
    }
  } catch {
    // Said below.
  }
  throw new InvalidCursor()
}

const idColumn: TableColumn = { name: 'id', column: 'id', type: 'uuid', nullable: false }

/** @throws InvalidInput for what no text can be. */
function alike(column: TableColumn, field: string, value: string): string {
  return checked({ ...column, type: 'text' }, field, value) as string
}

function checked(column: TableColumn, field: string, value: unknown): unknown {
  try {
    return normalised(column.type === 'text[]' ? { ...column, type: 'text' } : column, value)
  } catch (error) {
    throw refusal(field, 'type', error instanceof Error ? error.message : String(error))
  }
}

function refusal(field: string, rule: string, message: string): InvalidInput {
  return new InvalidInput([{ field, rule, message }])
}
