import type { PricedLine, RateTax } from '../../domain/sales/line.ts'
import { type OrderState, order } from '../../domain/sales/order.ts'
import {
  bigint,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'

const statusText: Column<OrderState['status']> = { sql: 'text', nullable: false }

export const orderTable = projection(order)({
  name: 'order',
  version: 2,
  label: ['number'],
  columns: {
    number: text,
    quoteId: uuid,
    opportunityId: uuid,
    accountId: nullable(uuid),
    ownerId: uuid,
    status: statusText,
    currency: text,
    lines: json<PricedLine[]>(),
    lineCount: integer,
    net: bigint,
    discount: bigint,
    tax: bigint,
    gross: bigint,
    taxes: json<RateTax[]>(),
    placedAt: instant,
  },
  // Each of them tells the others.
  sameField: [['lines', 'lineCount', 'totals', 'net', 'discount', 'tax', 'gross', 'taxes', 'currency']],
  indexes: [
    ['placedAt'],
    ['updatedAt'],
    ['number'],
    ['ownerId', 'placedAt'],
    ['opportunityId'],
    ['accountId', 'placedAt'],
    ['quoteId'],
    ['currency', 'gross'],
  ],
  on: {
    'order.placed': (_, { data: { totals, ...data }, occurredAt }) => ({
      ...data,
      net: totals.net.amount,
      discount: totals.discount.amount,
      tax: totals.tax.amount,
      gross: totals.gross.amount,
      taxes: totals.taxes,
      lineCount: data.lines.length,
      status: 'placed',
      placedAt: occurredAt,
    }),
    'order.assigned': (row, { data }) => row && { ...row, ...data },
  },
})
