import { CompiledQuery, type Kysely } from 'kysely'
import { ident, snake } from '../../platform/pg/pg.ts'
import type { AnyTable } from '../../projections/projection.ts'

/** How a record of another model is called where its id stands: by the label of its table. */
export type Named = Pick<AnyTable, 'name' | 'label'>

/** How records of a kind are called to whom they concern, and where these read them. */
export interface Calling extends Named {
  /** The path of its records: `leads`. */
  resource: string
  /**
   * The columns of its label that may stand in a mailbox, where nothing can be erased: no person but a colleague, and
   * no words of a customer.
   */
  inMail: readonly string[]
  /** Where somebody it concerns reads it, whatever their role; undefined: where everybody does. */
  ownPage: string | undefined
}

/** By model. */
export type Callings = ReadonlyMap<string, Calling>

/** Field to what it refers to: `{ ownerId: userTable }`. */
export type References = Readonly<Record<string, Named>>

type NameField<Field extends string> = Field extends `${infer Model}Id` ? `${Model}Name` : `${Field}Name`
type NamesOf<R extends References> = { [Field in keyof R & string as NameField<Field>]: string | null }

/** `ownerName` for `ownerId`. */
export function nameField(field: string): string {
  return `${field.replace(/Id$/, '')}Name`
}

/**
 * The rows with the names of what they refer to beside the ids, null where the reader may not see it. The names are
 * those of the instant the rows are of, because they are read under the same view.
 */
export async function withNames<Row extends object, const R extends References>(
  db: Kysely<never>,
  rows: readonly Row[],
  references: R,
): Promise<(Row & NamesOf<R>)[]> {
  const ids = (field: string) => rows.map((row) => idIn(row, field)).filter((id) => id !== null)
  const asked = Object.entries(references).map(([field, { name, label }]) => ({
    name,
    label,
    ids: [...new Set(ids(field))],
  }))
  const names = await namesOf(
    db,
    asked.filter((each) => each.ids.length > 0),
  )
  const fields = Object.keys(references).map((field) => [field, nameField(field)] as const)
  return rows.map((row) => {
    // One copy and plain assignments: merging two spread objects takes ten times as long, and lists are made of this.
    const named = { ...row } as Record<string, unknown>
    for (const [field, name] of fields) named[name] = names.get(idIn(row, field) ?? '') ?? null
    return named as Row & NamesOf<R>
  })
}

/** What records are called, by id; those that the reader may not see are left out. */
export async function namesOf(
  db: Kysely<never>,
  asked: readonly (Named & { ids: readonly string[] })[],
): Promise<ReadonlyMap<string, string>> {
  const names = await namesIn(db, asked, (name) => ident(snake(name)))
  const missing = asked.flatMap((each) => {
    const ids = each.ids.filter((id) => !names.has(id))
    return ids.length > 0 ? [{ ...each, ids }] : []
  })
  if (missing.length === 0) return names
  return new Map([...names, ...(await namesIn(db, missing, later))])
}

/**
 * Of a table the first versions of what began only after the instant that is asked for. A record brought along from before
 * may refer to what was entered later; that it does says that it was there, and what it was called first is the nearest to
 * what it was called then. As of now there are none.
 */
export function later(name: string): string {
  const history = ident(snake(`${name}_history`))
  const from = `(case when current_schema() like '%recorded' then recorded_from else occurred_from end)`
  const instant = `nullif(current_setting('hindsight.as_of', true), '')::timestamptz`
  return `(select * from (
      select distinct on (id) *, ${from} as began from ${history}
        where ${instant} is not null order by id, ${from}
    ) firsts where began > ${instant}) as beginnings`
}

async function namesIn(
  db: Kysely<never>,
  asked: readonly (Named & { ids: readonly string[] })[],
  rowsOf: (name: string) => string,
): Promise<ReadonlyMap<string, string>> {
  if (asked.length === 0) return new Map()
  const selects = asked.map(
    ({ name, label }, index) =>
      `select id, ${labelled(label)} as name
        from ${rowsOf(name)} where id = any($${index + 1}::uuid[])`,
  )
  const query = CompiledQuery.raw(
    selects.join(' union all '),
    asked.map(({ ids }) => ids),
  )
  const { rows } = await db.executeQuery<{ id: string; name: string }>(query)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The SQL of what a record is called. */
export function labelled(label: readonly string[]): string {
  const columns = label.map((column) => ident(snake(column)))
  return columns.length === 0 ? `''` : `concat_ws(' ', ${columns.join(', ')})`
}

function idIn(row: object, field: string): string | null {
  const id = (row as Readonly<Record<string, unknown>>)[field]
  return typeof id === 'string' ? id : null
}
