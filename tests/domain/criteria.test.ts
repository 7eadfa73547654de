import { describe, expect, it } from 'vitest'
import { criterion } from '../../src/domain/criteria/criterion.ts'
import { explained } from '../../src/domain/criteria/explained.ts'
import { holds } from '../../src/domain/criteria/holds.ts'
import { type CriterionRefused, dayFrom, resolve } from '../../src/domain/criteria/resolve.ts'
import type { Field, Vocabularies } from '../../src/domain/criteria/vocabulary.ts'

const fields = (of: Record<string, Field>) => new Map(Object.entries(of))
const vocabularies: Vocabularies = new Map([
  [
    'deal',
    {
      fields: fields({
        name: { kind: 'text' },
        amount: { kind: 'money', currency: 'currency' },
        closeDate: { kind: 'day' },
        openedAt: { kind: 'instant' },
        ownerId: { kind: 'record' },
      }),
      related: new Map([['activities', { model: 'activity', own: 'id', other: 'dealId' }]]),
    },
  ],
  ['activity', { fields: fields({ at: { kind: 'instant' } }), related: new Map() }],
])
const asking = { now: '2026-03-28T23:30:00.000Z', zone: 'Europe/Berlin', me: undefined }
const test = (asked: unknown) => resolve(criterion.parse(asked), 'deal', vocabularies, asking)
const deal = {
  name: 'Äpfel',
  amount: 100,
  currency: 'EUR',
  closeDate: null,
  openedAt: '2026-03-28T22:59:59.999Z',
}

describe('BEY-03: criteria', () => {
  it.each([
    [{}, '2026-03-29'],
    [{ days: -90 }, '2025-12-29'],
    [{ start: 'week' }, '2026-03-23'],
    [{ start: 'month', days: -1 }, '2026-02-28'],
    [{ start: 'quarter' }, '2026-01-01'],
    [{ start: 'year', months: -1 }, '2025-12-01'],
    [{ months: -1 }, '2026-02-28'],
  ])('the day %j of 29 March is %s', (relative, expected) => {
    expect(dayFrom({ start: 'day', ...relative } as never, '2026-03-29')).toBe(expected)
  })

  it('days are those of the zone, also where one has 23 hours', () => {
    const on = (value: string) => holds(test({ field: 'openedAt', operator: 'on', value }), deal)
    expect([on('2026-03-28'), on('2026-03-29')]).toStrictEqual([true, false])
    const late = { ...deal, openedAt: '2026-03-29T21:59:59.999Z' }
    expect(holds(test({ field: 'openedAt', operator: 'on', value: {} }), late)).toBe(true)
    expect(holds(test({ field: 'openedAt', operator: 'after', value: {} }), late)).toBe(false)
  })

  it('what is not known fulfils no condition but unknown and is-not', () => {
    const before = { field: 'closeDate', operator: 'before', value: '2030-01-01' }
    expect(holds(test(before), deal)).toBe(false)
    expect(holds(test({ none: [before] }), deal)).toBe(true)
    expect(holds(test({ field: 'closeDate', operator: 'unknown' }), deal)).toBe(true)
    expect(holds(test({ field: 'name', operator: 'is-not', value: 'x' }), { ...deal, name: null })).toBe(true)
  })

  it('money is compared in its own currency only', () => {
    const least = (currency: string) =>
      holds(test({ field: 'amount', operator: 'at-least', value: { amount: 1, currency } }), deal)
    expect([least('EUR'), least('USD')]).toStrictEqual([true, false])
  })

  it('an explanation says which condition held, with what was found', () => {
    const quiet = {
      related: 'activities',
      where: { field: 'at', operator: 'from', value: { days: -90 } },
      atMost: 0,
    }
    const named = { field: 'name', operator: 'contains', value: 'PFEL' }
    const told = explained(criterion.parse({ all: [named, quiet] }), deal, test, () => [
      { at: '2025-01-01T00:00:00.000Z' },
    ])
    expect(told).toStrictEqual([
      { depth: 0, holds: true, joint: 'all', condition: null, found: null },
      { depth: 1, holds: true, joint: null, condition: named, found: 'Äpfel' },
      { depth: 1, holds: true, joint: null, condition: quiet, found: 0 },
    ])
  })

  it.each([
    [{ field: 'ownerId', operator: 'is', value: 'me' }, 'value'],
    [{ all: [{ field: 'none', operator: 'known' }] }, 'all.0.field'],
    [{ related: 'activities', atLeast: 2, atMost: 1 }, 'atMost'],
    [{ field: 'name', operator: 'known', value: 1 }, 'value'],
  ])('%j is refused at %s', (asked, path) => {
    const refusal = expect.objectContaining({ path }) as CriterionRefused
    expect(() => test(asked)).toThrow(refusal)
  })
})
