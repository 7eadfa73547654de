import { z } from 'zod'

/** Yes or no in a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** What every list understands beside its own filters. A sort is a name, with `-` before it for the highest first. */
export function paging<const Sorts extends readonly string[]>(sorts: Sorts) {
  return {
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().min(1).max(2000).optional().describe('`next` of the page before.'),
    sort: z.enum(sorts.flatMap((sort) => [sort, `-${sort}`])).optional(),
    q: z.string().trim().min(1).max(200).optional(),
    total: flag.optional().describe('Whether to count all rows that pass the filters.'),
  }
}

/** What every row has beside its own columns. */
export const kept = {
  id: z.string(),
  revision: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
}

/** One page of a list. `next` is null on the last one, `asOf` when the answer is for now. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    items: z.array(row),
    next: z.string().nullable(),
    total: z.number().int().optional(),
    asOf: z.string().nullable(),
  })
}

/** Several values of a list in one parameter, separated by commas. */
export function oneOrMore<const Value extends string>(values: readonly Value[]) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)))
    .describe(`One or more of ${values.join(', ')}, separated by commas.`)
}
