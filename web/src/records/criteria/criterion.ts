import { queryOptions, useQuery } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import type { Criteria } from '../../api/models.ts'
import { isMoney } from '../../api/shapes.ts'
import { count, counted, day, instant, money, sentence } from '../../ui/format.ts'
import { recordAt } from '../entry.ts'
import { choiceOf, type Field } from '../field.ts'

/** What can be asked of a model, and of one of its fields. */
export type Vocabulary = Criteria['models'][number]
export type Asked = Vocabulary['fields'][number]
export type Operator = Asked['operators'][number]

/** A question about records, as `where` of their list takes it. */
export type Criterion = Group | Condition | RelatedCondition
export type Group = { all: Criterion[] } | { any: Criterion[] } | { none: Criterion[] }
export interface Condition {
  field: string
  operator: Operator
  value?: unknown
}
export interface RelatedCondition {
  related: string
  where?: Criterion
  atLeast?: number
  atMost?: number
}

export type Joint = 'all' | 'any' | 'none'
export const joints: Readonly<Record<Joint, string>> = {
  all: 'All of these',
  any: 'Any of these',
  none: 'None of these',
}

export const jointOf = (group: Group): Joint => ('all' in group ? 'all' : 'any' in group ? 'any' : 'none')
export const partsOf = (group: Group): Criterion[] =>
  'all' in group ? group.all : 'any' in group ? group.any : group.none
export const groupOf = (joint: Joint, parts: Criterion[]): Group =>
  joint === 'all' ? { all: parts } : joint === 'any' ? { any: parts } : { none: parts }
export const isGroup = (criterion: Criterion): criterion is Group =>
  'all' in criterion || 'any' in criterion || 'none' in criterion

export const isEmptyGroup = (criterion: Criterion) => isGroup(criterion) && partsOf(criterion).length === 0

/** A criterion as a group, so that conditions can be added to it. */
export const asGroup = (criterion: Criterion | undefined): Group =>
  criterion === undefined ? { all: [] } : isGroup(criterion) ? criterion : { all: [criterion] }

/** The criterion in an address; undefined: none, or nothing that is one. What it may ask, the server says. */
export function criterionIn(address: string | undefined): Criterion | undefined {
  if (!address) return undefined
  try {
    const read: unknown = JSON.parse(address)
    return typeof read === 'object' && read !== null ? (read as Criterion) : undefined
  } catch {
    return undefined
  }
}

/** As it stands in an address; null where it asks nothing. */
export function addressOf(criterion: Criterion | undefined): string | null {
  return criterion === undefined || isEmptyGroup(criterion) ? null : JSON.stringify(criterion)
}

/** What can be asked of each model; what a role hides is not among it. */
const vocabularyQuery = queryOptions({
  queryKey: ['criteria', 'derived', 'vocabulary'] as const,
  queryFn: ({ signal }) => read<Criteria>('/criteria', { signal }),
  staleTime: 300_000,
})

export function useVocabularies(enabled = true): ReadonlyMap<string, Vocabulary> {
  const { data } = useQuery({ ...vocabularyQuery, enabled })
  return new Map((data?.models ?? []).map((model) => [model.name, model]))
}

/** What people can be asked for: an id of nobody knows what is nothing they could choose. */
export const fieldsToAsk = ({ fields }: Vocabulary): readonly Asked[] =>
  fields.filter(({ kind, model }) => kind !== 'record' || model !== undefined)

const operatorWords: Readonly<Record<string, string>> = {
  is: 'is',
  'is-not': 'is not',
  'one-of': 'is one of',
  'any-of': 'has any of',
  'all-of': 'has all of',
  'none-of': 'has none of',
  contains: 'contains',
  'starts-with': 'starts with',
  'at-least': 'is at least',
  'at-most': 'is at most',
  'more-than': 'is more than',
  'less-than': 'is less than',
  on: 'is on',
  from: 'is on or after',
  to: 'is on or before',
  before: 'is before',
  after: 'is after',
  known: 'is filled in',
  unknown: 'is empty',
}

export const wordsOf = (operator: Operator): string => operatorWords[operator] ?? operator

/** "closeDate" as "Close date", where no screen calls it otherwise. */
export function labelOf(field: string, fields: readonly Field[]): string {
  return fields.find(({ key }) => key === field)?.label ?? sentence(field.replace(/Id$/, ''))
}

/** A day that moves with the calendar, in words: "today", "90 days ago", "the start of this quarter". */
export function relativeWords(of: { start?: string; days?: number; months?: number }): string {
  const { start = 'day', days = 0, months = 0 } = of
  const base = start === 'day' ? 'today' : `the start of this ${start}`
  const parts = [
    months !== 0 && counted(Math.abs(months), 'month', 'months'),
    days !== 0 && counted(Math.abs(days), 'day', 'days'),
  ].filter((part) => part !== false)
  if (parts.length === 0) return base
  const later = (months || days) > 0
  if (start === 'day') return later ? `in ${parts.join(' and ')}` : `${parts.join(' and ')} ago`
  return `${parts.join(' and ')} ${later ? 'after' : 'before'} ${base}`
}

/** A value in words, where it needs no look at another record. */
export function valueWords(value: unknown, asked: Asked | undefined, field: Field | undefined): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(one, asked, field)).join(' or ')
  if (isMoney(value)) return money(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null) return relativeWords(value)
  if (typeof value === 'number')
    return field?.kind === 'percent' ? `${count(value * 100, 4)} %` : count(value, 4)
  const text = typeof value === 'string' ? value : ''
  if (field?.kind === 'choice') return choiceOf(field, value)?.label ?? text
  if (asked?.kind === 'day') return day(text)
  if (asked?.kind === 'instant') return /T/.test(text) ? instant(text, new Date()) : day(text)
  if (asked?.kind === 'choice') return text
  return asked?.kind === 'text' || asked?.kind === 'texts' ? `“${text}”` : text
}

/** Of a list that is told in a sentence. */
const mostTold = 4

/** "at least 1 quote", "no tickets". */
export function relatedWords({ related, atLeast = 1, atMost }: RelatedCondition): string {
  const entry = recordAt(related)
  const number = atMost ?? atLeast
  const noun = entry ? (number === 1 ? entry.one : entry.many) : related.replaceAll('-', ' ')
  return atMost === 0 ? `no ${noun}` : `at ${atMost === undefined ? 'least' : 'most'} ${number} ${noun}`
}

/** A criterion as a sentence: "Company is filled in and Source is one of “Web” or “Phone”". */
export function criterionWords(
  criterion: Criterion,
  fields: readonly Field[],
  asked: readonly Asked[],
): string {
  if (isGroup(criterion)) {
    const parts = partsOf(criterion).map((part) => {
      const words = criterionWords(part, fields, asked)
      return isGroup(part) && partsOf(part).length > 1 && !('none' in part) ? `(${words})` : words
    })
    if (parts.length === 0) return 'Always'
    if ('none' in criterion) return `none of: ${parts.join('; ')}`
    return parts.join('all' in criterion ? ' and ' : ' or ')
  }
  if ('related' in criterion) {
    return relatedWords(criterion)
  }
  const { field, operator, value } = criterion
  const of = asked.find(({ name }) => name === field)
  const shown = fields.find(({ key }) => key === field)
  const words = (one: unknown) => valueWords(one, of, shown)
  const told = !Array.isArray(value)
    ? value === undefined
      ? ''
      : words(value)
    : value.length > mostTold
      ? `${words(value.slice(0, mostTold - 1))} or ${value.length - mostTold + 1} more`
      : words(value)
  return `${labelOf(field, fields)} ${wordsOf(operator)} ${told}`.trim()
}
