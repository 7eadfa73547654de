import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { currency } from '../../domain/values/money.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'

/** A sum in minor units; null: it is too large to be told exactly, and everything beside it is right all the same. */
export type Sum = number | null

/**
 * A sum of Postgres's `numeric`, which has no end, as the whole number that it is, halves rounded away from zero; null
 * beyond what a JSON number holds exactly (RFC 8259, section 6).
 */
export function whole(sum: RawBuilder<unknown>): RawBuilder<Sum> {
  const rounded = sql`round(coalesce((${sum})::numeric, 0))`
  return sql<Sum>`case when abs(${rounded}) <= ${sql.lit(Number.MAX_SAFE_INTEGER)} then ${rounded}::bigint end`
}

/** Aggregates over opportunities, as SQL. */
export const count = sql<number>`count(*)::integer`
export const sum = whole(sql`sum(amount::numeric)`)
export const weighted = whole(sql`sum(amount * probability::numeric)`)

/** Sums in a reply. */
export const sumReply = z
  .object({
    amount: z.int().nullable().describe('Null: too large to be told exactly.'),
    currency,
  })
  .register(vocabulary, { id: 'Sum' })

/** What sums add up to; null when that, or one of them, is too large. */
export function added(sums: readonly Sum[]): Sum {
  const total = sums.reduce<bigint | null>(
    (all, each) => (all === null || each === null ? null : all + BigInt(each)),
    0n,
  )
  return total === null || total > maxSafe || total < -maxSafe ? null : Number(total)
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * One line for each currency, in the order of the codes: sums are never added up over currencies. Groups without a
 * currency are of deals without an amount.
 */
export function byCurrency<Part extends string>(
  groups: readonly ({ currency: string | null } & Readonly<Record<Part, Sum>>)[],
  parts: readonly Part[],
): ({ currency: string } & Record<Part, Sum>)[] {
  const currencies = [...new Set(groups.flatMap(({ currency }) => currency ?? []))].sort()
  return currencies.map((currency) => {
    const here = groups.filter((group) => group.currency === currency)
    const sums = parts.map((part) => [part, added(here.map((group) => group[part]))])
    return { currency, ...(Object.fromEntries(sums) as Record<Part, Sum>) }
  })
}
