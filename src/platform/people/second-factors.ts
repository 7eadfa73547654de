import { createHash } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { Clock } from '../process/clock.ts'
import { newId } from '../process/ids.ts'
import { decrypt, encrypt } from '../vault/cipher.ts'
import type { Vault } from '../vault/vault.ts'
import { newSecret } from './tokens.ts'

const migrations: readonly Migration[] = [
  {
    id: 'auth/second-factors/1',
    sql: `
      create schema if not exists auth;
      create table auth.second_factor (
        id uuid primary key,
        user_id uuid not null,
        -- Encrypted under a key of its own in the vault.
        key_id uuid not null,
        secret bytea not null,
        -- The 30 s step of the last code that was taken: that one and all before it are spent.
        last_step bigint not null default -1,
        created_at timestamptz not null
      );
      create index on auth.second_factor (user_id);
      create table auth.recovery_code (
        batch_id uuid not null,
        hash bytea not null,
        used_at timestamptz,
        primary key (batch_id, hash)
      );`,
  },
]

const stepSeconds = 30
const codes = 10
/** 120 random bits. */
const codeLetters = 24

/** A factor as an authenticator app takes it in. */
export interface Offered {
  id: string
  /** Base32, for those who type. */
  secret: string
  /** `otpauth://`, for those who scan. */
  uri: string
}

/**
 * Time-based one-time passwords (RFC 6238: SHA-1, 6 digits, 30 s) and recovery codes. Like a password, a factor or a
 * batch of codes counts only if an event names it.
 */
export interface SecondFactors {
  /** A new factor; those of the same user that no event names are forgotten, except `inForce`. */
  offer(user: { id: string; label: string; inForce: string | undefined }): Promise<Offered>
  /** Whether this is the code of now, give or take 30 s, and was not used before; from now on it was. */
  check(factorId: string, userId: string, code: string): Promise<boolean>
  forget(factorId: string): Promise<void>
  /** Ten codes of 120 bits each, under this id. They are told here and never again. */
  issueCodes(batchId: string): Promise<readonly string[]>
  /** Uses up a recovery code. How many are left; undefined: it was none, or used. */
  redeemCode(batchId: string, code: string): Promise<number | undefined>
  codesLeft(batchId: string): Promise<number>
  forgetCodes(batchId: string): Promise<void>
}

export async function openSecondFactors(
  pg: Pg,
  { clock, vault, issuer }: { clock: Clock; vault: Pick<Vault, 'take' | 'secrets'>; issuer: string },
): Promise<SecondFactors> {
  await migrate(pg, migrations)
  const sql = pg.owner

  async function secretOf(factorId: string, userId: string): Promise<string | undefined> {
    const { rows } = await sql.query<{ key_id: string; secret: Buffer }>(
      'select key_id, secret from auth.second_factor where id = $1 and user_id = $2',
      [factorId, userId],
    )
    const [row] = rows
    const key = row && (await vault.secrets(new Set([row.key_id]))).get(row.key_id)
    if (!row || !key || typeof key === 'string') return undefined
    return decrypt(key, row.secret, aboutOf(factorId, userId)).toString()
  }

  async function codesLeft(batchId: string): Promise<number> {
    const { rows } = await sql.query<{ left: number }>(
      'select count(*)::int as left from auth.recovery_code where batch_id = $1 and used_at is null',
      [batchId],
    )
    return rows[0]?.left ?? 0
  }

  return {
    async offer({ id: userId, label, inForce }) {
      const id = newId()
      const secret = new Secret({ size: 20 })
      const key = await vault.take()
      const sealed = encrypt(key.secret, Buffer.from(secret.base32), aboutOf(id, userId))
      await pg.transaction(async (client) => {
        await client.query('delete from auth.second_factor where user_id = $1 and id is distinct from $2', [
          userId,
          inForce ?? null,
        ])
        await client.query(
          `insert into auth.second_factor (id, user_id, key_id, secret, created_at)
             values ($1, $2, $3, $4, $5)`,
          [id, userId, key.id, sealed, clock()],
        )
      })
      const uri = new TOTP({ issuer, label, secret, period: stepSeconds }).toString()
      return { id, secret: secret.base32, uri }
    },

    async check(factorId, userId, code) {
      const secret = await secretOf(factorId, userId)
      if (secret === undefined) return false
      const totp = new TOTP({ secret, period: stepSeconds })
      const timestamp = Date.parse(clock())
      const delta = totp.validate({ token: code, timestamp, window: 1 })
      if (delta === null) return false
      const step = Math.floor(timestamp / 1000 / stepSeconds) + delta
      // The condition makes it single use, also for two requests at the same instant.
      const used = await sql.query(
        'update auth.second_factor set last_step = $2 where id = $1 and last_step < $2',
        [factorId, step],
      )
      return used.rowCount === 1
    },

    async forget(factorId) {
      await sql.query('delete from auth.second_factor where id = $1', [factorId])
    },

    async issueCodes(batchId) {
      const issued = Array.from({ length: codes }, () => newSecret(codeLetters))
      await sql.query('insert into auth.recovery_code (batch_id, hash) select $1, unnest($2::bytea[])', [
        batchId,
        issued.map(hashOf),
      ])
      return issued
    },

    async redeemCode(batchId, code) {
      const used = await sql.query(
        `update auth.recovery_code set used_at = $3
           where batch_id = $1 and hash = $2 and used_at is null`,
        [batchId, hashOf(code), clock()],
      )
      return used.rowCount === 1 ? codesLeft(batchId) : undefined
    },
    codesLeft,
    async forgetCodes(batchId) {
      await sql.query('delete from auth.recovery_code where batch_id = $1', [batchId])
    },
  }
}

function aboutOf(factorId: string, userId: string): string {
  return `${factorId}/${userId}`
}

/** With 120 bits there is nothing to guess, so a plain hash will do (OWASP ASVS 5.0, 6.5.2). */
function hashOf(code: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z2-7]/g, '')
  return createHash('sha256').update(plain).digest()
}
