import { z } from 'zod'
import { role } from '../identity/authority.ts'
import { record } from '../record.ts'
import { percentage } from '../values/decimal.ts'
import { vocabulary } from '../values/vocabulary.ts'

const limit = z.object({ role, percent: percentage }).register(vocabulary, { id: 'DiscountLimit' })

/** How much of the list prices a quote may give away before somebody has to approve it. */
export const quoteRules = z.object({
  /** Of whoever has no limit by their role; null: as much as they like. */
  discountLimit: percentage.nullable().default(null),
  discountLimits: z.array(limit).max(50).default([]),
})
export type QuoteRules = z.output<typeof quoteRules>

/** What holds where nothing was decided: nobody has a limit. */
export const defaultQuoteRules: QuoteRules = quoteRules.parse({})

/** There is one, and every change of it is an event. */
export const quotePolicy = record('quotePolicy', quoteRules)

/** How much somebody with these roles may give away: the most that one of them allows; null: as much as they like. */
export function limitOf(
  { discountLimit, discountLimits }: QuoteRules,
  roles: readonly string[],
): number | null {
  const own = discountLimits.filter((one) => roles.includes(one.role)).map(({ percent }) => percent)
  return own.length > 0 ? Math.max(...own) : discountLimit
}
