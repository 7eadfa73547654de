import { z } from 'zod'
import { pricedLine, type RateTax, totals } from '../../domain/sales/line.ts'
import { quote, quoteStatuses } from '../../domain/sales/quote.ts'
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
    lines: z.array(pricedLine),
    lineCount: z.int(),
    totals,
    gross: grossReply,
    validUntil: day,
    sentAt: instant.nullable(),
    answeredAt: instant.nullable(),
    rejectedReason: z.string().nullable(),
  }),
  shown: ({ net, discount, tax, gross, taxes, ...row }) => ({
    ...row,
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
  'quote.validity-changed': ({ data }) => `Validity changed to ${data.validUntil}`,
  'quote.assigned': () => 'Given to another owner',
  'quote.sent': ({ data }) => `Marked as sent, valid until ${data.validUntil}`,
  'quote.replaced': () => 'Replaced by its next version',
  'quote.accepted': ({ data }) => `Quote accepted over ${formatMoney(data.totals.gross)}`,
  'quote.rejected': ({ data }) => (data.reason ? `Quote rejected: ${data.reason}` : 'Quote rejected'),
  'quote.expired': ({ data }) => `Quote expired; it was valid until ${data.validUntil}`,
})
