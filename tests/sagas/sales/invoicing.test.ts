import { describe, expect, it } from 'vitest'
import type { AnyDecider } from '../../../src/domain/decider.ts'
import { invoice } from '../../../src/domain/sales/invoice.ts'
import { priceLines } from '../../../src/domain/sales/line.ts'
import { order } from '../../../src/domain/sales/order.ts'
import { partOf } from '../../../src/domain/sales/part.ts'
import { creditedOrder, fulfilmentBilling, invoiceNumbering } from '../../../src/sagas/sales/invoicing.ts'
import { givenProcess, type Happening, idOf, rep } from '../../support/given.ts'

const deciders = [order, invoice] as never as AnyDecider[]
const given = (...events: Happening[]) => givenProcess(invoiceNumbering, deciders, ...events)

const line = {
  productId: null,
  description: 'Scope',
  quantity: 3,
  unitPrice: { amount: 100, currency: 'EUR' },
}
const whole = {
  currency: 'EUR',
  ...priceLines([{ ...line, discountPercent: 0, taxPercent: 19, product: null }], 'EUR'),
}
const part = partOf(whole, { taken: [] }, [{ line: 0, quantity: 1 }])
const about = {
  opportunityId: idOf('opportunity'),
  accountId: idOf('account'),
  ownerId: rep.id,
  currency: 'EUR',
  suppliedOn: '2026-03-01',
}
const billed = (id: string, bill: number): Happening => ({
  id: idOf(id),
  type: 'order.billed',
  data: { ...about, ...part, bill, fulfilment: bill, number: id },
})
const credited = (id: string, credit: number): Happening => ({
  id: idOf(id),
  type: 'invoice.credited',
  data: { ...part, credit, reason: 'Scratched' },
})

describe('QTC-10 invoices are numbered', () => {
  it('by their place among all that were asked for, whatever order they are of; credit notes by themselves', () => {
    const body = { ...about, ...part }
    given()
      .when(billed('a', 1))
      .thenSends({
        command: 'invoice.issue',
        body: { ...body, orderId: idOf('a'), orderNumber: 'a', sequence: 1 },
      })
    given(billed('a', 1), billed('b', 1), billed('a', 2))
      .when(billed('b', 2))
      .thenSends({
        command: 'invoice.issue',
        body: { ...body, orderId: idOf('b'), orderNumber: 'b', sequence: 4 },
      })
    given(credited('x', 1))
      .when(credited('y', 1))
      .thenSends({
        command: 'invoice.issue-credit',
        body: { ...part, invoiceId: idOf('y'), reason: 'Scratched', sequence: 2 },
      })
  })

  it('alike, under one command id, by whoever reads the log anew', () => {
    const log = [billed('a', 1), billed('b', 1), billed('a', 2)]
    expect(invoiceNumbering.on['order.billed']?.key({} as never)).not.toBe(
      invoiceNumbering.on['invoice.credited']?.key({} as never),
    )
    const read = () => given(...log).sent.map(({ id, body }) => [id, body])
    expect(read()).toEqual(read())
  })
})

describe('QTC-10 what goes out is billed', () => {
  it('once for each fulfilment', () => {
    const lines = [{ line: 0, quantity: 1 }]
    const data = { fulfilment: 2, day: '2026-03-01', carrier: null, tracking: null, lines }
    givenProcess(fulfilmentBilling, deciders)
      .when({ id: idOf('a'), type: 'order.fulfilled', data })
      .thenSends({ command: 'order.bill-fulfilment', id: idOf('a'), body: { fulfilment: 2 } })
  })

  it('and what was credited can be billed again', () => {
    const issued = {
      ...about,
      ...part,
      orderId: idOf('a'),
      orderNumber: 'a',
      number: 'CN-00001',
      issuedOn: '2026-03-02',
      dueOn: '2026-03-02',
      terms: { days: 0, discountDays: null, discountPercent: null },
      seller: { name: 'L', address: null, taxId: null, iban: null, bic: null },
      buyer: { name: 'N', address: null },
      kind: 'credit-note',
      credited: { invoiceId: idOf('i'), number: 'INV-00001', reason: 'Scratched' },
    }
    givenProcess(creditedOrder, deciders)
      .when({ id: idOf('cn'), type: 'invoice.issued', data: issued })
      .thenSends({
        command: 'order.credit-bill',
        id: idOf('a'),
        body: { ...part, creditNoteId: idOf('cn') },
      })
  })
})
