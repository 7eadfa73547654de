import type { Kysely } from 'kysely'
import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { day } from '../../domain/values/day.ts'
import { converted, rateBetween } from '../../domain/values/exchange.ts'
import { currency } from '../../domain/values/money.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import type { TablesOf } from '../lists/query.ts'
import { added, type Sum } from './sums.ts'

/** In which currency sums are told once more, and at the rates of which day. */
export const restatingParameters = {
  in: currency.optional().describe('Sums are told in this currency, too, beside those in their own.'),
  ratesOn: day.optional().describe('At the rates of this day, or the last before it; left out: today’s.'),
}

export const restatedIn = z
  .object({
    currency,
    on: day.describe('The day of the rates.'),
    missing: z.array(z.string()).describe('Currencies without a rate that day: with them there is no sum.'),
  })
  .register(vocabulary, { id: 'RestatedIn' })

/** Sums of several currencies told in one. */
export interface Restating {
  in: z.output<typeof restatedIn>
  /** What one amount comes to; null: there is no rate. */
  of: (amount: Sum, currency: string) => Sum
  /** What they add up to, each rounded before: the parts that are shown add up to the sum that is shown. */
  sum: <Row extends { currency: string }>(rows: readonly Row[], part: (row: Row) => Sum) => Sum
}

type Db = Kysely<TablesOf<[typeof rateSheetTable]>>

/**
 * How sums of these currencies are told in another; undefined: nobody asked for that. By the rates that were known at the
 * instant of the whole question.
 */
export async function restating(
  db: unknown,
  { in: into, ratesOn }: { in?: string | undefined; ratesOn?: string | undefined },
  { today, currencies }: { today: string; currencies: readonly string[] },
): Promise<Restating | undefined> {
  if (into === undefined) return undefined
  const sheet = await (db as Db)
    .selectFrom('rateSheet')
    .select(['on', 'base', 'rates'])
    .where('on', '<=', ratesOn ?? today)
    .orderBy('on', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!sheet)
    throw new InvalidInput([
      { field: 'ratesOn', rule: 'known', message: 'No rates of that day, or of one before it, are known.' },
    ])
  const rates = new Map(
    [...new Set(currencies)].map((code) => [
      code,
      rateBetween(code, into, { ...sheet, rates: sheet.rates ?? [] }),
    ]),
  )
  const of: Restating['of'] = (amount, code) => {
    const rate = rates.get(code)
    if (amount === null || !rate) return null
    const told = converted(BigInt(amount), code, rate)
    return told <= most && told >= -most ? Number(told) : null
  }
  return {
    in: {
      currency: into,
      on: sheet.on,
      missing: [...rates].flatMap(([code, rate]) => (rate ? [] : [code])).sort(),
    },
    of,
    sum: (rows, part) => added(rows.map((row) => of(part(row), row.currency))),
  }
}

const most = BigInt(Number.MAX_SAFE_INTEGER)
