import { InvalidInput } from '../../commands/errors.ts'
import { daysAfter } from '../../domain/values/day.ts'

const firstDay = '0001-01-01'

interface Days {
  from: string
  to: string
}

/** @throws InvalidInput where the first day is after the last: that nothing was done on no day says nothing. */
function inOrder(days: Days): Days {
  const { from, to } = days
  if (from > to) throw new InvalidInput([{ field: 'from', rule: 'order', message: `is after ${to}` }])
  return days
}

/** The days that are asked about: those told, else the year up to today. As `inOrder`. */
export function yearTo(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  today: string,
): Days {
  const last = to ?? today
  if (from !== undefined) return inOrder({ from, to: last })
  const start = new Date(`${last}T00:00:00Z`)
  start.setUTCFullYear(start.getUTCFullYear() - 1)
  start.setUTCDate(start.getUTCDate() + 1)
  // Before the first year there is none.
  return { from: start.getUTCFullYear() < 1 ? firstDay : start.toISOString().slice(0, 10), to: last }
}

/** The days that are asked about: those told, else the quarter that they or today are in. As `inOrder`. */
export function quarterUnless(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  today: string,
): Days {
  const first = from ?? quarterOf(to ?? today).from
  return inOrder({ from: first, to: to ?? quarterOf(first).to })
}

/** First and last day of the calendar quarter that a date is in. */
export function quarterOf(date: string): Days {
  const year = Number(date.slice(0, 4))
  const first = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3
  const dayAt = (month: number, of: number) => {
    const at = new Date(0)
    // Date.UTC takes years below 100 for those of the last century.
    at.setUTCFullYear(year, month, of)
    return at.toISOString().slice(0, 10)
  }
  return { from: dayAt(first, 1), to: dayAt(first + 3, 0) }
}

/** The calendar quarter before that. */
export function quarterBefore(date: string): Days {
  return quarterOf(daysAfter(quarterOf(date).from, -1))
}
