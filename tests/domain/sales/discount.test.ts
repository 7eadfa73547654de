import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discountOf } from '../../../src/domain/sales/discount.ts'
import { quote } from '../../../src/domain/sales/quote.ts'
import { limitOf } from '../../../src/domain/sales/quote-policy.ts'
import { given, idOf, manager, rep } from '../../support/given.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const line = (
  unitPrice: number,
  { quantity = 1, listPrice = unitPrice as number | null, discountPercent = 0 } = {},
) => ({
  quantity,
  unitPrice: eur(unitPrice),
  listPrice: listPrice === null ? null : eur(listPrice),
  discountPercent,
})

describe('QTC-04 what a quote gives away', () => {
  it.each([
    ['nothing at list prices', [line(100), line(33.3333, { quantity: 3 })], 0],
    ['a discount, exactly, whatever is rounded to cents', [line(0.195, { discountPercent: 10 })], 10],
    ['a lower price of one’s own', [line(75, { listPrice: 100 })], 25],
    ['both', [line(50, { listPrice: 100, discountPercent: 50 })], 75],
    ['the most that one line gives', [line(100, { discountPercent: 40 }), line(10_000)], 40],
    ['what is taken back', [line(100), line(30, { quantity: -1, listPrice: null })], 30],
    ['nothing by a price above the list', [line(120, { listPrice: 100 })], 0],
    ['nothing without lines', [], 0],
  ])('is %s', (_, lines, percent) => {
    expect(discountOf(lines)).toBe(percent)
  })

  it('is the same however a line is split, and never less than its discount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (price, a, b, tenThousandths) => {
          const discountPercent = tenThousandths / 10_000
          const one = (quantity: number) => line(price, { quantity, discountPercent })
          expect(discountOf([one(a + b)])).toBe(discountPercent)
          expect(discountOf([one(a), one(b)])).toBe(discountPercent)
        },
      ),
    )
  })
})

describe('QTC-04 a discount above a limit', () => {
  const offered = {
    opportunityId: idOf('opportunity'),
    currency: 'EUR',
    lines: [{ description: 'Lens', quantity: 1, unitPrice: eur(10_000), discountPercent: 25, product: null }],
    validUntil: '2026-03-31',
    opportunity: { accountId: null, ownerId: rep.id, status: 'open' },
    timeZone: 'UTC',
  } as const
  const [drafted] = given(quote)
    .when('quote.draft', { ...offered, lines: [...offered.lines] })
    .events()
  const requested = {
    type: 'quote.approval-requested',
    data: { discountPercent: 25, reason: 'A reference' },
  } as const
  const approved = {
    type: 'quote.approved',
    data: { discountPercent: 25, reason: null, requestedBy: rep.id },
  } as const
  const send = { timeZone: 'UTC', limit: 10 }

  it('is not sent before somebody with a higher limit, and nobody else than that, has approved it', () => {
    if (!drafted) return expect.unreachable()
    const draft = drafted as never
    given(quote, draft).when('quote.send', send).thenRefused('quote.approval-needed')
    given(quote, draft)
      .when('quote.request-approval', { reason: 'A reference', limit: 10 })
      .thenEvents(requested)
    given(quote, draft, requested).when('quote.approve', { limit: 100 }).thenRefused('quote.own-approval')
    given(quote, draft, requested)
      .when('quote.approve', { limit: 20 }, { actor: manager })
      .thenRefused('quote.above-limit')
    given(quote, draft, requested)
      .when('quote.approve', { limit: 30 }, { actor: manager })
      .thenEvents(approved)
    expect(given(quote, draft, requested, approved).when('quote.send', send).events()).toHaveLength(1)
  })

  it('is sent as it is below the limit, and without one', () => {
    const draft = drafted as never
    for (const limit of [25, 30, null])
      expect(given(quote, draft).when('quote.send', { timeZone: 'UTC', limit }).events()).toHaveLength(1)
    given(quote, draft)
      .when('quote.request-approval', { reason: 'x', limit: 30 })
      .thenRefused('quote.no-approval-needed')
  })

  it('needs it anew for other lines, and after it was declined', () => {
    const draft = drafted as never
    const [changed] = given(quote, draft, requested, approved)
      .when('quote.change-lines', {
        lines: [
          { description: 'Lens', quantity: 1, unitPrice: eur(10_000), discountPercent: 26, product: null },
        ],
      })
      .events()
    given(quote, draft, requested, approved, changed as never)
      .when('quote.send', send)
      .thenRefused('quote.approval-needed')
    const declined = {
      type: 'quote.approval-declined',
      data: { reason: 'Too much', requestedBy: rep.id },
    } as const
    given(quote, draft, requested)
      .when('quote.decline-approval', { reason: 'Too much' }, { actor: manager })
      .thenEvents(declined)
    given(quote, draft, requested, declined).when('quote.send', send).thenRefused('quote.approval-needed')
  })

  it('has the limit of the role that allows most, else that of everybody', () => {
    const rules = {
      discountLimit: 5,
      discountLimits: [
        { role: 'manager' as const, percent: 30 },
        { role: 'rep' as const, percent: 10 },
      ],
    }
    expect(limitOf(rules, ['rep', 'manager'])).toBe(30)
    expect(limitOf(rules, ['agent'])).toBe(5)
    expect(limitOf({ discountLimit: null, discountLimits: [] }, ['rep'])).toBeNull()
  })
})
