import { describe, expect, it } from 'vitest'
import { createThrottle } from '../../src/platform/people/throttle.ts'

describe('a throttle', () => {
  const patience = { free: 3, longest: 60 }
  let now = Date.parse('2026-01-01T00:00:00.000Z')
  const throttle = () => createThrottle(() => new Date(now).toISOString())

  it('asks for no wait while failures are few, then for ever longer ones, and for none beyond the longest', () => {
    const t = throttle()
    const waits = Array.from({ length: 12 }, () => {
      t.failed('a', patience)
      return t.wait('a')
    })
    expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
    expect(t.wait('b')).toBe(0)
    now += 60_000
    expect(t.wait('a')).toBe(0)
  })

  it('forgets failures after success, and after an hour', () => {
    const t = throttle()
    for (let i = 0; i < 5; i++) t.failed('a', patience)
    t.succeeded('a')
    t.failed('a', patience)
    expect(t.wait('a')).toBe(0)
    for (let i = 0; i < 5; i++) t.failed('b', patience)
    now += 3_600_000
    t.failed('b', patience)
    expect(t.wait('b')).toBe(0)
  })
})
