import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day, dayOf, endOfDay, startOfDay } from '../values/day.ts'
import { folded } from '../values/folded.ts'
import { instant } from '../values/instant.ts'
import { money } from '../values/money.ts'
import { uuid } from '../values/uuid.ts'
import {
  type Condition,
  type Criterion,
  type FieldKind,
  type Operator,
  operatorsOf,
  type RelatedCondition,
  type RelativeDay,
  relativeDay,
} from './criterion.ts'
import type { Field, Relation, Vocabularies, Vocabulary } from './vocabulary.ts'

/** These records of a model with all that is part of them, who asks for which asks for those too; undefined: they have no parts. */
export type Parts = (model: string, ids: readonly string[]) => readonly string[] | undefined

/** When, where and for whom a criterion is asked. */
export interface Asking {
  /** ISO-8601 UTC; what days and periods are counted from. */
  now: string
  /** The zone whose calendar says what day an instant is in. */
  zone: string
  /** Who `me` is, in conditions on records. */
  me?: string | undefined
  /** By list: the names of each choice on it. Who asks for one of them asks for what was chosen under any of these. */
  choices?: ReadonlyMap<string, readonly { names: readonly string[] }[]> | undefined
  parts?: Parts | undefined
}

/** How a value of one field is held against another. */
export type Comparison =
  | 'equals'
  | 'differs'
  | 'among'
  | 'contains'
  | 'starts'
  | 'holds'
  | 'overlaps'
  | 'covers'
  | 'at-least'
  | 'at-most'
  | 'more-than'
  | 'less-than'
  | 'known'
  | 'unknown'

/** A comparison with a value of the field's own form: text is as it was given, days and instants are absolute. */
export interface Comparing {
  field: string
  kind: FieldKind
  comparison: Comparison
  value: unknown
}

/** At least and at most so many related records for which `where` holds. */
export interface Counting {
  relation: Relation
  where: Test
  atLeast: number
  atMost: number | undefined
}

/** A criterion in the few forms that are left of it once it is held against a model, a clock and a calendar. */
export type Test =
  | { every: readonly Test[] }
  | { some: readonly Test[] }
  | { not: Test }
  | Comparing
  | Counting

/** What a criterion cannot ask. `path` leads to the place in it: `all.0.value`. */
export class CriterionRefused extends Error {
  readonly path: string
  readonly rule: string
  constructor(path: string, rule: string, message: string) {
    super(message)
    this.name = 'CriterionRefused'
    this.path = path
    this.rule = rule
  }
}

/**
 * Holds a criterion against the fields of a model and of those related to it, and makes its days absolute.
 * @throws CriterionRefused for a model, field, relation, operator or value that there is not.
 */
export function resolve(of: Criterion, model: string, vocabularies: Vocabularies, asking: Asking): Test {
  const vocabulary = vocabularies.get(model)
  if (!vocabulary) throw new CriterionRefused('', 'model', `There are no criteria of ${model}.`)
  const today = dayOf(asking.now, asking.zone)

  const test = (each: Criterion, { fields, related }: Vocabulary, path: string): Test => {
    const inner = (list: readonly Criterion[], key: string) =>
      list.map((one, index) => test(one, { fields, related }, `${path}${key}.${index}.`))
    if ('all' in each) return { every: inner(each.all, 'all') }
    if ('any' in each) return { some: inner(each.any, 'any') }
    if ('none' in each) return { not: { some: inner(each.none, 'none') } }
    if ('related' in each) return counting(each, related, path)
    const field = fields.get(each.field)
    if (!field)
      throw new CriterionRefused(`${path}field`, 'field', `There are no conditions on ${each.field}.`)
    return comparing(each, field, path)
  }

  const counting = (
    { related: name, where, atLeast, atMost }: RelatedCondition,
    related: Vocabulary['related'],
    path: string,
  ): Counting => {
    const relation = related.get(name)
    const other = relation && vocabularies.get(relation.model)
    if (!relation || !other)
      throw new CriterionRefused(`${path}related`, 'related', `There are no related ${name}.`)
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
      throw new CriterionRefused(`${path}atMost`, 'range', 'must not be less than atLeast')
    return {
      relation,
      where: where ? test(where, other, `${path}where.`) : { every: [] },
      atLeast: atLeast ?? (atMost === undefined ? 1 : 0),
      atMost,
    }
  }

  const comparing = (each: Condition, field: Field, path: string): Test => {
    const { operator } = each
    const known: readonly Operator[] = operatorsOf[field.kind]
    if (!known.includes(operator))
      throw new CriterionRefused(
        `${path}operator`,
        'operator',
        `must be one of ${known.join(', ')} for ${each.field}`,
      )
    const read = <T>(type: z.ZodType<T>, value: unknown = each.value): T => {
      const parsed = type.safeParse(value)
      if (parsed.success) return parsed.data
      throw new CriterionRefused(
        `${path}value`,
        'value',
        parsed.error.issues[0]?.message ?? 'cannot be this value',
      )
    }
    const is = (
      comparison: Comparison,
      value?: unknown,
      name = each.field,
      kind = field.kind,
    ): Comparing => ({
      field: name,
      kind,
      comparison,
      value,
    })
    if (operator === 'known' || operator === 'unknown') {
      if (each.value !== undefined)
        throw new CriterionRefused(`${path}value`, 'value', `${operator} takes no value`)
      return is(operator)
    }
    if (field.kind === 'day') return onDay(is, operator, read(dayValue), today)
    if (field.kind === 'instant') return atInstant(is, operator, read(instantValue), today, asking.zone)
    if (field.kind === 'money') {
      const { amount, currency } = read(money)
      const { currency: name = 'currency', amount: of } = field
      return {
        every: [is('equals', currency, name, 'choice'), is(plain[operator] ?? 'equals', amount, of)],
      }
    }
    const type = valueType(field.kind, field, asking.me)
    const isList = operator === 'one-of' || field.kind === 'records'
    const value = isList ? read(z.array(type).min(1).max(200)) : read(type)
    const ids = [value].flat().map(String)
    const parts = field.kind === 'record' ? asking.parts?.(field.model ?? '', ids) : undefined
    if (parts) {
      const among = is('among', parts)
      return operator === 'is-not' ? { not: among } : among
    }
    if (operator === 'none-of') return { not: is('overlaps', value) }
    if (field.kind === 'texts') return is('holds', value)
    if (field.list !== undefined) {
      const names = [value].flat().flatMap((one) => namesOf(asking.choices?.get(field.list ?? ''), one))
      if (operator === 'is' && names.length > 1) return is('among', names)
      if (operator === 'is-not' && names.length > 1) return { not: is('among', names) }
      if (operator === 'one-of') return is('among', names)
    }
    return is(plain[operator] ?? 'equals', value)
  }

  return test(of, vocabulary, '')
}

/** All names of the choice that a text means; itself, where it means none. */
function namesOf(choices: readonly { names: readonly string[] }[] | undefined, text: unknown): unknown[] {
  const meant = choices?.find(({ names }) => names.some((name) => folded(name) === folded(String(text))))
  return meant ? [...meant.names] : [text]
}

const plain: Partial<Record<Operator, Comparison>> = {
  is: 'equals',
  'is-not': 'differs',
  'one-of': 'among',
  contains: 'contains',
  'starts-with': 'starts',
  'at-least': 'at-least',
  'at-most': 'at-most',
  'more-than': 'more-than',
  'less-than': 'less-than',
  'any-of': 'overlaps',
  'all-of': 'covers',
}

const dayValue = z.union([day, relativeDay], {
  error: 'must be a date such as 2026-03-31, or a day that moves with the calendar, such as {"days":-90}',
})
const instantValue = z.union([day, instant, relativeDay], {
  error: 'must be a date, an instant with its offset, or a day that moves with the calendar',
})

function valueType(
  kind: Exclude<FieldKind, 'money' | 'day' | 'instant'>,
  { options, whole }: Field,
  me: string | undefined,
): z.ZodType {
  switch (kind) {
    case 'choice':
      return options ? z.enum(options as [string]) : z.string().max(1_000)
    case 'number':
      return whole ? z.int() : z.number()
    case 'yes-no':
      return z.boolean()
    case 'records':
      return uuid
    case 'record':
      return z
        .union([z.literal('me'), uuid])
        .refine((value) => value !== 'me' || me !== undefined, 'there is nobody that me could mean')
        .transform((value) => (value === 'me' ? me : value))
    case 'text':
    case 'texts':
      return z.string().min(1, 'must not be empty').max(1_000)
  }
}

type Is = (comparison: Comparison, value?: unknown) => Comparing

/** Days are compared as they are written: years of four digits sort as they follow each other. */
function onDay(is: Is, operator: Operator, given: string | RelativeDay, today: string): Test {
  const value = typeof given === 'string' ? given : dayFrom(given, today)
  if (operator === 'from') return is('at-least', value)
  if (operator === 'to') return is('at-most', value)
  if (operator === 'before') return is('less-than', value)
  if (operator === 'after') return is('more-than', value)
  return is('equals', value)
}

/** A day among instants is the interval between its first moment in the zone and that of the next day. */
function atInstant(
  is: Is,
  operator: Operator,
  given: string | RelativeDay,
  today: string,
  zone: string,
): Test {
  const date = typeof given !== 'string' ? dayFrom(given, today) : day.safeParse(given).success ? given : null
  const [start, end] =
    date === null ? [given as string, given as string] : [startOfDay(date, zone), endOfDay(date, zone)]
  if (operator === 'from') return is('at-least', start)
  if (operator === 'before') return is('less-than', start)
  if (operator === 'to') return date === null ? is('at-most', end) : is('less-than', end)
  if (operator === 'after') return date === null ? is('more-than', end) : is('at-least', end)
  if (date === null) return is('equals', start)
  return { every: [is('at-least', start), is('less-than', end)] }
}

/** The day that is meant when today is `today`: weeks begin on Monday (ISO 8601), months end early where they are short. */
export function dayFrom({ start, days = 0, months = 0 }: RelativeDay, today: string): string {
  let date = Temporal.PlainDate.from(today)
  if (start === 'week') date = date.subtract({ days: date.dayOfWeek - 1 })
  if (start === 'month') date = date.with({ day: 1 })
  if (start === 'quarter') date = date.with({ day: 1, month: date.month - ((date.month - 1) % 3) })
  if (start === 'year') date = date.with({ day: 1, month: 1 })
  const moved = date.add({ months }).add({ days })
  if (moved.year < 1) return '0001-01-01'
  return moved.year > 9999 ? '9999-12-31' : moved.toString()
}
