import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

/** The kinds of fields a condition can be about. `choice` takes few words, `record` is the id of another record, `records` are several. */
export type FieldKind =
  | 'text'
  | 'texts'
  | 'choice'
  | 'number'
  | 'money'
  | 'day'
  | 'instant'
  | 'yes-no'
  | 'record'
  | 'records'

/** What can be asked of a field of each kind. */
export const operatorsOf = {
  text: ['is', 'is-not', 'one-of', 'contains', 'starts-with', 'known', 'unknown'],
  texts: ['contains', 'known', 'unknown'],
  choice: ['is', 'is-not', 'one-of', 'known', 'unknown'],
  number: ['is', 'is-not', 'one-of', 'at-least', 'at-most', 'more-than', 'less-than', 'known', 'unknown'],
  money: ['is', 'at-least', 'at-most', 'more-than', 'less-than', 'known', 'unknown'],
  day: ['on', 'from', 'to', 'before', 'after', 'known', 'unknown'],
  instant: ['on', 'from', 'to', 'before', 'after', 'known', 'unknown'],
  'yes-no': ['is'],
  record: ['is', 'is-not', 'one-of', 'known', 'unknown'],
  records: ['any-of', 'all-of', 'none-of', 'known', 'unknown'],
} as const satisfies Record<FieldKind, readonly string[]>

export type Operator = (typeof operatorsOf)[FieldKind][number]
const operators = [...new Set(Object.values(operatorsOf).flat())] as [Operator, ...Operator[]]

/** A day that moves with the calendar: the start of the period that today is in, and so many days or months from there. */
export const relativeDay = z.strictObject({
  start: z.enum(['day', 'week', 'month', 'quarter', 'year']).default('day'),
  days: z.int().min(-36_525).max(36_525).optional(),
  months: z.int().min(-1_200).max(1_200).optional(),
})

export type RelativeDay = z.output<typeof relativeDay>

/** One condition on one field. `value` is left out by `known` and `unknown`, and is a list for all that end in `of`. */
export interface Condition {
  field: string
  operator: Operator
  value?: unknown
}

/** How many related records hold a criterion: at least one unless told. */
export interface RelatedCondition {
  related: string
  where?: Criterion | undefined
  atLeast?: number | undefined
  atMost?: number | undefined
}

/**
 * A question about a record as data, the one language of conditions: all, any or none of others, a condition on a
 * field, or one on related records. The truth of it has two values: what is not known fulfils no condition but
 * `unknown` and `is-not`.
 */
export type Criterion =
  | { all: readonly Criterion[] }
  | { any: readonly Criterion[] }
  | { none: readonly Criterion[] }
  | Condition
  | RelatedCondition

/** How deep criteria lie within each other, and how many conditions there are in one of them. */
const maxDepth = 6
export const maxConditions = 50

/** `custom.region` is a field that the organisation has given to a kind of record. */
const name = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9-]{0,59}(\.[a-zA-Z0-9]{1,40})?$/, 'must be the name of a field')
const condition = z.strictObject({ field: name, operator: z.enum(operators), value: z.unknown().optional() })
const count = z.int().min(0).max(1_000_000)

const shape: z.ZodType<Criterion> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(shape).max(maxConditions) }),
      z.strictObject({ any: z.array(shape).min(1).max(maxConditions) }),
      z.strictObject({ none: z.array(shape).min(1).max(maxConditions) }),
      condition,
      z.strictObject({
        related: name,
        where: shape.optional(),
        atLeast: count.optional(),
        atMost: count.optional(),
      }),
    ],
    { error: 'must be all, any or none of criteria, a condition on a field, or one on related records' },
  ),
)

/** @see Criterion; what it asks is held against a model's fields by `resolve`. */
export const criterion = z
  .unknown()
  .refine((asked) => depthOf(asked) <= maxDepth, `must not be more than ${maxDepth} deep`)
  .pipe(shape)
  .refine(
    (asked) => conditionsOf(asked).length <= maxConditions,
    `must have at most ${maxConditions} conditions`,
  )

/** The same as it is told: an object, because unions are lost to most generators of clients. */
export const toldCriterion = z
  .record(z.string(), z.unknown())
  .superRefine((asked, context) => {
    for (const { path, message } of criterion.safeParse(asked).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [...path], message })
  })
  .register(vocabulary, { id: 'Criterion' }) as never as z.ZodType<Criterion>

/** Asked before it is read, so that no depth costs anything. */
function depthOf(asked: unknown, above = 0): number {
  if (above > maxDepth || typeof asked !== 'object' || asked === null) return above
  const { all, any, none, where } = asked as Record<string, unknown>
  const inner = [all, any, none, where].flat()
  return Math.max(above + 1, ...inner.slice(0, 1_000).map((each) => depthOf(each, above + 1)))
}

/** All conditions in it, in the order in which they are read. */
export function conditionsOf(of: Criterion): (Condition | RelatedCondition)[] {
  if ('all' in of) return of.all.flatMap(conditionsOf)
  if ('any' in of) return of.any.flatMap(conditionsOf)
  if ('none' in of) return of.none.flatMap(conditionsOf)
  if ('related' in of) return [of, ...(of.where ? conditionsOf(of.where) : [])]
  return [of]
}

/** A criterion, or none. */
export const criterionOrNone = z
  .custom<Criterion | null>((asked) => asked === null || criterion.safeParse(asked).success, {
    error: 'must be a criterion, or null',
  })
  .meta({ examples: [{ field: 'country', operator: 'is', value: 'DE' }] })
