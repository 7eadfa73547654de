import { hash, verify } from '@node-rs/argon2'
import { type Migration, migrate, type Pg } from '../pg/pg.ts'

/** Argon2id with OWASP's parameters (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane). */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const migrations: readonly Migration[] = [
  {
    id: 'auth/passwords/1',
    sql: `
      create schema if not exists auth;
      create table auth.credential (
        id uuid primary key,
        hash text not null,
        created_at timestamptz not null default now()
      );`,
  },
]

/**
 * Password hashes, beside the log and not in it: what is in the log stays for ever. A credential counts only if an
 * event names it, so that keeping the hash and saying so need no common transaction.
 */
export interface Passwords {
  /** Keeps the hash of a password under this id. False: another password is kept under it already. */
  keep(credentialId: string, password: string): Promise<boolean>
  /** Takes as long for an unknown credential as for a known one. */
  check(credentialId: string | undefined, password: string): Promise<boolean>
  /** Deletes a hash that no longer counts. */
  forget(credentialId: string): Promise<void>
}

/** The same letters whatever keyboard they come from (NIST SP 800-63B-4, 3.1.1.2: NFKC). */
const oneSpelling = (password: string) => password.normalize('NFKC')

/**
 * Hashes from before passwords were normalised are of what was typed then, composed or not. How many are tried depends on
 * what is typed alone, not on whose hash it is.
 */
async function matches(hashed: string, password: string): Promise<boolean> {
  const spellings = new Set([oneSpelling(password), password, password.normalize('NFD')])
  let right = false
  for (const spelling of spellings) right = (await verify(hashed, spelling)) || right
  return right
}

export async function openPasswords(pg: Pg): Promise<Passwords> {
  await migrate(pg, migrations)
  const nobody = await hash('the password of nobody', parameters)

  async function kept(credentialId: string): Promise<string | undefined> {
    const found = await pg.owner.query<{ hash: string }>('select hash from auth.credential where id = $1', [
      credentialId,
    ])
    return found.rows[0]?.hash
  }

  return {
    async keep(credentialId, password) {
      const mine = await hash(oneSpelling(password), parameters)
      await pg.owner.query(
        'insert into auth.credential (id, hash) values ($1, $2) on conflict (id) do nothing',
        [credentialId, mine],
      )
      const there = await kept(credentialId)
      return there === mine || (there !== undefined && (await matches(there, password)))
    },
    async check(credentialId, password) {
      const mine = credentialId === undefined ? undefined : await kept(credentialId)
      const right = await matches(mine ?? nobody, password)
      return right && mine !== undefined
    },
    async forget(credentialId) {
      await pg.owner.query('delete from auth.credential where id = $1', [credentialId])
    },
  }
}
