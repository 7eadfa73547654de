import { Temporal } from 'temporal-polyfill'
import { daysAfter, monthsOn } from '../values/day.ts'
import { fiscalPeriod } from './fiscal-period.ts'
import { type Span, spans } from './spans.ts'

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const

/** Both ends included. */
export interface Days {
  from: string
  to: string
}

interface Calendar {
  today: string
  /** The month in which the fiscal year begins, 1 to 12: quarters and years are fiscal ones. */
  yearStart: number
}

/**
 * The period that folded words begin with, and how many of them it takes: `march 2026`, `2026-03`, `q1`, `last quarter`, `2026`,
 * `today`. A month or quarter without its year is the last one that has begun. Undefined: they begin with none.
 */
export function periodIn(
  words: readonly string[],
  calendar: Calendar,
): { days: Days; taken: number } | undefined {
  const [first = '', second = ''] = words
  const { today, yearStart } = calendar
  const found = (days: Days, taken = 1) => ({ days, taken })
  if (first === 'today') return found({ from: today, to: today })
  if (first === 'yesterday') return found(dayBefore(today))
  if (first === 'this' || first === 'last' || first === 'next') {
    const days = movingPeriod(second, first === 'this' ? 0 : first === 'last' ? -1 : 1, calendar)
    return days && found(days, 2)
  }
  const monthNumber = monthNamed(first)
  if (monthNumber !== undefined) {
    const year = yearIn(second)
    return found(monthOf(year ?? lastBegun(monthNumber, today), monthNumber), year === undefined ? 1 : 2)
  }
  const dashed = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(first)
  if (dashed) return found(monthOf(Number(dashed[1]), Number(dashed[2])))
  const quarter = /^q([1-4])$/.exec(first)
  if (quarter) {
    const year = yearIn(second)
    const days = quarterOf(Number(quarter[1]), year, calendar)
    return found(days, year === undefined ? 1 : 2)
  }
  const year = yearIn(first)
  if (year === undefined) return undefined
  const named = /^q([1-4])$/.exec(second)
  if (named) return found(quarterOf(Number(named[1]), year, calendar), 2)
  return found(yearOf(year, yearStart))
}

function dayBefore(day: string): Days {
  const before = daysAfter(day, -1)
  return { from: before, to: before }
}

function movingPeriod(word: string, by: number, { today, yearStart }: Calendar): Days | undefined {
  if (word === 'week') {
    const monday = daysAfter(today, 1 - Temporal.PlainDate.from(today).dayOfWeek + 7 * by)
    return { from: monday, to: daysAfter(monday, 6) }
  }
  if (!(word in spans)) return undefined
  const span = word as Span
  const { from } = fiscalPeriod(today, { span, yearStart })
  return fiscalPeriod(monthsOn(from, spans[span] * by), { span, yearStart })
}

/** By its name or the beginning of it, three letters at least. */
function monthNamed(word: string): number | undefined {
  const place = word.length < 3 ? -1 : months.findIndex((name) => name.startsWith(word))
  return place < 0 ? undefined : place + 1
}

const yearIn = (word: string) => (/^(19|20)\d\d$/.test(word) ? Number(word) : undefined)

/** The year of the last such month that has begun. */
function lastBegun(month: number, today: string): number {
  const [year = 0, now = 1] = today.split('-').map(Number)
  return month <= now ? year : year - 1
}

const pad = (number: number, digits: number) => String(number).padStart(digits, '0')
const monthOf = (year: number, month: number): Days =>
  fiscalPeriod(`${pad(year, 4)}-${pad(month, 2)}-01`, { span: 'month', yearStart: 1 })

/** The fiscal year that is named so: by the year in which it ends. */
function yearOf(year: number, yearStart: number): Days {
  const begun = yearStart === 1 ? year : year - 1
  return fiscalPeriod(`${pad(begun, 4)}-${pad(yearStart, 2)}-01`, { span: 'year', yearStart })
}

/** Without a year the last one that has begun. */
function quarterOf(quarter: number, year: number | undefined, { today, yearStart }: Calendar): Days {
  const ofYear = (first: string) =>
    fiscalPeriod(monthsOn(first, 3 * (quarter - 1)), { span: 'quarter', yearStart })
  if (year !== undefined) return ofYear(yearOf(year, yearStart).from)
  const { from } = fiscalPeriod(today, { span: 'year', yearStart })
  const ours = ofYear(from)
  return ours.from <= today ? ours : ofYear(monthsOn(from, -12))
}
