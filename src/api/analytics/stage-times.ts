import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { query } from '../lists/query.ts'
import { yearTo } from './periods.ts'

const stageTime = z
  .object({
    id: uuid,
    name: z.string(),
    entered: z.int(),
    onward: z.int().describe('Left for another open stage.'),
    won: z.int(),
    lost: z.int(),
    here: z.int().describe('Still in it.'),
    medianDays: z.number().nullable().describe('Of stays that ended; null: none did.'),
    lossRate: z.number().nullable().describe('Lost from it, of all stays that ended.'),
    slow: z.boolean().describe('Whether the median is over the threshold.'),
  })
  .register(vocabulary, { id: 'StageTime' })

/** Where deals stand still and where they are lost, by the versions that every move has left in history. */
export const stageTimes = query(
  opportunityTable,
  pipelineTable,
)({
  name: 'stageTimes',
  path: '/pipeline/stage-times',
  summary: 'Median days in each stage of a pipeline and how many deals were lost from it, by what happened',
  permission: 'opportunity.read',
  parameters: z.object({
    pipelineId: uuid.optional().describe('Left out: the default pipeline, else the oldest.'),
    from: day.optional().describe('First day of entering a stage; left out, a year before `to`.'),
    to: day.optional().describe('Last day of entering a stage; left out, the day of `asOf`, else today.'),
    threshold: z.coerce.number().min(0).max(3_650).default(30).describe('Days; a stage over it is slow.'),
  }),
  reply: z.object({
    pipelineId: uuid,
    from: day,
    to: day,
    threshold: z.number(),
    stages: z.array(stageTime),
  }),
  async run({ db, parameters, asOf, basis, now, zone }) {
    const there = await zone()
    const at = asOf ?? now
    const { from, to } = yearTo(parameters, dayOf(at, there))
    const { pipelineId, threshold } = parameters
    const pipelines = db.selectFrom('pipeline').select(['id', 'stages'])
    const pipeline = await (pipelineId
      ? pipelines.where('id', '=', pipelineId)
      : pipelines.where('archived', '=', false).orderBy('isDefault', 'desc').orderBy('createdAt').limit(1)
    ).executeTakeFirst()
    if (!pipeline) return undefined
    const since = sql.ref(`${basis}_from`)
    const { rows } = await sql<Omit<z.input<typeof stageTime>, 'slow' | 'lossRate'>>`
      with stay as (
        -- Each time a deal came to a stage, however often something else changed meanwhile.
        select id, stage_id, stage_since, max(stage_name) as name, min(status) as status
          from opportunity_history
          where ${since} <= ${at}::timestamptz and pipeline_id = ${pipeline.id} and stage_since is not null
          group by id, stage_id, stage_since),
      walked as (
        select *, lead(status) over way as next, lead(stage_since) over way as until
          from stay window way as (partition by id order by stage_since))
      select stage_id as id, max(name) as name, count(*)::integer as entered,
          count(*) filter (where next = 'open')::integer as onward,
          count(*) filter (where next = 'won')::integer as won,
          count(*) filter (where next = 'lost')::integer as lost,
          count(*) filter (where next is null)::integer as here,
          round((percentile_cont(0.5) within group (order by extract(epoch from until - stage_since) / 86400)
            filter (where until is not null))::numeric, 1)::double precision as "medianDays"
        from walked
        where status = 'open'
          and stage_since >= (${from}::date::timestamp at time zone ${there})
          and stage_since < ((${to}::date + 1)::timestamp at time zone ${there})
        group by stage_id`.execute(db)
    const order = (pipeline.stages ?? []) as readonly { id: string; name: string; kind: string }[]
    const none = { entered: 0, onward: 0, won: 0, lost: 0, here: 0, medianDays: null }
    const known = order
      .filter(({ kind }) => kind === 'open')
      .map(({ id, name }) => ({ ...none, ...rows.find((row) => row.id === id), id, name }))
    // Deals were in stages that are there no more.
    const former = rows.filter(({ id }) => !order.some((stage) => stage.id === id))
    return {
      pipelineId: pipeline.id,
      from,
      to,
      threshold,
      stages: [...known, ...former].map((stage) => {
        const ended = stage.onward + stage.won + stage.lost
        return {
          ...stage,
          lossRate: ended === 0 ? null : Math.round((stage.lost / ended) * 10_000) / 10_000,
          slow: stage.medianDays !== null && stage.medianDays > threshold,
        }
      }),
    }
  },
})
