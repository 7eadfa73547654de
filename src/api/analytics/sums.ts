import { sql } from 'kysely'

/** Aggregates over opportunities, as SQL. Money sums are whole minor units; rounded once, halves away from zero. */
export const count = sql<number>`count(*)::integer`
export const sum = sql<number>`coalesce(sum(amount), 0)::bigint`
export const weighted = sql<number>`coalesce(round(sum(amount * probability::numeric)), 0)::bigint`

/**
 * One line for each currency, in the order of the codes: sums are never added up over currencies. Groups without a
 * currency are of deals without an amount.
 */
export function byCurrency<Part extends string>(
  groups: readonly ({ currency: string | null } & Readonly<Record<Part, number>>)[],
  parts: readonly Part[],
): ({ currency: string } & Record<Part, number>)[] {
  const currencies = [...new Set(groups.flatMap(({ currency }) => currency ?? []))].sort()
  return currencies.map((currency) => {
    const here = groups.filter((group) => group.currency === currency)
    const sums = parts.map((part) => [part, here.reduce((total, group) => total + group[part], 0)])
    return { currency, ...(Object.fromEntries(sums) as Record<Part, number>) }
  })
}
