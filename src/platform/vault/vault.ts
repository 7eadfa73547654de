import { randomBytes } from 'node:crypto'
import { type Client, type Migration, migrate, type Pg, whileAway } from '../pg/pg.ts'
import { BoundedMap } from '../process/bounded-map.ts'
import { ConfigError } from '../process/config.ts'
import { newId } from '../process/ids.ts'
import type { DataKey, KeyEncryption } from './key-encryption.ts'
import type { KeyRing } from './key-encryption-key.ts'

const migrations: readonly Migration[] = [
  {
    id: 'vault/1',
    sql: `
      create schema vault;

      -- One row: the key-encryption key that wraps. Who wraps with another one has missed a rotation.
      create table vault.wrapping (
        only_one boolean primary key default true check (only_one),
        kek text not null
      );

      -- Data keys, wrapped. Of one that was destroyed only the fact remains.
      create table vault.key (
        id uuid primary key,
        kek text,
        wrapped bytea,
        destroyed_at timestamptz,
        check ((wrapped is null) = (destroyed_at is not null) and (wrapped is null) = (kek is null))
      );
      create index on vault.key (kek) where kek is not null;

      -- Tables whose files may still hold what an erasure has taken out of them.
      create table vault.unscrubbed (name text primary key);`,
  },
  {
    id: 'vault/2',
    sql: `
      -- Keys that are found by a name and never destroyed; since: where the log ended when it was made.
      create table vault.named (name text primary key, key uuid not null, since bigint);`,
  },
  {
    id: 'vault/3',
    sql: `
      -- Destroyed keys whose erasures have to be carried out again, because vault or log were put back to before them.
      create table vault.erase_again (key uuid primary key);`,
  },
]

/** 32 bytes; `destroyed` for good; or `unknown`: the database is older than the log, or not the one it belongs to. */
export type Secret = Buffer | 'destroyed' | 'unknown'

/** The keys of personal data. Whoever destroys one makes everything unreadable that was encrypted under it. */
export interface Vault {
  /** A key that nothing is encrypted under yet. It is durable already. */
  take(): Promise<DataKey>
  /** Whether it has never held a key. */
  isEmpty(): Promise<boolean>
  /** Many at once, in one query at most; those used last are in memory. */
  secrets(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Secret>>
  /**
   * The key of a name, made at its first use and never destroyed: for what must be found again by those who have it and
   * guessed by nobody else. `since` is kept from its first use.
   */
  named(name: string, since: bigint | undefined): Promise<{ secret: Buffer; since: number | null }>
  destroy(ids: readonly string[]): Promise<void>
  /** Destroys what was destroyed before. Of those that had come back, the erasures are to be carried out again. */
  destroyAgain(ids: readonly string[]): Promise<void>
  /** The keys whose erasures have to be carried out again, until they are named as `done`. */
  eraseAgain(): Promise<ReadonlySet<string>>
  erasedAgain(done: ReadonlySet<string>): Promise<void>
  /** Wraps every key by the first of the ring, a few at a time; to be called again after a crash. */
  rewrap(onProgress?: (done: number) => void): Promise<number>
  close(): Promise<void>
}

/** Keys are made ahead, so that no command waits for the database: so many at first, and at most. */
const fewestAhead = 32
const mostAhead = 1_024
const remembered = 20_000
const rewrappedAtOnce = 1_000

/** @throws ConfigError when the ring does not open this vault. */
export async function openVault(parts: { pg: Pg; ring: KeyRing }): Promise<Vault> {
  const { pg, ring } = parts
  const [current] = ring
  const byId = new Map(ring.map((kek) => [kek.id, kek]))
  await migrateVault(pg)
  await admit(pg, ring)

  const known = new BoundedMap<string, Secret>(remembered)
  const ahead: DataKey[] = []
  let batch = fewestAhead
  let refilling: Promise<void> | undefined

  async function make(): Promise<void> {
    const keys = Array.from({ length: batch }, () => ({ id: newId(), secret: randomBytes(32) }))
    batch = Math.min(mostAhead, batch * 2)
    await insert(keys)
    ahead.push(...keys)
  }

  async function insert(keys: readonly DataKey[]): Promise<void> {
    const wrapped = await current.wrap(keys)
    const { rowCount } = await whileAway(() =>
      pg.owner.query(
        `with mine as (select from vault.wrapping where kek = $1 for share)
         insert into vault.key (id, kek, wrapped)
           select id, $1, wrapped from mine, unnest($2::uuid[], $3::bytea[]) as k(id, wrapped)
           on conflict (id) do update set id = excluded.id`,
        [current.id, keys.map(({ id }) => id), wrapped],
      ),
    )
    if (rowCount !== keys.length)
      throw new ConfigError('The key-encryption key was rotated meanwhile; start again with the new one.')
  }

  function refill(): Promise<void> {
    refilling ??= make().finally(() => {
      refilling = undefined
    })
    return refilling
  }

  async function fetch(ids: readonly string[]): Promise<void> {
    const { rows } = await whileAway(() =>
      pg.owner.query<{ id: string; kek: string | null; wrapped: Buffer | null }>({
        name: 'data keys',
        text: 'select id, kek, wrapped from vault.key where id = any($1)',
        values: [ids],
      }),
    )
    const found = new Set(rows.map(({ id }) => id))
    for (const id of ids) if (!found.has(id)) known.set(id, 'unknown')
    for (const id of rows.filter(({ wrapped }) => wrapped === null).map((row) => row.id))
      known.set(id, 'destroyed')
    for (const kek of ring) {
      const mine = rows.flatMap(({ id, kek: by, wrapped }) =>
        wrapped && by === kek.id ? [{ id, wrapped }] : [],
      )
      const secrets = mine.length > 0 ? await kek.unwrap(mine) : []
      for (const [index, { id }] of mine.entries()) known.set(id, secrets[index] ?? 'unknown')
    }
    const strange = rows.find(({ kek }) => kek !== null && !byId.has(kek))
    if (strange) throw new ConfigError(strangeKey(strange.kek ?? ''))
  }

  async function take(): Promise<DataKey> {
    for (;;) {
      const key = ahead.pop()
      // The next ones are made while these are used up; who needs one sooner is told of a failure.
      if (ahead.length < batch / 4) refill().catch(() => {})
      if (key) {
        known.set(key.id, key.secret)
        return key
      }
      await refill()
    }
  }

  async function secretsOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Secret>> {
    const secrets = new Map<string, Secret>()
    const missing: string[] = []
    for (const id of ids) {
      const secret = known.get(id)
      if (secret === undefined || secret === 'unknown') missing.push(id)
      else secrets.set(id, secret)
    }
    for (let from = 0; from < missing.length; from += remembered / 2) {
      const some = missing.slice(from, from + remembered / 2)
      await fetch(some)
      for (const id of some) secrets.set(id, known.get(id) ?? 'unknown')
    }
    return secrets
  }

  const lookUp = (name: string) =>
    whileAway(() =>
      pg.owner.query<{ key: string; since: number | null }>(
        'select key, since from vault.named where name = $1',
        [name],
      ),
    )

  return {
    take,
    async isEmpty() {
      const { rows } = await pg.owner.query<{ any: boolean }>('select exists (select from vault.key) as any')
      return !rows[0]?.any
    },
    secrets: secretsOf,
    async named(name, since) {
      let [found] = (await lookUp(name)).rows
      if (!found) {
        const { id } = await take()
        // Of two that are made at the same moment one is found from then on; the other is never used.
        await pg.owner.query('insert into vault.named values ($1, $2, $3) on conflict do nothing', [
          name,
          id,
          since === undefined ? null : String(since),
        ])
        found = (await lookUp(name)).rows[0]
      }
      const secret = found && (await secretsOf(new Set([found.key]))).get(found.key)
      if (!found || !(secret instanceof Buffer))
        throw new ConfigError(`The key ${name} of the vault is not there any more.`)
      return { secret, since: found.since }
    },
    async destroy(ids) {
      await whileAway(() => pg.owner.query(destruction, [ids]))
      for (const id of ids) known.set(id, 'destroyed')
    },
    async destroyAgain(ids) {
      await whileAway(() =>
        pg.owner.query(
          `with back as (${destruction} returning id)
             insert into vault.erase_again select id from back on conflict do nothing`,
          [ids],
        ),
      )
    },
    async eraseAgain() {
      const { rows } = await pg.owner.query<{ key: string }>('select key from vault.erase_again')
      return new Set(rows.map(({ key }) => key))
    },
    async erasedAgain(done) {
      await pg.owner.query('delete from vault.erase_again where key = any($1)', [[...done]])
    },
    rewrap: (onProgress) => rewrap(pg, current, byId, onProgress),
    async close() {
      await refilling?.catch(() => {})
      // Nothing is encrypted under these.
      const unused = ahead.splice(0).map(({ id }) => id)
      await pg.owner.query('delete from vault.key where id = any($1)', [unused]).catch(() => {})
    },
  }
}

const destruction = `update vault.key set wrapped = null, kek = null, destroyed_at = now()
  where id = any($1) and destroyed_at is null`

export function migrateVault(pg: Pg): Promise<void> {
  return migrate(pg, migrations)
}

/** The log may be one from before erasures: they are to be carried out again, those that it has changing nothing. */
export async function letEraseAgain(client: Client): Promise<void> {
  await client.query(
    `insert into vault.erase_again select id from vault.key where destroyed_at is not null on conflict do nothing`,
  )
}

const strangeKey = (kek: string) =>
  `The keys of personal data are wrapped by the key-encryption key ${kek}, which is not at hand. ` +
  'Bring back the file key-encryption-key of the data directory, or HINDSIGHT_KEY_ENCRYPTION_KEY.'

/** An empty vault takes whatever key it is opened with; any other one wants its own. */
async function admit(pg: Pg, [current, ...older]: KeyRing): Promise<void> {
  const { rows } = await whileAway(() =>
    pg.owner.query<{ kek: string }>(
      `with first as (
         insert into vault.wrapping (kek) values ($1) on conflict do nothing returning kek
       ) select kek from first union all select kek from vault.wrapping limit 1`,
      [current.id],
    ),
  )
  const kek = rows[0]?.kek ?? ''
  if (kek === current.id) return
  if (!older.some(({ id }) => id === kek)) throw new ConfigError(strangeKey(kek))
  // A rotation was begun: from here on the new key wraps.
  await pg.owner.query('update vault.wrapping set kek = $1 where kek = $2', [current.id, kek])
}

async function rewrap(
  pg: Pg,
  current: KeyEncryption,
  byId: ReadonlyMap<string, KeyEncryption>,
  onProgress?: (done: number) => void,
): Promise<number> {
  for (let done = 0; ; ) {
    const moved = await pg.transaction(async (client) => {
      const { rows } = await client.query<{ id: string; kek: string; wrapped: Buffer }>(
        'select id, kek, wrapped from vault.key where kek <> $1 limit $2 for update',
        [current.id, rewrappedAtOnce],
      )
      const fresh = await Promise.all(
        rows.map(async (row) => {
          const [secret] = (await byId.get(row.kek)?.unwrap([row])) ?? []
          if (!secret) throw new ConfigError(strangeKey(row.kek))
          return (await current.wrap([{ id: row.id, secret }]))[0]
        }),
      )
      await client.query(
        `update vault.key k set kek = $1, wrapped = f.wrapped
           from unnest($2::uuid[], $3::bytea[]) as f(id, wrapped) where k.id = f.id`,
        [current.id, rows.map(({ id }) => id), fresh],
      )
      return rows.length
    })
    done += moved
    onProgress?.(done)
    if (moved < rewrappedAtOnce) return done
  }
}
