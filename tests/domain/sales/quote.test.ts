import { describe, expect, it } from 'vitest'
import { quote } from '../../../src/domain/sales/quote.ts'
import { documentNumber } from '../../../src/domain/values/document-number.ts'
import { given, idOf, noon, rep } from '../../support/given.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const opportunity = { accountId: idOf('account'), ownerId: rep.id, status: 'open' } as const
const asked = {
  opportunityId: idOf('opportunity'),
  currency: 'USD',
  lines: [{ description: 'Laptop', quantity: 2, unitPrice: usd(50_000), taxPercent: 20, product: null }],
  validUntil: '2026-03-31',
  opportunity,
  timeZone: 'UTC',
}
const lines = [
  {
    productId: null,
    description: 'Laptop',
    quantity: 2,
    unitPrice: usd(50_000),
    listPrice: null,
    discountPercent: 0,
    taxPercent: 20,
    net: usd(100_000),
    discount: usd(0),
  },
]
const totals = {
  net: usd(100_000),
  discount: usd(0),
  tax: usd(20_000),
  gross: usd(120_000),
  taxes: [{ percent: 20, net: usd(100_000), tax: usd(20_000) }],
}
const offer = {
  opportunityId: idOf('opportunity'),
  accountId: idOf('account'),
  ownerId: rep.id,
  currency: 'USD',
  lines,
  totals,
}
const drafted = {
  type: 'quote.drafted',
  data: {
    ...offer,
    number: documentNumber('Q', idOf('it')),
    validUntil: '2026-03-31',
    version: 1,
    replacesId: null,
  },
} as const
const sent = {
  type: 'quote.sent',
  data: { validUntil: '2026-03-31', expiresAt: '2026-04-01T00:00:00.000Z', replacesId: null },
} as const
const accepted = { type: 'quote.accepted', data: offer } as const
const rejected = { type: 'quote.rejected', data: { reason: null } } as const
const expired = { type: 'quote.expired', data: { validUntil: '2026-03-31' } } as const
const lastInstant = '2026-03-31T23:59:59.999Z'
const over = '2026-04-01T00:00:00.000Z'

describe('QTC-04 a quote is drafted', () => {
  it('for an open deal, priced, numbered, with the deal’s account and owner', () => {
    given(quote).when('quote.draft', asked).thenEvents(drafted)
  })

  it.each([
    ['an unknown deal', { opportunity: null }, 'quote.opportunity-unknown', 'opportunityId'],
    [
      'a closed deal',
      { opportunity: { ...opportunity, status: 'won' as const } },
      'quote.opportunity-closed',
      'opportunityId',
    ],
    ['yesterday', { validUntil: '2026-03-01' }, 'quote.validity-over', 'validUntil'],
  ])('but not for %s', (_, parts, code, field) => {
    given(quote)
      .when('quote.draft', { ...asked, ...parts })
      .thenRefused(code, field)
  })
})

const version2 = {
  opportunityId: idOf('opportunity'),
  currency: 'USD',
  number: 'Q-0001',
  version: 1,
  status: 'sent',
  lines,
} as const
const replacesId = idOf('version 1')

describe('FAULTS 28 the next version of a quote', () => {
  it('has the number and lines of the one before, which may be changed', () => {
    const asIs = { ...asked, lines: undefined, replacesId, replaces: version2 }
    const [first] = given(quote).when('quote.draft', asIs).events()
    expect(first?.data).toMatchObject({ number: 'Q-0001-v2', version: 2, replacesId, lines, totals })
    const third = { ...version2, number: 'Q-0001-v2', version: 2, status: 'expired' } as const
    const [next] = given(quote)
      .when('quote.draft', { ...asked, replacesId, replaces: third })
      .events()
    expect(next?.data).toMatchObject({ number: 'Q-0001-v3', version: 3 })
  })

  it.each([
    ['an unknown one', null, 'quote.replaces-unknown'],
    ['one of another deal', { ...version2, opportunityId: idOf('x') }, 'quote.replaces-unknown'],
    ['a draft', { ...version2, status: 'draft' as const }, 'quote.not-sent'],
    ['an accepted one', { ...version2, status: 'accepted' as const }, 'quote.already-accepted'],
    ['one that has a next version', { ...version2, status: 'replaced' as const }, 'quote.already-replaced'],
    ['one in another currency', { ...version2, currency: 'EUR' }, 'quote.currency-mixed'],
  ])('is not written of %s', (_, replaces, code) => {
    given(quote)
      .when('quote.draft', { ...asked, replacesId, replaces })
      .thenRefused(code)
  })

  it('once sent lets the one before be accepted no more, unless it was answered already', () => {
    const replaced = { type: 'quote.replaced', data: { byId: idOf('next') } } as const
    given(quote, drafted, sent)
      .when('quote.replace', { byId: idOf('next') })
      .thenEvents(replaced)
    given(quote, drafted, sent, accepted)
      .when('quote.replace', { byId: idOf('next') })
      .thenNothing()
    given(quote, drafted, sent, replaced).when('quote.accept', {}).thenRefused('quote.already-replaced')
    given(quote, drafted, sent, rejected)
      .when('quote.replace', { byId: idOf('next') })
      .thenEvents(replaced)
    given(quote, drafted, sent, rejected, replaced)
      .when('quote.reopen', {})
      .thenRefused('quote.already-replaced')
  })
})

describe('FAULTS 29 an acceptance', () => {
  const it1 = given(quote, drafted, sent)
  it('names the total that was agreed to, or none', () => {
    it1.when('quote.accept', { total: usd(120_000) }).thenEvents(accepted)
    it1.when('quote.accept', { total: usd(119_999) }).thenRefused('quote.total-differs', 'total')
    it1
      .when('quote.accept', { total: { amount: 120_000, currency: 'EUR' } })
      .thenRefused('quote.total-differs', 'total')
  })

  it('is refused of a lost deal, and of one that another quote was accepted of', () => {
    it1.when('quote.accept', { opportunity: { status: 'lost' } }).thenRefused('quote.deal-lost')
    it1.when('quote.accept', { opportunity: { status: 'won' } }).thenEvents(accepted)
    it1.when('quote.accept', { accepted: 'Q-0002' }).thenRefused('quote.other-accepted')
  })
})

describe('QTC-05 the life of a quote', () => {
  it('goes from draft over sent to accepted, with what was accepted', () => {
    given(quote, drafted).when('quote.send', { timeZone: 'UTC' }).thenEvents(sent)
    given(quote, drafted, sent).when('quote.accept', {}).thenEvents(accepted)
  })

  it('or is rejected with a reason', () => {
    given(quote, drafted, sent)
      .when('quote.reject', { reason: 'Too dear' })
      .thenEvents({ type: 'quote.rejected', data: { reason: 'Too dear', ownerId: rep.id } })
  })

  it('is accepted until the last instant of its last day in UTC, and not after', () => {
    given(quote, drafted, sent).when('quote.accept', {}, { at: lastInstant }).thenEvents(accepted)
    given(quote, drafted, sent).when('quote.accept', {}, { at: over }).thenRefused('quote.already-expired')
  })

  it('FAULTS 26: its last day is one where the organisation is, and the instant it ends is pinned when it is sent', () => {
    const newYork = {
      type: 'quote.sent',
      data: { ...sent.data, expiresAt: '2026-04-01T04:00:00.000Z' },
    } as const
    given(quote, drafted).when('quote.send', { timeZone: 'America/New_York' }).thenEvents(newYork)
    const evening = { at: '2026-04-01T03:59:59.999Z' }
    given(quote, drafted, newYork).when('quote.accept', {}, evening).thenEvents(accepted)
    given(quote, drafted, newYork).when('quote.expire', {}, evening).thenNothing()
    given(quote, drafted, newYork)
      .when('quote.expire', {}, { at: '2026-04-01T04:00:00.000Z' })
      .thenEvents(expired)
    given(quote)
      .when(
        'quote.draft',
        { ...asked, validUntil: '2026-03-31', timeZone: 'Asia/Tokyo' },
        { at: '2026-03-31T15:00:00.000Z' },
      )
      .thenRefused('quote.validity-over', 'validUntil')
  })

  it('FAULTS 2: may be valid until the last day there is', () => {
    given(quote)
      .when('quote.draft', { ...asked, validUntil: '9999-12-31' })
      .thenEvents({ ...drafted, data: { ...drafted.data, validUntil: '9999-12-31' } })
  })

  it('expires when its last day is over, not before, and only while unanswered', () => {
    given(quote, drafted, sent).when('quote.expire', {}, { at: lastInstant }).thenNothing()
    given(quote, drafted, sent).when('quote.expire', {}, { at: over }).thenEvents(expired)
    for (const answer of [accepted, rejected, expired]) {
      given(quote, drafted, sent, answer).when('quote.expire', {}, { at: over }).thenNothing()
    }
    given(quote, drafted).when('quote.expire', {}, { at: over }).thenNothing()
  })

  it('does nothing when told the same twice', () => {
    given(quote, drafted, sent).when('quote.send', { timeZone: 'UTC' }).thenNothing()
    given(quote, drafted, sent, accepted).when('quote.accept', {}).thenNothing()
    given(quote, drafted, sent, rejected).when('quote.reject', {}).thenNothing()
    given(quote, drafted).when('quote.change-lines', { lines: asked.lines }).thenNothing()
  })

  it('refuses what its state does not allow', () => {
    given(quote, drafted).when('quote.accept', {}).thenRefused('quote.not-sent')
    given(quote, drafted).when('quote.reject', {}).thenRefused('quote.not-sent')
    given(quote, drafted, sent).when('quote.change-lines', { lines: [] }).thenRefused('quote.not-draft')
    given(quote, drafted, sent)
      .when('quote.change-validity', { validUntil: '2026-05-01', timeZone: 'UTC' })
      .thenRefused('quote.not-draft')
    given(quote, drafted, sent, rejected).when('quote.accept', {}).thenRefused('quote.already-rejected')
    given(quote, drafted, sent, accepted).when('quote.reject', {}).thenRefused('quote.already-accepted')
    given(quote, drafted, sent, expired).when('quote.accept', {}).thenRefused('quote.already-expired')
    given(quote, drafted, sent, expired)
      .when('quote.send', { timeZone: 'UTC' })
      .thenRefused('quote.not-draft')
  })

  it('is not sent empty, nor when its validity is over', () => {
    const zero = usd(0)
    const empty = {
      type: 'quote.lines-changed' as const,
      data: { lines: [], totals: { net: zero, discount: zero, tax: zero, gross: zero, taxes: [] } },
    }
    given(quote, drafted).when('quote.change-lines', { lines: [] }).thenEvents(empty)
    given(quote, drafted, empty)
      .when('quote.send', { timeZone: 'UTC' })
      .thenRefused('quote.no-lines', 'lines')
    given(quote, drafted)
      .when('quote.send', { timeZone: 'UTC' }, { at: over })
      .thenRefused('quote.validity-over', 'validUntil')
    given(quote, drafted)
      .when('quote.change-validity', { validUntil: '2026-04-30', timeZone: 'UTC' }, { at: noon })
      .thenEvents({
        type: 'quote.validity-changed',
        data: { validUntil: '2026-04-30' },
      })
  })
})
