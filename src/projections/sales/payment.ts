import { accountingRun } from '../../domain/sales/accounting-run.ts'
import {
  type Allocation,
  allocatedOf,
  type PaymentStatus,
  payment,
  paymentStatus,
} from '../../domain/sales/payment.ts'
import { linkFolds } from '../linking.ts'
import { bigint, boolean, type Column, date, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<PaymentStatus> = { sql: 'text', nullable: false }

export const paymentTable = projection(
  payment,
  accountingRun,
)({
  name: 'payment',
  version: 2,
  label: ['payer', 'reference'],
  columns: {
    status: statusText,
    voided: boolean,
    voidedReason: nullable(text),
    paid: bigint,
    currency: text,
    /** What of it is for no invoice. */
    left: bigint,
    receivedOn: date,
    payer: nullable(text),
    payerIban: nullable(text),
    reference: nullable(text),
    allocations: json<Allocation[]>(),
    accountId: nullable(uuid),
    /** The account on whose statement it was found. */
    statement: nullable(text),
    /** By which it was handed over to the accounts, or taken back there, the last time; null: by none yet. */
    accountingRunId: nullable(uuid),
    /** Whether it counts there. */
    booked: boolean,
  },
  sameField: [
    ['paid', 'currency', 'left', 'allocations', 'status'],
    ['voidedReason', 'reason'],
  ],
  indexes: [
    ['receivedOn'],
    ['updatedAt'],
    ['status', 'receivedOn'],
    ['accountId', 'receivedOn'],
    ['accountingRunId'],
  ],
  on: {
    'payment.recorded': (_, { data: { paid, ...data } }) =>
      standing({
        ...data,
        paid: paid.amount,
        currency: paid.currency,
        voided: false,
        voidedReason: null,
        accountingRunId: null,
        booked: false,
      }),
    ...linkFolds('payment'),
    'payment.allocated': (row, { data: { before: _before, ...data } }) =>
      row && standing({ ...row, ...data }),
    'payment.voided': (row, { data: { reason } }) =>
      row && standing({ ...row, voided: true, voidedReason: reason }),
    'accountingRun.made': {
      key: ({ data: { payments } }) => payments.map(({ id }) => id),
      fold: (row, { aggregateId, data: { payments } }, id) =>
        row && {
          ...row,
          accountingRunId: aggregateId,
          booked: payments.some((one) => one.id === id && !one.reversed),
        },
    },
    'payment.reinstated': (row) => row && standing({ ...row, voided: false, voidedReason: null }),
  },
})

/** With what follows from which invoices it is for. */
function standing<Row extends Parameters<typeof paymentStatus>[0]>(row: Row) {
  const left = row.voided ? 0 : row.paid - allocatedOf(row.allocations)
  return { ...row, left, status: paymentStatus(row) }
}
