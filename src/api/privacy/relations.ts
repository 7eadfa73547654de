import type { Kysely } from 'kysely'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Database } from '../../platform/pg/readers.ts'
import type { Columns } from '../../projections/projection.ts'
import type { ReadModels } from '../http/services.ts'

export interface RecordRef {
  aggregate: string
  id: string
}

/** Which other records are about the same person as these; as the read models know it. */
export interface Relation {
  aggregate: string
  related(db: Database, ids: readonly string[]): Promise<readonly RecordRef[]>
}

/** A relation over the tables it reads: `related('ticket', async (db, ids) => refs('contact', ...))`. */
export function related<Tables>(
  aggregate: string,
  find: (db: Kysely<Tables>, ids: readonly string[]) => Promise<RecordRef[]>,
): Relation {
  return { aggregate, related: (db, ids) => find(db as never as Kysely<Tables>, ids) }
}

/** The records of a model that name one of these in a column of their own. */
export function naming<T extends { name: string; columns: Columns }>(
  aggregate: string,
  { name }: T,
  column: keyof T['columns'] & string,
): Relation {
  return related<Record<string, { id: string }>>(aggregate, async (db, ids) =>
    refs(
      name,
      await db
        .selectFrom(name)
        .select('id')
        .where(column as 'id', 'in', ids)
        .execute(),
    ),
  )
}

export function refs(aggregate: string, rows: readonly { id: string | null }[]): RecordRef[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [{ aggregate, id }]))
}

const eyes = systemPrincipal('privacy', { kind: 'session' })

/** All records about the person of one, that one first. */
export async function recordsOf(
  readModels: Pick<ReadModels, 'read'>,
  relations: readonly Relation[],
  subject: RecordRef,
): Promise<RecordRef[]> {
  const found = new Map([[`${subject.aggregate}-${subject.id}`, subject]])
  let news: readonly RecordRef[] = [subject]
  while (news.length > 0) {
    const steps = await Promise.all(
      relations.map(async ({ aggregate, related }) => {
        const ids = news.filter((ref) => ref.aggregate === aggregate).map(({ id }) => id)
        return ids.length > 0 ? readModels.read(eyes, {}, (db) => related(db, ids)) : []
      }),
    )
    news = steps.flat().filter((ref) => !found.has(`${ref.aggregate}-${ref.id}`))
    for (const ref of news) found.set(`${ref.aggregate}-${ref.id}`, ref)
  }
  return [...found.values()]
}
