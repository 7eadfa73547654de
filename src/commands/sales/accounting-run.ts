import { accountingRun } from '../../domain/sales/accounting-run.ts'
import { commandsOf } from '../command.ts'

/** Sent by its endpoint, which looks what is due. Two that looked at once would take the same: the second has no number. */
export const accountingRunCommands = commandsOf(
  accountingRun,
  () => ({
    'accountingRun.make': { summary: 'Hand invoices, credit notes and payments over', internal: true },
  }),
  { unique: ({ number }) => [{ kind: 'accountingRun-number', value: number }] },
)
