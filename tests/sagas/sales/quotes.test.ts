import { describe, it } from 'vitest'
import type { AnyDecider } from '../../../src/domain/decider.ts'
import { opportunity } from '../../../src/domain/sales/opportunity.ts'
import { order } from '../../../src/domain/sales/order.ts'
import { quote } from '../../../src/domain/sales/quote.ts'
import { dealOwnership } from '../../../src/sagas/sales/deal-ownership.ts'
import { quoteExpiry } from '../../../src/sagas/sales/quote-expiry.ts'
import { quoteToOrder } from '../../../src/sagas/sales/quote-to-order.ts'
import { givenProcess, type Happening, idOf, rep } from '../../support/given.ts'

const deciders = [quote, order, opportunity] as never as AnyDecider[]
const usd = (amount: number) => ({ amount, currency: 'USD' })
const quoteId = idOf('quote')
const opportunityId = idOf('opportunity')
const offer = {
  opportunityId,
  accountId: idOf('account'),
  ownerId: rep.id,
  currency: 'USD',
  lines: [],
  totals: { net: usd(1000), discount: usd(0), tax: usd(190), gross: usd(1190), taxes: [] },
}
const drafted: Happening = {
  id: quoteId,
  type: 'quote.drafted',
  data: { ...offer, number: 'Q-1', validUntil: '2026-03-31' },
}
const sent: Happening = {
  id: quoteId,
  type: 'quote.sent',
  data: { validUntil: '2026-03-31', expiresAt: '2026-04-01T04:00:00.000Z' },
}
const accepted: Happening = { id: quoteId, type: 'quote.accepted', data: offer }
const rejected: Happening = { id: quoteId, type: 'quote.rejected', data: { reason: null } }
const placed: Happening = {
  id: idOf('order'),
  type: 'order.placed',
  data: { ...offer, number: 'O-1', quoteId, address: null, wantedOn: null },
}

describe('QTC-06 an accepted quote', () => {
  const given = (...events: Happening[]) => givenProcess(quoteToOrder, deciders, ...events)

  it('becomes an order with the same content, and its deal is won with the amount before tax', () => {
    const it = given().when(accepted)
    it.thenSends(
      { command: 'order.place', body: { ...offer, quoteId } },
      { command: 'opportunity.win', id: opportunityId, body: { amount: usd(1000) } },
    )
    it.thenDone()
  })

  it('leaves a deal as it is that somebody has closed', () => {
    given(accepted).whenRefused('opportunity.win', { code: 'opportunity.already-lost' }).thenSends()
  })
})

describe('QTC-05 a sent quote', () => {
  const given = (...events: Happening[]) => givenProcess(quoteExpiry, deciders, ...events)

  it('expires when its last day is over in UTC', () => {
    given().when(sent).thenWakes({ expiry: '2026-04-01T04:00:00.000Z' })
    given(sent).whenTime('2026-03-31T23:59:59.999Z').thenSends()
    given(sent)
      .whenTime('2026-04-01T04:00:00.000Z')
      .thenSends({ command: 'quote.expire', id: quoteId, body: {} })
  })

  it.each([accepted, rejected])('does not once it was answered', (answer) => {
    given(sent).when(answer).thenDone()
    given(sent, answer).whenTime('2026-05-01T00:00:00.000Z').thenSends()
  })
})

describe('a deal that gets another owner', () => {
  const given = (...events: Happening[]) => givenProcess(dealOwnership, deciders, ...events)
  const assigned: Happening = {
    id: opportunityId,
    type: 'opportunity.assigned',
    data: { ownerId: idOf('other') },
  }

  it('takes its quotes and orders along', () => {
    const body = { ownerId: idOf('other') }
    given(drafted, placed)
      .when(assigned)
      .thenSends(
        { command: 'quote.assign', id: quoteId, body },
        { command: 'order.assign', id: idOf('order'), body },
      )
  })

  it('takes along what is made for the former owner meanwhile', () => {
    given().when(assigned).thenSends()
    given(assigned)
      .when(placed)
      .thenSends({ command: 'order.assign', id: idOf('order'), body: { ownerId: idOf('other') } })
    given(assigned)
      .when({
        ...placed,
        data: { ...offer, ownerId: idOf('other'), number: 'O-1', quoteId, address: null, wantedOn: null },
      })
      .thenSends()
  })
})
