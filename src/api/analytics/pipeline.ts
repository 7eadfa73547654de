import { sql } from 'kysely'
import { z } from 'zod'
import { stageKind } from '../../domain/sales/stage.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { later, withNames } from '../lists/names.ts'
import { keptColumns } from '../lists/page.ts'
import { type QueryContext, query, type TablesOf } from '../lists/query.ts'
import { opportunityReply, opportunityShown } from '../sales/opportunity.ts'
import { byCurrency, count, sum, sumReply, weighted } from './sums.ts'

const card = keptColumns
  .extend(opportunityReply.shape)
  .extend({ accountName: z.string().nullable(), ownerName: z.string().nullable() })

const column = z.object({
  id: z.string(),
  name: z.string(),
  kind: stageKind,
  /** What a deal is given that enters it now; null for a stage that is no longer part of the pipeline. */
  probability: z.number().nullable(),
  count: z.int(),
  /** Sums in each currency; never added up over currencies. */
  amounts: z.array(sumReply.extend({ weighted: sumReply.shape.amount })),
  cards: z.array(card),
})

/** The board: each stage with what is in it, and its first deals, open ones by close date, closed ones newest first. */
export const pipelineBoard = query(
  opportunityTable,
  pipelineTable,
)({
  name: 'pipelineBoard',
  path: '/pipeline',
  summary: 'The board of a pipeline: its stages with count, sum, weighted sum and first deals',
  permission: 'opportunity.read',
  parameters: z.object({
    pipelineId: uuid.optional().describe('Left out: the default pipeline, else the oldest.'),
    ownerId: uuid.optional(),
    cards: z.coerce.number().int().min(0).max(100).default(20).describe('Deals shown in each stage.'),
  }),
  reply: z.object({
    pipeline: z.object({ id: z.string(), name: z.string(), currency: z.string() }),
    stages: z.array(column),
  }),
  async run({ db, parameters: { pipelineId, ownerId, cards: limit } }) {
    const pipelines = db.selectFrom('pipeline').select(['id', 'name', 'currency', 'stages'])
    const there = await (pipelineId
      ? pipelines.where('id', '=', pipelineId)
      : pipelines.where('archived', '=', false).orderBy('isDefault', 'desc').orderBy('createdAt').limit(1)
    ).executeTakeFirst()
    const found = there ?? (await withOlderDeals(db, pipelineId))
    if (!found) return undefined
    const { stages: known, ...pipeline } = found
    // A role may hide them.
    const stages = known ?? []

    const groups = await db
      .selectFrom('opportunity')
      .where('pipelineId', '=', pipeline.id)
      // From whom the stage is hidden, they see none that is not one of the pipeline's.
      .where('stageId', 'is not', null)
      .$if(ownerId !== undefined, (all) => all.where('ownerId', '=', ownerId ?? ''))
      .groupBy(['stageId', 'status', 'currency'])
      .select(['stageId', 'status', 'currency', sql<string>`max(stage_name)`.as('stageName')])
      .select([count.as('count'), sum.as('amount'), weighted.as('weighted')])
      .execute()
    const former = groups.filter(({ stageId }) => !stages.some(({ id }) => id === stageId))
    const columns = [
      ...stages.map(({ id, name, kind, probability }) => ({ id, name, kind, probability })),
      // Deals stay in a stage that was removed, and must not vanish with it.
      ...new Map(
        former.map(({ stageId, stageName, status }) => [
          stageId,
          { id: stageId, name: stageName, kind: status, probability: null },
        ]),
      ).values(),
    ]

    const first = (ids: readonly string[], order: 'asc' | 'desc') =>
      sql<TableOf<typeof opportunityTable>>`
        select deal.* from unnest(${ids}::uuid[]) as stage (id) cross join lateral (
          select * from opportunity
            where pipeline_id = ${pipeline.id} and stage_id = stage.id
              and (${ownerId ?? null}::uuid is null or owner_id = ${ownerId ?? null}::uuid)
            order by close_date ${sql.raw(order)}, id limit ${limit}) as deal`.execute(db)
    const idsOf = (open: boolean) =>
      columns.filter(({ kind }) => (kind === 'open') === open).map(({ id }) => id)
    const deals = [...(await first(idsOf(true), 'asc')).rows, ...(await first(idsOf(false), 'desc')).rows]
    const cards = await withNames(
      db as never,
      deals.map((deal) => opportunityShown(deal)),
      { accountId: accountTable, ownerId: userTable },
    )

    return {
      pipeline,
      stages: columns.map((each) => {
        const here = groups.filter(({ stageId }) => stageId === each.id)
        return {
          ...each,
          count: here.reduce((total, group) => total + group.count, 0),
          amounts: byCurrency(here, ['amount', 'weighted']),
          cards: cards.filter(({ stageId }) => stageId === each.id),
        }
      }),
    }
  },
})

/** Of pipelines that were entered later than deals that are in them, this one or the first, as it began. */
async function withOlderDeals(
  db: QueryContext<TablesOf<[typeof opportunityTable, typeof pipelineTable]>, never>['db'],
  id: string | undefined,
) {
  const { rows } = await sql<Pick<TableOf<typeof pipelineTable>, 'id' | 'name' | 'currency' | 'stages'>>`
    select id, name, currency, stages from ${sql.raw(later('pipeline'))}
      where (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
        and exists (select from opportunity where pipeline_id = beginnings.id)
      order by is_default desc, created_at limit 1`.execute(db)
  return rows[0]
}

const total = z.object({ count: z.int(), amounts: z.array(sumReply) })

export const pipelineSummary = query(opportunityTable)({
  name: 'pipelineSummary',
  path: '/pipeline/summary',
  summary: 'How many opportunities are open, won and lost, and what they are worth in each currency',
  permission: 'opportunity.read',
  parameters: z.object({ pipelineId: uuid.optional(), ownerId: uuid.optional(), accountId: uuid.optional() }),
  reply: z.object({ open: total, won: total, lost: total }),
  async run({ db, parameters }) {
    let deals = db.selectFrom('opportunity')
    for (const column of ['pipelineId', 'ownerId', 'accountId'] as const) {
      const id = parameters[column]
      if (id !== undefined) deals = deals.where(column, '=', id)
    }
    const groups = await deals
      .groupBy(['status', 'currency'])
      .select(['status', 'currency', count.as('count'), sum.as('amount')])
      .execute()
    const of = (status: 'open' | 'won' | 'lost') => {
      const here = groups.filter((group) => group.status === status)
      return {
        count: here.reduce((all, group) => all + group.count, 0),
        amounts: byCurrency(here, ['amount']),
      }
    }
    return { open: of('open'), won: of('won'), lost: of('lost') }
  },
})
