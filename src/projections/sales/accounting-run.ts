import { personIn } from '../../domain/event.ts'
import { type AccountingRunState, accountingRun } from '../../domain/sales/accounting-run.ts'
import { boolean, date, integer, json, nullable, projection, text, uuid } from '../projection.ts'

export const accountingRunTable = projection(accountingRun)({
  name: 'accountingRun',
  version: 1,
  label: ['number'],
  columns: {
    number: text,
    startsOn: date,
    endsOn: date,
    again: boolean,
    invoices: json<AccountingRunState['invoices']>(),
    payments: json<AccountingRunState['payments']>(),
    invoiceCount: integer,
    paymentCount: integer,
    /** Null: a program did. */
    madeById: nullable(uuid),
  },
  sameField: [
    ['startsOn', 'from'],
    ['endsOn', 'to'],
    ['invoices', 'invoiceCount'],
    ['payments', 'paymentCount'],
  ],
  indexes: [['number'], ['startsOn'], ['createdAt']],
  on: {
    'accountingRun.made': (_, { data: { from, to, ...data }, metadata: { actor } }) => ({
      ...data,
      startsOn: from,
      endsOn: to,
      invoiceCount: data.invoices.length,
      paymentCount: data.payments.length,
      madeById: personIn(actor),
    }),
  },
})
