import { z } from 'zod'
import { pricedLine, type RateTax, totals } from '../../domain/sales/line.ts'
import { proposal } from '../../domain/sales/proposal.ts'
import { approvalStatus, quote, quoteStatuses } from '../../domain/sales/quote.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { grossReply, moneyOf } from './money.ts'

const status = z.enum(quoteStatuses)

export const quoteQueries = recordQueries(quoteTable)({
  resource: 'quotes',
  summary: 'Quotes by opportunity, account, owner and status',
  row: z.object({
    number: z.string(),
    version: z.int(),
    replacesId: uuid.nullable(),
    replacedById: uuid.nullable(),
    opportunityId: uuid,
    accountId: uuid.nullable(),
    ownerId: uuid,
    orderId: uuid.nullable(),
    status,
    currency,
    intro: z.string().nullable(),
    terms: z.string().nullable(),
    lines: z.array(pricedLine),
    discountPercent: z
      .number()
      .describe('What it gives away of the list prices, what is taken back included.'),
    approval: approvalStatus.nullable(),
    approvalReason: z.string().nullable(),
    proposals: z.array(proposal).describe('Which of its lines were proposed, and why.'),
    lineCount: z.int(),
    totals,
    gross: grossReply,
    validUntil: day,
    sentAt: instant.nullable(),
    answeredAt: instant.nullable(),
    rejectedReason: z.string().nullable(),
    answeredBy: z.string().nullable().describe('Who has answered by the link, as they called themselves.'),
  }),
  shown: ({ net, discount, tax, gross, taxes, ...row }) => ({
    ...row,
    proposals: [...(row.proposals ?? [])],
    ...sumsOf(row.currency, { net, discount, tax, gross }, taxes),
  }),
  references: {
    opportunityId: opportunityTable,
    accountId: accountTable,
    ownerId: userTable,
    orderId: orderTable,
    replacesId: quoteTable,
    replacedById: quoteTable,
  },
  filters: {
    replacesId: uuid,
    opportunityId: uuid,
    accountId: uuid,
    ownerId: uuid,
    status,
    approval: approvalStatus,
    number: z.string(),
  },
  ranges: { validUntil: day },
  sorts: ['-createdAt', 'updatedAt', 'number', 'validUntil', 'gross'],
  search: ['number', 'accountId', 'opportunityId'],
})

/** The sums of a document as its reply has them. */
export function sumsOf(
  currency: string,
  { net, discount, tax, gross }: Readonly<Record<'net' | 'discount' | 'tax' | 'gross', number>>,
  taxes: readonly RateTax[] | null,
) {
  const total = moneyOf(gross, currency)
  return {
    totals: {
      net: moneyOf(net, currency),
      discount: moneyOf(discount, currency),
      tax: moneyOf(tax, currency),
      gross: total,
      // Nothing where a role hides them.
      taxes: [...(taxes ?? [])],
    },
    gross: total,
  }
}

export const quoteTitles = titlesOf(quote, {
  'quote.drafted': ({ data }) =>
    `${data.version === 1 ? 'Quote' : `Version ${data.version}`} ${data.number} drafted over ${formatMoney(data.totals.gross)}`,
  'quote.lines-changed': ({ data, before }) =>
    `Lines changed: ${formatMoney(before.totals.gross)} became ${formatMoney(data.totals.gross)}`,
  'quote.proposal-taken': ({
    data: {
      proposal: { found, of },
    },
  }) => `Taken up what is often bought together: ${found} of ${of} deals`,
  'quote.validity-changed': ({ data }) => `Validity changed to ${data.validUntil}`,
  'quote.texts-changed': () => 'Texts changed',
  'quote.approval-requested': ({ data }) =>
    `Approval asked for ${data.discountPercent} % given away: ${data.reason}`,
  'quote.approved': ({ data }) =>
    `${data.discountPercent} % given away approved${data.reason ? `: ${data.reason}` : ''}`,
  'quote.approval-declined': ({ data }) => `Approval declined: ${data.reason}`,
  'quote.assigned': () => 'Given to another owner',
  'quote.sent': ({ data }) => `Marked as sent, valid until ${data.validUntil}`,
  'quote.replaced': () => 'Replaced by its next version',
  'quote.link-made': () => 'Link for the customer made',
  'quote.link-withdrawn': () => 'Link for the customer withdrawn',
  'quote.accepted': ({ data }) =>
    `Quote accepted over ${formatMoney(data.totals.gross)}${byWhom(data.byLink)}`,
  'quote.rejected': ({ data }) =>
    `Quote rejected${byWhom(data.byLink)}${data.reason ? `: ${data.reason}` : ''}`,
  'quote.reopened': () => 'Rejection taken back',
  'quote.expired': ({ data }) => `Quote expired; it was valid until ${data.validUntil}`,
})

/** As they called themselves: nobody has seen their passport. */
const byWhom = (by: { name: string; link: number | null } | undefined) =>
  by ? ` ${by.link === null ? 'in the portal' : 'by the link'}, as ${by.name}` : ''
