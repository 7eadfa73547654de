import type { z } from 'zod'
import type { PostalAddress } from '../../domain/sales/delivery.ts'
import { amountsOf, type PricedLine, type RateTax } from '../../domain/sales/line.ts'
import {
  type Fulfilment,
  fulfilledOf,
  type OrderStatus,
  order,
  orderStatus,
} from '../../domain/sales/order.ts'
import { isPending, type TransferStatus, type transferAttempt } from '../../domain/sales/order-transfer.ts'
import { leftOf, quantitiesOf } from '../../domain/sales/part.ts'
import { linkFolds } from '../linking.ts'
import {
  bigint,
  boolean,
  type Column,
  date,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'

const statusText: Column<OrderStatus> = { sql: 'text', nullable: false }
const transferText: Column<TransferStatus> = { sql: 'text', nullable: false }
type TransferAttempt = z.output<typeof transferAttempt>

export const orderTable = projection(order)({
  name: 'order',
  version: 5,
  label: ['number'],
  columns: {
    number: text,
    quoteId: nullable(uuid),
    opportunityId: nullable(uuid),
    serviceOrderId: nullable(uuid),
    accountId: nullable(uuid),
    ownerId: uuid,
    status: statusText,
    confirmed: boolean,
    cancelledReason: nullable(text),
    address: nullable(json<PostalAddress>()),
    wantedOn: nullable(date),
    currency: text,
    lines: json<PricedLine[]>(),
    lineCount: integer,
    fulfilments: json<readonly Fulfilment[]>(),
    /** Of each line. */
    fulfilled: json<number[]>(),
    billed: json<number[]>(),
    net: bigint,
    discount: bigint,
    tax: bigint,
    gross: bigint,
    taxes: json<RateTax[]>(),
    placedAt: instant,
    /** How far the ERP has it; null: it was not to be handed over yet. */
    transferStatus: nullable(transferText),
    erpNumber: nullable(text),
    /** The last calls, in their order. */
    transferAttempts: json<readonly TransferAttempt[]>(),
    /** When the next is made by itself. */
    transferNextAt: nullable(instant),
  },
  sameField: [
    // Each of them tells the others.
    ['lines', 'lineCount', 'totals', 'net', 'discount', 'tax', 'gross', 'taxes', 'currency'],
    ['fulfilments', 'fulfilled', 'fulfilment', 'day', 'carrier', 'tracking'],
    ['cancelledReason', 'reason'],
    ['transferStatus', 'erpNumber', 'transferAttempts', 'transferNextAt', 'attempt', 'nextAt'],
  ],
  indexes: [
    ['placedAt'],
    ['updatedAt'],
    ['number'],
    ['ownerId', 'placedAt'],
    ['opportunityId'],
    ['accountId', 'placedAt'],
    ['quoteId'],
    ['serviceOrderId'],
    ['currency', 'gross'],
    ['status', 'placedAt'],
    ['wantedOn'],
    ['transferStatus', 'placedAt'],
    ['erpNumber'],
  ],
  on: {
    'order.placed': (_, { data: { totals, ...data }, occurredAt }) => ({
      ...data,
      serviceOrderId: data.serviceOrderId ?? null,
      ...amountsOf(totals),
      lineCount: data.lines.length,
      status: 'placed',
      confirmed: false,
      cancelledReason: null,
      fulfilments: [],
      fulfilled: data.lines.map(() => 0),
      billed: data.lines.map(() => 0),
      placedAt: occurredAt,
      transferStatus: null,
      erpNumber: null,
      transferAttempts: [],
      transferNextAt: null,
    }),
    'order.assigned': (row, { data }) => row && { ...row, ...data },
    ...linkFolds('order'),
    'order.account-set': (row, { data }) => row && { ...row, ...data },
    'order.delivery-changed': (row, { data }) => row && { ...row, ...data },
    'order.confirmed': (row) => row && standing({ ...row, confirmed: true }),
    'order.confirmation-withdrawn': (row) => row && standing({ ...row, confirmed: false }),
    'order.cancelled': (row, { data }) =>
      row &&
      standing({
        ...row,
        cancelledReason: data.reason,
        transferStatus: isPending(row.transferStatus) ? 'given-up' : row.transferStatus,
        transferNextAt: null,
      }),
    'order.reinstated': (row) => row && standing({ ...row, cancelledReason: null }),
    'order.fulfilled': (row, { data }) =>
      row && standing({ ...row, fulfilments: [...row.fulfilments, data] }),
    'order.fulfilment-withdrawn': (row, { data: { fulfilment } }) =>
      row &&
      standing({ ...row, fulfilments: row.fulfilments.filter((one) => one.fulfilment !== fulfilment) }),
    'order.billed': (row, { data }) =>
      row && { ...row, billed: leftOf(row.billed, quantitiesOf([data], row.lineCount).map(negative)) },
    'order.bill-credited': (row, { data }) =>
      row && { ...row, billed: leftOf(row.billed, quantitiesOf([data], row.lineCount)) },
    'order.transfer-asked': (row) => row && { ...row, transferStatus: 'under-way', transferNextAt: null },
    'order.transfer-failed': (row, { occurredAt: at, data: { attempt, reason, nextAt } }) =>
      row && {
        ...attempted(row, { attempt, at, is: 'failed', reason }),
        transferStatus: nextAt === null ? 'given-up' : 'waiting',
        transferNextAt: nextAt,
      },
    'order.transfer-refused': (row, { occurredAt: at, data: { attempt, reason } }) =>
      row && { ...attempted(row, { attempt, at, is: 'refused', reason }), transferStatus: 'refused' },
    'order.transfer-accepted': (row, { occurredAt: at, data: { attempt, erpNumber } }) =>
      row && {
        ...attempted(row, { attempt, at, is: 'accepted', reason: null }),
        transferStatus: 'accepted',
        erpNumber,
      },
  },
})

const negative = (quantity: number) => -quantity

interface Progress {
  confirmed: boolean
  cancelledReason: string | null
  lines: PricedLine[]
  fulfilments: readonly Fulfilment[]
}

/** With what follows from how far it is. */
function standing<Row extends Progress>(row: Row) {
  const { cancelledReason: cancelled } = row
  return { ...row, fulfilled: fulfilledOf(row), status: orderStatus({ ...row, cancelled }) }
}

/** More than so many are in the history only. */
const mostAttempts = 50

function attempted<
  Row extends { transferAttempts: readonly TransferAttempt[]; transferNextAt: string | null },
>(row: Row, one: TransferAttempt): Row {
  return {
    ...row,
    transferAttempts: [...row.transferAttempts, one].slice(-mostAttempts),
    transferNextAt: null,
  }
}
