import { describe, expect, it } from 'vitest'
import { type ArticleContent, article } from '../../../src/domain/service/article.ts'
import { contract } from '../../../src/domain/service/contract.ts'
import { warrantyFrom, warrantyOn } from '../../../src/domain/service/promised-warranty.ts'
import { given, idOf } from '../../support/given.ts'

const terms = {
  name: 'Care',
  accountId: idOf('account'),
  ownerId: null,
  tier: null,
  slaPolicyId: null,
  coversAll: true,
  productIds: [],
  assetIds: [],
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  renewMonths: 12,
  noticeDays: 60,
  price: null,
  billing: null,
  text: null,
}
const timing = { noticeAt: '2026-11-01T00:00:00.000Z', endsAt: '2027-01-01T00:00:00.000Z' }
const created = { type: 'contract.created', data: { ...terms, number: 'C-1' } } as const
const activated = { type: 'contract.activated', data: timing } as const
const next = { endsOn: '2027-12-31', noticeAt: null, endsAt: '2028-01-01T00:00:00.000Z' }
const cancelled = { type: 'contract.cancelled', data: { reason: null } } as const

describe('SLA-01 a contract decides about its end', () => {
  const active = [created, activated] as const
  it('is prompted, and not told', () => {
    const early = { at: '2026-10-31T23:59:59.999Z' }
    given(contract, ...active)
      .when('contract.remind-notice', {}, early)
      .thenNothing()
    given(contract, ...active)
      .when('contract.run-out', { next }, early)
      .thenNothing()
    given(contract, ...active)
      .when('contract.remind-notice', {}, { at: timing.noticeAt })
      .thenEvents({ type: 'contract.notice-due', data: { endsOn: '2026-12-31', ownerId: null } })
  })

  it('goes on when its last day is over, unless notice was given', () => {
    const over = { at: timing.endsAt }
    given(contract, ...active)
      .when('contract.run-out', { next }, over)
      .thenEvents({ type: 'contract.renewed', data: next })
    given(contract, ...active, cancelled)
      .when('contract.run-out', { next }, over)
      .thenEvents({ type: 'contract.ended', data: { cause: 'expired', reason: null } })
    given(contract, ...active)
      .when('contract.run-out', { next: null }, over)
      .thenEvents({ type: 'contract.ended', data: { cause: 'expired', reason: null } })
    given(contract, ...active, cancelled)
      .when('contract.remind-notice', {}, over)
      .thenNothing()
  })
})

describe('SVC-10 a warranty', () => {
  const of = { name: 'One year', months: 12, text: null, archived: false, version: 3 }
  it('lasts whole months, both days within', () => {
    expect(warrantyFrom('w', of, '2024-02-29')).toMatchObject({ version: 3, endsOn: '2025-02-27' })
    const from = warrantyFrom('w', of, '2025-03-01')
    expect(from.endsOn).toBe('2026-02-28')
    expect(
      ['2025-02-28', '2025-03-01', '2026-02-28', '2026-03-01'].map((day) => warrantyOn(from, day)),
    ).toStrictEqual(['before', 'covered', 'covered', 'after'])
    expect(warrantyOn(null, '2026-01-01')).toBe('none')
  })
})

describe('KB-01 an article', () => {
  const content: ArticleContent = {
    type: 'faq',
    title: 'T',
    summary: null,
    body: 'B',
    steps: [],
    category: null,
    productIds: [],
    keywords: [],
    audience: 'public',
  }
  const about = {
    language: 'en',
    originalId: null,
    ticketId: null,
    ownerId: null,
    reviewOn: null,
    reviewAt: null,
  }
  const written = { type: 'article.created' as const, data: { ...content, ...about } }
  const submitted = { type: 'article.submitted', data: {} } as const

  it('is approved as it was submitted, whole', () => {
    given(article, written).when('article.publish', {}).thenRefused('article.not-submitted')
    const changed = { type: 'article.changed', data: { changes: { body: 'C' } } } as const
    given(article, written, submitted, changed)
      .when('article.publish', {})
      .thenRefused('article.not-submitted')
    given(article, written, submitted)
      .when('article.publish', {})
      .thenEvents({ type: 'article.published', data: { version: 1, content, submittedById: idOf('rep') } })
  })

  it('is rated by who can have read it', () => {
    given(article, written)
      .when('article.rate', { helpful: true, version: 1 })
      .thenRefused('article.not-published')
  })
})
