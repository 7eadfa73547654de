import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { recommendationReason, recommended } from '../../domain/sales/recommendation.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { productTable } from '../../projections/sales/product.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'

/** So many of the last orders say what customers buy. */
const mostOrders = 2_000

export const leadRecommendations = query(
  leadTable,
  productTable,
  productGroupTable,
  orderTable,
  accountTable,
)({
  name: 'leadRecommendations',
  path: '/leads/:id/recommendations',
  summary:
    'Three products to offer to a lead at most, each with why: what they name, what is like it, and what customers like them have bought, as far as the reader sees these',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    leadId: uuid,
    items: z.array(
      z.object({
        productId: uuid,
        productName: z.string(),
        score: z.int(),
        reasons: z.array(
          z.object({
            reason: recommendationReason,
            customers: z.int().nullable().describe('Those it is counted of; null where it is no count.'),
          }),
        ),
      }),
    ),
  }),
  async run({ db, parameters: { id }, principal }) {
    const hidden = hiddenOf(principal, 'lead')
    const needed = ['productInterest', 'country'].filter((field) => hidden.has(field))
    if (needed.length > 0) throw new FieldsForbidden('lead', needed)
    const lead = await db
      .selectFrom('lead')
      .select(['id', 'productInterest', 'country'])
      .where('id', '=', id.toLowerCase())
      .executeTakeFirst()
    if (!lead) return undefined
    const products = await db
      .selectFrom('product')
      .leftJoin('productGroup', 'productGroup.id', 'product.groupId')
      .select([
        'product.id',
        'product.name',
        'product.code',
        'product.groupId',
        'productGroup.name as groupName',
      ])
      .where('product.archived', '=', false)
      .where('product.available', '=', true)
      .execute()
    const orders = await db
      .selectFrom('order')
      .leftJoin('account', 'account.id', 'order.accountId')
      .select(['order.accountId', 'order.lines', 'account.country'])
      .where('order.accountId', 'is not', null)
      .where('order.status', '!=', 'cancelled')
      .where('order.lines', 'is not', null)
      .orderBy('order.placedAt', 'desc')
      .orderBy('order.id')
      .limit(mostOrders)
      .execute()
    const customers = new Map<string, { country: string | null; productIds: Set<string> }>()
    for (const { accountId, lines, country } of orders) {
      const customer = customers.get(accountId ?? '') ?? { country, productIds: new Set<string>() }
      for (const { productId } of lines) if (productId !== null) customer.productIds.add(productId)
      customers.set(accountId ?? '', customer)
    }
    const names = new Map(products.map((one) => [one.id, one.name]))
    const found = recommended({ interest: lead.productInterest, country: lead.country }, products, [
      ...customers.values(),
    ])
    return {
      leadId: lead.id,
      items: found.map((one) => ({ ...one, productName: names.get(one.productId) ?? '' })),
    }
  },
})
