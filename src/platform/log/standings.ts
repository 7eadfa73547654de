import { type Migration, migrate, type Pg } from '../pg/pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'standing/1',
    sql: `
      -- How far a record has read the log, in one run of reading it. What is forgotten here begins where its run does.
      create table public.hindsight_standing (
        id uuid primary key,
        run integer not null,
        position bigint not null,
        failures integer not null default 0,
        failing_since timestamptz,
        next_at timestamptz,
        error text
      )`,
  },
]

export interface Standing {
  run: number
  /** Up to here everything is read. */
  position: number
  /** How often it has failed in a row, and since when. */
  failures: number
  failingSince: string | null
  nextAt: string | null
  error: string | null
}

/** How far records have read the log that go on reading it: webhooks and workflow. */
export interface Standings {
  of(id: string): Promise<Standing | undefined>
  /** A run that is new begins after a position, or where the one before stands; an older one is not begun again. */
  begin(id: string, of: { run: number; after: number | undefined }): Promise<Standing | undefined>
  reached(id: string, run: number, position: number): Promise<void>
  failed(id: string, run: number, of: { nextAt: string; error: string; at: string }): Promise<void>
}

export async function openStandings(pg: Pick<Pg, 'owner' | 'transaction'>): Promise<Standings> {
  await migrate(pg, migrations)
  const sql = pg.owner
  async function of(id: string): Promise<Standing | undefined> {
    const { rows } = await sql.query<Standing>(
      `select run, position, failures, failing_since as "failingSince", next_at as "nextAt", error
        from public.hindsight_standing where id = $1`,
      [id],
    )
    return rows[0]
  }
  return {
    of,
    async begin(id, { run, after }) {
      await sql.query(
        `insert into public.hindsight_standing as s (id, run, position) values ($1, $2, coalesce($3, 0))
          on conflict (id) do update set run = excluded.run, position = coalesce($3, s.position),
            failures = 0, failing_since = null, next_at = null, error = null where s.run < excluded.run`,
        [id, run, after ?? null],
      )
      return of(id)
    },
    async reached(id, run, position) {
      await sql.query(
        `update public.hindsight_standing set position = greatest(position, $3), failures = 0, failing_since = null,
            next_at = null, error = null
          where id = $1 and run = $2 and (position < $3 or failures > 0)`,
        [id, run, position],
      )
    },
    async failed(id, run, { nextAt, error, at }) {
      await sql.query(
        `update public.hindsight_standing set failures = failures + 1, failing_since = coalesce(failing_since, $5),
            next_at = $3, error = $4 where id = $1 and run = $2`,
        [id, run, nextAt, error, at],
      )
    },
  }
}
