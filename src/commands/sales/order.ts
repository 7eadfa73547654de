import { user } from '../../domain/identity/user.ts'
import { order } from '../../domain/sales/order.ts'
import { commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'

export const orderCommands = commandsOf(
  order,
  (prepared) => ({
    'order.place': { summary: 'Place the order of an accepted quote', internal: true },
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
