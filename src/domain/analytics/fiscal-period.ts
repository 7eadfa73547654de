import { daysAfter } from '../values/day.ts'

/** How many months a fiscal period has. */
export const spans = { month: 1, quarter: 3, year: 12 } as const
export type Span = keyof typeof spans

/** The fiscal month, quarter or year that a day is in, where the fiscal year begins in this month (1 to 12). */
export function fiscalPeriod(
  day: string,
  { span, yearStart }: { span: Span; yearStart: number },
): { from: string; to: string } {
  const months = spans[span]
  const [year = 0, month = 1] = day.split('-').map(Number)
  const into = (month - yearStart + 12) % months
  return { from: firstOf(year, month - into), to: daysAfter(firstOf(year, month - into + months), -1) }
}

/** The first day of a month, which may be before the first or after the last of its year. */
function firstOf(year: number, month: number): string {
  const years = year + Math.floor((month - 1) / 12)
  const ofYear = ((month - 1 + 12) % 12) + 1
  return `${String(years).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}-01`
}
