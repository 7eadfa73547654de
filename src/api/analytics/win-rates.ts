import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { userTable } from '../../projections/identity/user.ts'
import { competitorTable } from '../../projections/sales/competitor.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { later } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { closedDeals } from './outcomes.ts'
import { yearTo } from './periods.ts'

const dimensions = ['owner', 'stage', 'source', 'channel', 'competitor', 'reason', 'month'] as const
type Dimension = (typeof dimensions)[number]

const method =
  'Deals that were closed in the period, by the day on which they were. Win rate: won of won and lost. A deal counts for ' +
  'the owner it had when it was closed, for each stage it had been in, and for each competitor that was in it.'

const standing = {
  won: z.int(),
  lost: z.int(),
  rate: z.number().nullable().describe('Won of all that were closed; null: none was.'),
}
const group = z
  .object({ key: z.string(), name: z.string(), ...standing })
  .register(vocabulary, { id: 'WinRate' })

/** How a deal counts: the rows that it is in, what they are called, and in which order they stand. */
interface By {
  from?: RawBuilder<unknown>
  key: RawBuilder<unknown>
  name: RawBuilder<unknown>
  order?: RawBuilder<unknown>
}

const plain = (column: string, none: string): By => ({
  key: sql`coalesce(${sql.ref(column)}, '')`,
  name: sql`coalesce(${sql.ref(column)}, ${none})`,
})

/** Who was entered later than a deal of theirs owned it all the same. */
const everybody = sql`(select id, name from "user" union all select id, name from ${sql.raw(later('user'))})`

const by: Readonly<Record<Dimension, By>> = {
  owner: {
    from: sql`left join ${everybody} as person on person.id = deal.owner_then`,
    key: sql`coalesce(deal.owner_then::text, '')`,
    name: sql`coalesce(person.name, 'Unknown')`,
  },
  // What closes deals is no stage they are won from.
  stage: {
    from: sql`
      cross join lateral unnest(deal.stages_visited) as visited (id)
      left join (
        select one.id, one.name, one.kind, one.place from pipeline cross join lateral
          rows from (jsonb_to_recordset(stages) as (id uuid, name text, kind text)) with ordinality
            as one (id, name, kind, place)) as stage on stage.id = visited.id::uuid`,
    key: sql`visited.id`,
    name: sql`coalesce(stage.name, (select max(stage_name) from opportunity_history
      where stage_id = visited.id::uuid), 'Unknown')`,
    order: sql`coalesce(min(stage.place), 1000)`,
  },
  source: {
    from: sql`left join lead on lead.id = deal.lead_id`,
    ...plain('lead.source', 'From no lead'),
  },
  channel: plain('deal.channel', 'No channel'),
  competitor: {
    from: sql`
      left join lateral unnest(deal.competitor_ids) as met (id) on true
      left join competitor on competitor.id = met.id::uuid`,
    key: sql`coalesce(met.id, '')`,
    name: sql`case when met.id is null then 'No competitor' else coalesce(competitor.name, 'Unknown') end`,
  },
  reason: {
    key: sql`coalesce(deal.won_reason, deal.lost_reason, '')`,
    name: sql`coalesce(deal.won_reason, deal.lost_reason, 'No reason')`,
  },
  month: {
    key: sql`to_char(deal.close_date, 'YYYY-MM')`,
    name: sql`to_char(deal.close_date, 'YYYY-MM')`,
    order: sql`min(to_char(deal.close_date, 'YYYY-MM'))`,
  },
}

export const winRates = query(
  opportunityTable,
  pipelineTable,
  leadTable,
  competitorTable,
  userTable,
)({
  name: 'winRates',
  path: '/pipeline/win-rates',
  summary:
    'How many closed opportunities were won: by owner, stage, source, channel, competitor, reason or month',
  permission: 'opportunity.read',
  parameters: z.object({
    by: z.enum(dimensions).default('owner'),
    from: day.optional().describe('First day of closing; left out, a year before `to`.'),
    to: day.optional().describe('Last day of closing; left out, the day of `asOf`, else today.'),
    pipelineId: uuid.optional(),
  }),
  reply: z.object({
    from: day,
    to: day,
    by: z.string(),
    method: z.string(),
    groups: z.array(group),
    /** Each deal once. */
    total: z.object(standing).register(vocabulary, { id: 'WinRateTotal' }),
  }),
  async run({ db, parameters, asOf, now, zone }) {
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, await zone()))
    const { pipelineId = null } = parameters
    const { from: joined = sql``, key, name, order = sql`max(${name})` } = by[parameters.by]
    const closed = sql`
      deal as (
        select * from (${closedDeals(sql`${from}::date`, sql`${to}::date`)}) as closed
          where (${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid))`
    const counts = sql`
      count(distinct deal.id) filter (where deal.status = 'won')::integer as won,
      count(distinct deal.id) filter (where deal.status = 'lost')::integer as lost`
    const ofStages =
      parameters.by === 'stage'
        ? sql`where stage.kind is distinct from 'won'
      and stage.kind is distinct from 'lost'`
        : sql``
    const { rows } = await sql<{ key: string; name: string; won: number; lost: number }>`
      with ${closed}
      select ${key} as key, max(${name}) as name, ${counts} from deal ${joined} ${ofStages}
        group by ${key} order by ${order}, 1`.execute(db)
    const { rows: totals } = await sql<{ won: number; lost: number }>`
      with ${closed} select ${counts} from deal`.execute(db)
    return {
      from,
      to,
      by: parameters.by,
      method,
      groups: rows.map(rated),
      total: rated(totals[0] ?? { won: 0, lost: 0 }),
    }
  },
})

/** With four decimals. */
function rated<Of extends { won: number; lost: number }>(of: Of): Of & { rate: number | null } {
  const all = of.won + of.lost
  return { ...of, rate: all === 0 ? null : Math.round((of.won / all) * 10_000) / 10_000 }
}
