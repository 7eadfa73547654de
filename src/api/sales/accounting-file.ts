import type { AccountingRunState } from '../../domain/sales/accounting-run.ts'
import { invoice } from '../../domain/sales/invoice.ts'
import { allocatedOf, payment } from '../../domain/sales/payment.ts'
import { csvOf } from '../../platform/papers/csv.ts'
import type { Services } from '../http/services.ts'
import { decimalOf } from './e-invoice.ts'

const issuedSchema = invoice.events['invoice.issued'].schema
const recordedSchema = payment.events['payment.recorded'].schema
const allocatedSchema = payment.events['payment.allocated']

/** One line for each rate of tax of a document, and for each invoice that a payment is for. Amounts add up: what is credited is negative. */
const columns = [
  'kind',
  'number',
  'date',
  'suppliedOn',
  'dueOn',
  'about',
  'customerId',
  'customer',
  'currency',
  'taxPercent',
  'net',
  'tax',
  'gross',
  'exchangeRateOf',
  'exchangeRateInto',
  'exchangeRateCurrency',
  'exchangeRateOn',
] as const
type Line = Partial<Record<(typeof columns)[number], string>>

/**
 * What a run has handed over, in the same bytes for ever: of documents what they said when they were issued, of payments what was
 * said until they were taken. Who has paid is not in it, so that nobody's erasure changes it.
 */
export async function accountingFile(
  services: Pick<Services, 'events'>,
  { invoices, payments }: AccountingRunState,
): Promise<string> {
  const known = new Map<string, Promise<Issued>>()
  const issued = (id: string) => {
    const found = known.get(id) ?? issuedFacts(services, id)
    known.set(id, found)
    return found
  }
  const lines: Line[] = []
  for (const id of invoices) lines.push(...documentLines(await issued(id)))
  for (const one of payments) lines.push(...(await paymentLines(services, one, issued)))
  return csvOf([columns, ...lines.map((line) => columns.map((name) => line[name] ?? ''))])
}

type Issued = ReturnType<(typeof issuedSchema)['parse']>

async function issuedFacts({ events }: Pick<Services, 'events'>, id: string): Promise<Issued> {
  const [first] = await events(invoice, id)
  if (first?.type !== 'invoice.issued') throw new Error(`the invoice ${id} does not begin with its issue`)
  return issuedSchema.parse(first.data)
}

function documentLines(of: Issued): Line[] {
  const { kind, number, currency, totals, exchangeRate } = of
  const sign = kind === 'invoice' ? 1 : -1
  const money = (amount: number) => decimalOf(sign * amount, currency)
  const rates = totals.taxes.length > 0 ? totals.taxes : [{ percent: null, net: totals.net, tax: totals.tax }]
  return rates.map(({ percent, net, tax }) => ({
    kind,
    number,
    date: of.issuedOn,
    suppliedOn: of.suppliedOn,
    dueOn: of.dueOn,
    about: of.credited?.number ?? of.orderNumber,
    customerId: of.accountId,
    customer: of.buyer.name,
    currency,
    taxPercent: percent === null ? '' : String(percent),
    net: money(net.amount),
    tax: money(tax.amount),
    gross: money(net.amount + tax.amount),
    ...(exchangeRate && {
      exchangeRateOf: exchangeRate.of,
      exchangeRateInto: exchangeRate.into,
      exchangeRateCurrency: exchangeRate.currency,
      exchangeRateOn: exchangeRate.on,
    }),
  }))
}

async function paymentLines(
  { events }: Pick<Services, 'events'>,
  { id, revision, reversed }: AccountingRunState['payments'][number],
  issued: (id: string) => Promise<Issued>,
): Promise<Line[]> {
  const until = (await events(payment, id)).filter((one) => one.revision <= revision)
  const [first] = until
  if (first?.type !== 'payment.recorded') throw new Error(`the payment ${id} does not begin with its record`)
  const { paid, receivedOn, allocations: atFirst } = recordedSchema.parse(first.data)
  const last = until.findLast(({ type }) => type === 'payment.allocated')
  const allocations = last ? allocatedSchema.parse(last.data).allocations : atFirst
  const line = (amount: number): Line => ({
    kind: reversed ? 'payment-reversed' : 'payment',
    number: id,
    date: receivedOn,
    currency: paid.currency,
    gross: decimalOf(reversed ? -amount : amount, paid.currency),
  })
  const lines: Line[] = []
  for (const { invoiceId, amount } of allocations) {
    const of = await issued(invoiceId)
    lines.push({ ...line(amount), about: of.number, customerId: of.accountId, customer: of.buyer.name })
  }
  const left = paid.amount - allocatedOf(allocations)
  return left === 0 ? lines : [...lines, line(left)]
}
