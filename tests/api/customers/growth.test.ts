import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organisationId } from '../../../src/commands/settings/organisation.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { idOf } from '../../support/given.ts'

const stages = [
  { id: idOf('First'), name: 'First', probability: 0.2, kind: 'open' },
  { id: idOf('Won'), name: 'Won', probability: 1, kind: 'won' },
  { id: idOf('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
]
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let t: TestApp
let sequence = 0
const products: Record<string, string> = {}
const accounts: Record<string, string> = {}

async function does(command: string, body: object, at: string, id?: string): Promise<string> {
  const principal = {
    actor: { kind: 'system', id: 'test', roles: [] },
    via: { kind: 'import' },
    may: ['*'],
    keys: ['all:*'],
    masks: { hidden: {}, readOnly: {} },
  } as const
  return (await t.execute({ command, body, principal, occurredAt: `${at}T09:00:00.000Z`, ...(id && { id }) }))
    .id
}

async function get<T>(path: string, person: Person = 'admin'): Promise<T> {
  const reply = await t.as(person).get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

async function post(path: string, body: object, person: Person = 'rep'): Promise<string> {
  const reply = await t.as(person).post(`/api${path}`, body)
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<{ id: string }>().id
}

/** A deal of these products, won; each costs 1,000. */
async function sold(accountId: string, names: readonly string[], at: string, more: object = {}) {
  const id = await does(
    'opportunity.open',
    { name: names.join(' and '), accountId, ownerId: t.ids.rep, ...more },
    at,
  )
  const lines = names.map((name) => ({ productId: products[name], quantity: 1 }))
  await does('opportunity.change-lines', { lines, currency: 'EUR' }, at, id)
  await does('opportunity.win', {}, at, id)
  return id
}

async function invoiced(accountId: string, amount: number, at: string, credited = 0) {
  const opportunityId = await does('opportunity.open', { name: 'Deal', accountId, ownerId: t.ids.rep }, at)
  const totals = (net: number) => ({
    net: eur(net),
    discount: eur(0),
    tax: eur(0),
    gross: eur(net),
    taxes: [],
  })
  const line = (net: number) => ({
    productId: null,
    description: 'x',
    quantity: 1,
    unitPrice: eur(net),
    listPrice: null,
    discountPercent: 0,
    taxPercent: 0,
    net: eur(net),
    discount: eur(0),
  })
  const whose = { opportunityId, accountId, ownerId: t.ids.rep, currency: 'EUR' }
  const quoteId = await does('quote.draft', { opportunityId, currency: 'EUR', validUntil: '2099-01-01' }, at)
  const placed = { ...whose, quoteId, lines: [line(amount)], totals: totals(amount) }
  const orderId = await does('order.place', placed, at)
  const part = (net: number) => ({ lines: [{ ...line(net), line: 0 }], totals: totals(net) })
  const of = { ...whose, orderId, orderNumber: `O-${sequence}`, suppliedOn: at }
  const invoiceId = await does('invoice.issue', { ...of, ...part(amount), sequence: ++sequence }, at)
  if (credited > 0)
    await does('invoice.issue-credit', { ...part(credited), sequence, invoiceId, reason: 'Returned' }, at)
}

/*
 * Four makers of 10 to 49 people and one bank. In four deals a stand went with a scope; two scopes and one lamp were bought alone.
 */
beforeAll(async () => {
  t = await testApp()
  await does('organisation.create', { legalName: 'Lumen', from: '2020-01-01' }, '2025-01-01', organisationId)
  await does('pipeline.create', { name: 'Sales', currency: 'EUR', isDefault: true, stages }, '2025-01-01')
  for (const name of ['Scope', 'Stand', 'Lamp'])
    products[name] = await does('product.create', { name, code: name, price: eur(1000) }, '2025-01-01')
  for (const name of ['Acme', 'Bolt', 'Cog', 'Dyn'])
    accounts[name] = await does(
      'account.create',
      { name, sector: 'Makers', employees: 20, classification: null, ownerId: t.ids.rep },
      '2025-01-01',
    )
  accounts.Eagle = await does(
    'account.create',
    { name: 'Eagle', sector: 'Bank', employees: 9000, ownerId: t.ids.rep },
    '2025-01-01',
  )
  const { Acme = '', Bolt = '', Cog = '', Dyn = '', Eagle = '' } = accounts
  await sold(Acme, ['Scope'], '2026-01-10', { costs: eur(400) })
  await sold(Bolt, ['Scope', 'Stand'], '2026-01-11')
  await sold(Cog, ['Scope', 'Stand'], '2026-01-12')
  await sold(Dyn, ['Scope', 'Stand'], '2026-01-13')
  await sold(Eagle, ['Scope', 'Stand'], '2026-01-14')
  await sold(Dyn, ['Scope'], '2026-01-15')
  await sold(Dyn, ['Lamp'], '2026-01-16')
  await invoiced(Acme, 60_000, '2026-02-01', 20_000)
  await invoiced(Acme, 10_000, '2025-02-01')
  await invoiced(Bolt, 56_000, '2026-02-02')
  await invoiced(Cog, 4_000, '2026-02-03')
  await t.settled()
})
afterAll(() => t.close())

describe('key customers', () => {
  const asOf = 'asOf=2026-03-01T12:00:00Z'

  it('CUS-18 are those from a share of revenue on, less what was credited, with trend and margin', async () => {
    const { customers } = await get<{ customers: object[] }>(`/key-customers?${asOf}`)
    expect(customers).toMatchObject([
      { accountName: 'Bolt', revenue: 56_000, before: 0, share: 0.56, trend: null, reaches: true },
      {
        accountName: 'Acme',
        revenue: 40_000,
        before: 10_000,
        share: 0.4,
        trend: 3,
        margin: 600,
        marginDeals: 1,
      },
      { accountName: 'Cog', revenue: 4_000, share: 0.04, reaches: false },
    ])
    // What a representative is not shown of accounts is told in no other way.
    expect((await t.as('rep').get('/api/key-customers')).statusCode).toBe(403)
  })

  it('CUS-18 are judged by a policy whose changes are events, get a badge, and are found by it', async () => {
    const admin = t.as('admin')
    // The revenue is of a year that may be over: a longer time has all of it.
    const first = await admin.patch('/api/settings/key-customers', { months: 60, sharePercent: 5 })
    expect(first.statusCode, first.body).toBe(200)
    await t.settled()
    const named = async (query: string) =>
      (await get<{ items: { name: string }[] }>(`/accounts?keyCustomer=true&sort=name${query}`)).items.map(
        ({ name }) => name,
      )
    expect(await named('')).toStrictEqual(['Acme', 'Bolt'])
    const then = await instantBetween()
    await admin.patch('/api/settings/key-customers', { sharePercent: 50 })
    await t.settled()
    expect(await named('')).toStrictEqual(['Bolt'])
    expect(await named(`&asOf=${then}`)).toStrictEqual(['Acme', 'Bolt'])
    expect(await get(`/key-customers?asOf=${then}`)).toMatchObject({ sharePercent: 5 })
    const { items } = await get<{ items: { title: string }[] }>(`/accounts/${accounts.Acme}/history`)
    expect(items.map(({ title }) => title).slice(0, 2)).toStrictEqual([
      'No longer a key customer, with 45.5 % of the revenue in EUR',
      'Became a key customer, with 45.5 % of the revenue in EUR',
    ])
  })
})

describe('what could be sold, too', () => {
  it('CUS-17 is what accounts alike have bought and this one has not, with how many of how many', async () => {
    const found = await get(`/accounts/${accounts.Acme}/white-space`)
    expect(found).toMatchObject({
      alike: { accounts: 3, industry: 'Makers', sizeBand: '10-49' },
      suggestions: [
        {
          productName: 'Stand',
          found: 3,
          of: 3,
          share: 1,
          reason: '3 of 3 accounts alike (Makers, 10-49) have bought it',
        },
      ],
    })
    expect(await get(`/accounts/${accounts.Eagle}/white-space`)).toMatchObject({
      alike: { accounts: 0 },
      suggestions: [],
    })
  })

  it('OPP-26 is what is often bought together, on account and quote, and becomes a line or a deal with its uplift', async () => {
    const together = { productName: 'Stand', withProductName: 'Scope', together: 4, withCount: 6, count: 4 }
    const figures = { support: 0.5714, confidence: 0.6667, lift: 1.1667 }
    expect(await get(`/cross-selling?accountId=${accounts.Acme}`)).toMatchObject({
      baskets: 7,
      suggestions: [{ ...together, ...figures }],
    })
    const proposal = {
      basis: 'together',
      productId: products.Stand,
      withProductId: products.Scope,
      found: 4,
      of: 6,
    }
    const deal = await post('/opportunities', {
      name: 'Scope again',
      accountId: accounts.Acme,
      amount: eur(1000),
    })
    const quote = await post('/quotes', {
      opportunityId: deal,
      validUntil: '2099-01-01',
      lines: [{ productId: products.Scope, quantity: 1 }],
    })
    await t.settled()
    expect(await get(`/cross-selling?quoteId=${quote}`)).toMatchObject({ suggestions: [together] })
    await post(`/quotes/${quote}/take-proposal`, { proposal })
    await t.settled()
    expect(await get(`/quotes/${quote}`)).toMatchObject({
      lines: [{ description: 'Scope' }, { description: 'Stand', net: eur(1000) }],
      proposals: [proposal],
      gross: eur(2000),
    })
    expect(await get(`/cross-selling?quoteId=${quote}`)).toMatchObject({ suggestions: [] })
    const refused = await t.as('rep').post(`/api/quotes/${quote}/take-proposal`, {
      proposal: { ...proposal, productId: idOf('nothing') },
    })
    expect(refused.json()).toMatchObject({ type: '/problems/quote.product-unknown' })

    const opened = await post('/opportunities', { name: 'A stand, too', accountId: accounts.Acme, proposal })
    await t.settled()
    expect(await get(`/opportunities/${opened}`)).toMatchObject({ proposal })
    await post(`/opportunities/${opened}/lose`, { reason: 'Price' })
    await post(`/quotes/${quote}/send`, {})
    await post(`/quotes/${quote}/accept`, {})
    await expect
      .poll(async () => (await get<{ status: string }>(`/opportunities/${deal}`)).status, { timeout: 20_000 })
      .toBe('won')
    await t.settled()
    expect(await get('/cross-selling/uplift?from=2020-01-01')).toMatchObject({
      taken: 2,
      sold: [eur(1000)],
      proposed: {
        won: 1,
        lost: 1,
        rate: 0.5,
        sizes: [{ currency: 'EUR', deals: 1, average: 2000, median: 2000 }],
      },
      rest: { won: 7, lost: 0, rate: 1, sizes: [{ average: 1571, median: 2000 }] },
    })
  })
})

describe('who decides', () => {
  it('CUS-06 CUS-08 weighs contacts with reasons, and tells how they are kept in touch with and what came of it', async () => {
    const at = '2026-02-10'
    const person = (last: string, title: string | null) =>
      does(
        'contact.create',
        { name: { last }, title, accountId: accounts.Acme, ownerId: t.ids.rep },
        '2026-01-01',
      )
    const ceo = await person('Chief', 'CEO')
    const clerk = await person('Clerk', null)
    const deal = await sold(accounts.Acme ?? '', ['Lamp'], '2026-01-20', { contactId: clerk })
    await does('opportunity.reopen', {}, '2026-01-21', deal)
    await does('opportunity.set-player', { contactId: ceo, role: 'Decision-maker' }, '2026-01-21', deal)
    await does('opportunity.win', {}, '2026-01-22', deal)
    const participants = [{ model: 'contact', id: ceo }]
    const met = { kind: 'appointment', subject: 'Visit', participants, assigneeId: t.ids.rep }
    await does(
      'activity.add',
      { ...met, startsAt: `${at}T08:00:00.000Z`, endsAt: `${at}T09:00:00.000Z`, done: true },
      at,
    )
    await does(
      'activity.add',
      { kind: 'note', body: 'x', regarding: participants, assigneeId: t.ids.rep },
      '2026-02-05',
    )
    await t.settled()

    const asOf = 'asOf=2026-03-12T09:00:00Z'
    expect(await get(`/contact-analysis?accountId=${accounts.Acme}&${asOf}`)).toMatchObject({
      contacts: [
        {
          contactId: ceo,
          weight: 80,
          reasons: [
            { points: 40, why: 'CEO' },
            { points: 30, why: 'Decision-maker' },
            { points: 5, why: '1 meeting' },
            { points: 5, why: '1 deal won' },
          ],
          lastTouch: { kind: 'appointment', days: 30 },
          touches: 2,
          channels: [
            { kind: 'appointment', count: 1 },
            { kind: 'note', count: 1 },
          ],
          ourHours: null,
          deals: { open: 0, won: 1, lost: 0, revenue: [eur(1000)] },
        },
        { contactId: clerk, weight: 5, lastTouch: null, deals: { won: 1 } },
      ],
    })
    // Who decides and is left alone for a month is to be followed up; a month earlier nobody was.
    const followUps = (when: string) =>
      get<{ contacts: { contactId: string }[] }>(
        `/contact-analysis?weightFrom=60&untouchedDays=30&asOf=${when}`,
      )
    expect((await followUps('2026-03-12T09:00:00Z')).contacts).toMatchObject([{ contactId: ceo }])
    expect((await followUps('2026-03-11T07:00:00Z')).contacts).toStrictEqual([])
  })

  it('CUS-19 tells the lawful basis, where data are from, consents with their wording, and what names the person', async () => {
    const id = await post('/contacts', { name: { first: 'Ada', last: 'Okello' } })
    await post('/opportunities', { name: 'Named', contactId: id })
    const basis = { basis: 'contract', purpose: 'Sale', collectedFrom: 'Trade fair' }
    await post(`/contacts/${id}/state-lawful-basis`, basis)
    await post(`/contacts/${id}/give-consent`, {
      purpose: 'News',
      channel: 'email',
      source: 'Form',
      textVersion: 'v2',
    })
    await t.settled()
    expect(await get(`/contacts/${id}/privacy`)).toMatchObject({
      lawfulBasis: { ...basis, since: expect.any(String) },
      collected: { at: expect.any(String), via: expect.any(String) },
      consents: [{ purpose: 'News', source: 'Form', textVersion: 'v2' }],
      usedIn: [{ model: 'opportunity', count: 1 }],
    })
    const { items } = await get<{ items: { title: string }[] }>(`/contacts/${id}/history`)
    expect(items.map(({ title }) => title)).toContain('Lawful basis stated: contract, for Sale')
  })
})

describe('markets', () => {
  it('OPP-28 our share of a market that was entered, by products and all that is part of their group, with its trend', async () => {
    const admin = t.as('admin')
    const optics = await post('/product-groups', { name: 'Optics' }, 'admin')
    const scopes = await post('/product-groups', { name: 'Scopes', parentId: optics }, 'admin')
    for (const [name, groupId] of [
      ['Scope', scopes],
      ['Stand', optics],
    ] as const)
      expect((await admin.patch(`/api/products/${products[name]}`, { groupId })).statusCode).toBe(200)
    const entered = (name: string, year: string, size: number, more: object = {}) =>
      post(
        '/markets',
        { name, startsOn: `${year}-01-01`, endsOn: `${year}-12-31`, size: eur(size), ...more },
        'manager',
      )
    await entered('All', '2025', 100_000)
    const all = await entered('All', '2026', 1_000_000)
    await entered('Optics', '2026', 20_000, { productGroupId: optics })
    await entered('Optics, Germany', '2026', 20_000, { productGroupId: optics, country: 'DE' })
    const back = await t.as('manager').post('/api/markets', {
      name: 'X',
      startsOn: '2026-02-01',
      endsOn: '2026-01-01',
      size: eur(1),
    })
    expect(back.json()).toMatchObject({ type: '/problems/market.period-reversed' })
    await t.settled()
    const { markets } = await get<{ markets: object[] }>('/market-shares')
    // Invoiced were 10,000 in 2025, and 100,000 in 2026 after credits; nothing of it is a product of the catalogue.
    expect(markets).toMatchObject([
      { name: 'All', own: 10_000, share: 0.1, trend: null },
      { marketId: all, own: 100_000, share: 0.1, trend: 0 },
      { name: 'Optics', own: 0, share: 0 },
      { name: 'Optics, Germany', own: 0 },
    ])
    // What was ordered just before is a scope and a stand.
    const ordered = await get<{ markets: object[] }>('/market-shares?revenueBasis=orders')
    expect(ordered.markets).toMatchObject([{}, {}, { name: 'Optics', own: 2000, share: 0.1 }, { own: 0 }])
  })
})
