import type { PricedLine, RateTax, Totals } from '../../domain/sales/line.ts'
import { order } from '../../domain/sales/order.ts'
import { type QuoteState, quote } from '../../domain/sales/quote.ts'
import {
  bigint,
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

const statusText: Column<QuoteState['status']> = { sql: 'text', nullable: false }

export const quoteTable = projection(
  quote,
  order,
)({
  name: 'quote',
  version: 2,
  label: ['number'],
  columns: {
    number: text,
    version: integer,
    /** The version before. */
    replacesId: nullable(uuid),
    /** The version that took its place. */
    replacedById: nullable(uuid),
    opportunityId: uuid,
    accountId: nullable(uuid),
    ownerId: uuid,
    /** The order it became. */
    orderId: nullable(uuid),
    status: statusText,
    currency: text,
    lines: json<PricedLine[]>(),
    lineCount: integer,
    net: bigint,
    discount: bigint,
    tax: bigint,
    gross: bigint,
    taxes: json<RateTax[]>(),
    validUntil: date,
    sentAt: nullable(instant),
    answeredAt: nullable(instant),
    rejectedReason: nullable(text),
  },
  // Each of them tells the others.
  sameField: [
    ['lines', 'lineCount', 'totals', 'net', 'discount', 'tax', 'gross', 'taxes', 'currency'],
    ['replacedById', 'byId'],
    ['rejectedReason', 'reason'],
  ],
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['number'],
    ['status', 'validUntil'],
    ['validUntil'],
    ['ownerId', 'createdAt'],
    ['opportunityId'],
    ['replacesId'],
    ['accountId'],
    ['currency', 'gross'],
  ],
  on: {
    'quote.drafted': (_, { data: { totals, ...data } }) => ({
      ...data,
      ...sums(totals),
      lineCount: data.lines.length,
      orderId: null,
      replacedById: null,
      status: 'draft',
      sentAt: null,
      answeredAt: null,
      rejectedReason: null,
    }),
    'quote.lines-changed': (row, { data: { lines, totals } }) =>
      row && { ...row, lines, lineCount: lines.length, ...sums(totals) },
    'quote.validity-changed': (row, { data }) => row && { ...row, ...data },
    'quote.assigned': (row, { data }) => row && { ...row, ...data },
    'quote.sent': (row, { occurredAt }) => row && { ...row, status: 'sent', sentAt: occurredAt },
    'quote.accepted': (row, { occurredAt }) => row && { ...row, status: 'accepted', answeredAt: occurredAt },
    'quote.rejected': (row, { data, occurredAt }) =>
      row && { ...row, status: 'rejected', answeredAt: occurredAt, rejectedReason: data.reason },
    'quote.replaced': (row, { data }) => row && { ...row, status: 'replaced', replacedById: data.byId },
    'quote.expired': (row) => row && { ...row, status: 'expired' },
    'order.placed': {
      key: ({ data }) => data.quoteId,
      fold: (row, { aggregateId }) => row && { ...row, orderId: aggregateId },
    },
  },
})

function sums({ net, discount, tax, gross, taxes }: Totals) {
  return { net: net.amount, discount: discount.amount, tax: tax.amount, gross: gross.amount, taxes }
}
