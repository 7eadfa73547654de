import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { refuse } from '../../domain/error.ts'
import { order } from '../../domain/sales/order.ts'
import { product } from '../../domain/sales/product.ts'
import { asset } from '../../domain/service/asset.ts'
import { type PinnedWarranty, warrantyFrom } from '../../domain/service/promised-warranty.ts'
import { warranty } from '../../domain/service/warranty.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { sameName } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { ancestorsFrom, inUse, mustBeKnown, mustExist, oneMoveAtATime } from '../references.ts'

const { 'asset.create': create, 'asset.change': change } = asset.commands

/** The terms that come with it, as they are now, and their first day; left out, that of the installation, else today. */
const asked = { warrantyId: uuid.nullable(), warrantyFrom: day.nullable() }

export const assetCommands = commandsOf(
  asset,
  (prepared) => ({
    'asset.create': {
      summary: 'Write down something of ours that a customer has, with the warranty that comes with it',
      ...prepared(
        create.schema.omit({ ancestors: true, warranty: true }).extend({
          warrantyId: asked.warrantyId.default(null),
          warrantyFrom: asked.warrantyFrom.default(null),
        }),
        async ({ warrantyId, warrantyFrom: from, ...body }, asking) => ({
          ...(await withAncestors(body, asking)),
          warranty: await promisedOf({ warrantyId, from: from ?? body.installedOn }, asking),
        }),
      ),
    },
    'asset.change': {
      summary: 'Change what is known of something that a customer has',
      inverse: asBefore('asset.change'),
      alone: oneMoveAtATime(asset),
      ...prepared(change.omit({ ancestors: true }), withAncestors),
    },
    'asset.set-warranty': {
      summary: 'Say which warranty comes with it, by the terms of now; null: none',
      ...prepared(
        z.object({ warrantyId: asked.warrantyId, warrantyFrom: asked.warrantyFrom.default(null) }),
        async (body, asking) => ({
          warranty: await promisedOf(
            { warrantyId: body.warrantyId, from: body.warrantyFrom ?? asking.state.installedOn },
            asking,
          ),
        }),
      ),
    },
    'asset.archive': { summary: 'Say that a customer has it no more', inverse: by('asset.restore') },
    'asset.restore': { summary: 'Say that a customer has it after all', inverse: by('asset.archive') },
  }),
  {
    // A serial number is one of a product.
    unique: ({ serial, productId }) =>
      serial === null ? [] : [{ kind: 'asset-serial', value: `${productId ?? ''} ${sameName(serial)}` }],
  },
)

async function withAncestors<
  B extends { parentId?: string | null | undefined; orderId?: string | null | undefined },
>(body: B, asking: Pick<Asking, 'load'>) {
  await mustExist('asset', body, { accountId: account, parentId: asset }, asking)
  await mustBeKnown('asset', body, { orderId: order, productId: product }, asking)
  return { ...body, ancestors: await ancestorsFrom(body.parentId, (id) => asking.load(asset, id)) }
}

async function promisedOf(
  { warrantyId, from }: { warrantyId: string | null; from: string | null },
  { load, at, zone }: Pick<Asking, 'load' | 'at' | 'zone'>,
): Promise<PinnedWarranty | null> {
  if (warrantyId === null) return null
  const terms = await load(warranty, warrantyId)
  if (!terms || !inUse(terms))
    refuse('asset.warranty-unknown', 'There are no such terms of a warranty.', { field: 'warrantyId' })
  return warrantyFrom(warrantyId, terms, from ?? dayOf(at, await zone()))
}
