import type { Criterion } from '../../domain/criteria/criterion.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { ancestorsFrom, mustExist, oneMoveAtATime } from '../references.ts'

const { 'productGroup.create': create, 'productGroup.change': change } = productGroup.commands
const inUse: Criterion = { field: 'archived', operator: 'is', value: false }
const used: Criterion = {
  any: [
    { related: 'products', where: inUse },
    { related: 'product-groups', where: inUse },
  ],
}

export const productGroupCommands = commandsOf(
  productGroup,
  (prepared) => ({
    'productGroup.create': {
      summary: 'Create a group of products',
      ...prepared(create.schema.omit({ ancestors: true }), withAncestors),
    },
    'productGroup.change': {
      summary: 'Rename a group of products, or make it part of another',
      inverse: asBefore('productGroup.change'),
      alone: oneMoveAtATime(productGroup),
      ...prepared(change.omit({ ancestors: true }), withAncestors),
    },
    'productGroup.archive': {
      summary: 'Archive a group of products that nothing is in any more',
      inverse: by('productGroup.restore'),
      ...prepared(productGroup.commands['productGroup.restore'], async (_, { hold, id }) => {
        const [held = false] = await hold([used], 'productGroup', id)
        return { inUse: held }
      }),
    },
    'productGroup.restore': {
      summary: 'Restore an archived group of products',
      inverse: by('productGroup.archive'),
    },
  }),
  {
    // Two may be called the same under two others.
    unique: ({ name, parentId }) => [
      { kind: 'product-group-name', value: `${parentId ?? ''} ${sameName(name)}` },
    ],
  },
)

async function withAncestors<B extends { parentId?: string | null | undefined }>(
  body: B,
  asking: Pick<Asking, 'load'>,
) {
  await mustExist('productGroup', body, { parentId: productGroup }, asking)
  return {
    ...body,
    ancestors: await ancestorsFrom(body.parentId, (id) => asking.load(productGroup, id)),
  }
}
