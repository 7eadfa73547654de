import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, refusal } from '../../support/reply.ts'

const ok = answered<{ id: string; revision: number } & Record<string, unknown>>
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const stages = [
  { name: 'Open', probability: 0.5, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let dealId: string
beforeAll(async () => {
  t = await testApp()
  await ok(t.as('admin').post('/api/pipelines', { name: 'P', currency: 'EUR', isDefault: true, stages }))
  dealId = (await ok(t.as('rep').post('/api/opportunities', { name: 'Lenses' }))).id
  const limits = [
    { role: 'rep', percent: 10 },
    { role: 'manager', percent: 40 },
  ]
  await ok(t.as('admin').patch('/api/settings/quote-policy', { discountLimits: limits }))
})
afterAll(() => t.close())

const lines = (discountPercent: number) => [
  { description: 'Lens', quantity: 3, unitPrice: eur(33.3333), discountPercent },
]
const draft = async (body: object) =>
  (
    await ok(
      t
        .as('rep')
        .post('/api/quotes', { opportunityId: dealId, currency: 'EUR', validUntil: '2030-01-31', ...body }),
    )
  ).id
const shown = async (id: string) => {
  await t.settled()
  return ok(t.as('rep').get(`/api/quotes/${id}`))
}

describe('QTC-04 a quote', () => {
  it('that gives away more than its sender may is sent once somebody else has approved these lines', async () => {
    const id = await draft({ lines: lines(25) })
    const rep = (verb: string, body: object = {}) => t.as('rep').post(`/api/quotes/${id}/${verb}`, body)
    expect(await shown(id)).toMatchObject({ discountPercent: 25, approval: null })
    expect(await refusal(rep('send'))).toEqual([409, 'quote.approval-needed'])
    await ok(rep('request-approval', { reason: 'A reference' }))
    expect(await refusal(rep('approve'))).toEqual([409, 'quote.own-approval'])
    await t.settled()
    const { items } = await answered<{ items: { id: string }[] }>(
      t.as('manager').get('/api/quotes?approval=requested'),
    )
    expect(items.map((one) => one.id)).toEqual([id])
    await ok(t.as('manager').post(`/api/quotes/${id}/approve`, { reason: 'Good reference' }))
    await ok(rep('change-lines', { lines: lines(26) }))
    expect(await refusal(rep('send'))).toEqual([409, 'quote.approval-needed'])
    await ok(rep('request-approval', { reason: 'A little more' }))
    await ok(t.as('manager').post(`/api/quotes/${id}/approve`))
    await ok(rep('send'))
    expect(await shown(id)).toMatchObject({ status: 'sent', approval: 'approved', discountPercent: 26 })
    const history = await answered<{ items: { title: string }[] }>(
      t.as('rep').get(`/api/quotes/${id}/history`),
    )
    expect(history.items.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Approval asked for 25 % given away: A reference',
        '25 % given away approved: Good reference',
      ]),
    )
  })

  it('above the limit of who is asked stays a draft, and so does what is declined', async () => {
    const id = await draft({ lines: lines(50) })
    await ok(t.as('rep').post(`/api/quotes/${id}/request-approval`, { reason: 'Please' }))
    const manager = (verb: string, body: object = {}) =>
      t.as('manager').post(`/api/quotes/${id}/${verb}`, body)
    expect(await refusal(manager('approve'))).toEqual([409, 'quote.above-limit'])
    await ok(manager('decline-approval', { reason: 'Too much' }))
    expect(await shown(id)).toMatchObject({ approval: 'declined', approvalReason: 'Too much' })
    expect(await refusal(t.as('rep').post(`/api/quotes/${id}/send`))).toEqual([409, 'quote.approval-needed'])
  })

  it('has texts before and after its lines, which its next version begins with', async () => {
    const intro = 'Dear customer,\nas agreed:'
    await ok(
      t.as('manager').post('/api/text-blocks', { name: 'Standard', use: 'terms', text: 'Net 30 days.' }),
    )
    const id = await draft({ lines: lines(0), intro, terms: 'Net 30 days.' })
    await ok(t.as('rep').post(`/api/quotes/${id}/send`))
    const changed = t.as('rep').post(`/api/quotes/${id}/change-texts`, { terms: null })
    expect(await refusal(changed)).toEqual([409, 'quote.not-draft'])
    const next = await draft({ replacesId: id, currency: undefined })
    await ok(t.as('rep').post(`/api/quotes/${next}/change-texts`, { terms: 'Net 14 days.' }))
    expect(await shown(next)).toMatchObject({ version: 2, intro, terms: 'Net 14 days.' })
    expect(await shown(id)).toMatchObject({ version: 1, intro, terms: 'Net 30 days.' })
  })
})
