import { z } from 'zod'
import { epcCode } from '../../domain/sales/epc-code.ts'
import { invoice, invoiceKinds, invoiceStatuses, paymentTerms } from '../../domain/sales/invoice.ts'
import { totals } from '../../domain/sales/line.ts'
import { partLine } from '../../domain/sales/part.ts'
import { day } from '../../domain/values/day.ts'
import { usedRate } from '../../domain/values/exchange.ts'
import { currency, formatMoney, signedMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { accountingRunTable } from '../../projections/sales/accounting-run.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { grossReply, moneyOf } from './money.ts'
import { sumsOf } from './quote.ts'

const { seller, buyer } = invoice.events['invoice.issued'].schema.shape
const kind = z.enum(invoiceKinds)
const status = z.enum(invoiceStatuses)

/** A line, and how much of it can be credited yet. */
const invoiceLine = partLine.extend({ creditable: z.number() }).register(vocabulary, { id: 'InvoiceLine' })

export const invoiceQueries = recordQueries(invoiceTable)({
  resource: 'invoices',
  summary: 'Invoices and credit notes by account, order, owner, status and day',
  row: z.object({
    kind,
    number: z.string(),
    orderId: uuid,
    orderNumber: z.string(),
    opportunityId: uuid.nullable(),
    accountId: uuid,
    ownerId: uuid,
    invoiceId: uuid.nullable().describe('Of a credit note, the invoice that it corrects.'),
    reason: z.string().nullable(),
    status,
    issuedOn: day,
    suppliedOn: day,
    dueOn: day,
    terms: paymentTerms,
    seller,
    buyer,
    currency,
    exchangeRate: usedRate
      .nullable()
      .describe('By which it is told in the organisation’s currency, as of its day.'),
    grossOwn: signedMoney
      .nullable()
      .describe('In the organisation’s currency; null: it is in that, or no rate was known.'),
    lines: z.array(invoiceLine),
    lineCount: z.int(),
    totals,
    gross: grossReply,
    credited: signedMoney,
    paid: signedMoney,
    open: signedMoney.describe('What is to be paid yet; negative where too much was paid.'),
    reminders: z.int().describe('How often payment was asked for again.'),
    remindedOn: day.nullable(),
    accountingRunId: uuid.nullable().describe('By which it was handed over to the accounts, the last time.'),
    paymentCode: z
      .string()
      .nullable()
      .describe('What a banking app reads from the code on the invoice (EPC069-12); null: it has none.'),
  }),
  shown: ({
    net,
    discount,
    tax,
    gross,
    taxes,
    lines,
    creditable,
    credited,
    paid,
    open,
    grossOwn,
    ...row
  }) => ({
    ...row,
    // Nothing where a role hides them.
    lines: (lines ?? []).map((each, place) => ({ ...each, creditable: creditable?.[place] ?? 0 })),
    ...sumsOf(row.currency, { net, discount, tax, gross }, taxes),
    grossOwn: row.exchangeRate ? moneyOf(grossOwn, row.exchangeRate.currency) : null,
    credited: moneyOf(credited, row.currency),
    paid: moneyOf(paid, row.currency),
    open: moneyOf(open, row.currency),
    paymentCode: row.kind === 'invoice' && row.seller ? codeOf({ ...row, gross }) : null,
  }),
  references: {
    orderId: orderTable,
    opportunityId: opportunityTable,
    accountId: accountTable,
    ownerId: userTable,
    invoiceId: invoiceTable,
    accountingRunId: accountingRunTable,
  },
  filters: {
    kind,
    status,
    accountId: uuid,
    orderId: uuid,
    opportunityId: uuid,
    ownerId: uuid,
    invoiceId: uuid,
    accountingRunId: uuid,
    number: z.string(),
  },
  ranges: { issuedOn: day, dueOn: day },
  sorts: ['-issuedOn', 'dueOn', 'number', 'gross', 'open', 'updatedAt'],
  search: ['number', 'orderNumber', 'accountId'],
})

type Coded = Pick<TableOf<typeof invoiceTable>, 'number' | 'seller' | 'gross' | 'currency'>

/** The code by which an invoice is paid. */
export function codeOf({ number, seller: { name, iban, bic }, gross, currency: code }: Coded): string | null {
  return epcCode({ name, iban, bic, amount: gross ?? 0, currency: code ?? '', about: number })
}

export const invoiceTitles = titlesOf(invoice, {
  'invoice.issued': ({ data: { kind: of, number, totals: sums, credited } }) =>
    of === 'invoice'
      ? `Invoice ${number} issued over ${formatMoney(sums.gross)}`
      : `Credit note ${number} issued over ${formatMoney(sums.gross)} of ${credited?.number}`,
  'invoice.assigned': () => 'Given to another owner',
  'invoice.credited': ({ data: { totals: sums, reason } }) =>
    `${formatMoney(sums.gross)} credited: ${reason}`,
  'invoice.reminded': ({ data: { level, on } }) => `Reminder ${level} of ${on}`,
})
