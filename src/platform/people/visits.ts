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
  {
    id: 'visit/2',
    sql: `
      -- The same of the pages of other sites that tell us, by names of several kinds: their path is one.
      create table public.hindsight_page_visit (
        site uuid not null,
        day date not null,
        kind text not null,
        name text not null,
        people bigint not null default 0,
        machines bigint not null default 0,
        primary key (site, day, kind, name)
      )`,
  },
]

export interface Ranked extends Visited {
  /** What it is a name of, such as a page. */
  kind: string
  name: string
}

/** So many names of a kind a site has on a day; what a stranger makes up beyond them is not counted. */
const mostNames = 2_000

export interface Visited {
  people: number
  machines: number
}

/** How often pages for strangers were fetched: counted beside the log, because a visit is nobody's and no decision hangs on it. */
export interface Visits {
  note(page: string, day: string, by: keyof Visited): Promise<void>
  /** Up to the end of a day. */
  of(page: string, until: string): Promise<Visited>
  /** A visit of a site of somebody's own. */
  noteAt(
    site: string,
    day: string,
    by: keyof Visited,
    of: readonly { kind: string; name: string }[],
  ): Promise<void>
  /** What of a site was visited most in these days, so many of each kind. */
  ranks(site: string, of: { from: string; to: string; limit: number }): Promise<Ranked[]>
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
    async noteAt(site, day, by, of) {
      const counts = by === 'people' ? [1, 0] : [0, 1]
      for (const { kind, name } of of)
        await pg.owner.query(
          `insert into public.hindsight_page_visit as v (site, day, kind, name, people, machines)
            select $1, $2, $3, $4, $5, $6
            where exists (select from public.hindsight_page_visit
                where site = $1 and day = $2 and kind = $3 and name = $4)
              or (select count(*) from public.hindsight_page_visit
                where site = $1 and day = $2 and kind = $3) < ${mostNames}
            on conflict (site, day, kind, name) do update set people = v.people + excluded.people,
              machines = v.machines + excluded.machines`,
          [site, day, kind, name, ...counts],
        )
    },
    async ranks(site, { from, to, limit }) {
      const { rows } = await pg.owner.query<Ranked>(
        `select kind, name, people, machines from (
            select kind, name, sum(people)::integer as people, sum(machines)::integer as machines,
                row_number() over (partition by kind order by sum(people) desc, name) as place
              from public.hindsight_page_visit where site = $1 and day between $2 and $3 group by 1, 2) as ranked
          where place <= $4 order by kind, place`,
        [site, from, to, limit],
      )
      return rows
    },
  }
}
