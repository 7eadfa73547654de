import { type Migration, migrate, type Pg } from '../pg/pg.ts'
import { BoundedMap } from '../process/bounded-map.ts'
import type { Clock } from '../process/clock.ts'
import { scramVerifier } from './scram.ts'
import { newToken, tokenHash } from './tokens.ts'

const migrations: readonly Migration[] = [
  {
    id: 'auth/api-keys/1',
    sql: `
      create schema if not exists auth;
      create table auth.api_key (
        id uuid primary key,
        hash bytea not null unique,
        used_at timestamptz,
        used_from text
      );`,
  },
  // By what PostgreSQL knows the key as a password; null: keys from before there were such logins.
  { id: 'auth/api-keys/2', sql: 'alter table auth.api_key add column verifier text' },
]

/** By this a key is told from a session's token, by people and by programs that look for leaked ones. */
const mark = 'hindsight_'
/** So much of a key is shown, that its owner can tell it from others. */
const shown = mark.length + 6
/** How much older than true `usedAt` may be, in ms, so that not every request writes. */
const usedGrain = 60_000
const remembered = 10_000

export interface Use {
  usedAt: string | null
  usedFrom: string | null
}

/** API keys: the key is known to its holder only, the database has its SHA-256. It counts only if an event names it. */
export interface ApiKeys {
  /** The key, told here and never again, and what of it may be shown. */
  make(id: string): Promise<{ key: string; prefix: string }>
  /** The id of a key; counts as a use. */
  find(key: string, ip: string | undefined): Promise<string | undefined>
  uses(ids: readonly string[]): Promise<ReadonlyMap<string, Use>>
  /** By what PostgreSQL knows these keys as passwords, by their ids. */
  verifiers(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export function isApiKey(token: string): boolean {
  return token.startsWith(mark)
}

export async function openApiKeys(pg: Pg, clock: Clock): Promise<ApiKeys> {
  await migrate(pg, migrations)
  const sql = pg.owner
  /** Keys do not change their id: what was found once need not be looked up again. By hash; `at` in ms. */
  const known = new BoundedMap<string, { id: string; at: number }>(remembered)

  async function use(id: string, ip: string | undefined): Promise<void> {
    await sql.query('update auth.api_key set used_at = $2, used_from = $3 where id = $1', [
      id,
      clock(),
      ip ?? null,
    ])
  }

  return {
    async make(id) {
      const key = `${mark}${newToken()}`
      await sql.query('insert into auth.api_key (id, hash, verifier) values ($1, $2, $3)', [
        id,
        tokenHash(key),
        await scramVerifier(key),
      ])
      return { key, prefix: key.slice(0, shown) }
    },
    async find(key, ip) {
      const hash = tokenHash(key)
      const name = hash.toString('base64')
      const now = Date.parse(clock())
      const before = known.get(name)
      if (before && Math.abs(now - before.at) < usedGrain) return before.id
      const { rows } = await sql.query<{ id: string }>('select id from auth.api_key where hash = $1', [hash])
      const id = rows[0]?.id
      if (id === undefined) return undefined
      known.set(name, { id, at: now })
      await use(id, ip)
      return id
    },
    async uses(ids) {
      const { rows } = await sql.query<{ id: string; used_at: string | null; used_from: string | null }>(
        'select id, used_at, used_from from auth.api_key where id = any($1::uuid[])',
        [ids],
      )
      return new Map(
        rows.map(({ id, used_at, used_from }) => [
          id,
          { usedAt: used_at && new Date(used_at).toISOString(), usedFrom: used_from },
        ]),
      )
    },
    async verifiers(ids) {
      const { rows } = await sql.query<{ id: string; verifier: string }>(
        'select id, verifier from auth.api_key where id = any($1::uuid[]) and verifier is not null',
        [ids],
      )
      return new Map(rows.map(({ id, verifier }) => [id, verifier]))
    },
  }
}
