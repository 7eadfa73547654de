import { z } from 'zod'
import { allocation, payment, paymentStatuses } from '../../domain/sales/payment.ts'
import { suggestionsFor } from '../../domain/sales/reconciliation.ts'
import { day } from '../../domain/values/day.ts'
import { currency, formatMoney, signedMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { accountingRunTable } from '../../projections/sales/accounting-run.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { paymentTable } from '../../projections/sales/payment.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf } from './money.ts'

const status = z.enum(paymentStatuses)

const lists = recordQueries(paymentTable)({
  resource: 'payments',
  summary: 'Payments by day, account and whether their invoices are known',
  row: z.object({
    status,
    voided: z.boolean(),
    voidedReason: z.string().nullable(),
    paid: signedMoney,
    currency,
    left: signedMoney.describe('What of it is for no invoice.'),
    receivedOn: day,
    payer: z.string().nullable(),
    payerIban: z.string().nullable(),
    reference: z.string().nullable(),
    allocations: z.array(allocation),
    accountId: uuid.nullable(),
    statement: z.string().nullable().describe('The account on whose statement it was found.'),
    accountingRunId: uuid
      .nullable()
      .describe('By which it was handed over to the accounts, or taken back there, the last time.'),
    booked: z.boolean().describe('Whether it counts in the accounts, as far as was handed over.'),
  }),
  shown: ({ paid, left, allocations, ...row }) => ({
    ...row,
    // Nothing where a role hides them.
    allocations: [...(allocations ?? [])],
    paid: moneyOf(paid, row.currency),
    left: moneyOf(left, row.currency),
  }),
  references: { accountId: accountTable, accountingRunId: accountingRunTable },
  filters: { status, accountId: uuid, currency, accountingRunId: uuid, booked: flag },
  ranges: { receivedOn: day },
  sorts: ['-receivedOn', 'paid', 'left', 'updatedAt'],
  search: ['payer', 'reference', 'accountId'],
})

/** So many invoices may a payment be looked for among, and so many are told. */
const most = { looked: 2_000, told: 5 }

/** Which invoices a payment may be for, and why. */
const suggestions = query(
  paymentTable,
  invoiceTable,
  accountTable,
)({
  name: 'payment-suggestions',
  path: '/payments/:id/suggestions',
  summary: 'Which open invoices a payment may be for, the likeliest first, and why',
  permission: 'payment.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    items: z.array(
      z
        .object({
          invoiceId: uuid,
          number: z.string(),
          accountName: z.string().nullable(),
          open: z.int().describe('In minor units of the payment’s currency.'),
          amount: z.int().describe('What of the payment would be for it, in minor units likewise.'),
          reasons: z.array(z.enum(['number', 'amount', 'name'])),
        })
        .register(vocabulary, { id: 'PaymentSuggestion' }),
    ),
  }),
  async run({ db, parameters: { id } }) {
    const of = await db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
    if (!of) return undefined
    if (!(of.left > 0)) return { items: [] }
    const open = await db
      .selectFrom('invoice')
      .leftJoin('account', 'account.id', 'invoice.accountId')
      .select(['invoice.id', 'invoice.number', 'invoice.open', 'account.name as accountName'])
      .where('invoice.currency', '=', of.currency)
      .where('invoice.open', '>', 0)
      .where('invoice.id', 'not in', [id, ...of.allocations.map(({ invoiceId }) => invoiceId)])
      .orderBy('invoice.dueOn')
      .limit(most.looked)
      .execute()
    const byId = new Map(open.map((one) => [one.id, one]))
    return {
      items: suggestionsFor(of, open)
        .slice(0, most.told)
        .flatMap(({ invoiceId, amount, reasons }) => {
          const one = byId.get(invoiceId)
          if (!one) return []
          const { number, accountName, open: due } = one
          return { invoiceId, number, accountName, open: due, amount, reasons }
        }),
    }
  },
})

export const paymentQueries = [...lists, suggestions]

export const paymentTitles = titlesOf(payment, {
  'payment.recorded': ({ data: { paid, receivedOn, statement } }) =>
    `${formatMoney(paid)} of ${receivedOn} ${statement === null ? 'recorded' : 'found on a statement'}`,
  'payment.allocated': ({ data: { allocations } }) =>
    allocations.length === 0
      ? 'For no invoice any more'
      : `Said to be for ${allocations.length === 1 ? 'an invoice' : `${allocations.length} invoices`}`,
  'payment.voided': ({ data: { reason } }) => `Counts no more: ${reason}`,
  'payment.reinstated': () => 'Counts again',
})
