import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { day } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** So many documents and payments are handed over at once. */
export const mostTaken = 2_000

/** A payment as it stood then; `reversed`: it was handed over before, and counts no more. */
const takenPayment = z.object({ id: uuid, revision: count, reversed: z.boolean() })

const taken = z.object({
  from: day,
  to: day,
  /** Whether what was handed over before is taken once more. */
  again: z.boolean(),
  /** Invoices and credit notes in the order of their days and numbers. */
  invoices: z.array(uuid).max(mostTaken),
  payments: z.array(takenPayment).max(mostTaken),
})

const events = { 'accountingRun.made': creates(taken.extend({ number: line(20) })) }
/** `sequence`: its place among all runs, which its number is made of. */
const commands = { 'accountingRun.make': creates(taken.extend({ sequence: count.min(1) })) }

export type AccountingRunState = z.output<(typeof events)['accountingRun.made']['schema']>

/** What was handed over to the accounts at once: which documents and payments, so that it can be told again in the same bytes. */
export const accountingRun = decider<AccountingRunState>()({
  name: 'accountingRun',
  events,
  commands,
  evolve: { 'accountingRun.made': (_, data) => data },
  decide: {
    'accountingRun.make': (_, { sequence, ...data }) => {
      if (data.to < data.from)
        refuse('accountingRun.period-reversed', 'It would end before it begins.', { field: 'to' })
      const size = data.invoices.length + data.payments.length
      if (size === 0)
        conflict(
          'accountingRun.nothing',
          data.again
            ? 'There is no document and no payment in this period.'
            : 'All documents and payments of this period were handed over already.',
        )
      if (size > mostTaken)
        conflict(
          'accountingRun.too-much',
          `This period has more than ${mostTaken} documents and payments; choose a shorter one.`,
        )
      return [
        { type: 'accountingRun.made', data: { ...data, number: `ACC-${String(sequence).padStart(5, '0')}` } },
      ]
    },
  },
})
