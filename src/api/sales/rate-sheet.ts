import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { ratesId } from '../../commands/sales/rate-sheet.ts'
import { rateSheet } from '../../domain/sales/rate-sheet.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { dayRates, type RatesOfDay } from '../../domain/values/exchange.ts'
import { line } from '../../domain/values/text.ts'
import { readReferenceRates, UnreadableRates } from '../../imports/reference-rates.ts'
import { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { fileIn } from '../operate/uploads.ts'

/** The history since 1999 has 7 MB as XML. */
const largest = 16 * 1024 * 1024

export const rateSheetQueries = recordQueries(rateSheetTable)({
  resource: 'exchange-rates',
  summary: 'The rates of each day, against the euro',
  row: z.object({
    on: day,
    base: z.string().describe('One unit of it is worth so much of each.'),
    rates: dayRates,
    rateCount: z.int(),
  }),
  // Nothing where a role hides them.
  shown: ({ rates, ...row }) => ({ ...row, rates: [...(rates ?? [])] }),
  ranges: { on: day },
  sorts: ['-on', 'updatedAt'],
})

export const rateSheetTitles = titlesOf(rateSheet, {
  'rateSheet.taken': ({ data: { on, rates } }) => `${rates.length} rates of ${on} taken over`,
  'rateSheet.corrected': () => 'Rates corrected',
})

/** The European Central Bank's files of reference rates: each day is taken once, whichever file it comes in. */
export const rateSheetFile: Extension = (_app, { execute, clock }) => [
  endpoint({
    method: 'POST',
    path: '/exchange-rates/files',
    summary:
      'Take the reference rates of the European Central Bank over, eurofxref as XML or CSV; what is known is passed by',
    tag: 'exchange-rates',
    access: { permission: 'rateSheet.take' },
    parameters: z.object({ name: line(200).describe('What the file is called, for people.').optional() }),
    file: true,
    reply: z.object({
      taken: z.int().describe('Days that were not known.'),
      corrected: z.int().describe('Days that have other rates now.'),
      known: z.int(),
    }),
    async run({ request, principal }) {
      const parts: Buffer[] = []
      for await (const part of fileIn(request, largest)) parts.push(part)
      const counts = { taken: 0, corrected: 0, known: 0 }
      for (const sheet of read(Buffer.concat(parts), dayOf(clock(), 'UTC'))) {
        const id = ratesId(sheet.on)
        const before = await execute.load(rateSheet, id)
        const { events } = before
          ? await execute({
              command: 'rateSheet.correct',
              id,
              body: { rates: sheet.rates },
              principal: principal(),
            })
          : await execute({ command: 'rateSheet.take', id, body: sheet, principal: principal() })
        counts[before ? (events.length > 0 ? 'corrected' : 'known') : 'taken']++
      }
      return counts
    },
  }),
]

function read(file: Buffer, today: string): RatesOfDay[] {
  try {
    const sheets = readReferenceRates(file)
    const ahead = sheets.find(({ on }) => on > today)
    if (ahead) throw new UnreadableRates(`Nobody can have published rates of ${ahead.on} yet.`)
    return sheets
  } catch (error) {
    if (!(error instanceof UnreadableRates)) throw error
    throw new InvalidInput([{ field: '', rule: 'rates', message: error.message }])
  }
}
