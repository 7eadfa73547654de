/** What days and instants are grouped by. */
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Period = (typeof periods)[number]

/** How many months a fiscal period has. */
export const spans = { month: 1, quarter: 3, year: 12 } as const
export type Span = keyof typeof spans

const days: Readonly<Record<Exclude<Period, Span>, number>> = { day: 1, week: 7 }
const dayLength = 86_400_000

/** The period that a group of days or instants is by. */
export const periodOf = ({ period }: { period: Period | null }): Period => period ?? 'month'

/** How many periods after the one that begins on `from` the one on `to` is, by the first days of both; below 0: before it. */
export function periodsLater(period: Period, from: string, to: string): number {
  if (period === 'day' || period === 'week')
    return Math.round((Date.parse(to) - Date.parse(from)) / dayLength / days[period])
  const monthOf = (first: string) => Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7))
  return (monthOf(to) - monthOf(from)) / spans[period]
}
