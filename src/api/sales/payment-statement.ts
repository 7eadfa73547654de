import { z } from 'zod'
import { InvalidInput, KeyReused } from '../../commands/errors.ts'
import { DomainError } from '../../domain/error.ts'
import { iban } from '../../domain/values/bank.ts'
import { line } from '../../domain/values/text.ts'
import { type CamtOrMt940, readStatement } from '../../imports/bank-statement/read.ts'
import { type StatementEntry, UnreadableStatement } from '../../imports/bank-statement/statement.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { fileIn } from '../operate/uploads.ts'

/** The largest statement taken, in bytes, and its most entries. */
const largest = 16 * 1024 * 1024
const mostEntries = 20_000

/** Bank statements: each entry is taken once, whichever file it comes in and however often. */
export const paymentStatements: Extension = (_app, { execute }) => [
  endpoint({
    method: 'POST',
    path: '/payments/statements',
    summary:
      'Take the payments of a bank statement over, camt.053 or MT940; what was taken before is passed by',
    tag: 'payments',
    access: { permission: 'payment.import' },
    parameters: z.object({ name: line(200).describe('What the file is called, for people.').optional() }),
    file: true,
    reply: z.object({
      format: z.enum(['camt.053', 'MT940']),
      taken: z.int().describe('Entries that are payments now.'),
      known: z.int().describe('Entries that were taken before.'),
      zero: z.int().describe('Entries over nothing, which are passed by.'),
    }),
    async run({ request, principal }) {
      const parts: Buffer[] = []
      for await (const part of fileIn(request, largest)) parts.push(part)
      const { format, entries } = read(Buffer.concat(parts))
      const counts = { taken: 0, known: 0, zero: 0 }
      for (const { entry, name } of named(entries)) {
        if (entry.amount === 0) {
          counts.zero++
          continue
        }
        const { account, bookedOn, amount, currency, payer, payerIban, reference } = entry
        const body = {
          paid: { amount, currency },
          receivedOn: bookedOn,
          payer,
          payerIban: ibanOf(payerIban),
          reference,
          statement: ibanOf(account),
        }
        const commandId = derivedId('statement-entry', name)
        const isNew = await execute({ command: 'payment.import', body, principal: principal(), commandId })
          .then(({ repeated }) => !repeated)
          .catch((error: unknown) => {
            // It was taken already, and its payer or text is told a little otherwise now, or was erased.
            if (error instanceof KeyReused) return false
            if (error instanceof DomainError && error.code === 'payment.exists') return false
            throw error
          })
        counts[isNew ? 'taken' : 'known']++
      }
      return { format, ...counts }
    },
  }),
]

/** A file that can be read whole, or nothing of it. */
function read(file: Buffer): { format: CamtOrMt940; entries: StatementEntry[] } {
  try {
    const found = readStatement(file)
    if (found.entries.length > mostEntries)
      throw new UnreadableStatement(`It has more than ${mostEntries} entries.`)
    return found
  } catch (error) {
    if (!(error instanceof UnreadableStatement)) throw error
    throw new InvalidInput([{ field: '', rule: 'statement', message: error.message }])
  }
}

/**
 * What an entry is known again by. The bank's reference alone is none: some number anew each day, or give one to all parts of
 * a collective entry. Of entries that are alike in all, the how manieth it is of that day.
 */
function named(entries: readonly StatementEntry[]): { entry: StatementEntry; name: string }[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const { account, bookedOn, amount, currency, payer, payerIban, reference, bankReference } = entry
    const said = JSON.stringify([
      account,
      bookedOn,
      amount,
      currency,
      payer,
      payerIban,
      reference,
      bankReference,
    ])
    const nth = (seen.get(said) ?? 0) + 1
    seen.set(said, nth)
    return { entry, name: `${said} ${nth}` }
  })
}

/** What is no IBAN is no account that is known here. */
const ibanOf = (text: string | null) => iban.safeParse(text).data ?? null
