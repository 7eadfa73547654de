import { Temporal } from 'temporal-polyfill'
import type { Measure, ReportDefinition } from '../../../domain/analytics/report-definition.ts'
import { type Period, periodOf, periodsLater } from '../../../domain/analytics/spans.ts'
import type { Field } from '../../../domain/criteria/vocabulary.ts'
import type { Sum } from '../sums.ts'
import type { Held, Item, Result, ResultRow, Value } from './result.ts'

/** What a cell of a report on paper or in a workbook holds. Amounts are in minor units. */
export type Cell =
  | { is: 'text'; text: string }
  | { is: 'number'; number: number }
  | { is: 'amount'; amount: number; currency: string }
  | { is: 'day'; day: string }
  | { is: 'instant'; instant: string }
  | null

export interface Sheet {
  heads: readonly string[]
  /** What the cells of each column are, where there are any; an amount that is too large is a text all the same. */
  holds: readonly NonNullable<Cell>['is'][]
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
}

/** `closeDate` is "Close date", `accountId` "Account"; what the organisation has added is what it calls it. */
export function wordsOf(name: string, field: Field | undefined): string {
  if (field?.label !== undefined) return field.label
  const words = name
    .replace(/Ids?$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function measureWords({ of, field, label }: Measure, fields: Held['fields']): string {
  if (label !== null) return label
  if (field === null) return of === 'count' ? 'Records' : 'Share'
  const what = `${of.charAt(0).toUpperCase()}${of.slice(1)}`
  return `${what} of ${wordsOf(field, fields.get(field)).toLowerCase()}`
}

const text = (of: string | null): Cell => (of === null ? null : { is: 'text', text: of })
const amountOf = (amount: Sum, currency: string): Cell =>
  amount === null ? text('too large') : { is: 'amount', amount, currency }

const periods: Readonly<Record<Period, string>> = {
  day: 'Days',
  week: 'Weeks',
  month: 'Months',
  quarter: 'Quarters',
  year: 'Years',
}

/** Of a cohort: how many periods later it was, and which share of all that began then. */
function cohortCells({ definition, subtotals }: Result) {
  const [group] = definition.groups
  if (definition.chart !== 'cohort' || !group) return null
  const period = periodOf(group)
  const sizes = new Map(subtotals.map(({ keys, records }) => [keys[0], records]))
  return {
    heads: [`${periods[period]} later`, 'Share of the cohort'],
    of({ keys: [began, came], values }: Pick<ResultRow, 'keys' | 'values'>): Cell[] {
      if (!began || !came) return [null, null]
      const share = (values[0]?.number ?? 0) / (sizes.get(began) ?? 1)
      return [
        { is: 'number', number: periodsLater(period, began, came) },
        { is: 'number', number: Math.round(share * 10_000) / 10_000 },
      ]
    },
  }
}

/**
 * A summary as a table: of amounts a column for each currency there is, of a cohort how much later it was, too. What all
 * come to stands last.
 */
export function summarySheet(result: Result, fields: Held['fields']): Sheet {
  const { definition, rows, total, records } = result
  const { groups, measures } = definition
  const cohort = cohortCells(result)
  const columns = measures.map((measure, index) => {
    const kind = measure.field === null ? undefined : fields.get(measure.field)?.kind
    const here = rows.length > 0 ? rows.map(({ values }) => values[index]) : [total[index]]
    const currencies = [
      ...new Set(here.flatMap((one) => one?.amounts?.map(({ currency }) => currency) ?? [])),
    ].sort()
    return { words: measureWords(measure, fields), currencies: kind === 'money' ? currencies : undefined }
  })
  const told = (values: readonly Value[]) =>
    columns.flatMap(({ currencies }, index): Cell[] => {
      const { number = null, amounts } = values[index] ?? {}
      if (!currencies) return [number === null ? null : { is: 'number', number }]
      return currencies.map((currency) => {
        const one = amounts?.find((each) => each.currency === currency)
        return one ? amountOf(one.amount, currency) : null
      })
    })
  const line = ({ names, keys, values }: Pick<ResultRow, 'names' | 'keys' | 'values'>) => [
    ...groups.map((_, index) => text(names[index] ?? keys[index] ?? null)),
    ...told(values),
    ...(cohort?.of({ keys, values }) ?? []),
  ]
  const all = {
    names: groups.map((_, index) => (index === 0 ? `All ${records}` : null)),
    keys: [],
    values: total,
  }
  return {
    heads: [
      ...groups.map(({ field }) => wordsOf(field, fields.get(field))),
      ...columns.flatMap(({ words, currencies }) =>
        currencies ? currencies.map((currency) => `${words} (${currency})`) : [words],
      ),
      ...(cohort?.heads ?? []),
    ],
    holds: [
      ...groups.map(() => 'text' as const),
      ...columns.flatMap(({ currencies }) =>
        currencies ? currencies.map(() => 'amount' as const) : ['number' as const],
      ),
      ...(cohort?.heads.map(() => 'number' as const) ?? []),
    ],
    rows: groups.length === 0 ? [line(all)] : [...rows.map(line), line(all)],
  }
}

/** A list as a table; beside each amount the currency that it is in. */
export function listSheet(
  { columns }: ReportDefinition,
  fields: Held['fields'],
  items: AsyncIterable<Item>,
): Sheet {
  const isMoney = (column: string) => fields.get(column)?.kind === 'money'
  async function* rows() {
    for await (const { values } of items)
      yield columns.flatMap((column) => {
        const cell = cellOf(values[column] ?? null, fields.get(column))
        return isMoney(column) ? [cell, text(cell?.is === 'amount' ? cell.currency : null)] : [cell]
      })
  }
  const heads = columns.flatMap((column) => {
    const words = wordsOf(column, fields.get(column))
    return isMoney(column) ? [words, `${words}: currency`] : [words]
  })
  const holds = columns.flatMap((column): Sheet['holds'][number][] =>
    isMoney(column) ? ['amount', 'text'] : [heldBy(fields.get(column))],
  )
  return { heads, holds, rows: rows() }
}

function heldBy(field: Field | undefined): Sheet['holds'][number] {
  if (field?.kind === 'number' || field?.kind === 'day' || field?.kind === 'instant') return field.kind
  return 'text'
}

function cellOf(value: unknown, field: Field | undefined): Cell {
  if (value === null) return null
  if (field?.kind === 'money') {
    const { amount, currency } = value as { amount: number; currency: string }
    return { is: 'amount', amount, currency }
  }
  if (typeof value === 'number') return { is: 'number', number: value }
  if (typeof value === 'boolean') return text(value ? 'yes' : 'no')
  if (Array.isArray(value)) return text(value.join(', '))
  if (typeof value !== 'string') return text(JSON.stringify(value))
  if (field?.kind === 'day') return { is: 'day', day: value }
  return field?.kind === 'instant' ? { is: 'instant', instant: value } : text(value)
}

/** As a clock in this zone shows it: `2026-03-31 09:30`. */
export function shownAt(instant: string, zone: string): string {
  const { year, month, day, hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const two = (of: number) => String(of).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}
