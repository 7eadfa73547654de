import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choiceListId } from '../../../src/commands/settings/choice-list.ts'
import type { ListKey } from '../../../src/domain/settings/choice.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { idOf } from '../../support/given.ts'
import { answered, refusal } from '../../support/reply.ts'

const ok = answered<{ id: string; revision: number } & Record<string, unknown>>
const eur = (amount: number) => ({ amount, currency: 'EUR' })

const lists: Partial<Record<ListKey, readonly string[]>> = {
  'contact-role': ['Decision-maker', 'Influencer'],
  'deal-loss': ['Price'],
  'deal-win': ['Best fit'],
  'sales-channel': ['Direct', 'Partner'],
}

const stages = [
  { name: 'Qualification', probability: 0.2, kind: 'open' },
  { name: 'Proposal', probability: 0.5, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await ok(t.as('admin').post('/api/pipelines', { name: 'Direct', currency: 'EUR', isDefault: true, stages }))
  for (const [key, choices] of Object.entries(lists))
    await t.execute({
      command: 'choiceList.create',
      id: choiceListId(key as ListKey),
      body: {
        key,
        name: key,
        others: false,
        choices: choices.map((name) => ({ id: idOf(`${key} ${name}`), name, from: null, until: null })),
      },
      principal: systemPrincipal('test', { kind: 'cli' }),
    })
})
afterAll(() => t.close())

const rep = () => t.as('rep')
const open = (body: object) => ok(rep().post('/api/opportunities', body))
const deal = async (id: string, query = '') => {
  await t.settled()
  return ok(rep().get(`/api/opportunities/${id}${query}`))
}
const titles = async (id: string) => {
  const { items } = (await rep().get(`/api/opportunities/${id}/history`)).json<{
    items: { title: string }[]
  }>()
  return items.map(({ title }) => title)
}

describe('the lines of a deal', () => {
  it('OPP-05 roll up to its amount, to the cent and to the sixth decimal, and are what a quote begins with', async () => {
    const { id: productId } = await ok(
      t.as('admin').post('/api/products', { name: 'Scope', code: 'SC-1', price: eur(19.5) }),
    )
    const { id } = await open({ name: 'Lined', amount: eur(1) })
    await t.settled()
    const before = await instantBetween()
    const path = `/api/opportunities/${id}/change-lines`
    const lines = [
      { productId, quantity: 1_000 },
      { description: 'Screws', quantity: 3.125, unitPrice: eur(0.0033), discountPercent: 12.5 },
      { description: 'Training', quantity: 2, unitPrice: eur(145_000), discountPercent: 10, taxPercent: 19 },
      { description: 'Trade-in', quantity: -1, unitPrice: eur(50_000) },
    ]
    await ok(rep().post(path, { lines }))
    const lined = await deal(id)
    const nets = (lined.lines as { net: { amount: number } }[]).map(({ net }) => net.amount)
    expect(nets).toStrictEqual([19_500, 0, 261_000, -50_000])
    expect(lined).toMatchObject({ amount: eur(230_500), lineCount: 4 })
    expect(lined.lines).toMatchObject([{ description: 'Scope', listPrice: eur(19.5) }, {}, {}, {}])
    expect(await deal(id, `?asOf=${before}`)).toMatchObject({ amount: eur(1), lines: [] })
    expect((await titles(id))[0]).toBe('Lines changed: 4 lines, EUR 2,305.00')

    // What is typed would say something else than the lines.
    expect(
      await refusal(rep().post(`/api/opportunities/${id}/change-amount`, { amount: eur(5) })),
    ).toStrictEqual([409, 'opportunity.amount-of-lines'])
    expect(await refusal(rep().post(path, { lines: [{ productId: id, quantity: 1 }] }))).toStrictEqual([
      422,
      'line.product-unknown',
      'lines.0.productId',
    ])
    expect(
      await refusal(
        rep().post(path, {
          lines: [{ description: 'Dollars', quantity: 1, unitPrice: { amount: 1, currency: 'USD' } }],
        }),
      ),
    ).toStrictEqual([422, 'line.currency-mixed', 'lines.0.unitPrice'])

    const quote = await ok(rep().post('/api/quotes', { opportunityId: id, validUntil: '2099-12-31' }))
    await t.settled()
    expect(await ok(rep().get(`/api/quotes/${quote.id}`))).toMatchObject({
      lineCount: 4,
      totals: { net: eur(230_500), tax: eur(49_590) },
    })
    // Won at another amount it is won at that; open again, its lines come to what it is worth.
    await ok(rep().post(`/api/opportunities/${id}/win`, { amount: eur(200_000) }))
    expect(await deal(id)).toMatchObject({ status: 'won', amount: eur(200_000) })
    await ok(rep().post(`/api/opportunities/${id}/reopen`, {}))
    expect(await deal(id)).toMatchObject({ status: 'open', amount: eur(230_500) })
    await ok(rep().post(path, { lines: [] }))
    await ok(rep().post(`/api/opportunities/${id}/change-amount`, { amount: eur(5) }))
    expect(await deal(id)).toMatchObject({ amount: eur(5), lineCount: 0 })
  })
})

describe('key players', () => {
  it('OPP-04 CUS-05 are named with their part and stance, chosen from a list, and seen by who sees them', async () => {
    const account = await ok(rep().post('/api/accounts', { name: 'Nile Optics' }))
    const people = await Promise.all(
      ['Okello', 'Marsh'].map((last) =>
        ok(rep().post('/api/contacts', { name: { last }, title: 'Head of lab', accountId: account.id })),
      ),
    )
    const [okello = '', marsh = ''] = people.map(({ id }) => id)
    const { id } = await open({ name: 'Many heads', accountId: account.id, contactId: marsh })
    const set = (body: object) => rep().post(`/api/opportunities/${id}/set-player`, body)
    await ok(set({ contactId: okello, role: 'decision-maker', stance: 'supporter' }))
    await ok(set({ contactId: okello, role: 'Influencer', stance: 'supporter' }))
    expect((await set({ contactId: okello, role: 'Influencer', stance: 'supporter' })).json()).toMatchObject({
      events: [],
    })
    expect(await refusal(set({ contactId: okello, role: 'Wizard' }))).toStrictEqual([
      422,
      'opportunity.role-unlisted',
      'role',
    ])
    expect(await refusal(set({ contactId: id }))).toStrictEqual([
      422,
      'opportunity.contact-unknown',
      'contactId',
    ])
    await t.settled()
    const path = `/api/opportunities/${id}/key-players`
    const players = async (query = '') =>
      (await rep().get(`${path}${query}`)).json<{ players: object[] }>().players
    expect(await players()).toMatchObject([
      { contactId: marsh, contactName: 'Marsh', role: null, stance: null, main: true },
      {
        contactId: okello,
        contactName: 'Okello',
        title: 'Head of lab',
        accountName: 'Nile Optics',
        role: 'Influencer',
        stance: 'supporter',
        main: false,
      },
    ])
    const where = JSON.stringify({ field: 'playerIds', operator: 'any-of', value: [okello] })
    const found = await rep().get(`/api/opportunities?where=${encodeURIComponent(where)}`)
    expect(found.json<{ items: object[] }>().items).toMatchObject([{ id }])
    expect((await titles(id)).slice(0, 2)).toStrictEqual([
      'Key player changed, Influencer, supporter',
      'Key player added, Decision-maker, supporter',
    ])
    const before = await instantBetween()
    await ok(rep().post(`/api/opportunities/${id}/remove-player`, { contactId: okello }))
    await t.settled()
    expect(await players()).toHaveLength(1)
    expect(await players(`?asOf=${before}`)).toHaveLength(2)
    // A colleague who sees neither the deal nor these people is told of none.
    expect((await t.as('rep2').get(path)).statusCode).toBe(404)
  })
})

describe('competitors', () => {
  it('OPP-24 are records, said of deals, and one a deal is lost to is in it', async () => {
    const strengths = 'Service in every country'
    const rival = await ok(
      rep().post('/api/competitors', { name: 'Rival', strengths, products: ['Scope One', 'Scope Two'] }),
    )
    const other = await ok(rep().post('/api/competitors', { name: 'Other' }))
    expect(await refusal(rep().post('/api/competitors', { name: ' rival' }))).toStrictEqual([
      409,
      'competitor.name-taken',
    ])
    const { id } = await open({ name: 'Contested' })
    const path = `/api/opportunities/${id}/set-competitors`
    await ok(rep().post(path, { competitorIds: [other.id, other.id] }))
    expect(await refusal(rep().post(path, { competitorIds: [other.id, id] }))).toStrictEqual([
      422,
      'opportunity.competitor-unknown',
      'competitorIds.1',
    ])
    await ok(rep().post(`/api/opportunities/${id}/lose`, { reason: 'price', competitorId: rival.id }))
    expect(await deal(id)).toMatchObject({
      lostReason: 'Price',
      lostToId: rival.id,
      lostToName: 'Rival',
      competitorIds: [other.id, rival.id],
    })
    await ok(rep().post(`/api/opportunities/${id}/reopen`, {}))
    expect(await refusal(rep().post(`/api/opportunities/${id}/win`, { reason: 'Magic' }))).toStrictEqual([
      422,
      'opportunity.reason-unlisted',
      'reason',
    ])
    await ok(rep().post(`/api/opportunities/${id}/win`, { reason: 'best fit' }))
    expect(await deal(id)).toMatchObject({ wonReason: 'Best fit', lostReason: null, lostToId: null })
    expect((await titles(id))[0]).toBe('Won, no amount: Best fit')
  })
})

describe('what else is known of a deal', () => {
  it('OPP-03 OPP-06 OPP-27 CUS-12 is its budget, dates, next step, channel and partner, and what was spent', async () => {
    const partner = await ok(rep().post('/api/accounts', { name: 'Reseller', relation: 'partner' }))
    const buyer = await ok(rep().post('/api/accounts', { name: 'Buyer' }))
    const { id, revision } = await open({
      name: 'Known',
      accountId: buyer.id,
      budget: eur(900_000),
      channel: 'partner',
      closeDate: '2030-01-31',
    })
    const change = async (body: object) => rep().patch(`/api/opportunities/${id}`, body, { 'if-match': '*' })
    expect(revision).toBe(0)
    expect(await refusal(change({ partnerId: buyer.id }))).toStrictEqual([
      422,
      'opportunity.partner-unfit',
      'partnerId',
    ])
    const dates = [
      { name: 'Demonstration', on: '2030-01-05' },
      { name: 'Decision', on: '2030-01-20' },
    ]
    await ok(change({ partnerId: partner.id, dates, costs: eur(1_200) }))
    await ok(change({ nextStep: 'Send the offer', nextStepOn: '2030-01-06' }))
    const close = (closeDate: string | null) =>
      ok(rep().post(`/api/opportunities/${id}/change-close-date`, { closeDate }))
    for (const day of ['2030-02-28', '2030-02-01', '2030-04-01', null]) await close(day)
    expect(await deal(id)).toMatchObject({
      budget: eur(900_000),
      costs: eur(1_200),
      channel: 'Partner',
      partnerId: partner.id,
      partnerName: 'Reseller',
      dates,
      nextStep: 'Send the offer',
      nextStepOn: '2030-01-06',
      slips: 2,
    })
    expect(await titles(id)).toContain('Next step: Send the offer')
    const list = await rep().get(`/api/opportunities?partnerId=${partner.id}&channel=partner`)
    expect(list.json<{ items: object[] }>().items).toMatchObject([{ id }])

    const quote = await ok(
      rep().post('/api/quotes', {
        opportunityId: id,
        currency: 'EUR',
        validUntil: '2099-12-31',
        lines: [{ description: 'Scope', quantity: 2, unitPrice: eur(100_000), taxPercent: 19 }],
      }),
    )
    await ok(rep().post(`/api/quotes/${quote.id}/send`, {}))
    await ok(rep().post(`/api/quotes/${quote.id}/accept`, {}))
    await expect
      .poll(async () => (await rep().get(`/api/opportunities/${id}/spending`)).json())
      .toStrictEqual({
        opportunityId: id,
        budget: eur(900_000),
        costs: eur(1_200),
        orders: [eur(200_000)],
        total: [eur(201_200)],
      })
  })
})
