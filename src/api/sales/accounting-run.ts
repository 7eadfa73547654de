import { z } from 'zod'
import { accountingRun } from '../../domain/sales/accounting-run.ts'
import { day } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { userTable } from '../../projections/identity/user.ts'
import { accountingRunTable } from '../../projections/sales/accounting-run.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const accountingRunQueries = recordQueries(accountingRunTable)({
  resource: 'accounting-runs',
  summary: 'What was handed over to the accounts: the runs by their period, number and who made them',
  row: z.object({
    number: z.string(),
    startsOn: day,
    endsOn: day,
    again: z.boolean().describe('Whether it took what was handed over before once more.'),
    invoiceCount: z.int().describe('Invoices and credit notes.'),
    paymentCount: z.int(),
    madeById: uuid.nullable(),
  }),
  shown: ({ invoices: _invoices, payments: _payments, ...row }) => row,
  references: { madeById: userTable },
  filters: { madeById: uuid, number: z.string() },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['-createdAt', 'number', 'startsOn'],
  search: ['number'],
})

export const accountingRunTitles = titlesOf(accountingRun, {
  'accountingRun.made': ({ data: { number, from, to, invoices, payments } }) =>
    `${number} of ${from} to ${to}: ${invoices.length} documents and ${payments.length} payments handed over`,
})
