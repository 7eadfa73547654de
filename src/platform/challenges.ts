import type { Clock } from './clock.ts'
import { type Migration, migrate, type Pg } from './pg.ts'
import { newToken, tokenHash } from './tokens.ts'

const migrations: readonly Migration[] = [
  {
    id: 'auth/challenges/1',
    sql: `
      create schema if not exists auth;
      create table auth.challenge (
        token_hash bytea primary key,
        user_id uuid not null,
        factor text not null,
        attempts integer not null default 0,
        created_at timestamptz not null
      );`,
  },
]

/** How long a sign-in may take from the first factor to the second, in ms. */
const life = 5 * 60_000
const mostAttempts = 5

/** Who has passed the first factor and not yet the second. */
export interface Challenge {
  userId: string
  /** By what the first was passed: `password`, `oidc`. */
  factor: string
}

/**
 * Half-finished sign-ins. A challenge is no session: the only thing it is good for is to be finished, within five
 * minutes and five attempts.
 */
export interface Challenges {
  open(challenge: Challenge): Promise<string>
  find(token: string): Promise<Challenge | undefined>
  /** Counts an attempt. Undefined: there is no such challenge, or it had its attempts. */
  attempt(token: string): Promise<Challenge | undefined>
  /** Ends it. False: somebody else has. */
  close(token: string): Promise<boolean>
  prune(): Promise<void>
}

export async function openChallenges(pg: Pg, clock: Clock): Promise<Challenges> {
  await migrate(pg, migrations)
  const sql = pg.owner
  const oldest = () => new Date(Date.parse(clock()) - life).toISOString()
  const challengeOf = ([row]: readonly { user_id: string; factor: string }[]) =>
    row && { userId: row.user_id, factor: row.factor }
  return {
    async open({ userId, factor }) {
      const token = newToken()
      await sql.query(
        'insert into auth.challenge (token_hash, user_id, factor, created_at) values ($1, $2, $3, $4)',
        [tokenHash(token), userId, factor, clock()],
      )
      return token
    },
    async find(token) {
      const { rows } = await sql.query<{ user_id: string; factor: string }>(
        `select user_id, factor from auth.challenge
           where token_hash = $1 and created_at > $2 and attempts < $3`,
        [tokenHash(token), oldest(), mostAttempts],
      )
      return challengeOf(rows)
    },
    async attempt(token) {
      const { rows } = await sql.query<{ user_id: string; factor: string }>(
        `update auth.challenge set attempts = attempts + 1
           where token_hash = $1 and created_at > $2 and attempts < $3 returning user_id, factor`,
        [tokenHash(token), oldest(), mostAttempts],
      )
      return challengeOf(rows)
    },
    async close(token) {
      const closed = await sql.query('delete from auth.challenge where token_hash = $1', [tokenHash(token)])
      return closed.rowCount === 1
    },
    async prune() {
      await sql.query('delete from auth.challenge where created_at <= $1', [oldest()])
    },
  }
}
