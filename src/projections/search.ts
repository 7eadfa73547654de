import { marksOf, type Written } from '../domain/values/searched.ts'
import { literal } from '../platform/pg/pg.ts'
import type { AnyTable } from './projection.ts'
import type { Model, Row, TableColumn } from './tables.ts'

/**
 * The index that everything with a name or a number is found by: `rm.search`, a row of marks (domain/values/searched) for
 * each row of the models that are searched, written with it and in the same transaction. No reader sees it: they ask
 * `rm.search_hits`, and then for the rows themselves.
 */

/** In `rm.search`, beside the model. */
export const searchColumns: readonly TableColumn[] = [
  { name: 'id', column: 'id', type: 'uuid', nullable: false },
  { name: 'words', column: 'words', type: 'text[]', nullable: false },
  { name: 'grants', column: 'grants', type: 'text[]', nullable: false },
  { name: 'archived', column: 'archived', type: 'boolean', nullable: false },
  { name: 'updatedAt', column: 'changed_at', type: 'timestamptz', nullable: false },
]

export function isSearched({ projection }: Model): boolean {
  return projection.search.length > 0
}

/** The columns that say what a row is called to whoever finds it: its label, or what it is first searched by. */
export function calledBy({ search, label }: Pick<AnyTable, 'search' | 'label'>): readonly string[] {
  return label.length > 0 ? label : search.slice(0, 1)
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** What a value of a field of the organisation's own is found by: words and numbers, but not what only refers to a record. */
function writtenOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(writtenOf)
  if (typeof value === 'number') return [String(value)]
  return typeof value === 'string' && !isId(value) ? [value] : []
}

/** What a row is found by; of a column that is JSON a part, `requester.name`, or what its fields hold, `custom`. */
export function writtenIn(table: Pick<AnyTable, 'search' | 'label'>, row: object): Written {
  const { search } = table
  const values = row as Readonly<Record<string, unknown>>
  const text = (place: string): string[] => {
    const [column = '', part] = place.split('.')
    const value = values[column]
    if (place === 'custom') return Object.values(value ?? {}).flatMap(writtenOf)
    const found = part === undefined ? value : (value as Record<string, unknown> | null)?.[part]
    return [found].flat().filter((one) => typeof one === 'string')
  }
  return { texts: search.flatMap(text), name: calledBy(table).flatMap(text) }
}

/** A row of a searched model as the index has it. */
export function entryOf({ projection }: Model, row: Row): Readonly<Record<string, unknown>> {
  const { id, grants, updatedAt } = row
  return {
    id,
    words: marksOf(writtenIn(projection, row)),
    grants,
    archived: row.archived === true,
    updatedAt,
  }
}

/** Writes the entries of rows, given as JSON; those that are there are written over. */
export function indexing(model: Model, json: string): string {
  const fields = searchColumns.map(({ name, type }) => `"${name}" ${type}`).join(', ')
  const columns = searchColumns.map(({ column }) => column)
  return `insert into rm.search (model, ${columns.join(', ')})
    select ${literal(model.name)}, id, array_to_tsvector(words), grants, archived, "updatedAt"
      from json_to_recordset(${json}::json) as r(${fields})
    on conflict (model, id) do update set ${columns
      .slice(1)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`
}

/** Takes the entries of these ids out. */
export function forgetting(model: Model, ids: string): string {
  return `delete from rm.search where model = ${literal(model.name)} and id = any(${ids}::uuid[])`
}
