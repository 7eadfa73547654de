import { accountingRun } from '../../domain/sales/accounting-run.ts'
import {
  type InvoiceKind,
  type InvoiceState,
  type InvoiceStatus,
  invoice,
  invoiceStatus,
  openOf,
} from '../../domain/sales/invoice.ts'
import { amountsOf, type RateTax } from '../../domain/sales/line.ts'
import { leftOf, quantitiesOf } from '../../domain/sales/part.ts'
import { type Allocation, payment } from '../../domain/sales/payment.ts'
import { converted, type UsedRate } from '../../domain/values/exchange.ts'
import { linkFolds } from '../linking.ts'
import { bigint, type Column, date, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const kindText: Column<InvoiceKind> = { sql: 'text', nullable: false }
const statusText: Column<InvoiceStatus> = { sql: 'text', nullable: false }

export const invoiceTable = projection(
  invoice,
  payment,
  accountingRun,
)({
  name: 'invoice',
  version: 4,
  label: ['number'],
  columns: {
    kind: kindText,
    number: text,
    orderId: uuid,
    orderNumber: text,
    opportunityId: nullable(uuid),
    accountId: uuid,
    ownerId: uuid,
    /** Of a credit note, the invoice that it corrects. */
    invoiceId: nullable(uuid),
    reason: nullable(text),
    status: statusText,
    issuedOn: date,
    suppliedOn: date,
    dueOn: date,
    terms: json<InvoiceState['terms']>(),
    seller: json<InvoiceState['seller']>(),
    buyer: json<InvoiceState['buyer']>(),
    currency: text,
    /** By which it is told in the currency of whom it is from; null: it is in that, or no rate was known. */
    exchangeRate: nullable(json<UsedRate>()),
    /** In that currency, by that rate. */
    grossOwn: nullable(bigint),
    lines: json<InvoiceState['lines']>(),
    lineCount: integer,
    /** Of each line. */
    creditable: json<number[]>(),
    net: bigint,
    discount: bigint,
    tax: bigint,
    gross: bigint,
    taxes: json<RateTax[]>(),
    credited: bigint,
    paid: bigint,
    open: bigint,
    reminders: integer,
    remindedOn: nullable(date),
    /** By which it was handed over to the accounts, the last time; null: by none yet. */
    accountingRunId: nullable(uuid),
  },
  sameField: [
    // Each of them tells the others.
    [
      'lines',
      'lineCount',
      'creditable',
      'totals',
      'net',
      'discount',
      'tax',
      'gross',
      'exchangeRate',
      'grossOwn',
      'taxes',
      'currency',
      'credited',
      'paid',
      'open',
      'status',
    ],
  ],
  indexes: [
    ['issuedOn'],
    ['updatedAt'],
    ['number'],
    ['orderId'],
    ['opportunityId'],
    ['accountId', 'issuedOn'],
    ['ownerId', 'issuedOn'],
    ['invoiceId'],
    ['status', 'dueOn'],
    ['dueOn'],
    ['currency', 'open'],
    ['accountingRunId'],
  ],
  on: {
    'invoice.issued': (_, { data: { totals, credited, ...data } }) =>
      settled({
        ...data,
        exchangeRate: data.exchangeRate ?? null,
        grossOwn: data.exchangeRate
          ? Number(converted(BigInt(totals.gross.amount), data.currency, data.exchangeRate))
          : null,
        invoiceId: credited?.invoiceId ?? null,
        reason: credited?.reason ?? null,
        lineCount: data.lines.length,
        creditable: data.kind === 'invoice' ? data.lines.map(({ quantity }) => quantity) : [],
        ...amountsOf(totals),
        credited: 0,
        paid: 0,
        reminders: 0,
        remindedOn: null,
        accountingRunId: null,
      }),
    ...linkFolds('invoice'),
    'invoice.assigned': (row, { data }) => row && { ...row, ...data },
    'invoice.credited': (row, { data }) =>
      row &&
      settled({
        ...row,
        creditable: leftOf(row.creditable, quantitiesOf([data], row.lineCount)),
        credited: row.credited + data.totals.gross.amount,
      }),
    'invoice.reminded': (row, { data: { level, on } }) => row && { ...row, reminders: level, remindedOn: on },
    'accountingRun.made': {
      key: ({ data: { invoices } }) => invoices,
      fold: (row, { aggregateId }) => row && { ...row, accountingRunId: aggregateId },
    },
    'payment.recorded': paidBy(1),
    'payment.reinstated': paidBy(1),
    'payment.voided': paidBy(-1),
    'payment.allocated': {
      key: ({ data: { allocations, before } }) => invoicesIn([...allocations, ...before]),
      fold: (row, { data: { allocations, before } }, id) =>
        row && settled({ ...row, paid: row.paid + partFor(id, allocations) - partFor(id, before) }),
    },
  },
})

const invoicesIn = (of: readonly Allocation[]) => [...new Set(of.map(({ invoiceId }) => invoiceId))]

const partFor = (id: string, of: readonly Allocation[]) =>
  of.find(({ invoiceId }) => invoiceId === id)?.amount ?? 0

/** What a payment says of its invoices when it begins to count, or counts no more. */
function paidBy(sign: 1 | -1) {
  type Said = { data: { allocations: readonly Allocation[] } }
  return {
    key: ({ data: { allocations } }: Said) => invoicesIn(allocations),
    fold: <Row extends Parameters<typeof openOf>[0]>(
      row: Row | undefined,
      { data: { allocations } }: Said,
      id: string,
    ) => row && settled({ ...row, paid: row.paid + sign * partFor(id, allocations) }),
  }
}

/** With what follows from what was paid and credited. */
function settled<Row extends Parameters<typeof openOf>[0]>(row: Row) {
  return { ...row, open: openOf(row), status: invoiceStatus(row) }
}
