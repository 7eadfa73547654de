import { Temporal } from 'temporal-polyfill'
import { withinDays } from '../values/day.ts'
import { type Span, spans } from './spans.ts'

/** The fiscal month, quarter or year that a day is in, where the fiscal year begins in this month (1 to 12). */
export function fiscalPeriod(
  day: string,
  { span, yearStart }: { span: Span; yearStart: number },
): { from: string; to: string } {
  const months = spans[span]
  const [year = 0, month = 1] = day.split('-').map(Number)
  const into = (month - yearStart + 12) % months
  return { from: monthOf(year, month - into).first, to: monthOf(year, month - into + months - 1).last }
}

/** The first and the last day of a month, which may be before the first or after the last of its year. */
function monthOf(year: number, month: number): { first: string; last: string } {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ months: month - 1 })
  return { first: withinDays(first), last: withinDays(first.with({ day: first.daysInMonth })) }
}
