import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessMinutes,
  type BusinessHours,
  businessHours,
  businessMinutesBetween,
  explainBusinessTime,
} from '../../../src/domain/values/business-time.ts'
import { times as often } from '../../support/chance.ts'
import { openAt } from '../../support/wall-clock.ts'

const minute = 60_000
const iso = (ms: number) => new Date(ms).toISOString()
const workdays = (from: string, to: string) => [1, 2, 3, 4, 5].map((day) => ({ day, from, to }))
const office: BusinessHours = {
  timeZone: 'Europe/Berlin',
  weekly: [...workdays('09:00', '12:00'), ...workdays('13:00', '17:00')],
  holidays: ['2026-12-25'],
}
const always: BusinessHours = {
  timeZone: 'America/New_York',
  weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
  holidays: [],
}
const nights: BusinessHours = {
  timeZone: 'America/New_York',
  weekly: [{ day: 6, from: '22:00', to: '06:00' }],
  holidays: [],
}

describe('business time', () => {
  it.each([
    // Thursday 16:30 in Berlin (UTC+1): half an hour until closing, Friday is a holiday, then Monday after lunch.
    [office, '2026-12-24T15:30:00.000Z', 30, '2026-12-24T16:00:00.000Z'],
    [office, '2026-12-24T15:30:00.000Z', 31, '2026-12-28T08:01:00.000Z'],
    [office, '2026-12-24T15:30:00.000Z', 30 + 180 + 1, '2026-12-28T12:01:00.000Z'],
    // From outside the hours, and over lunch.
    [office, '2026-11-21T12:00:00.000Z', 60, '2026-11-23T09:00:00.000Z'],
    [office, '2026-11-23T10:30:00.000Z', 60, '2026-11-23T12:30:00.000Z'],
    // The clocks go forward at 02:00 on Sunday 8 March: the shift from 22:00 to 06:00 has seven hours.
    [nights, '2026-03-07T00:00:00.000Z', 7 * 60, '2026-03-08T10:00:00.000Z'],
    // And back on 1 November: it has nine.
    [nights, '2026-10-31T00:00:00.000Z', 9 * 60, '2026-11-01T11:00:00.000Z'],
  ])('SLA-05 counts opening hours only (%#)', (hours, from, minutes, to) => {
    expect(addBusinessMinutes(hours, from, minutes)).toBe(to)
    expect(businessMinutesBetween(hours, from, to)).toBe(minutes)
  })

  it('SLA-05 counts an hour that the clocks repeat twice, and one that they skip not at all', () => {
    const small = { ...nights, weekly: [{ day: 7, from: '01:00', to: '03:00' }] }
    expect(businessMinutesBetween(small, '2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z')).toBe(60)
    expect(businessMinutesBetween(small, '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z')).toBe(180)
    expect(businessMinutesBetween(small, '2026-11-08T00:00:00Z', '2026-11-09T00:00:00Z')).toBe(120)
  })

  it('SLA-05 gives a holiday its whole date and no more: of a night shift the part on it is lost', () => {
    const shift = { ...nights, holidays: ['2026-06-07'] }
    // Saturday 22:00 to midnight counts, Sunday until 06:00 does not.
    expect(businessMinutesBetween(shift, '2026-06-06T00:00:00Z', '2026-06-08T00:00:00Z')).toBe(120)
  })

  it('SLA-05 accounts for every stretch and says why it counts or not', () => {
    expect(explainBusinessTime(office, '2026-12-24T15:30:00.000Z', '2026-12-28T08:15:00.000Z')).toStrictEqual(
      [
        { from: '2026-12-24T15:30:00.000Z', to: '2026-12-24T16:00:00.000Z', kind: 'open', minutes: 30 },
        { from: '2026-12-24T16:00:00.000Z', to: '2026-12-24T23:00:00.000Z', kind: 'closed', minutes: 420 },
        { from: '2026-12-24T23:00:00.000Z', to: '2026-12-25T23:00:00.000Z', kind: 'holiday', minutes: 1440 },
        { from: '2026-12-25T23:00:00.000Z', to: '2026-12-28T08:00:00.000Z', kind: 'closed', minutes: 3420 },
        { from: '2026-12-28T08:00:00.000Z', to: '2026-12-28T08:15:00.000Z', kind: 'open', minutes: 15 },
      ],
    )
  })

  it('refuses to search for ever when the calendar gives too little', () => {
    expect(() => addBusinessMinutes(nights, '2026-01-01T00:00:00Z', 60_000_000)).toThrow(RangeError)
  })

  it.each([
    [{ weekly: [] }, 'weekly'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ weekly: [{ day: 8, from: '09:00', to: '10:00' }] }, 'weekly.0.day'],
    [{ weekly: [{ day: 1, from: '24:00', to: '10:00' }] }, 'weekly.0.from'],
    [{ weekly: [{ day: 1, from: '09:00', to: '09:00' }] }, 'weekly.0.to'],
    [{ holidays: ['2026-02-30'] }, 'holidays.0'],
  ])('refuses a calendar that cannot be meant (%#)', (wrong, field) => {
    const { error } = businessHours.safeParse({ ...office, ...wrong })
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field)
  })
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/Santiago',
]
/** Around the changes of the clocks in both hemispheres, and at random. */
const instants = fc
  .oneof(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'),
    fc
      .integer({ min: 0, max: 3650 })
      .map((days) => iso(Date.UTC(2020, 0, 1) + days * 86_400_000).slice(0, 10)),
  )
  .chain((date) =>
    fc.integer({ min: 0, max: 3 * 86_400_000 }).map((offset) => iso(Date.parse(date) + offset)),
  )
const times = fc.integer({ min: 0, max: 95 }).map((quarter) => iso(quarter * 15 * minute).slice(11, 16))
const calendars: fc.Arbitrary<BusinessHours> = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekly: fc.array(
    fc
      .record({ day: fc.integer({ min: 1, max: 7 }), from: times, to: fc.oneof(times, fc.constant('24:00')) })
      .filter(({ from, to }) => from !== to),
    { minLength: 1, maxLength: 8 },
  ),
  holidays: fc.array(
    instants.map((at) => at.slice(0, 10)),
    { maxLength: 3 },
  ),
})
const spans = fc.integer({ min: 0, max: 20 * 86_400_000 })

function counted(hours: BusinessHours, from: number, to: number): number {
  const open = openAt(hours)
  let minutes = 0
  for (let at = from; at < to; at += minute) if (open(at)) minutes++
  return minutes
}

describe('the laws of business time', () => {
  it('SLA-05 agrees with counting minute by minute', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 3 * 1440 }), (hours, start, length) => {
        const from = Math.floor(Date.parse(start) / minute) * minute
        const to = from + length * minute
        expect(businessMinutesBetween(hours, iso(from), iso(to))).toBe(counted(hours, from, to))
      }),
      { numRuns: often(15, 60) },
    )
  })

  it('SLA-05 is additive: two stretches in a row are worth as much as both together', () => {
    fc.assert(
      fc.property(calendars, instants, spans, spans, (hours, from, first, second) => {
        const middle = iso(Date.parse(from) + first)
        const to = iso(Date.parse(from) + first + second)
        const ms = (a: string, b: string) => Math.round(businessMinutesBetween(hours, a, b) * minute)
        expect(ms(from, middle) + ms(middle, to)).toBe(ms(from, to))
        expect(ms(to, from) + ms(from, to)).toBe(0)
      }),
    )
  })

  it('SLA-05 is the inverse of itself, and gives the first such instant', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 3_000 * minute }), (hours, from, ms) => {
        const to = addBusinessMinutes(hours, from, ms / minute)
        expect(Math.round(businessMinutesBetween(hours, from, to) * minute)).toBe(ms)
        const before = iso(Date.parse(to) - 1)
        expect(Math.round(businessMinutesBetween(hours, from, before) * minute)).toBe(ms - 1)
      }),
    )
  })

  it('SLA-05 is monotonic: more time ends later, and nothing ends before it begins', () => {
    fc.assert(
      fc.property(calendars, instants, spans, spans, (hours, from, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one]
        const sooner = addBusinessMinutes(hours, from, less / 100 / minute)
        const later = addBusinessMinutes(hours, from, more / 100 / minute)
        expect(from <= sooner && sooner <= later).toBe(true)
      }),
    )
  })

  it('SLA-05 round the clock is the time on the wall clock', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, spans, (timeZone, from, ms) => {
        const to = iso(Date.parse(from) + ms)
        expect(addBusinessMinutes({ ...always, timeZone }, from, ms / minute)).toBe(to)
        expect(businessMinutesBetween({ ...always, timeZone }, from, to) * minute).toBeCloseTo(ms, 3)
      }),
    )
  })

  it('SLA-05 explains all of the time, each moment once, and what counts adds up', () => {
    fc.assert(
      fc.property(calendars, instants, spans, (hours, from, ms) => {
        const to = iso(Date.parse(from) + ms)
        const stretches = explainBusinessTime(hours, from, to)
        expect([from, ...stretches.map((one) => one.to)]).toStrictEqual([
          ...stretches.map((one) => one.from),
          to,
        ])
        const open = stretches
          .filter(({ kind }) => kind === 'open')
          .reduce((sum, { minutes }) => sum + minutes, 0)
        expect(open).toBeCloseTo(businessMinutesBetween(hours, from, to), 6)
        for (const [index, { kind }] of stretches.entries()) expect(kind).not.toBe(stretches[index + 1]?.kind)
      }),
    )
  })
})
