import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered } from '../../support/reply.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

interface Reply {
  id: string
  items: ({ id: string } & Record<string, unknown>)[]
}

const ok = answered<Reply & Record<string, unknown>>

const stages = [
  { name: 'Prospecting', probability: 0.1, kind: 'open' },
  { name: 'Proposal', probability: 0.5, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

describe('from lead to order', () => {
  it('LEAD-23 QTC-06 goes by itself wherever nobody has to decide', async () => {
    const admin = t.as('admin')
    const rep = t.as('rep')
    const pipeline = await ok(
      admin.post('/api/pipelines', { name: 'Sales', currency: 'USD', isDefault: true, stages }),
    )
    const product = await ok(
      admin.post('/api/products', { name: 'GTX Pro', code: 'GTX-PRO', price: usd(482_100) }),
    )

    const lead = await ok(
      rep.post('/api/leads', {
        name: { first: 'Ada', last: 'Lovelace' },
        email: 'ada@analytical.example',
        company: 'Analytical Engines',
        source: 'Website',
      }),
    )
    const early = await rep.post(`/api/leads/${lead.id}/convert`, {})
    expect([early.statusCode, early.json().type]).toStrictEqual([409, '/problems/lead.not-qualified'])
    const missing = await rep.post(`/api/leads/${lead.id}/qualify`, { budget: '50k' })
    expect(missing.statusCode).toBe(422)
    await ok(
      rep.post(`/api/leads/${lead.id}/qualify`, {
        budget: '50k',
        authority: 'She decides',
        need: 'An engine',
        timeline: 'This year',
      }),
    )
    // A double click: both are told that it is done, and it is done once.
    await Promise.all([
      ok(rep.post(`/api/leads/${lead.id}/convert`, { amount: usd(900_000), closeDate: '2030-01-31' })),
      ok(rep.post(`/api/leads/${lead.id}/convert`, { amount: usd(900_000), closeDate: '2030-01-31' })),
    ])
    const converted = await eventually(async () => {
      const row = await ok(rep.get(`/api/leads/${lead.id}`))
      expect(row.status).toBe('converted')
      return row.converted as Record<string, string>
    })

    await t.settled()
    const deals = await ok(rep.get(`/api/opportunities?leadId=${lead.id}`))
    expect(deals.items).toMatchObject([
      {
        id: converted.opportunityId,
        accountId: converted.accountId,
        accountName: 'Analytical Engines',
        contactName: 'Ada Lovelace',
        pipelineId: pipeline.id,
        stageName: 'Prospecting',
        probability: 0.1,
        amount: usd(900_000),
        status: 'open',
      },
    ])

    const quote = await ok(
      rep.post('/api/quotes', {
        opportunityId: converted.opportunityId,
        validUntil: '2099-12-31',
        lines: [{ productId: product.id, quantity: 2, discountPercent: 10, taxPercent: 19 }],
      }),
    )
    await ok(rep.post(`/api/quotes/${quote.id}/send`, {}))
    await ok(rep.post(`/api/quotes/${quote.id}/accept`, {}))
    const order = await eventually(async () => {
      const { items } = await ok(rep.get(`/api/orders?quoteId=${quote.id}`))
      return items[0] ?? expect.unreachable()
    })
    expect(order).toMatchObject({
      opportunityId: converted.opportunityId,
      accountName: 'Analytical Engines',
      totals: { net: usd(867_780), discount: usd(96_420), tax: usd(164_878), gross: usd(1_032_658) },
    })
    await expect
      .poll(() => ok(rep.get(`/api/opportunities/${converted.opportunityId}`)))
      .toMatchObject({ status: 'won', amount: usd(867_780), probability: 1, stageName: 'Won' })
    await expect
      .poll(() => ok(rep.get(`/api/quotes/${quote.id}`)))
      .toMatchObject({ status: 'accepted', orderId: order.id, orderName: order.number })

    const history = await ok(rep.get(`/api/orders/${order.id}/history`))
    const why = (await ok(rep.get(`/api/events/${history.items[0]?.id ?? ''}/why`))) as unknown
    expect(JSON.stringify(why)).toContain('quote.accepted')
  })

  it('QTC-01 a product code is unique, whatever its writing', async () => {
    const again = await t
      .as('admin')
      .post('/api/products', { name: 'Other', code: ' gtx-pro', price: usd(1) })
    expect([again.statusCode, again.json().type]).toStrictEqual([409, '/problems/product.code-taken'])
  })

  it('LEAD-16 a lead nobody owns is seen by reps and managers, an owned one by its owner', async () => {
    const { id } = await ok(t.as('manager').post('/api/leads', { name: { last: 'Byron' }, ownerId: null }))
    await t.settled()
    for (const person of ['rep', 'rep2', 'manager'] as const) {
      expect((await t.as(person).get(`/api/leads/${id}`)).statusCode).toBe(200)
    }
    await ok(t.as('manager').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep }))
    await t.settled()
    expect((await t.as('rep').get(`/api/leads/${id}`)).json()).toMatchObject({
      ownerId: t.ids.rep,
      status: 'working',
    })
    expect((await t.as('rep2').get(`/api/leads/${id}`)).statusCode).toBe(404)
  })

  it('names the field of a reference to nothing', async () => {
    const nobody = '00000000-0000-4000-8000-000000000009'
    for (const [path, body, code] of [
      ['/api/leads', { name: { last: 'X' }, ownerId: nobody }, 'lead.owner-unknown'],
      ['/api/contacts', { name: { last: 'X' }, accountId: nobody }, 'contact.account-unknown'],
      ['/api/opportunities', { name: 'X', productId: nobody }, 'opportunity.product-unknown'],
      ['/api/quotes', { opportunityId: nobody, validUntil: '2099-01-01' }, 'quote.opportunity-unknown'],
      ['/api/accounts', { name: 'X', parentId: nobody }, 'account.parent-unknown'],
    ] as const) {
      const reply = await t.as('rep').post(path, body)
      expect([path, reply.statusCode, reply.json().type]).toStrictEqual([path, 422, `/problems/${code}`])
    }
  })
})
