import { type Kysely, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { snake } from '../../platform/pg/pg.ts'
import type { AnyTable } from '../../projections/projection.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { namesOf } from '../lists/names.ts'
import { jsonParameter } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { yearTo } from './periods.ts'

/** So many ways are told one by one, the most walked first; all others are one number. */
const mostPaths = 50
const mostHops = 200
/** So many records of one way come with it. */
const mostRecords = 200
/** Whoever goes round more often than that has gone round often enough. */
const longest = 60

const place = z.string().max(200)

const path = z
  .object({
    places: z.array(place).describe('Where it was, one after the other.'),
    count: z.int(),
    share: z.number().describe('Of all records.'),
    rework: z.boolean().describe('Whether it came back to where it had been.'),
    medianDays: z
      .number()
      .nullable()
      .describe('From the first place to the last; null: it is where it began.'),
  })
  .register(vocabulary, { id: 'ProcessPath' })

const hop = z
  .object({
    from: place,
    to: place,
    count: z.int(),
    back: z.int().describe('How often of these it came back to where it had been.'),
    medianDays: z.number().describe('How long it was at `from` before.'),
  })
  .register(vocabulary, { id: 'ProcessHop' })

const walked = z
  .object({ id: uuid, name: z.string().nullable() })
  .register(vocabulary, { id: 'WalkedRecord' })

/** So far from the beginning the flow of all ways is told; those that go on are in the ways. */
const farthest = 8
const mostFlows = 300

const flow = z
  .object({
    step: z.int().describe('The how-manieth step of the record it is, from 1.'),
    from: place,
    to: place,
    count: z.int(),
  })
  .register(vocabulary, { id: 'ProcessFlow' })

const asStep = z.strictObject({ step: z.int().min(1).max(farthest), from: place, to: place })

interface Process {
  /** What the query is called. */
  name: string
  path: string
  what: string
  /** In SQL, over the columns of its history: where a record was. */
  place: string
}

const parameters = z.object({
  from: day.optional().describe('First day of those that began then; left out, a year before `to`.'),
  to: day.optional().describe('Last day of those; left out, the day of `asOf`, else today.'),
  places: jsonParameter(z.array(place).min(1).max(longest))
    .optional()
    .describe('As JSON, a way: which records went it comes with the answer.'),
  flow: jsonParameter(asStep)
    .optional()
    .describe('As JSON, a step of `flows`: which records went it comes with the answer.'),
})

/**
 * The ways that records have gone from one place to the next, by the versions that every change has left in history
 * (process mining: each version that is elsewhere than the one before is a step; van der Aalst, Process Mining, 2016, 2.2).
 * Each record goes one way, so that the counts of all ways are the number of records. @see BEY-07
 */
function processPaths(table: AnyTable, of: Process) {
  return query(table)({
    name: of.name,
    path: of.path,
    summary: `The ways that ${of.what} have gone, how often, how long each step took, and where they came back`,
    permission: `${table.name}.read`,
    parameters,
    reply: z.object({
      from: day,
      to: day,
      records: z.int(),
      reworked: z.int().describe('Of these, how many came back to where they had been.'),
      paths: z.array(path),
      others: z.int().describe('Records that went other ways than those told.'),
      hops: z.array(hop),
      flows: z
        .array(flow)
        .describe(
          `Every step by its number, at most ${farthest} of each record: never round, whatever came back.`,
        ),
      walked: z
        .array(walked)
        .nullable()
        .describe(`Of the way in \`places\`, or the step in \`flow\`, at most ${mostRecords}.`),
    }),
    async run({ db, parameters: asked, asOf, basis, now, zone }) {
      const there = await zone()
      const at = asOf ?? now
      const { from, to } = yearTo(asked, dayOf(at, there))
      const since = sql.ref(`${basis}_from`)
      const steps = sql`
        version as (
          select id, position, ${since} as since, ${sql.ref(`${basis}_to`)} as held, ${sql.raw(of.place)} as place
            from ${sql.table(`${snake(table.name)}_history`)} where ${since} <= ${at}::timestamptz),
        moved as (
          select *, lag(place) over (partition by id order by since, position) as before from version),
        step as (
          -- Each time it came to another place.
          select id, since, place, before, row_number() over way as n, lag(since) over way as left_behind
            from moved where place is distinct from before
            window way as (partition by id order by since, position)),
        there_still as (select distinct id from version where held > ${at}::timestamptz),
        walk as (
          select id, (array_agg(place order by n))[1:${sql.lit(longest)}] as places,
              count(*) > count(distinct place) as rework, min(since) as began, max(since) - min(since) as took
            from step where id in (select id from there_still) group by id),
        asked as (
          select * from walk
            where began >= (${from}::date::timestamp at time zone ${there})
              and began < ((${to}::date + 1)::timestamp at time zone ${there}))`
      const median = (days: string) =>
        sql`round((percentile_cont(0.5) within group (order by extract(epoch from ${sql.ref(days)}) / 86400))::numeric, 2)::double precision`
      const read = db as never as Kysely<never>
      const { rows: paths } = await sql<
        Omit<z.output<typeof path>, 'share'> & { all: number; again: number }
      >`
        with ${steps}
        select places, count(*)::integer as count, rework, ${median('took')} as "medianDays",
            (sum(count(*)) over ())::integer as all,
            (coalesce(sum(count(*)) filter (where rework) over (), 0))::integer as again
          from asked group by places, rework order by count(*) desc, places limit ${sql.lit(mostPaths)}`.execute(
        read,
      )
      const { rows: hops } = await sql<z.output<typeof hop>>`
        with ${steps},
        turn as (
          select step.*, since - left_behind as stayed, n > min(n) over (partition by id, place) as is_back from step)
        select before as from, place as to, count(*)::integer as count,
            (count(*) filter (where is_back))::integer as back, ${median('stayed')} as "medianDays"
          from turn where before is not null and id in (select id from asked)
          group by before, place order by count(*) desc, before, place limit ${sql.lit(mostHops)}`.execute(
        read,
      )
      const { rows: flows } = await sql<z.output<typeof flow>>`
        with ${steps}
        select (n - 1)::integer as step, before as from, place as to, count(*)::integer as count
          from step where n between 2 and ${sql.lit(farthest + 1)} and id in (select id from asked)
          group by n, before, place order by n, count(*) desc, before, place limit ${sql.lit(mostFlows)}`.execute(
        read,
      )
      const records = paths[0]?.all ?? 0
      return {
        from,
        to,
        records,
        reworked: paths[0]?.again ?? 0,
        paths: paths.map(({ places, count, rework, medianDays }) => ({
          places,
          count,
          share: Math.round((count / records) * 10_000) / 10_000,
          rework,
          medianDays: places.length === 1 ? null : medianDays,
        })),
        others: records - paths.reduce((sum, { count }) => sum + count, 0),
        hops,
        flows,
        walked: asked.places
          ? await walkedBy(sql`places = ${asked.places}::text[]`)
          : asked.flow
            ? await walkedBy(wentStep(asked.flow))
            : null,
      }

      function wentStep({ step, from: before, to: next }: z.output<typeof asStep>) {
        return sql`exists (select from step
          where step.id = asked.id and n = ${step + 1} and before = ${before} and place = ${next})`
      }

      async function walkedBy(which: RawBuilder<unknown>) {
        const { rows } = await sql<{ id: string }>`
          with ${steps} select id from asked where ${which}
            order by began desc, id limit ${sql.lit(mostRecords)}`.execute(read)
        const ids = rows.map(({ id }) => id)
        const names = ids.length > 0 ? await namesOf(read, [{ ...table, ids }]) : new Map<string, string>()
        return ids.map((id) => ({ id, name: names.get(id) ?? null }))
      }
    },
  })
}

export const dealPaths = processPaths(opportunityTable, {
  name: 'dealPaths',
  path: '/pipeline/paths',
  what: 'deals',
  place: "case status when 'open' then stage_name when 'won' then 'Won' else 'Lost' end",
})

export const leadPaths = processPaths(leadTable, {
  name: 'leadPaths',
  path: '/lead-paths',
  what: 'leads',
  place: 'status',
})

export const ticketPaths = processPaths(ticketTable, {
  name: 'ticketPaths',
  path: '/ticket-paths',
  what: 'tickets',
  place: 'status',
})
