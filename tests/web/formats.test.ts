import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { endOfDay } from '../../web/src/time/time.ts'
import { day, dayAndTime, instant, money, nearDay } from '../../web/src/ui/format.ts'
import { datePattern, type Formats, numberSigns, setFormats } from '../../web/src/ui/formats.ts'
import { instantOf, wallAt } from '../../web/src/ui/zone.ts'

const atFirst: Formats = { locale: 'en-GB', dates: 'locale', timeZone: undefined }
afterEach(() => setFormats(atFirst))

describe('USR-05 the formats of a person', () => {
  it.each([
    { locale: 'en-GB', dates: 'locale', date: '30 Jun 2017', sum: '12,345.50 EUR' },
    { locale: 'en-US', dates: 'locale', date: 'Jun 30, 2017', sum: '12,345.50 EUR' },
    { locale: 'de-DE', dates: 'locale', date: '30.06.2017', sum: '12.345,50 EUR' },
    { locale: 'sv-SE', dates: 'locale', date: '2017-06-30', sum: '12\u00a0345,50 EUR' },
    { locale: 'de-DE', dates: 'month-first', date: 'Jun 30, 2017', sum: '12.345,50 EUR' },
    { locale: 'en-US', dates: 'day-first', date: '30 Jun 2017', sum: '12,345.50 EUR' },
    { locale: 'en-GB', dates: 'iso', date: '2017-06-30', sum: '12,345.50 EUR' },
  ] as const)('write dates and numbers: $locale, $dates', ({ locale, dates, date, sum }) => {
    setFormats({ locale, dates, timeZone: 'Asia/Tokyo' })
    expect(day('2017-06-30')).toBe(date)
    expect(money({ amount: 1_234_550, currency: 'EUR' })).toBe(sum)
  })

  it('say the signs that inputs take, and the order of dates', () => {
    setFormats({ ...atFirst, locale: 'de-DE' })
    expect(numberSigns()).toEqual({ group: '.', decimal: ',' })
    expect(datePattern()).toBe('DD.MM.YYYY')
  })

  it('tell instants by the clocks of the person’s zone', () => {
    setFormats({ ...atFirst, timeZone: 'Asia/Tokyo' })
    const now = new Date('2026-11-22T16:00:00Z')
    expect(dayAndTime(now)).toBe('23 Nov 2026, 01:00')
    // Yesterday evening in London is today in Tokyo.
    expect(instant('2026-11-22T15:05:00Z', now)).toBe('55 min ago')
    expect(instant('2026-11-22T14:30:00Z', now)).toBe('yesterday 23:30')
    // A day has no zone; which one is today has.
    const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-27', '2026-11-30', '2027-01-02']
    expect(days.map((date) => nearDay(date, now))).toEqual([
      'yesterday',
      'today',
      'tomorrow',
      'Fri',
      '30 Nov',
      '2 Jan 2027',
    ])
    expect(endOfDay({ year: 2026, month: 11, day: 23 }).toISOString()).toBe('2026-11-23T14:59:59.999Z')
  })
})

describe('the clocks of a zone', () => {
  const zones = [
    'UTC',
    'Europe/London',
    'America/St_Johns',
    'Africa/Kampala',
    'Pacific/Apia',
    'Asia/Kathmandu',
  ]

  it('lead from what they show to an instant at which they show it, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (zone, at) => {
          const wall = wallAt(at, zone)
          expect(wallAt(new Date(instantOf(wall, zone)), zone)).toEqual(wall)
        },
      ),
    )
  })

  it('end a day before the next begins, also where the clocks change in between', () => {
    const night = { year: 2026, month: 10, day: 25 }
    setFormats({ ...atFirst, timeZone: 'Europe/London' })
    expect(endOfDay(night).toISOString()).toBe('2026-10-25T23:59:59.999Z')
    expect(endOfDay({ ...night, day: 24 }).toISOString()).toBe('2026-10-24T22:59:59.999Z')
    expect(endOfDay({ ...night, day: 0 }).toISOString()).toBe('2026-09-30T22:59:59.999Z')
  })
})
