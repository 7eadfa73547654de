import { type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { Clock } from '../process/clock.ts'
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
  {
    id: 'auth/challenges/2',
    sql: `
      alter table auth.challenge rename column factor to passed;
      alter table auth.challenge add column next text not null default 'second-factor';`,
  },
]

/** How long a sign-in may take from the first factor to its end, in ms. */
const life = 5 * 60_000
const mostAttempts = 5

/** Who has passed some of what is asked of them, and what is asked of them next. */
export interface Challenge {
  userId: string
  /** What was passed: `password`, `oidc`, `totp`. */
  passed: readonly string[]
  next: 'second-factor' | 'new-password'
}

export interface OpenChallenge extends Challenge {
  openedAt: string
}

/**
 * Half-finished sign-ins. A challenge is no session: the only thing it is good for is to be finished, within five
 * minutes and five attempts.
 */
export interface Challenges {
  open(challenge: Challenge): Promise<string>
  find(token: string, next: Challenge['next']): Promise<OpenChallenge | undefined>
  /** Counts an attempt. Undefined: there is no such challenge, or it had its attempts. */
  attempt(token: string, next: Challenge['next']): Promise<OpenChallenge | undefined>
  /** Ends it. False: somebody else has. */
  close(token: string): Promise<boolean>
  prune(): Promise<void>
}

interface Row {
  user_id: string
  passed: string
  next: Challenge['next']
  created_at: string
}

export async function openChallenges(pg: Pg, clock: Clock): Promise<Challenges> {
  await migrate(pg, migrations)
  const sql = pg.owner
  const oldest = () => new Date(Date.parse(clock()) - life).toISOString()
  const challengeOf = ([row]: readonly Row[]): OpenChallenge | undefined =>
    row && {
      userId: row.user_id,
      passed: row.passed.split(' '),
      next: row.next,
      openedAt: new Date(row.created_at).toISOString(),
    }
  return {
    async open({ userId, passed, next }) {
      const token = newToken()
      await sql.query(
        `insert into auth.challenge (token_hash, user_id, passed, next, created_at)
           values ($1, $2, $3, $4, $5)`,
        [tokenHash(token), userId, passed.join(' '), next, clock()],
      )
      return token
    },
    async find(token, next) {
      const { rows } = await sql.query<Row>(
        `select user_id, passed, next, created_at from auth.challenge
           where token_hash = $1 and created_at > $2 and attempts < $3 and next = $4`,
        [tokenHash(token), oldest(), mostAttempts, next],
      )
      return challengeOf(rows)
    },
    async attempt(token, next) {
      const { rows } = await sql.query<Row>(
        `update auth.challenge set attempts = attempts + 1
           where token_hash = $1 and created_at > $2 and attempts < $3 and next = $4
           returning user_id, passed, next, created_at`,
        [tokenHash(token), oldest(), mostAttempts, next],
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
