import { type Client, type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { Clock } from '../process/clock.ts'
import { newId } from '../process/ids.ts'
import { decrypt, encrypt } from '../vault/cipher.ts'
import type { Vault } from '../vault/vault.ts'

const migrations: readonly Migration[] = [
  {
    id: 'mail/1',
    sql: `
      create schema mail;
      -- Passwords of mailboxes, each encrypted under a key of its own in the vault; it counts if an event names it.
      create table mail.secret (
        id uuid primary key,
        mailbox_id uuid not null,
        key_id uuid not null,
        secret bytea not null
      );
      create index on mail.secret (mailbox_id);

      -- How far mailboxes are fetched. What is forgotten here is fetched again, and is known again.
      create table mail.cursor (
        mailbox_id uuid primary key,
        -- As the server has them: UIDs mean something together with their validity only.
        uid_validity bigint,
        uid bigint,
        checked_at timestamptz,
        error text,
        failures integer not null default 0,
        next_at timestamptz
      );`,
  },
  {
    id: 'mail/2',
    sql: `
      -- Calendars of others are accounts as mailboxes are: their secrets and standings are kept in the same way.
      alter table mail.cursor
        -- What the server named the state that was read last by, as it said it.
        add column seen text,
        add column failing_since timestamptz;`,
  },
]

/** How far a mailbox is fetched, and how that went last. */
export interface MailboxStanding {
  uidValidity: bigint | null
  uid: number | null
  /** When it was fetched last without fault, ISO-8601 UTC. */
  checkedAt: string | null
  error: string | null
  /** When it failed first since it went well. */
  failingSince: string | null
  /** Of a calendar: what its server named the state by that was read last. */
  seen: string | null
  /** How often it has failed in a row. */
  failures: number
  /** Before then it is not tried again by itself. */
  nextAt: string | null
}

/** What is kept of mailboxes, and of calendars of others, beside the log. */
export interface MailStore {
  /** Keeps a password; it counts once an event names its id. Those before it, except `inForce`, are forgotten. */
  keep(mailboxId: string, password: string, inForce: string | undefined): Promise<string>
  password(mailboxId: string, secretId: string): Promise<string | undefined>
  standing(mailboxId: string): Promise<MailboxStanding>
  /** Forgets its password, and how it stood. */
  forget(mailboxId: string): Promise<void>
  reached(mailboxId: string, to: { uidValidity: bigint; uid: number }): Promise<void>
  went(mailboxId: string, seen?: string): Promise<void>
  /** `until`: before then it is not tried again, as its server says. */
  failed(mailboxId: string, error: string, until?: string): Promise<void>
  /** Does the work unless somebody, here or in another process, is at it. False: somebody is. */
  alone(mailboxId: string, work: () => Promise<void>): Promise<boolean>
}

const firstRetryMs = 30_000
const longestRetryMs = 15 * 60_000

export async function openMailStore(
  pg: Pick<Pg, 'owner' | 'transaction'>,
  { clock, vault }: { clock: Clock; vault: Pick<Vault, 'take' | 'secrets'> },
): Promise<MailStore> {
  await migrate(pg, migrations)
  const sql = pg.owner
  return {
    async keep(mailboxId, password, inForce) {
      const id = newId()
      const key = await vault.take()
      const sealed = encrypt(key.secret, Buffer.from(password), `${id}/${mailboxId}`)
      await pg.transaction(async (client: Client) => {
        await client.query('delete from mail.secret where mailbox_id = $1 and id is distinct from $2', [
          mailboxId,
          inForce ?? null,
        ])
        await client.query('insert into mail.secret values ($1, $2, $3, $4)', [id, mailboxId, key.id, sealed])
      })
      return id
    },
    async password(mailboxId, secretId) {
      const { rows } = await sql.query<{ key: string; secret: Buffer }>(
        'select key_id as key, secret from mail.secret where id = $1 and mailbox_id = $2',
        [secretId, mailboxId],
      )
      const [row] = rows
      const key = row && (await vault.secrets(new Set([row.key]))).get(row.key)
      if (!row || !key || typeof key === 'string') return undefined
      return decrypt(key, row.secret, `${secretId}/${mailboxId}`).toString()
    },
    async forget(mailboxId) {
      await pg.transaction(async (client: Client) => {
        await client.query('delete from mail.secret where mailbox_id = $1', [mailboxId])
        await client.query('delete from mail.cursor where mailbox_id = $1', [mailboxId])
      })
    },
    async standing(mailboxId) {
      const { rows } = await sql.query<
        Omit<MailboxStanding, 'uidValidity' | 'uid'> & Record<'uidValidity' | 'uid', string | null>
      >(
        `select uid_validity::text as "uidValidity", uid::text, checked_at as "checkedAt", error, failures,
             next_at as "nextAt", failing_since as "failingSince", seen from mail.cursor where mailbox_id = $1`,
        [mailboxId],
      )
      const [row] = rows
      if (!row)
        return {
          uidValidity: null,
          uid: null,
          checkedAt: null,
          error: null,
          failingSince: null,
          seen: null,
          failures: 0,
          nextAt: null,
        }
      return {
        ...row,
        uidValidity: row.uidValidity === null ? null : BigInt(row.uidValidity),
        uid: row.uid === null ? null : Number(row.uid),
      }
    },
    async reached(mailboxId, { uidValidity, uid }) {
      await sql.query(
        `insert into mail.cursor (mailbox_id, uid_validity, uid) values ($1, $2, $3)
          on conflict (mailbox_id) do update set uid_validity = excluded.uid_validity, uid = excluded.uid`,
        [mailboxId, String(uidValidity), uid],
      )
    },
    async went(mailboxId, seen) {
      await sql.query(
        `insert into mail.cursor (mailbox_id, checked_at, seen) values ($1, $2, $3)
          on conflict (mailbox_id) do update
            set checked_at = excluded.checked_at, seen = excluded.seen, error = null, failures = 0,
              next_at = null, failing_since = null`,
        [mailboxId, clock(), seen ?? null],
      )
    },
    async failed(mailboxId, error, until) {
      const { rows } = await sql.query<{ failures: number }>(
        `insert into mail.cursor (mailbox_id, error, failing_since, failures) values ($1, $2, $3, 1)
          on conflict (mailbox_id) do update set error = excluded.error, failures = mail.cursor.failures + 1,
            failing_since = coalesce(mail.cursor.failing_since, excluded.failing_since)
          returning failures`,
        [mailboxId, error.slice(0, 500), clock()],
      )
      const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min((rows[0]?.failures ?? 1) - 1, 10))
      const next = new Date(Date.parse(clock()) + wait).toISOString()
      await sql.query('update mail.cursor set next_at = $2 where mailbox_id = $1', [
        mailboxId,
        until !== undefined && until > next ? until : next,
      ])
    },
    async alone(mailboxId, work) {
      const client = await sql.connect()
      const name = [`hindsight.mailbox.${mailboxId}`]
      let broken: Error | undefined
      try {
        const { rows } = await client.query<{ got: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
          name,
        )
        if (!rows[0]?.got) return false
        try {
          await work()
          return true
        } finally {
          await client
            .query('select pg_advisory_unlock(hashtextextended($1, 0))', name)
            .catch((error: Error) => {
              broken = error
            })
        }
      } finally {
        client.release(broken)
      }
    },
  }
}
