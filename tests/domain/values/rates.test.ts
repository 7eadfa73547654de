import { describe, expect, it } from 'vitest'
import { heldAgainst } from '../../../src/api/service/ticket-reports.ts'
import { chanceOfSoMany } from '../../../src/domain/values/rates.ts'

describe('TIC-16 whether so many are more than before', () => {
  it('TIC-16 says the exact chance: of all that came, each falls into the time by its share', () => {
    // Binomial, by hand: 3 or more of 4 with a half each.
    expect(chanceOfSoMany(3, 1, 1, 1)).toBeCloseTo(5 / 16, 12)
    // All of 5 in the last of 9 times.
    expect(chanceOfSoMany(5, 1, 0, 8)).toBeCloseTo((1 / 9) ** 5, 12)
    expect(chanceOfSoMany(0, 1, 7, 8)).toBeCloseTo(1, 12)
    expect(chanceOfSoMany(2000, 1, 16_000, 8)).toBeGreaterThan(0.4)
  })

  it('TIC-16 marks a burst and no noise, and nothing before there are eight times to hold it against', () => {
    const steady = [4, 6, 5, 5, 4, 6, 5, 5]
    expect(heldAgainst(steady, 9)).toMatchObject({ expected: 5, spike: false })
    expect(heldAgainst(steady, 15)).toMatchObject({ expected: 5, spike: true })
    expect(heldAgainst([0, 0, 0, 0, 0, 0, 0, 0], 2)).toMatchObject({ expected: 0, spike: false })
    expect(heldAgainst([0, 0, 0, 0, 0, 0, 0, 0], 4)).toMatchObject({ spike: true })
    expect(heldAgainst(steady.slice(1), 50)).toEqual({ expected: null, chance: null, spike: false })
  })
})
