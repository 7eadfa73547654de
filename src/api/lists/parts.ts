import type { Kysely } from 'kysely'
import { type Criterion, conditionsOf } from '../../domain/criteria/criterion.ts'
import type { Parts } from '../../domain/criteria/resolve.ts'
import type { Vocabularies } from '../../domain/criteria/vocabulary.ts'
import { withParts } from '../../domain/parent.ts'

/** The model whose records stand for all that is part of them, wherever they are asked for. */
export const treeModel = 'productGroup'

/** What is part of what, as of the instant that is read; undefined where a criterion asks for nothing of the kind. */
export async function partsOf(
  db: Kysely<never>,
  of: Criterion,
  vocabularies: Vocabularies,
): Promise<Parts | undefined> {
  const asked = new Set(conditionsOf(of).map((one) => ('field' in one ? one.field : '')))
  const isAsked = [...vocabularies.values()].some(({ fields }) =>
    [...fields].some(([name, { model }]) => model === treeModel && asked.has(name)),
  )
  if (!isAsked) return undefined
  const rows = await (db as never as Kysely<{ productGroup: { id: string; parentId: string | null } }>)
    .selectFrom(treeModel)
    .select(['id', 'parentId'])
    .execute()
  return (model, ids) => (model === treeModel ? withParts(ids, rows) : undefined)
}
