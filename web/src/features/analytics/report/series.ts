import { minorDigits } from '../../../../../src/domain/values/currency.ts'
import type { Stream } from '../flow-chart.tsx'
import type { Result } from '../report.entry.ts'
import { nameOf, type Value } from './words.ts'

/** More parts than that nobody tells apart. */
const mostSeries = 10
const mostPoints = 60
/** So many places stand on each side of a flow. */
const mostPlaces = 24

export interface Drawn {
  /** One for each value of the first group: its name, and the value of each series. */
  points: Record<string, string | number>[]
  series: string[]
  /** Of amounts the one that is drawn; others are in the table. */
  currency: string | undefined
  /** How many groups are not drawn. */
  left: number
}

/** What a chart draws: the first measure of each group, of amounts in the currency that most groups have. */
export function drawnOf({ definition, rows, subtotals, across, total }: Result): Drawn {
  const currency = commonest(total[0]?.amounts ? rows.flatMap(({ values }) => values[0]?.amounts ?? []) : [])
  const isTwofold = definition.groups.length === 2
  const firsts = isTwofold ? subtotals : rows
  const points = firsts.slice(0, mostPoints)
  const single = 'Value'
  const seconds = isTwofold ? across.toSorted((a, b) => b.records - a.records).slice(0, mostSeries) : []
  const names = new Map(seconds.map(({ keys, names: [name] }) => [keys[0] ?? '', nameOf(name, keys[0])]))
  const told = points.map((point) => {
    const name = nameOf(point.names[0], point.keys[0])
    if (!isTwofold) return { name, [single]: heightOf(point.values[0], currency) }
    const here = rows.filter(({ keys }) => keys[0] === point.keys[0] && names.has(keys[1] ?? ''))
    return {
      name,
      ...Object.fromEntries(
        here.map(({ keys, values }) => [names.get(keys[1] ?? '') ?? '', heightOf(values[0], currency)]),
      ),
    }
  })
  return {
    points: told,
    series: isTwofold ? [...new Set(names.values())] : [single],
    currency,
    left: firsts.length - points.length,
  }
}

/** What goes from each value of the first group to each of the second, of the largest of both; a Sankey has no streams below 0. */
export function flowsOf({ rows, subtotals, across }: Result, currency: string | undefined): Stream[] {
  const largest = (side: Result['rows']) =>
    new Set(
      side
        .toSorted((a, b) => b.records - a.records)
        .slice(0, mostPlaces)
        .map(({ keys }) => keys[0]),
    )
  const [from, to] = [largest(subtotals), largest(across)]
  return rows
    .filter(({ keys }) => from.has(keys[0] ?? null) && to.has(keys[1] ?? null))
    .map(({ keys, values }) => ({
      step: 1,
      from: keys[0] ?? '',
      to: keys[1] ?? '',
      count: heightOf(values[0], currency),
    }))
    .filter(({ count }) => count > 0)
}

/** In units of its currency; what is not there has no height. */
export function heightOf(value: Value | undefined, currency: string | undefined): number {
  if (!value?.amounts) return value?.number ?? 0
  const amount = value.amounts.find((one) => one.currency === currency)?.amount ?? 0
  return currency === undefined ? 0 : amount / 10 ** minorDigits(currency)
}

function commonest(amounts: readonly { currency: string }[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { currency } of amounts) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}
