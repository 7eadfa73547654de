import { type Migration, migrate, type Pg } from '../pg/pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'visit/1',
    sql: `
      -- How often a page was fetched on a day. Nobody is told apart, and nothing of anybody is kept.
      create table public.hindsight_visit (
        page uuid not null,
        day date not null,
        people bigint not null default 0,
        machines bigint not null default 0,
        primary key (page, day)
      )`,
  },
]

export interface Visited {
  people: number
  machines: number
}

/** How often pages for strangers were fetched: counted beside the log, because a visit is nobody's and no decision hangs on it. */
export interface Visits {
  note(page: string, day: string, by: keyof Visited): Promise<void>
  /** Up to the end of a day. */
  of(page: string, until: string): Promise<Visited>
}

export async function openVisits(pg: Pick<Pg, 'owner' | 'transaction'>): Promise<Visits> {
  await migrate(pg, migrations)
  return {
    async note(page, day, by) {
      const counts = by === 'people' ? [1, 0] : [0, 1]
      await pg.owner.query(
        `insert into public.hindsight_visit as v (page, day, people, machines) values ($1, $2, $3, $4)
          on conflict (page, day) do update set people = v.people + excluded.people,
            machines = v.machines + excluded.machines`,
        [page, day, ...counts],
      )
    },
    async of(page, until) {
      const { rows } = await pg.owner.query<Visited>(
        `select coalesce(sum(people), 0)::integer as people, coalesce(sum(machines), 0)::integer as machines
          from public.hindsight_visit where page = $1 and day <= $2`,
        [page, until],
      )
      return rows[0] ?? { people: 0, machines: 0 }
    },
  }
}
