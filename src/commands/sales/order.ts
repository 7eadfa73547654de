import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { fromTaxByLine, pricedLine } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { order } from '../../domain/sales/order.ts'
import { product } from '../../domain/sales/product.ts'
import { quote } from '../../domain/sales/quote.ts'
import { signedMoney } from '../../domain/values/money.ts'
import { commandsOf } from '../command.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const references = { quoteId: quote, opportunityId: opportunity, accountId: account, ownerId: user }

const { schema: place } = order.commands['order.place']
/** What was on its way while tax was rounded by line still says so. */
const placeBody = place.extend({
  lines: z.array(pricedLine.extend({ tax: signedMoney.optional(), gross: signedMoney.optional() })),
})

export const orderCommands = commandsOf(
  order,
  (prepared) => ({
    'order.place': {
      summary: 'Place the order of an accepted quote',
      internal: true,
      ...prepared(placeBody, async (body, asking) => {
        await mustBeKnown('order', body, references, asking)
        for (const line of body.lines) await mustBeKnown('order', line, { productId: product }, asking)
        const isOlder = body.lines.some(({ tax }) => tax !== undefined)
        return isOlder ? (fromTaxByLine(body) as typeof body) : body
      }),
    },
    'order.assign': {
      summary: 'Give an order to the new owner of its deal',
      internal: true,
      ...prepared(order.commands['order.assign'], async (body, asking) => {
        await mustExist('order', body, { ownerId: user }, asking)
        return body
      }),
    },
  }),
  { unique: ({ quoteId }) => [{ kind: 'order-quote', value: quoteId }] },
)
