import { invoice } from '../../domain/sales/invoice.ts'
import { type Allocation, payment } from '../../domain/sales/payment.ts'
import { dayOf } from '../../domain/values/day.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { subjectCommands } from '../subject.ts'

const { 'payment.record': record, 'payment.allocate': allocate } = payment.commands

export const paymentCommands = commandsOf(payment, (prepared) => ({
  ...subjectCommands('payment'),
  'payment.record': {
    summary: 'Record a payment, or by a negative amount one that was paid back, and which invoices it is for',
    ...prepared(record.schema.omit({ invoices: true, today: true }), async (body, asking) => ({
      ...body,
      invoices: await invoicesOf(body.allocations, asking),
      today: dayOf(asking.at, await asking.zone()),
    })),
  },
  'payment.import': { summary: 'Take a payment over from a bank statement', internal: true },
  'payment.allocate': {
    summary: 'Say which invoices a payment is for; of none, it is for none any more',
    inverse: asBefore('payment.allocate'),
    ...prepared(allocate.omit({ invoices: true }), async (body, asking) => ({
      ...body,
      invoices: await invoicesOf(body.allocations, asking),
    })),
  },
  'payment.void': {
    summary: 'Let a payment count no more, as it was none of ours',
    inverse: by('payment.reinstate'),
  },
  'payment.reinstate': { summary: 'Let a payment count again' },
}))

/** An invoice that the asker may not see does not exist for them. */
function invoicesOf(asked: readonly Allocation[], { access, load }: Pick<Asking, 'access' | 'load'>) {
  return Promise.all(
    asked.map(async ({ invoiceId }) => {
      const found = (await access('invoice', invoiceId)) && (await load(invoice, invoiceId))
      if (!found) return null
      const { kind, number, currency, accountId } = found
      return { kind, number, currency, accountId }
    }),
  )
}
