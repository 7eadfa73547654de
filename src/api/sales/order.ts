import { z } from 'zod'
import { postalAddress } from '../../domain/sales/delivery.ts'
import { pricedLine, totals } from '../../domain/sales/line.ts'
import { order, orderStatuses } from '../../domain/sales/order.ts'
import { transferAttempt, transferStatuses } from '../../domain/sales/order-transfer.ts'
import { sumOfQuantities } from '../../domain/sales/part.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { serviceOrderTable } from '../../projections/service/service-order.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { grossReply } from './money.ts'
import { sumsOf } from './quote.ts'

const status = z.enum(orderStatuses)
const transferStatus = z.enum(transferStatuses)

/** A line, and how much of it has gone out, is to go out yet, and stands on invoices. */
const orderLine = pricedLine
  .extend({ fulfilled: z.number(), open: z.number(), billed: z.number() })
  .register(vocabulary, { id: 'OrderLine' })

export const orderQueries = recordQueries(orderTable)({
  resource: 'orders',
  summary: 'Orders by account, opportunity, quote, owner and status',
  row: z.object({
    number: z.string(),
    quoteId: uuid.nullable(),
    opportunityId: uuid.nullable(),
    serviceOrderId: uuid
      .nullable()
      .describe('What was done for the customer that it is of; null: it was sold.'),
    accountId: uuid.nullable(),
    ownerId: uuid,
    status,
    confirmed: z.boolean(),
    cancelledReason: z.string().nullable(),
    address: postalAddress.nullable(),
    wantedOn: day.nullable(),
    currency,
    lines: z.array(orderLine),
    lineCount: z.int(),
    fulfilments: z.array(order.events['order.fulfilled']),
    totals,
    gross: grossReply,
    placedAt: instant,
    transferStatus: transferStatus
      .nullable()
      .describe('How far the ERP has it; null: it was not to be handed over yet.'),
    erpNumber: z.string().nullable(),
    transferAttempts: z.array(transferAttempt).describe('The last calls to the ERP, in their order.'),
    transferNextAt: instant.nullable().describe('When the next is made by itself.'),
  }),
  shown: ({
    net,
    discount,
    tax,
    gross,
    taxes,
    lines,
    fulfilled,
    billed,
    fulfilments,
    transferAttempts,
    ...row
  }) => ({
    ...row,
    transferAttempts: [...(transferAttempts ?? [])],
    fulfilments: [...(fulfilments ?? [])],
    // Nothing where a role hides them.
    lines: (lines ?? []).map((line, place) => {
      const out = fulfilled?.[place] ?? 0
      const open = sumOfQuantities([line.quantity, -out])
      return { ...line, fulfilled: out, open, billed: billed?.[place] ?? 0 }
    }),
    ...sumsOf(row.currency, { net, discount, tax, gross }, taxes),
  }),
  references: {
    quoteId: quoteTable,
    opportunityId: opportunityTable,
    serviceOrderId: serviceOrderTable,
    accountId: accountTable,
    ownerId: userTable,
  },
  filters: {
    accountId: uuid,
    opportunityId: uuid,
    quoteId: uuid,
    serviceOrderId: uuid,
    ownerId: uuid,
    number: z.string(),
    status,
    transferStatus,
    erpNumber: z.string(),
  },
  ranges: { placedAt: instant, wantedOn: day },
  sorts: ['-placedAt', 'updatedAt', 'number', 'gross', 'wantedOn'],
  search: ['number', 'erpNumber', 'accountId', 'opportunityId'],
})

export const orderTitles = titlesOf(order, {
  'order.placed': ({ data }) => `Order ${data.number} placed over ${formatMoney(data.totals.gross)}`,
  'order.assigned': () => 'Given to another owner',
  'order.account-set': () => 'Account set',
  'order.delivery-changed': ({ data: { wantedOn } }) =>
    wantedOn === null ? 'Delivery changed' : `Delivery changed, wanted by ${wantedOn}`,
  'order.confirmed': () => 'Order confirmed',
  'order.confirmation-withdrawn': () => 'Confirmation taken back',
  'order.cancelled': ({ data }) => `Order cancelled: ${data.reason}`,
  'order.reinstated': () => 'Cancellation taken back',
  'order.fulfilled': ({ data: { fulfilment, day: on, carrier } }) =>
    `Fulfilment ${fulfilment} went out on ${on}${carrier ? ` with ${carrier}` : ''}`,
  'order.fulfilment-withdrawn': ({ data: { fulfilment, reason } }) =>
    `Fulfilment ${fulfilment} taken back${reason ? `: ${reason}` : ''}`,
  'order.billed': ({ data: { fulfilment } }) =>
    fulfilment === null ? 'To be invoiced' : `Fulfilment ${fulfilment} to be invoiced`,
  'order.transfer-asked': () => 'To be handed over to the ERP',
  'order.transfer-failed': ({ data: { attempt, reason } }) => `Call ${attempt} to the ERP failed: ${reason}`,
  'order.transfer-refused': ({ data: { reason } }) => `Refused by the ERP: ${reason}`,
  'order.transfer-accepted': ({ data: { erpNumber } }) => `Accepted by the ERP as ${erpNumber}`,
  'order.bill-credited': () => 'What was credited can be invoiced again',
})
