import { ident, type Pg } from '../platform/pg/pg.ts'
import type { Model, Row } from './tables.ts'
import type { Change } from './write.ts'

/** The changes after this position are no longer kept: whoever follows must read everything anew. */
export class ResumeTooOld extends Error {
  override name = 'ResumeTooOld'
  /** The oldest position after which changes are kept. */
  readonly oldest: bigint

  constructor(oldest: bigint) {
    super(`changes are kept only after position ${oldest}`)
    this.oldest = oldest
  }
}

/**
 * The next changes after a position in the order of the log, about `limit` of them: those of one event are never
 * parted. Each has the row as it was after that very change. Nothing means there are none yet.
 * @throws ResumeTooOld
 */
export async function changesAfter(
  pg: Pg,
  models: ReadonlyMap<string, Model>,
  after: bigint,
  limit: number,
): Promise<Change[]> {
  const kept = await pg.owner.query<{ oldest: number | null }>(
    'select changes_from as oldest from rm.checkpoint',
  )
  const oldest = kept.rows[0]?.oldest ?? -1
  if (Number(after) < oldest) throw new ResumeTooOld(BigInt(oldest))
  const { rows } = await pg.owner.query<Omit<Change, 'row'>>({
    name: 'changes after',
    text: `with page as (
        select position from rm.change where position > $1 order by position, ordinal limit $2
      )
      select position, ordinal, model, id, op, grants, event, recorded_at as "recordedAt" from rm.change
      where position > $1 and position <= (select max(position) from page)
      order by position, ordinal`,
    values: [after, limit],
  })
  const versions = new Map<string, Row>()
  for (const name of new Set(rows.map(({ model }) => model))) {
    const model = models.get(name)
    if (model) await addVersions(pg, model, rows, versions)
  }
  return rows.map((change) => ({
    ...change,
    row: change.op === 'upsert' ? (versions.get(versionKey(change)) ?? null) : null,
  }))
}

const versionKey = ({ model, id, position }: Pick<Change, 'model' | 'id' | 'position'>) =>
  `${model} ${id} ${position}`

async function addVersions(
  pg: Pg,
  model: Model,
  changes: readonly Omit<Change, 'row'>[],
  versions: Map<string, Row>,
): Promise<void> {
  const wanted = changes.filter(({ model: name, op }) => name === model.name && op === 'upsert')
  const list = model.columns.map(({ column, name }) => `v.${ident(column)} as ${ident(name)}`).join(', ')
  const of = (table: string) => `select ${list} from wanted join rm.${ident(table)} v using (id, position)`
  const { rows } = await pg.owner.query<Row>(
    `with wanted as (select * from unnest($1::uuid[], $2::bigint[]) as w(id, position))
     ${of(model.table)} union all ${of(`${model.table}_past`)}`,
    [wanted.map(({ id }) => id), wanted.map(({ position }) => position)],
  )
  for (const row of rows)
    versions.set(versionKey({ model: model.name, id: row.id, position: row.position }), row)
}

/** Forgets all but the newest changes, and remembers from where on they are complete. */
export async function pruneChanges(pg: Pg, keep: number): Promise<void> {
  await pg.owner.query(
    `with cut as (select position from rm.change order by position desc, ordinal desc offset $1 limit 1),
       gone as (delete from rm.change where position <= (select position from cut))
     update rm.checkpoint set changes_from = cut.position from cut`,
    [keep],
  )
}
