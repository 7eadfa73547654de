import { createHash } from 'node:crypto'
import type { Masks } from '../platform/people/permissions.ts'
import { type Client, ident, literal, type Pg, whileAway } from '../platform/pg/pg.ts'
import { readerRole } from '../platform/pg/readers.ts'
import { maskedColumn } from './masks.ts'
import { sqlLoginPrefix } from './schema.ts'
import type { Model } from './tables.ts'

/** A view that a person reads in SQL of their own, and what stands in each of its columns, by name. */
interface Described {
  about: string
  columns: ReadonlyMap<string, string>
}

/** Of a kind of record: as it is, or as of an instant, and in `<name>_history` whatever it was until then. */
export interface SqlTable extends Described {
  model: string
}

/** Made of such tables for a question that is asked often: a mart's. `sql` reads them under their names. */
export interface SqlMart extends Described {
  name: string
  sql: string
}

/** All that one reader may read in SQL, and as whom. */
export interface SqlView {
  keys: readonly string[]
  masks: Masks
  tables: readonly SqlTable[]
  marts: readonly SqlMart[]
}

/** A login of PostgreSQL's for one API key. */
export interface SqlLogin {
  /** Of the key. */
  id: string
  /** SCRAM-SHA-256 verifier of the password (RFC 5803), as PostgreSQL keeps it. */
  verifier: string
  /** ISO-8601: until when it opens anything. */
  until: string
}

/** The logins by which people read the read models in SQL, with programs of their own. */
export interface SqlAccess {
  /** Makes a login, or brings what it sees up to what its holder sees now. */
  open(login: SqlLogin, view: SqlView): Promise<void>
  /** Ends every login but these, with what runs on it. */
  keepOnly(ids: readonly string[]): Promise<void>
}

/** The database's user may not make logins. */
export class NoLogins extends Error {
  override name = 'NoLogins'
}

/** By which name a key's holder connects. */
export function sqlUserOf(keyId: string): string {
  return `${sqlLoginPrefix}${keyId.replaceAll('-', '')}`
}

/** How many connections each may hold at once: a tool for analysis opens several, and the product needs its own. */
const connections = 5
/** How long one question may take unless its asker says otherwise, in ms. */
const patience = 60_000

/**
 * Each login reads views that belong to the reader's role, so that row-level security holds in them, and whose login it
 * is says PostgreSQL itself: neither a setting nor a function of the reader's own shows another row. What their role
 * hides is null in the views, and the tables behind them are closed.
 */
export function createSqlAccess(pg: Pg, models: readonly Model[]): SqlAccess {
  const byName = new Map(models.map((model) => [model.name, model]))

  /** What makes each of the views. */
  function viewsOf({ masks, tables, marts }: SqlView): string[] {
    const ofModels = tables.flatMap((table) => {
      const model = byName.get(table.model)
      return model ? modelViews(model, table, masks) : []
    })
    return [standing, ...ofModels, ...marts.map(martView)]
  }

  /** Makes them where they are not all there: a rebuild of a read model takes the views on its tables along. */
  async function make(client: Client, schema: string, views: readonly string[]): Promise<void> {
    const { rowCount } = await client.query('select from pg_views where schemaname = $1', [schema])
    if (rowCount === views.length) return
    await client.query(`drop schema if exists ${ident(schema)} cascade`)
    await client.query(`create schema ${ident(schema)}`)
    await client.query(`grant usage, create on schema ${ident(schema)} to ${readerRole}`)
    await client.query(`
      grant select (position, recorded_at) on rm.checkpoint to ${readerRole};
      grant usage on schema log to ${readerRole};
      grant select on log.event to ${readerRole};
      set local role ${readerRole}`)
    await client.query(`set local search_path = ${ident(schema)}, pg_catalog`)
    await client.query(views.join('\n'))
    await client.query('reset role; set local search_path = public')
    await client.query(`revoke create on schema ${ident(schema)} from ${readerRole}`)
  }

  /** A schema that was made anew has given nobody anything. */
  async function isAsItWas(client: Client, role: string, keys: readonly string[], schema: string) {
    const { rowCount } = await client.query(
      `select from rm.sql_login join pg_roles on rolname = role
         where role = $1 and keys = $2 and schema = $3 and has_schema_privilege(role, schema, 'usage')`,
      [role, keys, schema],
    )
    return rowCount === 1
  }

  return {
    async open({ id, verifier, until }, view) {
      const role = sqlUserOf(id)
      const user = ident(role)
      const views = viewsOf(view)
      const schema = `${schemaPrefix}${hashOf(views.join('\n'))}`
      await whileAway(() =>
        pg.transaction(async (client) => {
          await client.query(`select pg_advisory_xact_lock(hashtextextended('hindsight.sql', 0))`)
          await make(client, schema, views)
          // It is looked at again and again, and mostly nothing has changed.
          if (await isAsItWas(client, role, view.keys, schema)) return
          const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
          if (rowCount === 0) await client.query(`create role ${user}`)
          await client.query(
            `alter role ${user} login noinherit connection limit ${connections}
               password ${literal(verifier)} valid until ${literal(until)}`,
          )
          for (const [name, value] of [
            ['search_path', ident(schema)],
            ['TimeZone', literal('UTC')],
            ['default_transaction_read_only', 'on'],
            ['statement_timeout', String(patience)],
            ['idle_in_transaction_session_timeout', String(patience)],
          ] as const)
            await client.query(`alter role ${user} set ${ident(name)} = ${value}`)
          // Roles belong to the whole cluster, on which there may be other databases.
          await client.query(`comment on role ${user} is ${literal(await nameOf(client))}`)
          await client.query(`grant usage on schema rm, ${ident(schema)} to ${user}`)
          await client.query(`grant select on all tables in schema ${ident(schema)} to ${user}`)
          await client.query(
            `insert into rm.sql_login (role, keys, schema) values ($1, $2, $3)
               on conflict (role) do update set keys = excluded.keys, schema = excluded.schema`,
            [role, view.keys, schema],
          )
        }),
      ).catch(refusedLogins)
    },
    async keepOnly(ids) {
      const kept = ids.map(sqlUserOf)
      const { rows } = await pg.owner.query<{ role: string }>(
        `select rolname as role from pg_roles where starts_with(rolname::text, $2) and rolname <> all($1::name[])
           and shobj_description(oid, 'pg_authid') = current_database()`,
        [kept, sqlLoginPrefix],
      )
      for (const { role } of rows) await end(pg, role)
      const { rows: unused } = await pg.owner.query<{ name: string }>(
        `select nspname as name from pg_namespace where starts_with(nspname::text, '${schemaPrefix}')
           and nspname not in (select schema from rm.sql_login)`,
      )
      for (const { name } of unused) await pg.owner.query(`drop schema if exists ${ident(name)} cascade`)
    },
  }
}

const schemaPrefix = 'sql_'

/** Without the right to read anything first, so that nothing more is read while what runs is being ended. */
async function end(pg: Pg, role: string): Promise<void> {
  await pg.owner.query('delete from rm.sql_login where role = $1', [role])
  await pg.owner.query(`alter role ${ident(role)} nologin`)
  await pg.owner.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role])
  await pg.owner.query(`drop owned by ${ident(role)} cascade`)
  await pg.owner.query(`drop role ${ident(role)}`)
}

async function nameOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return rows[0]?.name ?? ''
}

function refusedLogins(error: unknown): never {
  const { code } = error as { code?: unknown }
  if (code !== '42501') throw error
  throw new NoLogins('The user of DATABASE_URL may not make logins; an administrator gives it CREATEROLE.')
}

/** How far what is read is folded. */
const standing = `
  create view refreshed with (security_barrier = true) as select position, recorded_at from rm.checkpoint;
  comment on view refreshed is 'How far the log is folded into what is read here.';
  comment on column refreshed.position is 'The place in the log of the last event that is folded.';
  comment on column refreshed.recorded_at is 'When that event was recorded.';`

/**
 * Rows that held at the instant asked for, on the axis asked for. A part for each axis, and for what is and what was:
 * those that are not asked for are told apart by the settings alone, before a row of them is read.
 */
function modelViews(model: Model, { about, columns }: SqlTable, masks: Masks): string[] {
  const now = `rm.${ident(model.table)}`
  const past = `rm.${ident(`${model.table}_past`)}`
  const shown = model.columns.filter(({ name }) => columns.has(name))
  const list = shown.map((column) => maskedColumn(model, column, masks)).join(', ')
  const part = (from: string, axis: 'occurred' | 'recorded', begins: string, ends: string, only: string) =>
    `select ${list}, ${begins} as version_from, ${ends} as version_to from ${from}
       where rm.asked_basis() = '${axis}' and ${only}`
  const began = (column: string) => `${column} <= rm.asked_instant()`
  const forever = `'infinity'::timestamptz`
  const parts = (heldThen: boolean) => {
    const ended = (column: string) =>
      heldThen
        ? `rm.asked_instant() < 'infinity' and ${column} > rm.asked_instant()`
        : `${column} is not null`
    return [
      part(now, 'occurred', 'updated_at', forever, began('updated_at')),
      part(
        past,
        'occurred',
        'updated_at',
        'occurred_to',
        `${ended('occurred_to')} and updated_at < occurred_to and ${began('updated_at')}`,
      ),
      part(now, 'recorded', 'recorded_at', forever, began('recorded_at')),
      part(
        past,
        'recorded',
        'recorded_at',
        'recorded_to',
        `${ended('recorded_to')} and recorded_at < recorded_to and ${began('recorded_at')}`,
      ),
    ].join('\n union all ')
  }
  const named = shown.map(({ column }) => ident(column)).join(', ')
  const history = `${model.table}_history`
  const meanings = shown.map(({ name, column }) => [column, columns.get(name) ?? ''] as const)
  return [
    view(model.table, `select ${named} from (${parts(true)}) versions`, about, meanings),
    view(
      history,
      `select ${named}, version_from, case when version_to > rm.asked_instant() or version_to = 'infinity' then null
         else version_to end as version_to from (${parts(false)}) versions`,
      `${about} Each version that there was, until the instant asked for.`,
      [
        ...meanings,
        ['version_from', 'From when this version held.'],
        ['version_to', 'Until when; null: it still did.'],
      ],
    ),
  ]
}

function martView({ name, sql, about, columns }: SqlMart): string {
  return view(name, sql, about, [...columns])
}

function view(name: string, sql: string, about: string, columns: readonly (readonly [string, string])[]) {
  const of = ident(name)
  return [
    `create view ${of} with (security_barrier = true) as ${sql};`,
    `comment on view ${of} is ${literal(about)};`,
    ...columns.map(([column, meaning]) => `comment on column ${of}.${ident(column)} is ${literal(meaning)};`),
  ].join('\n')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
