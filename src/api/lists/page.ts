import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'

/** `true` or `false` in a query string. */
export const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] }).meta({ type: 'boolean' })

/** Where to go on: text to who asks, whatever stands in it. */
export const cursor = z.string().min(1).max(2000).describe('`next` of the page before.')

/** What a query string has as JSON, of at most 8,000 characters. */
export const jsonParameter = <Of extends z.ZodType>(of: Of) =>
  z
    .string()
    .max(8_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' })
        return z.NEVER
      }
    })
    .pipe(of)

/** One that is a number to us. */
export const numberCursor = cursor.transform((text, context) => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  context.addIssue({ code: 'custom', message: 'must be a cursor as it was given' })
  return z.NEVER
})

/** One that is the id of a record to us. */
export const idCursor = cursor.transform((text, context) => {
  const { success, data } = uuid.safeParse(text)
  if (success) return data
  context.addIssue({ code: 'custom', message: 'must be a cursor as it was given' })
  return z.NEVER
})

/** What every list understands beside its own filters; the time parameters are the machine's. */
export const pageParameters = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
  sort: z.string().max(60).optional().describe('A column; with `-` before it, the highest first.'),
  q: z.string().trim().min(1).max(200).optional(),
  total: flag.optional().describe('Whether to count all rows that pass the filters.'),
})

/** The sorts a list offers, for the document and for a clear refusal of others. */
export function sortBy<const Names extends readonly string[]>(names: Names) {
  return z.enum(names.flatMap((name) => [name, `-${name}`])).optional()
}

/** What every row has beside its own columns. `position` is that of its last event. */
export const keptColumns = z.object({
  id: z.uuid(),
  revision: z.int(),
  position,
  createdAt: instant,
  updatedAt: instant,
  incomplete: z
    .boolean()
    .optional()
    .describe('An operator has set aside an event of this record; what it said is not shown.'),
})

/** A page of rows. `next` is null on the last one; `asOf`, the instant it shows (null: now), is added by the machine. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  const page = z.object({
    items: z.array(row),
    next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
    total: z.int().optional().describe('When asked for by `total`.'),
    asOf: instant.nullable(),
  })
  const of = vocabulary.get(row)
  return of ? page.register(vocabulary, { id: `${of.id}Page` }) : page
}

/** Several of these choices in one parameter, separated by commas. A choice that has a name is told by it. */
export function oneOrMore<const Value extends string>(
  of: readonly Value[] | z.ZodEnum<Readonly<Record<Value, Value>>>,
) {
  const choice = ('options' in of ? of : z.enum(of)) as z.ZodEnum<Readonly<Record<Value, Value>>>
  const id = vocabulary.get(choice)?.id
  return z
    .string()
    .max(1000)
    .transform((text) => text.split(','))
    .pipe(z.array(choice))
    .meta({
      type: 'array',
      items: id ? { $ref: `#/components/schemas/${id}` } : { type: 'string', enum: choice.options },
      minItems: 1,
      description: `One or more of ${choice.options.join(', ')}, separated by commas.`,
    })
}
