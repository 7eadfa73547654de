import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import { type Migration, migrate, type Pg } from './pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'auth/sessions/1',
    sql: `
      create schema if not exists auth;
      create table auth.session (
        token_hash bytea primary key,
        id uuid not null unique,
        user_id uuid not null,
        created_at timestamptz not null,
        seen_at timestamptz not null
      );
      -- Refused sign-ins, counted by hour: as many rows as there are hours and addresses, however many attempts.
      create table auth.refusal (
        hour timestamptz not null,
        ip text not null,
        user_id uuid not null,
        attempts integer not null,
        last_at timestamptz not null,
        primary key (hour, ip, user_id)
      );`,
  },
]

/** A session nobody uses ends after this; a used one at the latest after `lifetime`. In ms. */
const idle = 12 * 3_600_000
const lifetime = 7 * 24 * 3_600_000
/** How much older than true `seenAt` may be, so that not every request writes. */
const seenGrain = 60_000
/** Refused sign-ins are kept this long. */
const refusalsKept = 90 * 24 * 3_600_000
const unknownUser = '00000000-0000-0000-0000-000000000000'

export interface Session {
  id: string
  userId: string
  createdAt: string
  /** When it ends whatever happens. */
  expiresAt: string
}

/** Opaque sessions: the token is known to its holder only, the database has its SHA-256. */
export interface Sessions {
  open(id: string, userId: string): Promise<{ token: string; session: Session }>
  /** The session of a token, if it has not ended; counts as a sign of life. */
  find(token: string): Promise<Session | undefined>
  close(id: string): Promise<void>
  /** Counts a refused sign-in; `userId` when the e-mail was somebody's. */
  refused(ip: string, userId: string | undefined): Promise<void>
  /** Deletes what has expired. */
  prune(): Promise<void>
}

/** What was found is believed this long, in ms: only another process can have ended it meanwhile. */
const believed = 10_000
const remembered = 10_000

export async function openSessions(pg: Pg, clock: Clock): Promise<Sessions> {
  await migrate(pg, migrations)
  const sql = pg.owner
  const recent = new Map<string, { session: Session; at: number }>()

  async function look(token: string): Promise<Session | undefined> {
    const now = Date.parse(clock())
    const { rows } = await sql.query<Row>(
      `select id, user_id, created_at, seen_at from auth.session
         where token_hash = $1 and seen_at > $2 and created_at > $3`,
      [hashOf(token), iso(now - idle), iso(now - lifetime)],
    )
    const [row] = rows
    if (!row) return undefined
    if (Date.parse(String(row.seen_at)) < now - seenGrain) {
      await sql.query('update auth.session set seen_at = $2 where id = $1', [row.id, iso(now)])
    }
    return sessionOf(row)
  }

  return {
    async open(id, userId) {
      const token = randomBytes(32).toString('base64url')
      const now = clock()
      await sql.query('insert into auth.session values ($1, $2, $3, $4, $4)', [
        hashOf(token),
        id,
        userId,
        now,
      ])
      return { token, session: sessionOf({ id, user_id: userId, created_at: now }) }
    },
    async find(token) {
      const now = Date.parse(clock())
      const known = recent.get(token)
      // A clock that was set back must not make a session live longer.
      if (known && now >= known.at && now < known.at + believed) return known.session
      recent.delete(token)
      const session = await look(token)
      if (session) {
        if (recent.size >= remembered) recent.clear()
        recent.set(token, { session, at: now })
      }
      return session
    },
    async close(id) {
      for (const [token, { session }] of recent) if (session.id === id) recent.delete(token)
      await sql.query('delete from auth.session where id = $1', [id])
    },
    async refused(ip, userId) {
      await sql.query(
        `insert into auth.refusal values (date_trunc('hour', $1::timestamptz), $2, $3, 1, $1)
           on conflict (hour, ip, user_id)
           do update set attempts = auth.refusal.attempts + 1, last_at = excluded.last_at`,
        [clock(), ip, userId ?? unknownUser],
      )
    },
    async prune() {
      const now = Date.parse(clock())
      await sql.query('delete from auth.session where seen_at <= $1 or created_at <= $2', [
        iso(now - idle),
        iso(now - lifetime),
      ])
      await sql.query('delete from auth.refusal where hour < $1', [iso(now - refusalsKept)])
    },
  }
}

interface Row {
  id: string
  user_id: string
  created_at: string
  seen_at?: string
}

function sessionOf({ id, user_id, created_at }: Row): Session {
  const created = Date.parse(created_at)
  return { id, userId: user_id, createdAt: iso(created), expiresAt: iso(created + lifetime) }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
