import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frames, neighbour, presets, timeSearch, viewOf } from '../../web/src/time/time.ts'
import { day, duration, hours, instant, money, monthName } from '../../web/src/ui/format.ts'

const at = (ms: number) => new Date(ms).toISOString()
const changesOf = (times: readonly number[]) =>
  [...times].sort((a, b) => b - a).map((ms) => ({ at: at(ms), title: `Change at ${ms}` }))
const times = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 40 })

describe('the time bar', () => {
  it('reads the instant from an address that anybody may have written', () => {
    expect(timeSearch({ asOf: '2017-06-30T23:59:59+02:00' })).toEqual({ asOf: '2017-06-30T21:59:59.000Z' })
    expect(timeSearch({ asOf: '2017-06-30T00:00:00Z', basis: 'recorded' }).basis).toBe('recorded')
    for (const asOf of ['yesterday', '', 17, undefined, {}]) expect(timeSearch({ asOf })).toEqual({})
    expect(viewOf({})).toBeNull()
    expect(viewOf({ asOf: '2017-06-30T00:00:00.000Z' })?.basis).toBe('occurred')
  })

  it('steps to the nearest change before and after, and never stays where it is', () => {
    fc.assert(
      fc.property(
        times,
        fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
        (all, here) => {
          const changes = changesOf(all)
          const from = here === undefined ? undefined : at(here)
          const before = all.filter((ms) => here === undefined || ms < here)
          const after = all.filter((ms) => here !== undefined && ms > here)
          const expected = (of: number[], pick: (...values: number[]) => number) =>
            of.length > 0 ? at(pick(...of)) : undefined
          expect(neighbour(changes, from, 'back')?.at).toBe(expected(before, Math.max))
          expect(neighbour(changes, from, 'on')?.at).toBe(expected(after, Math.min))
        },
      ),
    )
  })

  it('plays forwards, within its range, in no more frames than asked', () => {
    fc.assert(
      fc.property(times, (all) => {
        const film = frames(changesOf(all), new Date(0), new Date(1_000_000), 20)
        expect(film.length).toBeLessThanOrEqual(20)
        expect(film).toEqual([...new Set(film)].sort())
        expect(film.every((each) => each >= at(0) && each <= at(1_000_000))).toBe(true)
        if (new Set(all).size <= 20) expect(new Set(film)).toEqual(new Set(all.map(at)))
      }),
    )
  })

  it('offers instants that lie in the past, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (now) => {
          for (const preset of presets(now)) expect(preset.at.getTime()).toBeLessThan(now.getTime())
        },
      ),
    )
  })
})

describe('words for values', () => {
  const now = new Date(2026, 10, 22, 12, 0)

  it('says instants as people do', () => {
    const words = (...parts: [number, number, number, number, number]) =>
      instant(new Date(...parts).toISOString(), now)
    expect(instant(now.toISOString(), now)).toBe('just now')
    expect(words(2026, 10, 22, 11, 48)).toBe('12 min ago')
    expect(words(2026, 10, 22, 9, 5)).toBe('today 09:05')
    expect(words(2026, 10, 21, 9, 5)).toBe('yesterday 09:05')
    expect(words(2026, 10, 23, 9, 5)).toBe('tomorrow 09:05')
    expect(words(2026, 10, 18, 9, 5)).toBe('Wed 09:05')
    expect(words(2026, 2, 12, 9, 5)).toBe('12 Mar')
    expect(words(2017, 2, 12, 9, 5)).toBe('12 Mar 2017')
    expect(instant('no instant', now)).toBe('no instant')
  })

  it('shifts no date and rounds no money', () => {
    expect(day('2017-06-30')).toBe('30 Jun 2017')
    expect(monthName('2017-06')).toBe('Jun 2017')
    expect(money({ amount: 1_005_534, currency: 'USD' })).toBe('10,055.34 USD')
    expect(money({ amount: 1_000_000, currency: 'USD' })).toBe('10,000 USD')
    expect(money({ amount: 1_234, currency: 'JPY' })).toBe('1,234 JPY')
    expect(money({ amount: 1_234, currency: 'KWD' })).toBe('1.234 KWD')
  })

  it('counts business time in hours, because a working day has no 24', () => {
    expect([hours(2400), hours(207), hours(60), hours(5), hours(0)]).toEqual([
      '40 h',
      '3 h 27 m',
      '1 h',
      '5 m',
      '0 m',
    ])
    expect([duration(8_040_000), duration(42_000), duration(0)]).toEqual(['2 h 14 m', '42 s', '0 s'])
  })
})
