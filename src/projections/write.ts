import type { RecordedEvent } from '../domain/event.ts'
import { ident, literal, type Queryable, snake } from '../platform/pg/pg.ts'
import type { Failure, Folded } from './fold.ts'
import { entryOf, forgetting, indexing, isSearched } from './search.ts'
import type { Model, Row, TableColumn } from './tables.ts'

/** What one transaction writes for one model. */
export interface Part {
  model: Model
  folded: Folded
  /** Where the model stands after it, if it does not stand at the checkpoint. */
  standing?: Standing
}

/** The state of one model's fold, kept in `rm.projection`. */
export interface Standing {
  state: 'running' | 'failed'
  position: number | null
  recordedAt: string | null
  failure: Failure | null
  reset: boolean
}

/** Moves the checkpoint on, if it is still where this worker left it; or only makes sure that it is still its turn. */
export type Guard =
  | { epoch: number; from: number | undefined; to: number; recordedAt: string }
  | { epoch: number }

/**
 * Rows, history, changes, standings and checkpoint in one statement, which is one transaction and one round trip.
 * Rows travel as JSON, because Postgres reads that into every column type by itself, arrays and nulls included.
 * @throws pg.DatabaseError with code HS001 when another worker has taken over.
 */
export async function write(
  db: Queryable,
  guard: Guard,
  parts: readonly Part[],
  changes: readonly Change[],
): Promise<void> {
  const values: unknown[] =
    'to' in guard ? [guard.epoch, guard.from ?? null, guard.to, guard.recordedAt] : [guard.epoch]
  const steps: string[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  for (const { model, folded } of parts) {
    const now = `rm.${ident(model.table)}`
    const rows: Row[] = []
    const gone: string[] = []
    for (const [id, row] of folded.rows) {
      if (row) rows.push(row)
      else gone.push(id)
    }
    if (rows.length > 0)
      steps.push(
        `${insertion(now, model.columns, parameter(JSON.stringify(rows)))}
         on conflict (id) do update set ${assignments(model)}`,
      )
    if (gone.length > 0) steps.push(`delete from ${now} where id = any(${parameter(gone)}::uuid[])`)
    if (isSearched(model)) {
      const entries = rows.map((row) => entryOf(model, row))
      if (rows.length > 0) steps.push(indexing(model, parameter(JSON.stringify(entries))))
      if (gone.length > 0) steps.push(forgetting(model, parameter(gone)))
    }
    if (folded.past.length > 0) {
      const versions = folded.past.map(({ row, ...interval }) => ({
        ...row,
        grants: folded.regranted.get(row.id) ?? row.grants,
        ...interval,
      }))
      steps.push(insertion(pastOf(model), model.pastColumns, parameter(JSON.stringify(versions))))
    }
    if (folded.regranted.size > 0) {
      const regranted = Array.from(folded.regranted, ([id, grants]) => ({ id, grants }))
      steps.push(
        `update ${pastOf(model)} p set grants = r.grants
         from json_to_recordset(${parameter(JSON.stringify(regranted))}::json) as r(id uuid, grants text[])
         where p.id = r.id and p.grants <> r.grants`,
      )
    }
    if (folded.removed.size > 0) steps.push(removal(model, folded.removed, parameter))
  }
  if (changes.length > 0)
    steps.push(insertion('rm.change', feedColumns, parameter(JSON.stringify(changes, withoutRow))))
  const standings = parts.flatMap(({ model, standing }) =>
    standing ? [{ name: model.name, ...standing }] : [],
  )
  if (standings.length > 0)
    steps.push(
      `update rm.projection p set ${standingColumns.map(({ column }) => `${column} = r.${column}`).join(', ')}
       from ${recordset(standingColumns, parameter(JSON.stringify(standings)))} where p.name = r.name`,
    )
  const text = `${steps.length > 0 ? `with ${steps.map((step, i) => `s${i} as (${step})`).join(',\n')}` : ''}
    select ${'to' in guard ? 'rm.advance($1, $2, $3, $4)' : 'rm.hold($1)'}`
  await db.query({ text, values, ...named(text) })
}

const prepared = new Map<string, string>()

/** The usual combinations are prepared once on each connection. */
function named(text: string): { name?: string } {
  let name = prepared.get(text)
  if (name === undefined && prepared.size < 200) {
    name = `write${prepared.size}`
    prepared.set(text, name)
  }
  return name === undefined ? {} : { name }
}

const pastOf = (model: Model) => `rm.${ident(`${model.table}_past`)}`

/** `json_to_recordset` with the names as rows have them and the types as the table has them. */
function recordset(columns: readonly TableColumn[], json: string): string {
  const fields = columns.map(({ name, type }) => `${ident(name)} ${type}`).join(', ')
  const renamed = columns.map(({ name, column }) => `${ident(name)} as ${ident(column)}`).join(', ')
  return `(select ${renamed} from json_to_recordset(${json}::json) as j(${fields})) r`
}

const insertions = new WeakMap<readonly TableColumn[], Map<string, string>>()

/** Made once for each list of columns and parameter, because it is needed for every batch. */
function insertion(table: string, columns: readonly TableColumn[], json: string): string {
  let texts = insertions.get(columns)
  if (!texts) {
    texts = new Map()
    insertions.set(columns, texts)
  }
  let text = texts.get(json)
  if (text === undefined) {
    const list = columns.map(({ column }) => ident(column)).join(', ')
    text = `insert into ${table} (${list}) select ${list} from ${recordset(columns, json)}`
    texts.set(json, text)
  }
  return text
}

function assignments({ columns }: Model): string {
  return columns
    .filter(({ name }) => name !== 'id')
    .map(({ column }) => `${ident(column)} = excluded.${ident(column)}`)
    .join(', ')
}

function removal(
  model: Model,
  removed: ReadonlyMap<string, string>,
  parameter: (value: unknown) => string,
): string {
  return `insert into rm.removed (model, id, occurred_at)
    select ${literal(model.name)}, * from unnest(${parameter([...removed.keys()])}::uuid[], ${parameter([...removed.values()])}::timestamptz[])
    on conflict (model, id) do update set occurred_at = excluded.occurred_at`
}

const column = (name: string, type: string, nullable = false): TableColumn => ({
  name,
  column: snake(name),
  type,
  nullable,
})

const standingColumns = [
  column('name', 'text'),
  column('state', 'text'),
  column('position', 'bigint', true),
  column('recordedAt', 'timestamptz', true),
  column('failure', 'jsonb', true),
  column('reset', 'boolean'),
]

/** One change in the feed: what happened to which row, for those who hold one of the grants. */
export interface Change {
  position: number
  ordinal: number
  model: string
  id: string | null
  op: 'upsert' | 'remove' | 'reset'
  grants: readonly string[]
  event: FeedEvent | null
  recordedAt: string
  /** The row as it was after this change; null when it is gone, or a later change of the same event replaced it. */
  row: Row | null
}

/** Of the event behind a change, what is told to those who follow. */
export interface FeedEvent {
  id: string
  type: string
  aggregate: string
  aggregateId: string
  revision: number
  actor: { kind: string; id: string }
  occurredAt: string
}

const feedColumns = [
  column('position', 'bigint'),
  column('ordinal', 'integer'),
  column('model', 'text'),
  column('id', 'uuid', true),
  column('op', 'text'),
  column('grants', 'text[]'),
  column('event', 'jsonb', true),
  column('recordedAt', 'timestamptz'),
]

/** The feed refers to rows by id and position; they are in the tables already. */
const withoutRow = (key: string, value: unknown) => (key === 'row' ? undefined : value)

export function feedEvent(event: RecordedEvent): FeedEvent {
  const { id, type, aggregate, aggregateId, revision, occurredAt, metadata } = event
  const actor = { kind: metadata.actor.kind, id: metadata.actor.id }
  return { id, type, aggregate, aggregateId, revision, actor, occurredAt }
}

/** The current rows of these ids. */
export async function load(
  db: Queryable,
  schema: string,
  model: Model,
  ids: readonly string[],
): Promise<Row[]> {
  if (ids.length === 0) return []
  const list = model.columns.map(({ column, name }) => `${ident(column)} as ${ident(name)}`).join(', ')
  const { rows } = await db.query<Row>({
    name: `load ${schema} ${model.table}`.slice(0, 60),
    text: `select ${list} from ${schema}.${ident(model.table)} where id = any($1::uuid[])`,
    values: [ids],
  })
  return rows
}

/** When rows of these ids that are no more ended, by occurrence. */
export async function loadRemoved(
  db: Queryable,
  model: Model,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<{ id: string; at: string }>(
    'select id, occurred_at as at from rm.removed where model = $1 and id = any($2::uuid[])',
    [model.name, ids],
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}
