import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

describe('marketing plans', () => {
  let t: TestApp
  let groupId: string
  let below: string
  beforeAll(async () => {
    t = await testApp()
    const { productId } = await furnish(t)
    groupId = await make(t.as('admin'), '/api/product-groups', { name: 'Instruments' })
    below = await make(t.as('admin'), '/api/product-groups', { name: 'Scopes', parentId: groupId })
    await answered(t.as('admin').patch(`/api/products/${productId}`, { groupId: below }))
    for (const [last, country] of [
      ['One', 'DE'],
      ['Two', 'DE'],
      ['Three', 'FR'],
    ])
      await make(t.as('manager'), '/api/leads', { name: { first: null, last }, country, source: 'manual' })
    const accountId = await make(t.as('manager'), '/api/accounts', { name: 'Acme', country: 'DE' })
    const dealId = await make(t.as('manager'), '/api/opportunities', {
      name: 'Scopes',
      accountId,
      productId,
      amount: { amount: 50_000, currency: 'EUR' },
    })
    await answered(t.as('manager').post(`/api/opportunities/${dealId}/win`, {}))
    const campaignId = await make(t.as('manager'), '/api/campaigns', { name: 'Fair', productGroupId: below })
    await answered(
      t.as('manager').post(`/api/campaigns/${campaignId}/add-cost`, {
        channel: 'event',
        amount: { amount: 30_000, currency: 'EUR' },
        on: new Date().toISOString().slice(0, 10),
        what: 'Stand',
      }),
    )
    await t.settled()
  })
  afterAll(() => t?.close())

  const year = new Date().getUTCFullYear()
  const days = { from: `${year}-01-01`, to: `${year}-12-31` }
  const plan = (name: string, targets: readonly object[], goals: readonly object[] = []) => ({
    name,
    startsOn: days.from,
    endsOn: days.to,
    targets: targets.map((one) => ({ ...days, ...one })),
    goals,
  })

  it('MKT-15, MKT-16 sets each target against what came, adds up, and opens exactly those records', async () => {
    const id = await make(
      t.as('manager'),
      '/api/marketing-plans',
      plan(
        'This year',
        [
          { metric: 'leads', country: 'DE', value: 4 },
          { metric: 'leads', country: 'FR', value: 1 },
          { metric: 'deals-won', productGroupId: groupId, country: 'DE', value: 2 },
          { metric: 'revenue-won', currency: 'EUR', productGroupId: groupId, value: 40_000 },
          { metric: 'campaign-cost', currency: 'EUR', value: 20_000 },
        ],
        [{ text: 'Be known in France', state: 'at-risk' }],
      ),
    )
    await t.settled()
    const found = await answered<{
      cells: { actual: number; list: { model: string; where: string } }[]
      rollUps: object[]
    }>(t.as('manager').get(`/api/marketing-plans/${id}/attainment`))
    expect(found.cells).toMatchObject([
      { metric: 'leads', country: 'DE', target: 4, actual: 2, variance: -2, share: 0.5 },
      { metric: 'leads', country: 'FR', target: 1, actual: 1, variance: 0 },
      { metric: 'deals-won', productGroupName: 'Instruments', actual: 1, variance: -1 },
      { metric: 'revenue-won', actual: 50_000, variance: 10_000, share: 1.25 },
      { metric: 'campaign-cost', actual: 30_000, variance: 10_000, share: 1.5 },
    ])
    expect(found.rollUps).toContainEqual(
      expect.objectContaining({ metric: 'leads', by: 'all', target: 5, actual: 3, variance: -2 }),
    )
    expect(found.rollUps).toContainEqual(
      expect.objectContaining({ metric: 'leads', by: 'country', key: 'DE', target: 4, actual: 2 }),
    )
    const paths: Readonly<Record<string, string>> = { lead: 'leads', opportunity: 'opportunities' }
    for (const { actual, list } of found.cells.slice(0, 3)) {
      const { total } = await answered<{ total: number }>(
        t
          .as('manager')
          .get(`/api/${paths[list.model]}?total=true&limit=1&where=${encodeURIComponent(list.where)}`),
      )
      expect(total).toBe(actual)
    }
    expect(await answered(t.as('rep').get(`/api/marketing-plans/${id}`))).toMatchObject({
      goals: [{ text: 'Be known in France', state: 'at-risk' }],
    })
  })

  it('MKT-16 refuses targets that nothing tells or that would be counted twice', async () => {
    for (const [targets, rule] of [
      [[{ metric: 'leads', productGroupId: groupId, value: 1 }], 'marketingPlan.not-told'],
      [[{ metric: 'revenue-won', value: 1 }], 'marketingPlan.currency'],
      [[{ metric: 'leads', from: '2001-01-01', value: 1 }], 'marketingPlan.outside'],
      [
        [
          { metric: 'leads', value: 1 },
          { metric: 'leads', country: 'DE', value: 1 },
        ],
        'marketingPlan.overlapping',
      ],
    ] as const)
      expect(await problem(t.as('manager').post('/api/marketing-plans', plan('Wrong', targets)))).toEqual([
        422,
        rule,
      ])
  })
})
