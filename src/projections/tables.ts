import { createHash } from 'node:crypto'
import { ident, literal, snake } from '../platform/pg/pg.ts'
import { readerRole } from '../platform/pg/readers.ts'
import { type AnyProjection, type Columns, type Kept, ownKey, type SeenWith } from './projection.ts'

/** One column of a table: its name in rows and in SQL, its SQL type, and whether it may be null. */
export interface TableColumn {
  name: string
  column: string
  type: string
  nullable: boolean
}

/** A row as the machine holds it: the declared columns and what is kept beside them. */
export type Row = Record<string, unknown> & Kept

/** What the machine knows of a projection beside its definition. */
export interface Model {
  projection: AnyProjection
  name: string
  /** The table's name, unquoted; `<table>_past` holds the superseded versions, `<table>_history` shows them all. */
  table: string
  columns: readonly TableColumn[]
  /** Those of a superseded version. */
  pastColumns: readonly TableColumn[]
  /** Of `columns`, the ones the projection declares. */
  declared: readonly TableColumn[]
  /** A row with every column and no values. */
  blank: Row
  /** Aggregates whose id is the row's id: each of their events moves the row's revision. */
  own: ReadonlySet<string>
  /** Whether all folds are of the row's own aggregate, so that a stream's first event finds no row. */
  plain: boolean
  /** Changes with everything that decides what the tables look like. */
  shape: string
}

/** The id comes first. */
const kept: Record<keyof Kept, string> = {
  id: 'uuid',
  revision: 'integer',
  position: 'bigint',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
  recordedAt: 'timestamptz',
  grants: 'text[]',
}

/** All columns of a table: the id, the declared ones, and what the machine keeps. */
export function columnsOf(columns: Columns): TableColumn[] {
  const machine = Object.entries(kept).map(
    ([name, type]): TableColumn => ({ name, column: snake(name), type, nullable: false }),
  )
  const declared = Object.entries(columns).map(
    ([name, { sql, nullable }]): TableColumn => ({
      name,
      column: snake(name),
      type: sqlTypes[sql] ?? sql,
      nullable,
    }),
  )
  return [...machine.slice(0, 1), ...declared, ...machine.slice(1)]
}

const named = new WeakMap<Columns, ReadonlyMap<string, TableColumn>>()

/** The same by name. */
export function columnsByName(columns: Columns): ReadonlyMap<string, TableColumn> {
  const known = named.get(columns) ?? new Map(columnsOf(columns).map((column) => [column.name, column]))
  named.set(columns, known)
  return known
}

/** The column that says in which currency an amount is; undefined for what is no amount. */
export function currencyOf(columns: Columns, name: string): string | undefined {
  const sql = columns[name]?.sql
  if (sql !== 'bigint' && sql !== 'price') return undefined
  return [`${name}Currency`, 'currency'].find((one) => one in columns)
}

export function modelOf(projection: AnyProjection): Model {
  for (const name of Object.keys(projection.columns))
    if (name in kept) throw new Error(`${projection.name}.${name} is a column that the machine keeps`)
  const columns = columnsOf(projection.columns)
  const declared = columns.filter(({ name }) => name in projection.columns)
  for (const index of projection.indexes)
    for (const name of index)
      if (!columns.some((column) => column.name === name))
        throw new Error(`${projection.name} has an index on ${name}, which is no column of it`)
  const own = Object.entries(projection.on).flatMap(([type, { key }]) =>
    key === ownKey ? [type.slice(0, type.indexOf('.'))] : [],
  )
  const blank: Row = Object.assign(Object.fromEntries(columns.map(({ name }) => [name, null])), {
    id: '',
    revision: 0,
    position: 0,
    createdAt: '',
    updatedAt: '',
    recordedAt: '',
    grants: [],
  })
  const plain = new Set(own).size === 1 && Object.values(projection.on).every(({ key }) => key === ownKey)
  const shape = createHash('sha256')
    .update(
      JSON.stringify([
        tablesVersion,
        columns,
        projection.indexes,
        ...(projection.private ? ['private'] : []),
        ...(projection.seenWith ? [projection.seenWith, 2] : []),
        ...(projection.search.length > 0 ? ['search', 1, projection.search, projection.label] : []),
      ]),
    )
    .digest('hex')
  return {
    projection,
    name: projection.name,
    table: snake(projection.name),
    columns,
    pastColumns: [...columns, ...ends],
    declared,
    blank,
    own: new Set(own),
    plain,
    shape,
  }
}

/** To be raised when the statements below change, so that existing tables are rebuilt. */
const tablesVersion = 8

const sqlTypes: Record<string, string> = { double: 'double precision', price: 'double precision' }

/** The superseded versions have, beside the row, the end of the intervals in which they held. */
const ends: readonly TableColumn[] = [
  { name: 'occurredTo', column: 'occurred_to', type: 'timestamptz', nullable: false },
  { name: 'recordedTo', column: 'recorded_to', type: 'timestamptz', nullable: false },
]

/**
 * The one grant of a row, empty when it has several: by an index on this the rows of a reader who sees few are found.
 * Under row-level security Postgres takes no help from an index on `grants &&`, because that operator is not known to
 * keep secrets; all that stands here is.
 */
export const soleGrant = `(case when grants[2] is null then grants[1] else '' end)`

/** Texts are ordered as people order them (UCA, ICU's root): cases and accents stand beside their letter, not behind Z. */
export function collated(type: string): string {
  return type === 'text' ? ' collate "und-x-icu"' : ''
}

/** A table and the table of its past, bare, as a rebuild fills them fastest. */
export function createTables(schema: string, { table, columns, pastColumns }: Model): string {
  const define = ({ column, type, nullable }: TableColumn) =>
    `${ident(column)} ${type}${collated(type)}${nullable ? '' : ' not null'}`
  return `
    create table ${schema}.${ident(table)} (${columns.map(define).join(', ')});
    create table ${schema}.${ident(`${table}_past`)} (${pastColumns.map(define).join(', ')});`
}

/**
 * Keys and indexes. The intervals are columns of each index, so that versions of another time are passed over inside
 * the index, without a visit to the table.
 */
export function createIndexes(schema: string, { table, projection }: Model): string {
  const now = `${schema}.${ident(table)}`
  const past = `${schema}.${ident(`${table}_past`)}`
  const heldThen = 'updated_at, occurred_to, recorded_at, recorded_to'
  const lists = projection.indexes.map((names) => names.map((name) => ident(snake(name))).join(', '))
  return [
    `alter table ${now} add primary key (id) with (fillfactor = 90);`,
    `create index on ${now} (${soleGrant});`,
    `create index on ${past} (${soleGrant}, ${heldThen});`,
    `alter table ${past} add primary key (id, position);`,
    ...lists.flatMap((list) => [
      `create index on ${now} (${list}, id, updated_at, recorded_at);`,
      `create index on ${past} (${list}, id, ${heldThen});`,
    ]),
  ].join('\n')
}

/** The instant that views of the past are for, from the session's setting. */
const instant = `(current_setting('hindsight.as_of')::timestamptz)`

/** Everything readers see of a model: history, the views as of an instant, row-level security and grants. */
export function publish({ table, name, columns, projection }: Model): string {
  const now = `rm.${ident(table)}`
  const past = `rm.${ident(`${table}_past`)}`
  const history = `rm.${ident(`${table}_history`)}`
  const list = columns.map(({ column }) => ident(column)).join(', ')
  // The condition stands outside the union: Postgres merges two ordered index scans only if neither side has its own.
  // Its last part follows from the others, and is there for the planner, which takes the ends of an interval for
  // independent of each other and so expects several times the versions that held at an instant.
  const asOf = (schema: string, from: string, to: string) => `
    create view ${schema}.${ident(table)} with (security_invoker = true) as
      select ${list} from (
        select ${list}, ${from} as held_from, 'infinity'::timestamptz as held_to from ${now}
        union all
        select ${list}, ${from}, ${to} from ${past}
      ) versions where held_from <= ${instant} and held_to > ${instant} and held_from < held_to;
    create view ${schema}.${ident(`${table}_history`)} with (security_invoker = true) as select * from ${history};
    grant select on ${schema}.${ident(table)}, ${schema}.${ident(`${table}_history`)} to ${readerRole};`
  // Past versions carry the grants of today: rights are those of now for what was before, too.
  const everything = projection.private ? '' : `(select rm.sees_all(${literal(name)})) or `
  const linked = projection.seenWith ? `\n        or ${seenWithName(table)}(id)` : ''
  const visible = (of: string) => `
    alter table ${of} enable row level security;
    create policy visible on ${of} for select to ${readerRole}
      using (${everything}grants && (select rm.reader_keys())
        or id = any ((select rm.reader_records())::uuid[])${linked});
    grant select on ${of} to ${readerRole};`
  return `
    ${projection.seenWith ? seenWithFunction(table, projection.seenWith) : ''}
    create view ${history} with (security_invoker = true) as
      select ${list}, updated_at as occurred_from, 'infinity'::timestamptz as occurred_to,
        recorded_at as recorded_from, 'infinity'::timestamptz as recorded_to from ${now}
      union all
      select ${list}, updated_at, occurred_to, recorded_at, recorded_to from ${past};
    grant select on ${history} to ${readerRole};
    ${asOf('asof', 'updated_at', 'occurred_to')}
    ${asOf('asof_recorded', 'recorded_at', 'recorded_to')}
    ${visible(now)}
    ${visible(past)}`
}

const seenWithName = (table: string) => `rm.${ident(`sees_linked_${table}`)}`

/**
 * Whether the reader sees a record that a row is linked to: asked of that record's own table, where row-level security
 * answers. A function, because a policy that named those tables would go with them when one is rebuilt; it looks them up
 * when it runs. It runs as the reader's role, whoever asks: who reads in SQL of their own (`sql-access`) has no way to
 * the tables themselves.
 */
function seenWithFunction(table: string, { links, by, models }: SeenWith): string {
  const sees = models.map(
    (model) =>
      `when ${literal(model)} then exists (select from rm.${ident(snake(model))} r where r.id = l.record_id)`,
  )
  const called = `${seenWithName(table)}(uuid)`
  return `
    create or replace function ${seenWithName(table)}(of uuid) returns boolean
    language plpgsql stable parallel safe security definer set search_path = pg_catalog as $$
    begin
      return exists (select from rm.${ident(snake(links))} l where l.${ident(snake(by))} = of
        and case l.model ${sees.join(' ')} else false end);
    end $$;
    grant create on schema rm to ${readerRole};
    alter function ${called} owner to ${readerRole};
    revoke create on schema rm from ${readerRole};`
}

/** Removes a model's tables with every view on them. */
export function dropTables(schema: string, { table }: Model): string {
  return `drop table if exists ${schema}.${ident(table)}, ${schema}.${ident(`${table}_past`)} cascade;`
}
