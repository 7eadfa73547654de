import fc from 'fast-check'
import { expect, it } from 'vitest'
import { abTest } from '../../../src/domain/marketing/ab-test.ts'
import { attributed, attributionModels } from '../../../src/domain/marketing/attribution.ts'

const touch = fc.record({
  campaignId: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc
    .integer({ min: 0, max: 60 })
    .map((minute) => new Date(1_700_000_000_000 + minute * 60_000).toISOString()),
})

it('BEY-05 shares out every amount to the last minor unit, under each model and in whatever order touches are told', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000_000_000 }),
      fc.array(touch, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(...attributionModels),
      (amount, touches, model) => {
        const shares = attributed(amount, touches, model)
        expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(amount)
        expect([...shares.values()].every((share) => Number.isInteger(share) && share >= 0)).toBe(true)
        expect(new Map(attributed(amount, touches.toReversed(), model))).toEqual(shares)
      },
    ),
  )
})

it('MKT-17 gives a deal to the first, the last, all alike, or 40-20-40', () => {
  const at = (minute: number) => `2026-03-01T10:0${minute}:00.000Z`
  const touches = [
    { campaignId: 'b', at: at(2) },
    { campaignId: 'a', at: at(1) },
    { campaignId: 'c', at: at(3) },
  ]
  const by = (model: (typeof attributionModels)[number]) =>
    Object.fromEntries(attributed(100, touches, model))
  expect(by('first')).toEqual({ a: 100 })
  expect(by('last')).toEqual({ c: 100 })
  expect(by('linear')).toEqual({ a: 34, b: 33, c: 33 })
  expect(by('position')).toEqual({ a: 40, b: 20, c: 40 })
  expect(attributed(100, [], 'linear').size).toBe(0)
})

it('MKT-09 names a winner only where two subjects differ beyond chance', () => {
  // Expected p by R's prop.test(c(60, 40), c(200, 200), correct = FALSE): 0.02092.
  const { winner, p } = abTest({ sent: 200, opened: 60 }, { sent: 200, opened: 40 })
  expect([winner, p?.toFixed(4)]).toEqual(['a', '0.0209'])
  expect(abTest({ sent: 200, opened: 60 }, { sent: 200, opened: 55 }).winner).toBeNull()
  expect(abTest({ sent: 10, opened: 9 }, { sent: 10, opened: 0 })).toMatchObject({ winner: null, p: null })
})
