import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { addressFor, type PostalAddress } from '../../domain/sales/delivery.ts'
import { invoice } from '../../domain/sales/invoice.ts'
import { fromTaxByLine, pricedLine } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { order } from '../../domain/sales/order.ts'
import { product } from '../../domain/sales/product.ts'
import { quote } from '../../domain/sales/quote.ts'
import { serviceOrder } from '../../domain/service/service-order.ts'
import { dayOf } from '../../domain/values/day.ts'
import { signedMoney } from '../../domain/values/money.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'
import { erpNow, isConnected } from './erp-connection.ts'

const references = { quoteId: quote, opportunityId: opportunity, accountId: account, ownerId: user }

const { schema: place } = order.commands['order.place']
/** What was on its way while tax was rounded by line still says so. */
const placeBody = place.omit({ address: true, wantedOn: true }).extend({
  lines: pricedLine.extend({ tax: signedMoney.optional(), gross: signedMoney.optional() }).array(),
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
        const offered = isOlder ? (fromTaxByLine(body) as z.output<typeof placeBody>) : body
        return { ...offered, address: await deliveredTo(body.accountId, asking) }
      }),
    },
    'order.place-service': {
      summary: 'Place the order of what a visit took, to be invoiced',
      internal: true,
      ...prepared(
        order.commands['order.place-service'].schema.omit({ address: true }),
        async (body, asking) => {
          await mustBeKnown('order', body, { ...references, serviceOrderId: serviceOrder }, asking)
          for (const line of body.lines) await mustBeKnown('order', line, { productId: product }, asking)
          return { ...body, address: await deliveredTo(body.accountId, asking) }
        },
      ),
    },
    'order.assign': {
      summary: 'Give an order to the new owner of its deal',
      internal: true,
      ...prepared(order.commands['order.assign'], async (body, asking) => {
        await mustExist('order', body, { ownerId: user }, asking)
        return body
      }),
    },
    'order.set-account': {
      summary: 'Say whose order it is, where nobody has yet',
      ...prepared(order.commands['order.set-account'], async (body, asking) => {
        await mustExist('order', body, { accountId: account }, asking)
        return body
      }),
    },
    'order.change': {
      summary: 'Change where an order goes to, and by when it is wanted',
      inverse: asBefore('order.change'),
    },
    'order.confirm': { summary: 'Confirm an order', inverse: by('order.withdraw-confirmation') },
    'order.withdraw-confirmation': {
      summary: 'Take back the confirmation of an order',
      inverse: by('order.confirm'),
    },
    'order.cancel': {
      summary: 'Cancel what of an order has not gone out yet',
      inverse: by('order.reinstate'),
    },
    'order.reinstate': { summary: 'Take back the cancellation of an order' },
    'order.fulfil': {
      summary: 'Record what of an order has gone out; all that is open unless told',
      ...prepared(order.commands['order.fulfil'].omit({ today: true }), async (body, { at, zone }) => ({
        ...body,
        today: dayOf(at, await zone()),
      })),
    },
    'order.withdraw-fulfilment': { summary: 'Take back a fulfilment that is on no invoice' },
    'order.bill': {
      summary: 'Invoice what of an order has gone out; all that is on no invoice unless told',
      ...prepared(order.commands['order.bill'].omit({ hasSeller: true }), async (body, { organisation }) => ({
        ...body,
        hasSeller: (await organisation()) !== undefined,
      })),
    },
    'order.bill-fulfilment': {
      summary: 'Invoice a fulfilment, where that goes by itself',
      internal: true,
      ...prepared(
        order.commands['order.bill-fulfilment'].omit({ isAutomatic: true }),
        async (body, { organisation }) => ({
          ...body,
          isAutomatic: (await organisation())?.invoicesOnFulfilment ?? false,
        }),
      ),
    },
    'order.credit-bill': {
      summary: 'Let what was credited be invoiced again',
      internal: true,
      ...prepared(order.commands['order.credit-bill'], async (body, asking) => {
        await mustBeKnown('order', body, { creditNoteId: invoice }, asking)
        for (const line of body.lines) await mustBeKnown('order', line, { productId: product }, asking)
        return body
      }),
    },
    'order.transfer': {
      summary: 'Hand an order over to the ERP, or try again',
      ...prepared(z.object({}), async (_, asking) => ({ isOn: isConnected(await erpNow(asking)) })),
    },
    'order.transfer-by-itself': {
      summary: 'Hand a confirmed order over to the ERP, where one is connected',
      internal: true,
      ...prepared(z.object({}), async (_, asking) => ({ isOn: isConnected(await erpNow(asking)) })),
    },
    'order.send-transfer': { summary: 'Note what a call to the ERP came to', internal: true },
  }),
  {
    unique: ({ quoteId, serviceOrderId }) => [
      ...(quoteId === null ? [] : [{ kind: 'order-quote', value: quoteId }]),
      ...(serviceOrderId === undefined ? [] : [{ kind: 'order-serviceOrder', value: serviceOrderId }]),
    ],
  },
)

/** Where an account has its goods sent. */
async function deliveredTo(
  accountId: string | null,
  { load }: Pick<Asking, 'load'>,
): Promise<PostalAddress | null> {
  const found = accountId === null ? undefined : await load(account, accountId)
  return found ? addressFor('delivery', found) : null
}
