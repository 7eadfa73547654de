import { type Kysely, sql } from 'kysely'

/** What stages are called: in their pipelines, and those that are there no more as deals knew them. */
export async function stageNames(db: Kysely<never>): Promise<(id: string) => string> {
  const { rows } = await sql<{ id: string; name: string }>`
    select stage_id as id, max(stage_name) as name from opportunity_history group by stage_id
    union all
    select one.id, one.name from pipeline
      cross join lateral jsonb_to_recordset(stages) as one (id uuid, name text)`.execute(db)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? 'Unknown'
}
