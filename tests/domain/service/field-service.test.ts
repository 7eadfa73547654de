import { describe, expect, it } from 'vitest'
import { dueAfter } from '../../../src/domain/service/maintenance-plan.ts'
import { quartersBetween } from '../../../src/domain/service/quarters.ts'
import { costOf } from '../../../src/domain/service/service-order-cost.ts'
import { shareInterval } from '../../../src/domain/values/rates.ts'

describe('SVC-08 when something is due', () => {
  const monthly = { startsOn: '2026-01-31', endsOn: null, rhythm: { every: 1, unit: 'month' as const } }

  it('comes back to the 31st after shorter months, and goes by weeks', () => {
    const days: (string | undefined)[] = [dueAfter(monthly, { from: monthly.startsOn })]
    for (let n = 0; n < 4; n++) days.push(dueAfter(monthly, { after: days.at(-1) ?? '' }))
    expect(days).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
    const weekly = { ...monthly, rhythm: { every: 2, unit: 'week' as const } }
    expect(dueAfter(weekly, { after: '2026-03-01' })).toBe('2026-03-14')
    expect(dueAfter(weekly, { from: '2020-01-01' })).toBe('2026-01-31')
  })

  it('ends with its last day, and with the last that there is', () => {
    expect(dueAfter({ ...monthly, endsOn: '2026-02-27' }, { after: '2026-01-31' })).toBeUndefined()
    expect(dueAfter(monthly, { after: '9999-12-31' })).toBeUndefined()
  })
})

describe('SVC-12 what a visit comes to', () => {
  it('is exact, and says what of it is to be paid', () => {
    const eur = (amount: number) => ({ amount, currency: 'EUR' })
    const id = '00000000-0000-4000-8000-000000000001'
    const of = {
      currency: 'EUR',
      service: { id, name: 'Visit', price: eur(5_000), priceFor: 'visit' as const, minutes: 60 },
      billsVisit: true,
      times: [
        {
          id,
          userId: null,
          text: null,
          startedAt: '2026-03-02T09:00:00.000Z',
          endedAt: '2026-03-02T09:20:00.000Z',
          rate: eur(9_000),
          billable: false,
        },
      ],
      parts: [
        { id, productId: null, description: 'Screw', quantity: 7, unitPrice: eur(19.5), billable: true },
      ],
    }
    // A third of an hour is told as 0.333; seven at 19.5 cents are 136.5, rounded away from zero.
    expect(costOf(of)).toEqual({ visit: 5_000, labour: 2_997, parts: 137, total: 8_134, billable: 5_137 })
  })
})

describe('SVC-02 quarters of an hour', () => {
  it('are those that an appointment touches, and none that it only ends at', () => {
    const quarters = quartersBetween('2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z')
    expect(quarters).toHaveLength(4)
    expect(quartersBetween('2026-03-02T10:00:00.000Z', '2026-03-02T10:15:00.000Z')).toEqual([
      (quarters.at(-1) ?? 0) + 1,
    ])
  })
})

describe('TIC-18 how sure a share is', () => {
  it('is as Wilson has it, also of none and of all', () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const shown = ([count, of]: readonly [number, number]) => {
      const { low, high } = shareInterval(count, of)
      return [low.toFixed(4), high.toFixed(4)]
    }
    expect(
      (
        [
          [81, 263],
          [15, 148],
          [0, 20],
          [1, 29],
        ] as const
      ).map(shown),
    ).toEqual([
      ['0.2553', '0.3662'],
      ['0.0624', '0.1605'],
      ['0.0000', '0.1611'],
      ['0.0061', '0.1718'],
    ])
  })
})
