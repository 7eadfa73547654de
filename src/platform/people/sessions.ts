import { type Migration, migrate, type Pg } from '../pg/pg.ts'
import { BoundedMap } from '../process/bounded-map.ts'
import type { Clock } from '../process/clock.ts'
import { newToken, tokenHash } from './tokens.ts'

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
  {
    id: 'auth/sessions/2',
    sql: `
      alter table auth.session
        add column authenticated_at timestamptz not null default now(),
        add column ip text,
        add column user_agent text;
      create index on auth.session (user_id);`,
  },
  {
    id: 'auth/sessions/3',
    sql: `alter table auth.session add column audience text not null default 'user';`,
  },
]

/** Whose sessions: those of users, or of customers in the portal. What is a session to the one is none to the other. */
export type Audience = 'user' | 'customer'

/** When sessions end by themselves, in ms: unused for so long, and at the latest. */
export interface SessionLimits {
  idle: number
  lifetime: number
}
/** How much older than true `seenAt` may be, so that not every request writes. */
const seenGrain = 60_000
/** Refused sign-ins are kept this long. */
const refusalsKept = 90 * 24 * 3_600_000
const unknownUser = '00000000-0000-0000-0000-000000000000'

export interface Session {
  id: string
  userId: string
  createdAt: string
  /** When its holder last proved who they are. */
  authenticatedAt: string
  /** When it ends whatever happens. */
  expiresAt: string
}

/** A session as its user sees it among the others. */
export interface LiveSession extends Session {
  seenAt: string
  ip: string | null
  userAgent: string | null
}

/** Refused sign-ins of one hour, from one address. */
export interface Refusals {
  hour: string
  ip: string
  /** Null where the e-mail was nobody's. */
  userId: string | null
  attempts: number
  lastAt: string
}

/** Opaque sessions: the token is known to its holder only, the database has its SHA-256. */
export interface Sessions {
  open(
    id: string,
    userId: string,
    from?: { ip?: string; userAgent?: string },
  ): Promise<{ token: string; session: Session }>
  /** The session of a token, if it has not ended; counts as a sign of life. */
  find(token: string): Promise<Session | undefined>
  /** The same session under a new token, its holder having proved again who they are; the old token ends. */
  renew(id: string): Promise<{ token: string; session: Session } | undefined>
  close(id: string): Promise<void>
  /** Ends all of somebody's. */
  closeAll(userId: string): Promise<void>
  /** The sessions of a user that have not ended, newest first. */
  of(userId: string): Promise<readonly LiveSession[]>
  /** Whether a session of this user that was begun here is open: then this is no stranger's address. */
  knows(userId: string, ip: string): Promise<boolean>
  /** Counts a refused sign-in; `userId` when the e-mail was somebody's. */
  refused(ip: string, userId: string | undefined): Promise<void>
  /** Counted refusals, newest first; `after` and `before` bound the hour. */
  refusals(of: RefusalFilter): Promise<readonly Refusals[]>
  /** Deletes what has expired. */
  prune(): Promise<void>
}

export interface RefusalFilter {
  userId?: string | undefined
  ip?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
}

/** What was found is believed this long, in ms: only another process can have ended it meanwhile. */
const believed = 10_000
const remembered = 10_000

export async function openSessions(
  pg: Pg,
  clock: Clock,
  limits: () => SessionLimits,
  audience: Audience = 'user',
): Promise<Sessions> {
  await migrate(pg, migrations)
  const sql = pg.owner
  const recent = new BoundedMap<string, { session: Session; at: number }>(remembered)

  async function look(token: string): Promise<Session | undefined> {
    const now = Date.parse(clock())
    const { rows } = await sql.query<Row>(
      `select ${columns} from auth.session where token_hash = $1 and ${alive(2)} and audience = '${audience}'`,
      [tokenHash(token), ...bounds(now)],
    )
    const [row] = rows
    if (!row) return undefined
    if (Date.parse(row.seen_at) < now - seenGrain) {
      await sql.query('update auth.session set seen_at = $2 where id = $1', [row.id, iso(now)])
    }
    return sessionOf(row)
  }

  function bounds(now: number): string[] {
    const { idle, lifetime } = limits()
    return [iso(now - idle), iso(now - lifetime)]
  }

  function sessionOf({ id, user_id, created_at, authenticated_at }: Row): Session {
    const created = Date.parse(created_at)
    return {
      id,
      userId: user_id,
      createdAt: iso(created),
      authenticatedAt: iso(Date.parse(authenticated_at)),
      expiresAt: iso(created + limits().lifetime),
    }
  }

  function forget(id: string): void {
    for (const [token, { session }] of recent) if (session.id === id) recent.delete(token)
  }

  return {
    async open(id, userId, { ip, userAgent } = {}) {
      const token = newToken()
      const { rows } = await sql.query<Row>(
        `insert into auth.session
           (token_hash, id, user_id, created_at, seen_at, authenticated_at, ip, user_agent, audience)
           values ($1, $2, $3, $4, $4, $4, $5, $6, $7) returning ${columns}`,
        [tokenHash(token), id, userId, clock(), ip ?? null, userAgent ?? null, audience],
      )
      const [row] = rows
      if (!row) throw new Error('the session was not kept')
      return { token, session: sessionOf(row) }
    },
    async renew(id) {
      const token = newToken()
      const { rows } = await sql.query<Row>(
        `update auth.session set token_hash = $2, seen_at = $3, authenticated_at = $3
           where id = $1 returning ${columns}`,
        [id, tokenHash(token), clock()],
      )
      forget(id)
      const [row] = rows
      return row && { token, session: sessionOf(row) }
    },
    async find(token) {
      const now = Date.parse(clock())
      const known = recent.get(token)
      // A clock that was set back must not make a session live longer.
      if (known && now >= known.at && now < known.at + believed) return known.session
      recent.delete(token)
      const session = await look(token)
      if (session) recent.set(token, { session, at: now })
      return session
    },
    async close(id) {
      forget(id)
      await sql.query('delete from auth.session where id = $1', [id])
    },
    async closeAll(userId) {
      for (const [token, { session }] of recent) if (session.userId === userId) recent.delete(token)
      await sql.query('delete from auth.session where user_id = $1', [userId])
    },
    async of(userId) {
      const { rows } = await sql.query<
        Row & { seen_at: string; ip: string | null; user_agent: string | null }
      >(
        `select ${columns}, ip, user_agent from auth.session
           where user_id = $1 and ${alive(2)} and audience = '${audience}' order by created_at desc, id`,
        [userId, ...bounds(Date.parse(clock()))],
      )
      return rows.map((row) => ({
        ...sessionOf(row),
        seenAt: iso(Date.parse(row.seen_at)),
        ip: row.ip,
        userAgent: row.user_agent,
      }))
    },
    async knows(userId, ip) {
      const { rowCount } = await sql.query(
        `select from auth.session where user_id = $1 and ip = $4 and ${alive(2)} and audience = '${audience}' limit 1`,
        [userId, ...bounds(Date.parse(clock())), ip],
      )
      return rowCount === 1
    },
    async refused(ip, userId) {
      await sql.query(
        `insert into auth.refusal values (date_trunc('hour', $1::timestamptz), $2, $3, 1, $1)
           on conflict (hour, ip, user_id)
           do update set attempts = auth.refusal.attempts + 1, last_at = excluded.last_at`,
        [clock(), ip, userId ?? unknownUser],
      )
    },
    async refusals({ userId, ip, from, to, limit }) {
      const { rows } = await sql.query<RefusalRow>(
        `select hour, ip, user_id, attempts, last_at from auth.refusal
           where ($1::uuid is null or user_id = $1) and ($2::text is null or ip = $2)
             and ($3::timestamptz is null or hour >= date_trunc('hour', $3::timestamptz))
             and ($4::timestamptz is null or hour < $4)
           order by hour desc, last_at desc, ip, user_id limit $5`,
        [userId ?? null, ip ?? null, from ?? null, to ?? null, limit],
      )
      return rows.map((row) => ({
        hour: iso(Date.parse(row.hour)),
        ip: row.ip,
        userId: row.user_id === unknownUser ? null : row.user_id,
        attempts: row.attempts,
        lastAt: iso(Date.parse(row.last_at)),
      }))
    },
    async prune() {
      const now = Date.parse(clock())
      await sql.query('delete from auth.session where seen_at <= $1 or created_at <= $2', bounds(now))
      await sql.query('delete from auth.refusal where hour < $1', [iso(now - refusalsKept)])
    },
  }
}

const columns = 'id, user_id, created_at, seen_at, authenticated_at'

interface Row {
  id: string
  user_id: string
  created_at: string
  seen_at: string
  authenticated_at: string
}

interface RefusalRow {
  hour: string
  ip: string
  user_id: string
  attempts: number
  last_at: string
}

/** Used since one instant and begun since another, which are parameters from this number on. */
function alive(from: number): string {
  return `seen_at > $${from} and created_at > $${from + 1}`
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
