import type { z } from 'zod'
import { discountOf } from '../../domain/sales/discount.ts'
import { amountsOf, type PricedLine, type RateTax } from '../../domain/sales/line.ts'
import { order } from '../../domain/sales/order.ts'
import type { Proposal } from '../../domain/sales/proposal.ts'
import { type approvalStatus, type QuoteState, quote } from '../../domain/sales/quote.ts'
import { linkFolds } from '../linking.ts'
import {
  bigint,
  type Column,
  date,
  double,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'

const statusText: Column<QuoteState['status']> = { sql: 'text', nullable: false }
const approvalText: Column<z.output<typeof approvalStatus> | null> = nullable(text) as never

export const quoteTable = projection(
  quote,
  order,
)({
  name: 'quote',
  version: 4,
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
    intro: nullable(text),
    terms: nullable(text),
    lines: json<PricedLine[]>(),
    /** What it gives away of the list prices. */
    discountPercent: double,
    approval: approvalText,
    /** What was said of it last: why it was asked for, given or declined. */
    approvalReason: nullable(text),
    /** Which of its lines were proposed, and why. */
    proposals: json<readonly Proposal[]>(),
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
    /** Who has answered by the link, as they called themselves. */
    answeredBy: nullable(text),
  },
  // Each of them tells the others.
  sameField: [
    [
      'lines',
      'discountPercent',
      'lineCount',
      'totals',
      'net',
      'discount',
      'tax',
      'gross',
      'taxes',
      'currency',
      'proposals',
      'proposal',
    ],
    ['replacedById', 'byId'],
    ['rejectedReason', 'reason'],
    ['answeredBy', 'byLink'],
  ],
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['number'],
    ['status', 'validUntil'],
    ['approval', 'createdAt'],
    ['validUntil'],
    ['ownerId', 'createdAt'],
    ['opportunityId'],
    ['replacesId'],
    ['accountId'],
    ['currency', 'gross'],
  ],
  on: {
    'quote.drafted': (_, { data: { totals, intro = null, terms = null, ...data } }) => ({
      ...data,
      intro,
      terms,
      discountPercent: discountOf(data.lines),
      ...unasked,
      ...amountsOf(totals),
      proposals: [],
      lineCount: data.lines.length,
      orderId: null,
      replacedById: null,
      status: 'draft',
      sentAt: null,
      answeredAt: null,
      rejectedReason: null,
      answeredBy: null,
    }),
    'quote.lines-changed': (row, { data: { lines, totals } }) =>
      row && {
        ...row,
        lines,
        lineCount: lines.length,
        discountPercent: discountOf(lines),
        ...unasked,
        ...amountsOf(totals),
      },
    'quote.proposal-taken': (row, { data: { proposal } }) =>
      row && { ...row, proposals: [...row.proposals, proposal] },
    'quote.texts-changed': (row, { data }) => row && { ...row, ...data },
    'quote.approval-requested': (row, { data: { reason } }) =>
      row && { ...row, approval: 'requested', approvalReason: reason },
    'quote.approved': (row, { data: { reason } }) =>
      row && { ...row, approval: 'approved', approvalReason: reason },
    'quote.approval-declined': (row, { data: { reason } }) =>
      row && { ...row, approval: 'declined', approvalReason: reason },
    'quote.validity-changed': (row, { data }) => row && { ...row, ...data },
    'quote.assigned': (row, { data }) => row && { ...row, ...data },
    ...linkFolds('quote'),
    'quote.sent': (row, { occurredAt }) => row && { ...row, status: 'sent', sentAt: occurredAt },
    'quote.accepted': (row, { data: { byLink }, occurredAt }) =>
      row && { ...row, status: 'accepted', answeredAt: occurredAt, answeredBy: byLink?.name ?? null },
    'quote.rejected': (row, { data: { reason, byLink }, occurredAt }) =>
      row && {
        ...row,
        status: 'rejected',
        answeredAt: occurredAt,
        rejectedReason: reason,
        answeredBy: byLink?.name ?? null,
      },
    'quote.reopened': (row) =>
      row && { ...row, status: 'sent', answeredAt: null, rejectedReason: null, answeredBy: null },
    'quote.replaced': (row, { data }) =>
      row && {
        ...row,
        status: row.status === 'sent' ? 'replaced' : row.status,
        replacedById: data.byId,
      },
    'quote.expired': (row) => row && { ...row, status: 'expired' },
    'order.placed': {
      key: ({ data }) => data.quoteId ?? undefined,
      fold: (row, { aggregateId }) => row && { ...row, orderId: aggregateId },
    },
  },
})

/** Nobody was asked to approve these lines. */
const unasked = { approval: null, approvalReason: null }
