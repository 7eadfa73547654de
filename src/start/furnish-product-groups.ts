import type { Kysely } from 'kysely'
import { productGroup } from '../domain/sales/product-group.ts'
import { sameName } from '../domain/values/text.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'
import type { TableOf } from '../projections/projection.ts'
import type { productTable } from '../projections/sales/product.ts'
import type { Writing } from './hindsight.ts'

/**
 * Products of before groups were records have the name of theirs as a text: each such name becomes a group, once, and its
 * products are put into it. An archived product stays as it is, with its text.
 */
export async function furnishProductGroups(
  { execute, readModels }: Pick<Writing, 'execute' | 'readModels'>,
  principal: Principal,
): Promise<void> {
  const products = await readModels.read(principal, {}, (db) =>
    (db as never as Kysely<{ product: TableOf<typeof productTable> & { id: string } }>)
      .selectFrom('product')
      .select(['id', 'group'])
      .where('group', 'is not', null)
      .where('groupId', 'is', null)
      .where('archived', '=', false)
      .execute(),
  )
  for (const { id, group } of products) {
    const name = group ?? ''
    const groupId = derivedId('product-group', sameName(name))
    const commandId = derivedId('furnish', id, groupId)
    if (!(await execute.load(productGroup, groupId)))
      await execute({
        command: 'productGroup.create',
        id: groupId,
        commandId: derivedId('furnish', groupId),
        body: { name },
        principal,
      })
    // Whoever takes a product out again, or archives the group, has the last word.
    if ((await execute.load(productGroup, groupId))?.archived) continue
    await execute({ command: 'product.change', id, commandId, body: { groupId }, principal })
  }
}
