import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../../src/domain/error.ts'
import { priceLines } from '../../../src/domain/sales/line.ts'
import { type OrderState, order, orderStatus } from '../../../src/domain/sales/order.ts'
import { type Part, partOf } from '../../../src/domain/sales/part.ts'
import { documentNumber } from '../../../src/domain/values/document-number.ts'
import { times } from '../../support/chance.ts'
import { given, idOf, noon, rep } from '../../support/given.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const asked = (quantity: number, price: number, more: object = {}) => ({
  productId: null,
  description: 'Scope',
  quantity,
  unitPrice: eur(price),
  discountPercent: 0,
  taxPercent: 19,
  product: null,
  ...more,
})
const offer = {
  opportunityId: idOf('opportunity'),
  accountId: idOf('account') as string | null,
  ownerId: rep.id,
  currency: 'EUR',
  quoteId: idOf('quote'),
  ...priceLines([asked(3, 3_333), asked(-1, 1_000, { taxPercent: 7 })], 'EUR'),
}
const number = documentNumber('O', idOf('it'))
const placed = { type: 'order.placed', data: { ...offer, number, address: null, wantedOn: null } } as const
const today = '2026-03-01'
const fulfilled = (fulfilment: number, lines: { line: number; quantity: number }[]) =>
  ({
    type: 'order.fulfilled',
    data: { fulfilment, day: today, carrier: null, tracking: null, lines },
  }) as const
const confirmed = { type: 'order.confirmed', data: {} } as const
const cancelled = { type: 'order.cancelled', data: { reason: 'Too late' } } as const

describe('QTC-06 an order stands where commands have brought it', () => {
  it('placed, confirmed, fulfilled in parts, cancelled with a reason, and each is taken back', () => {
    given(order, placed).when('order.confirm', {}).thenEvents(confirmed)
    given(order, placed, confirmed).when('order.confirm', {}).thenNothing()
    given(order, placed, confirmed)
      .when('order.withdraw-confirmation', {})
      .thenEvents({ type: 'order.confirmation-withdrawn', data: {} })
    given(order, placed).when('order.cancel', { reason: 'Too late' }).thenEvents(cancelled)
    given(order, placed, cancelled)
      .when('order.reinstate', {})
      .thenEvents({ type: 'order.reinstated', data: {} })
    given(order, placed, cancelled).when('order.fulfil', { today }).thenRefused('order.cancelled')
    given(order, placed, cancelled).when('order.confirm', {}).thenRefused('order.cancelled')
    const all = fulfilled(1, [
      { line: 0, quantity: 3 },
      { line: 1, quantity: -1 },
    ])
    given(order, placed, all).when('order.cancel', { reason: 'x' }).thenRefused('order.already-fulfilled')
    given(order, placed, confirmed, fulfilled(1, [{ line: 0, quantity: 1 }]))
      .when('order.withdraw-confirmation', {})
      .thenRefused('order.fulfilled-in-part')
  })
})

describe('QTC-07 an order is fulfilled in parts', () => {
  it('all that is open unless told, never more, each line in its own direction', () => {
    const first = fulfilled(1, [{ line: 0, quantity: 1.5 }])
    given(order, placed)
      .when('order.fulfil', { today, lines: [{ line: 0, quantity: 1.5 }] })
      .thenEvents(first)
    given(order, placed, first)
      .when('order.fulfil', { today })
      .thenEvents(
        fulfilled(2, [
          { line: 0, quantity: 1.5 },
          { line: 1, quantity: -1 },
        ]),
      )
    for (const [lines, code] of [
      [[{ line: 0, quantity: 1.501 }], 'order.fulfilled-too-much'],
      [[{ line: 1, quantity: 1 }], 'order.fulfilled-too-much'],
      [[{ line: 1, quantity: -2 }], 'order.fulfilled-too-much'],
      [[{ line: 2, quantity: 1 }], 'order.fulfilled-line-unknown'],
      [
        [
          { line: 0, quantity: 1 },
          { line: 0, quantity: 0.5 },
        ],
        'order.fulfilled-line-twice',
      ],
    ] as const)
      given(order, placed, first)
        .when('order.fulfil', { today, lines: [...lines] })
        .thenRefused(code)
    given(order, placed)
      .when('order.fulfil', { today, day: '2026-03-02' })
      .thenRefused('order.fulfilled-in-future')
  })

  it('and what went out is taken back as long as it is on no invoice', () => {
    const first = fulfilled(1, [{ line: 0, quantity: 1 }])
    const { type: _, ...withdrawn } = { ...first, data: { ...first.data, reason: null } }
    given(order, placed, first)
      .when('order.withdraw-fulfilment', { fulfilment: 1 })
      .thenEvents({ type: 'order.fulfilment-withdrawn', ...withdrawn })
    given(order, placed, first, { type: 'order.fulfilment-withdrawn', ...withdrawn })
      .when('order.fulfil', { today, lines: [{ line: 0, quantity: 1 }] })
      .thenEvents(fulfilled(2, [{ line: 0, quantity: 1 }]))
    given(order, placed, first)
      .when('order.withdraw-fulfilment', { fulfilment: 2 })
      .thenRefused('order.fulfilment-unknown')
    const bill = {
      bill: 1,
      fulfilment: 1,
      number,
      suppliedOn: today,
      ...offerParts([{ line: 0, quantity: 1 }]),
    }
    given(order, placed, first, { type: 'order.billed', data: bill })
      .when('order.withdraw-fulfilment', { fulfilment: 1 })
      .thenRefused('order.fulfilment-billed')
    given(order, placed, first, { type: 'order.billed', data: bill })
      .when('order.bill-fulfilment', { fulfilment: 1, isAutomatic: true })
      .thenNothing()
  })
})

function offerParts(lines: { line: number; quantity: number }[]) {
  const { quoteId: _, accountId: __, lines: ___, totals: ____, ...rest } = offer
  return { ...rest, accountId: idOf('account'), ...partOf(offer, { taken: [] }, lines) }
}

const anyLine = fc.record({
  quantity: fc.integer({ min: 1, max: 9_000 }).map((thousandths) => thousandths / 1000),
  price: fc.oneof(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 1, max: 9_999 }).map((n) => n / 100),
  ),
  discountPercent: fc.constantFrom(0, 0, 3, 12.5),
  taxPercent: fc.constantFrom(0, 7, 9.975, 19),
})

/** The command as it is carried out, or what refuses it. */
function asks(state: OrderState, type: string, input: object): OrderState | DomainError {
  const decide = order.decide as never as Record<
    string,
    (...of: unknown[]) => { type: string; data: never }[]
  >
  const evolve = order.evolve as never as Record<string, (...of: unknown[]) => OrderState>
  try {
    const context = { id: idOf('it'), at: noon, actor: rep }
    const events = decide[type]?.(state, input, context) ?? []
    return events.reduce((now, event) => evolve[event.type]?.(now, event.data, context) ?? now, state)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

describe('QTC-10 what is invoiced adds up', () => {
  it('QTC-10 to what the order says, by line, by rate and in all, however it is split and whatever is credited meanwhile', () => {
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), credit: fc.boolean() }), {
          maxLength: 12,
        }),
        (of, steps) => {
          const priced = priceLines(
            of.map(({ price, ...line }) => asked(line.quantity, price, line)),
            'EUR',
          )
          const start = order.evolve['order.placed'](undefined, { ...placed.data, ...priced }, {
            id: idOf('it'),
            at: noon,
            actor: rep,
          } as never)
          const all = asks(start, 'order.fulfil', { today, carrier: null, tracking: null })
          if (all instanceof DomainError) throw all
          let state = all
          for (const { share, credit } of steps) {
            const bill = state.bills.at(-1)
            if (
              credit &&
              bill &&
              !state.credits.some((one) => one.lines[0]?.description === String(bill.bill))
            ) {
              const parts = bill.lines.flatMap(({ quantity }, line) => {
                const part = Math.ceil(quantity * share * 1000) / 1000
                return part > 0 && part <= quantity ? [{ line, quantity: part }] : []
              })
              if (parts.length === 0) continue
              const credited = partOf(bill, { taken: [] }, parts)
              const lines = credited.lines.map((each) => ({
                ...each,
                line: bill.lines[each.line]?.line ?? 0,
                description: String(bill.bill),
              }))
              expect(credited.totals.gross.amount).toBeLessThanOrEqual(bill.totals.gross.amount)
              const next = asks(state, 'order.credit-bill', {
                lines,
                totals: credited.totals,
                creditNoteId: idOf('cn'),
              })
              if (next instanceof DomainError) throw next
              state = next
            } else {
              const lines = priced.lines.flatMap((line, at) => {
                const part = Math.floor(line.quantity * share * 1000) / 1000
                return part > 0 ? [{ line: at, quantity: part }] : []
              })
              const next = lines.length > 0 && asks(state, 'order.bill', { lines, hasSeller: true })
              // More than is left is refused, and what would come to less than nothing.
              if (next && !(next instanceof DomainError)) state = next
            }
          }
          const last = asks(state, 'order.bill', { hasSeller: true })
          if (last instanceof DomainError) expect(last.code).toBe('order.nothing-to-bill')
          else state = last
          const sum = (of: (part: Part) => number) =>
            state.bills.reduce((total, each) => total + of(each), 0) -
            state.credits.reduce((total, each) => total + of(each), 0)
          for (const [at, line] of priced.lines.entries())
            for (const field of ['net', 'discount'] as const)
              expect(
                sum(({ lines }) =>
                  lines.reduce((s, one) => s + (one.line === at ? one[field].amount : 0), 0),
                ),
              ).toBe(line[field].amount)
          for (const rate of priced.totals.taxes)
            expect(
              sum(({ totals }) => totals.taxes.find((one) => one.percent === rate.percent)?.tax.amount ?? 0),
            ).toBe(rate.tax.amount)
          for (const field of ['net', 'discount', 'tax', 'gross'] as const)
            expect(sum(({ totals }) => totals[field].amount)).toBe(priced.totals[field].amount)
          for (const { lines, totals } of state.bills) {
            expect(totals.net.amount).toBe(lines.reduce((s, each) => s + each.net.amount, 0))
            expect(totals.gross.amount).toBe(totals.net.amount + totals.tax.amount)
            expect(totals.gross.amount).toBeGreaterThanOrEqual(0)
            for (const { percent, net, tax } of totals.taxes)
              expect(Math.abs(tax.amount - (net.amount * percent) / 100)).toBeLessThanOrEqual(2)
          }
          expect(orderStatus(state)).toBe('fulfilled')
        },
      ),
      { numRuns: times(200, 3_000) },
    )
  })
})

describe('QTC-08 an order is handed over to the ERP', () => {
  const call = (attempt: number) => ({ type: 'order.transfer-asked', data: { attempt } }) as const
  const failure = (attempt: number, nextAt: string | null) =>
    ({ type: 'order.transfer-failed', data: { attempt, reason: 'HTTP 503', nextAt } }) as const
  const accepted = { type: 'order.transfer-accepted', data: { attempt: 1, erpNumber: 'SO-1' } } as const
  const refused = { type: 'order.transfer-refused', data: { attempt: 1, reason: 'Unknown' } } as const
  const failed = { is: 'failed', reason: 'HTTP 503' } as const
  const took = { is: 'accepted', erpNumber: 'SO-1' } as const
  const on = { isOn: true }

  it('once by itself where one is connected, and by hand until the ERP has it', () => {
    given(order, placed).when('order.transfer-by-itself', on).thenEvents(call(1))
    given(order, placed).when('order.transfer-by-itself', { isOn: false }).thenNothing()
    given(order, placed, cancelled).when('order.transfer-by-itself', on).thenNothing()
    given(order, placed, call(1), refused).when('order.transfer-by-itself', on).thenNothing()
    given(order, placed).when('order.transfer', { isOn: false }).thenRefused('order.no-erp')
    given(order, placed, call(1)).when('order.transfer', on).thenNothing()
    given(order, placed, call(1), refused).when('order.transfer', on).thenEvents(call(2))
    given(order, placed, call(1), accepted).when('order.transfer', on).thenRefused('order.transferred')
    given(order, placed, cancelled).when('order.transfer', on).thenRefused('order.cancelled')
  })

  it('tried again later and later, until somebody has to look', () => {
    let log: readonly (typeof placed | ReturnType<typeof call> | ReturnType<typeof failure>)[] = [
      placed,
      call(1),
    ]
    const minutes = [1, 5, 30, 120, 360, 1_440, null]
    for (const [index, pause] of minutes.entries()) {
      const nextAt = pause === null ? null : new Date(Date.parse(noon) + pause * 60_000).toISOString()
      const next = failure(index + 1, nextAt)
      given(order, ...log)
        .when('order.send-transfer', { attempt: index + 1, outcome: failed })
        .thenEvents(next)
      log = [...log, next]
    }
    given(order, ...log)
      .when('order.send-transfer', { attempt: 8, outcome: failed })
      .thenNothing()
    given(order, ...log)
      .when('order.transfer', on)
      .thenEvents(call(8))
  })

  it('and what a late answer says counts only where the ERP has it', () => {
    const late = given(order, placed, call(1), cancelled)
    late.when('order.send-transfer', { attempt: 1, outcome: failed }).thenNothing()
    late.when('order.send-transfer', { attempt: 1, outcome: took }).thenEvents(accepted)
    given(order, placed, call(1), accepted)
      .when('order.send-transfer', { attempt: 1, outcome: took })
      .thenNothing()
    const reinstated = { type: 'order.reinstated', data: {} } as const
    given(order, placed, call(1), cancelled, reinstated).when('order.transfer', on).thenEvents(call(2))
  })
})
