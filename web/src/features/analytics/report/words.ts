import { type Asked, labelOf } from '../../../records/criteria/criterion.ts'
import type { Field } from '../../../records/field.ts'
import { nounOf } from '../../../records/resource.ts'
import { count, money, percent } from '../../../ui/format.ts'
import type { Definition, Result } from '../report.entry.ts'

export type Measure = Definition['measures'][number]
export type Group = Definition['groups'][number]
export type Value = Result['total'][number]

export const measuredWords: Readonly<Record<Measure['of'], string>> = {
  count: 'Number',
  share: 'Share',
  sum: 'Sum',
  average: 'Average',
  median: 'Median',
  least: 'Least',
  greatest: 'Greatest',
}

export const periodWords = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
} as const

export const chartWords: Readonly<Record<Definition['chart'], string>> = {
  table: 'Table only',
  bar: 'Bars',
  line: 'Line',
  area: 'Area',
  pie: 'Pie',
  funnel: 'Funnel',
  'heat-map': 'Heat map',
  sankey: 'Flow',
  cohort: 'Cohorts',
}

export function measureWords({ of, field, label }: Measure, fields: readonly Field[]): string {
  if (label) return label
  if (!field) return measuredWords[of]
  return `${measuredWords[of]} of ${labelOf(field, fields).toLowerCase()}`
}

export const isPeriodic = (asked: Asked | undefined) => asked?.kind === 'day' || asked?.kind === 'instant'

export function groupWords(
  { field, period }: Group,
  fields: readonly Field[],
  asked: Asked | undefined,
): string {
  const label = labelOf(field, fields)
  return isPeriodic(asked) ? `${label}, by ${period ?? 'month'}` : nounOf(label)
}

/** What a group is called; what has none says so. */
export const nameOf = (name: string | null | undefined, key: string | null | undefined): string =>
  name ?? (key == null ? 'None' : 'Not to be seen')

export function valueWords({ number, amounts }: Value, { of }: Measure): string {
  if (amounts)
    return (
      amounts
        .map(({ amount, currency }) =>
          amount === null ? `${currency}: too large` : money({ amount, currency }),
        )
        .join(', ') || '–'
    )
  if (number === null) return '–'
  return of === 'share' ? percent(number) : count(number, 2)
}
