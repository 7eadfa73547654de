import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { invoiceKinds, invoiceStatuses } from '../../domain/sales/invoice.ts'
import { orderStatuses } from '../../domain/sales/order.ts'
import { paymentStatuses } from '../../domain/sales/payment.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows } from '../../platform/people/permissions.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { paymentTable } from '../../projections/sales/payment.ts'
import { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import { restatedIn, restating, restatingParameters } from '../analytics/restating.ts'
import { added, type Sum, whole } from '../analytics/sums.ts'
import { hiddenOf } from '../http/masks.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { grossReply, moneyOf } from '../sales/money.ts'

type Db = Kysely<TablesOf<[typeof accountTable, typeof orderTable, typeof invoiceTable, typeof paymentTable]>>

const amount = z.int().nullable().describe('Minor units; null: too large to be told exactly.')

/** What was bought, in one currency. Net is before tax. */
const bought = z.object({
  currency,
  ordered: amount.describe('Net of orders, without what was cancelled as a whole.'),
  invoiced: amount.describe('Net of invoices.'),
  credited: amount.describe('Net of credit notes.'),
  turnover: amount.describe('What was invoiced less what was credited.'),
})
const inYear = bought
  .extend({
    year: z.int().describe('Of the day of the order, invoice or credit note where the organisation is.'),
  })
  .register(vocabulary, { id: 'PurchaseSumsOfYear' })
const inAll = bought
  .extend({
    paid: amount.describe('With tax: what was paid for these invoices, less what was paid back.'),
    open: amount.describe('With tax: what is to be paid yet; negative where too much was paid.'),
    overdue: amount.describe('With tax: what of that was to be paid before today.'),
  })
  .register(vocabulary, { id: 'PurchaseSums' })

const document = z
  .object({
    id: uuid,
    kind: z.enum(['order', ...invoiceKinds, 'payment']),
    number: z.string().nullable().describe('Of a payment: what the payer says it is for.'),
    on: day,
    status: z.enum([...new Set([...orderStatuses, ...invoiceStatuses, ...paymentStatuses])]).nullable(),
    amount: grossReply.nullable().describe('With tax; of a payment what was paid.'),
    open: grossReply.nullable().describe('Of an invoice: what is to be paid yet.'),
  })
  .register(vocabulary, { id: 'PurchaseDocument' })

/** What has to be seen of a kind of document for it to be counted: a sum without some of them would be another. */
const counts = {
  order: ['accountId', 'placedAt', 'net', 'currency'],
  invoice: ['accountId', 'kind', 'issuedOn', 'dueOn', 'net', 'currency'],
  payment: ['accountId', 'receivedOn', 'paid', 'currency'],
} as const

/** The newest of each kind; all of them are in their own lists. */
const most = 200

/**
 * What a customer has bought: orders, invoices, credit notes and payments, and what they come to in each currency and year
 * (QTC-11). Sums in different currencies are never added up. Of what the reader may see, as of any instant.
 */
export const customerPurchases = query(
  accountTable,
  orderTable,
  invoiceTable,
  paymentTable,
  rateSheetTable,
)({
  name: 'purchases',
  path: '/accounts/:id/purchases',
  summary:
    'What an account has bought, as far as the reader sees it: sums by currency and year, and the newest documents',
  permission: 'account.read',
  parameters: z.object({ id: uuid, ...restatingParameters }),
  reply: z.object({
    totals: z.array(inAll),
    years: z.array(inYear),
    restated: inAll
      .extend({ rates: restatedIn })
      .register(vocabulary, { id: 'PurchaseSumsRestated' })
      .nullable()
      .describe('The totals in one currency, each told in it first; null: nobody asked.'),
    items: z.array(document),
    left: z
      .array(z.enum(['order', 'invoice', 'payment']))
      .describe('What the reader may not see, and is not told of.'),
  }),
  async run({ db, parameters: { id, ...asked }, principal, asOf, now, zone }) {
    const account = await db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst()
    if (!account) return undefined
    const may = (model: keyof typeof counts) =>
      allows(principal.may, `${model}.read`) &&
      !counts[model].some((field) => hiddenOf(principal, model).has(field))
    const there = await zone()
    const today = dayOf(asOf ?? now, there)
    const orders = may('order') ? await ordered(db, id, there) : []
    const invoices = may('invoice') ? await invoiced(db, id, today) : []
    const groups = [...orders, ...invoices]
    const of = (key: 'currency' | 'year') =>
      [...new Set(groups.map((group) => group[key]))].sort((a, b) => (a < b ? -1 : 1))
    const totals = of('currency').map((code) => {
      const here = groups.filter((group) => group.currency === code)
      const sum = (part: 'paid' | 'open' | 'overdue') => added(here.map((group) => group[part]))
      return { ...sumsOf(String(code), here), paid: sum('paid'), open: sum('open'), overdue: sum('overdue') }
    })
    const rates = await restating(db, asked, { today, currencies: totals.map(({ currency: code }) => code) })
    const restated = rates && {
      rates: rates.in,
      ...sumParts(rates.in.currency, (part) => rates.sum(totals, (row) => row[part])),
    }
    const years = of('year')
      .reverse()
      .flatMap((year) =>
        of('currency').flatMap((code) => {
          const here = groups.filter((group) => group.year === year && group.currency === code)
          return here.length > 0 ? [{ year: Number(year), ...sumsOf(String(code), here) }] : []
        }),
      )
    const items = [
      ...(may('order') ? await orderItems(db, id, there) : []),
      ...(may('invoice') ? await invoiceItems(db, id) : []),
      ...(may('payment') ? await paymentItems(db, id) : []),
    ]
    const left = (['order', 'invoice', 'payment'] as const).filter((model) => !may(model))
    return { totals, years, restated: restated ?? null, items: items.sort(newestFirst).slice(0, most), left }
  },
})

const parts = ['ordered', 'invoiced', 'credited', 'turnover', 'paid', 'open', 'overdue'] as const

function sumParts(code: string, sum: (part: (typeof parts)[number]) => Sum) {
  const sums = Object.fromEntries(parts.map((part) => [part, sum(part)]))
  return { currency: code, ...(sums as Record<(typeof parts)[number], Sum>) }
}

interface Group {
  currency: string
  year: number
  ordered: Sum
  invoiced: Sum
  credited: Sum
  paid: Sum
  open: Sum
  overdue: Sum
}

const none = { ordered: 0, invoiced: 0, credited: 0, paid: 0, open: 0, overdue: 0 }

function sumsOf(code: string, groups: readonly Group[]) {
  const sum = (part: 'ordered' | 'invoiced' | 'credited') => added(groups.map((group) => group[part]))
  const [invoices, credits] = [sum('invoiced'), sum('credited')]
  return {
    currency: code,
    ordered: sum('ordered'),
    invoiced: invoices,
    credited: credits,
    turnover: invoices === null || credits === null ? null : added([invoices, -credits]),
  }
}

async function ordered(db: Db, id: string, zone: string): Promise<Group[]> {
  const year = sql<number>`extract(year from placed_at at time zone ${sql.lit(zone)})::integer`
  const rows = await db
    .selectFrom('order')
    .select(['currency', year.as('year'), whole(sql`sum(net)`).as('ordered')])
    .where('accountId', '=', id)
    .where('status', '<>', 'cancelled')
    .groupBy(['currency', year])
    .execute()
  return rows.map((row) => ({ ...none, ...row }))
}

async function invoiced(db: Db, id: string, today: string): Promise<Group[]> {
  const year = sql<number>`extract(year from issued_on)::integer`
  const rows = await db
    .selectFrom('invoice')
    .select([
      'currency',
      year.as('year'),
      whole(sql`sum(net) filter (where kind = 'invoice')`).as('invoiced'),
      whole(sql`sum(net) filter (where kind = 'credit-note')`).as('credited'),
      whole(sql`sum(paid) filter (where kind = 'invoice')`).as('paid'),
      whole(sql`sum(open)`).as('open'),
      whole(sql`sum(open) filter (where open > 0 and due_on < ${today}::date)`).as('overdue'),
    ])
    .where('accountId', '=', id)
    .groupBy(['currency', year])
    .execute()
  return rows.map((row) => ({ ...none, ...row }))
}

type Item = z.input<typeof document>

async function orderItems(db: Db, id: string, zone: string): Promise<Item[]> {
  const rows = await db
    .selectFrom('order')
    .select(['id', 'number', 'placedAt', 'status', 'gross', 'currency'])
    .where('accountId', '=', id)
    .orderBy('placedAt', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ placedAt, gross, currency: code, ...row }) => ({
    ...row,
    kind: 'order',
    on: dayOf(placedAt, zone),
    amount: moneyOf(gross, code),
    open: null,
  }))
}

async function invoiceItems(db: Db, id: string): Promise<Item[]> {
  const rows = await db
    .selectFrom('invoice')
    .select(['id', 'kind', 'number', 'issuedOn as on', 'status', 'gross', 'open', 'currency'])
    .where('accountId', '=', id)
    .orderBy('issuedOn', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ gross, open, currency: code, ...row }) => ({
    ...row,
    amount: moneyOf(gross, code),
    open: row.kind === 'invoice' ? moneyOf(open, code) : null,
  }))
}

/** Those for invoices of this account alone; of one for several customers, each invoice tells its part. */
async function paymentItems(db: Db, id: string): Promise<Item[]> {
  const rows = await db
    .selectFrom('payment')
    .select(['id', 'reference as number', 'receivedOn as on', 'status', 'paid', 'currency'])
    .where('accountId', '=', id)
    .orderBy('receivedOn', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ paid, currency: code, ...row }) => ({
    ...row,
    kind: 'payment',
    amount: moneyOf(paid, code),
    open: null,
  }))
}

function newestFirst(a: Item, b: Item): number {
  if (a.on !== b.on) return a.on < b.on ? 1 : -1
  return (a.number ?? '') < (b.number ?? '') ? 1 : -1
}
