import type { Kysely } from 'kysely'
import { z } from 'zod'
import { FieldsForbidden, NotFound } from '../../commands/errors.ts'
import { withProducts } from '../../commands/sales/prices.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { lineRequest, mostQuantity } from '../../domain/sales/line.ts'
import { pricedBy } from '../../domain/sales/price-choice.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { endpoint } from '../http/endpoint.ts'
import { hiddenOf } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { priceReply } from './money.ts'

/** What a product would cost on a new line of a deal or its quotes, and why (QTC-03). */
export const listPrice: Extension = (_app, services) => [
  endpoint({
    name: 'listPrice',
    method: 'GET',
    path: '/opportunities/:id/list-price',
    summary: 'What a product costs whom a deal is with, now: by which price book, version, tier and rule',
    tag: 'opportunities',
    access: { permission: 'opportunity.read' },
    headers: 'read',
    model: opportunityTable.name,
    parameters: z.object({
      id: uuid,
      productId: uuid,
      quantity: z.coerce.number().min(-mostQuantity).max(mostQuantity).pipe(lineRequest.shape.quantity),
      currency,
    }),
    reply: z.object({
      price: priceReply.nullable().describe('Null: there is none in this currency.'),
      pricedBy: pricedBy.nullable().describe('Null: it is the price of the catalogue.'),
    }),
    async run({ parameters: { id, productId, quantity, currency: code }, principal, request }) {
      await caughtUp(services, request)
      const reader = principal()
      if (hiddenOf(reader, 'product').has('price')) throw new FieldsForbidden('product', ['price'])
      const deal = await services.readModels.read(reader, {}, (db) =>
        (db as never as Kysely<TablesOf<[typeof opportunityTable]>>)
          .selectFrom('opportunity')
          .select(['accountId', 'channel'])
          .where('id', '=', id)
          .executeTakeFirst(),
      )
      if (!deal) throw new NotFound(`opportunity ${id}`)
      const at = services.clock()
      const asked = lineRequest.parse({ productId, quantity })
      const [line] = await withProducts(
        [asked],
        { ...deal, currency: code },
        { load: services.execute.load, at, zone: () => organisationZone(services.execute.load, at) },
      )
      if (!line?.product) throw new NotFound(`product ${productId}`)
      const { price, pricedBy: by = null } = line.product
      return { price: price.currency === code ? price : null, pricedBy: by }
    },
  }),
]
