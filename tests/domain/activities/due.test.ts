import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Due,
  dueAfter,
  dueInstant,
  movedAlong,
  occurrenceAfter,
  type Recurrence,
} from '../../../src/domain/activities/due.ts'
import { seed, times } from '../../support/chance.ts'

const berlin = (day: string, time: string | null = '10:00'): Due => ({ day, time, timeZone: 'Europe/Berlin' })
const every = (
  unit: Recurrence['every'],
  from: string,
  more: Partial<Omit<Recurrence, 'every' | 'from'>> = {},
): Recurrence => ({ every: unit, interval: 1, weekdays: [], until: null, from, ...more })

function series(rule: Recurrence, count: number): (string | null)[] {
  const days: (string | null)[] = []
  let last: string | null = new Date(Date.parse(rule.from) - 86_400_000).toISOString().slice(0, 10)
  while (days.length < count && last !== null) {
    last = occurrenceAfter(rule, last)
    days.push(last)
  }
  return days
}

describe('ACT-04 when something is due', () => {
  it('is by the clocks of a zone, also on the days on which they are put on or back', () => {
    expect(dueInstant(berlin('2026-03-28'))).toBe('2026-03-28T09:00:00.000Z')
    expect(dueInstant(berlin('2026-03-30'))).toBe('2026-03-30T08:00:00.000Z')
    // There is no half past two that night, and two of them in autumn.
    expect(dueInstant(berlin('2026-03-29', '02:30'))).toBe('2026-03-29T01:30:00.000Z')
    expect(dueInstant(berlin('2026-10-25', '02:30'))).toBe('2026-10-25T00:30:00.000Z')
  })

  it('is the end of the day where no time was said', () => {
    expect(dueInstant(berlin('2026-03-28', null))).toBe('2026-03-28T23:00:00.000Z')
    expect(dueInstant(berlin('2026-03-29', null))).toBe('2026-03-29T22:00:00.000Z')
    expect(dueInstant({ ...berlin('9999-12-31', null), timeZone: 'America/New_York' })).toBe(
      '9999-12-31T23:59:59.999Z',
    )
  })
})

describe('ACT-04 what comes again', () => {
  it('comes every so many days, weeks, months and years', () => {
    expect(series(every('day', '2026-02-27', { interval: 2 }), 3)).toEqual([
      '2026-02-27',
      '2026-03-01',
      '2026-03-03',
    ])
    // From a Thursday: the Monday before is past.
    expect(series(every('week', '2026-03-05', { weekdays: [1, 4] }), 4)).toEqual([
      '2026-03-05',
      '2026-03-09',
      '2026-03-12',
      '2026-03-16',
    ])
    expect(series(every('week', '2026-03-05', { interval: 2, weekdays: [1, 5] }), 4)).toEqual([
      '2026-03-06',
      '2026-03-16',
      '2026-03-20',
      '2026-03-30',
    ])
    expect(series(every('week', '2026-03-05'), 2)).toEqual(['2026-03-05', '2026-03-12'])
    expect(series(every('year', '2024-02-29'), 5)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  it('comes back to the 31st after a shorter month', () => {
    expect(series(every('month', '2026-01-31'), 4)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ])
  })

  it('ends with its last day, and with the calendar', () => {
    expect(series(every('day', '2026-03-01', { until: '2026-03-02' }), 5)).toEqual([
      '2026-03-01',
      '2026-03-02',
      null,
    ])
    expect(occurrenceAfter(every('year', '9999-06-01'), '9999-06-01')).toBeNull()
  })

  it('keeps its time of day across the change of the clocks', () => {
    const daily = every('day', '2026-03-28')
    const next = dueAfter(berlin('2026-03-28'), daily, '2026-03-28T09:00:00.000Z')
    expect(next).toEqual(berlin('2026-03-29'))
    expect(dueInstant(berlin('2026-03-29'))).toBe('2026-03-29T08:00:00.000Z')
    // The reminder too: half past nine on the evening before, by the clock.
    expect(movedAlong('2026-03-27T20:30:00.000Z', berlin('2026-03-28'), berlin('2026-03-29'))).toBe(
      '2026-03-28T20:30:00.000Z',
    )
    expect(movedAlong('2026-03-28T20:30:00.000Z', berlin('2026-03-29'), berlin('2026-03-30'))).toBe(
      '2026-03-29T19:30:00.000Z',
    )
  })

  it('drops nothing in the hour that is not there', () => {
    const night = every('day', '2026-03-28')
    const at = (day: string) => dueInstant(berlin(day, '02:30'))
    const second = dueAfter(berlin('2026-03-28', '02:30'), night, at('2026-03-28'))
    expect(second?.day).toBe('2026-03-29')
    expect(dueAfter(second ?? expect.unreachable(), night, at('2026-03-29'))?.day).toBe('2026-03-30')
  })

  it('passes over the times that went by meanwhile', () => {
    const daily = every('day', '2026-03-02')
    expect(dueAfter(berlin('2026-03-02'), daily, '2026-03-05T08:59:00.000Z')?.day).toBe('2026-03-05')
    expect(dueAfter(berlin('2026-03-02'), daily, '2026-03-05T09:00:00.000Z')?.day).toBe('2026-03-06')
    // Done before its time.
    expect(dueAfter(berlin('2026-03-02'), daily, '2026-02-20T09:00:00.000Z')?.day).toBe('2026-03-03')
    expect(dueAfter(berlin('0001-01-01'), every('day', '0001-01-01'), '2026-03-05T12:00:00.000Z')?.day).toBe(
      '2026-03-06',
    )
  })

  it('is the same as counted out day by day', () => {
    const day = fc
      .integer({ min: 0, max: 4_000 })
      .map((n) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
    const rule = fc.record({
      every: fc.constantFrom('day', 'week', 'month', 'year'),
      interval: fc.integer({ min: 1, max: 5 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
      until: fc.constant(null),
      from: day,
    }) as fc.Arbitrary<Recurrence>
    fc.assert(
      fc.property(rule, day, (of, after) => {
        expect(occurrenceAfter(of, after)).toBe(countedOut(of, after))
      }),
      { seed, numRuns: times(300, 5_000) },
    )
  })
})

/** Asks of each day whether it is one, without any arithmetic of calendars but the next day. */
function countedOut({ every: unit, interval, weekdays, from }: Recurrence, after: string): string {
  const utc = (text: string) => Date.parse(text) / 86_400_000
  const parts = (n: number) => {
    const date = new Date(n * 86_400_000)
    return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() }
  }
  const first = utc(from)
  const start = parts(first)
  const weekday = (n: number) => ((n + 3) % 7) + 1
  const monday = first - (weekday(first) - 1)
  const isOne = (n: number): boolean => {
    if (n < first) return false
    if (unit === 'day') return (n - first) % interval === 0
    if (unit === 'week') {
      const days = weekdays.length > 0 ? weekdays : [weekday(first)]
      return Math.floor((n - monday) / 7) % interval === 0 && days.includes(weekday(n))
    }
    const { year, month, day } = parts(n)
    const months = (year - start.year) * 12 + month - start.month
    const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return (
      months % (unit === 'year' ? 12 * interval : interval) === 0 && day === Math.min(start.day, lastOfMonth)
    )
  }
  for (let n = utc(after) + 1; ; n++) if (isOne(n)) return new Date(n * 86_400_000).toISOString().slice(0, 10)
}
