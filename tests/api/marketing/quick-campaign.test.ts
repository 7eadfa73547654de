import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'

describe('quick campaigns', () => {
  let t: TestApp
  let ids: string[]
  beforeAll(async () => {
    t = await testApp({ publicUrl: 'https://crm.larkspur.example' })
    await furnish(t)
    ids = []
    for (const [last, more] of [
      ['Reached', { phone: '+4930123450', email: 'reached@acme.example' }],
      ['Numberless', { email: 'numberless@acme.example' }],
    ] as const)
      ids.push(await make(t.as('manager'), '/api/contacts', { name: { first: null, last }, ...more }))
    await t.settled()
  })
  afterAll(() => t?.close())

  const call = { subject: 'Ask about the fair', startsAt: '2030-01-07T09:00:00.000Z' }

  it('MKT-06 says whom it would reach and who is left out and why, and changes nothing', async () => {
    const asked = { model: 'contact', ids, call }
    expect(await answered(t.as('manager').post('/api/quick-campaigns/preview', asked))).toMatchObject({
      total: 2,
      reached: 1,
      sample: [{ name: 'Reached' }],
      leftOut: [{ reason: 'activity.no-phone', message: 'They have no phone number.', count: 1 }],
    })
    const mail = {
      templateId: ids[0],
      mailboxId: ids[0],
      purpose: 'Newsletter',
    }
    expect(
      await answered(t.as('manager').post('/api/quick-campaigns/preview', { model: 'contact', ids, mail })),
    ).toMatchObject({ reached: 0, leftOut: [{ reason: 'no-consent', count: 2 }] })
    expect(
      await problem(t.as('manager').post('/api/quick-campaigns/preview', { model: 'contact', ids })),
    ).toEqual([400, 'invalid-input'])
    expect(await answered(t.as('manager').get('/api/campaigns'))).toMatchObject({ items: [] })
  })

  it('MKT-06 plans a call with each as a campaign, once however often asked, and takes the calls back', async () => {
    const asked = { name: 'After the fair', model: 'contact', ids, call }
    const key = { 'idempotency-key': '018f2f9e-0000-7000-8000-0000000000a1' }
    const begin = () =>
      answered<{ id: string; batchId: string; total: number }>(
        t.as('manager').post('/api/quick-campaigns', asked, key),
      )
    const { id: campaignId, batchId, total } = await begin()
    expect(await begin()).toEqual({ id: campaignId, mailingId: null, batchId, total })
    const batch = () => answered<{ status: string }>(t.as('manager').get(`/api/batches/${batchId}`))
    await eventually(async () => expect(await batch()).toMatchObject({ status: 'done', done: 1, refused: 1 }))
    await t.settled()
    expect(await answered(t.as('manager').get(`/api/batches/${batchId}/items`))).toMatchObject({
      items: [
        { name: 'Reached', model: 'contact', result: { is: 'done' } },
        { name: 'Numberless', result: { is: 'refused', code: 'activity.no-phone' } },
      ],
    })
    expect(await answered(t.as('manager').get(`/api/campaigns/${campaignId}`))).toMatchObject({
      status: 'running',
      channels: ['phone'],
      batchIds: [batchId],
    })
    const calls = () =>
      answered<{ items: { status: string }[] }>(t.as('manager').get('/api/activities?kind=call'))
    expect((await calls()).items).toMatchObject([
      { status: 'open', subject: 'Ask about the fair', purpose: 'After the fair', startsAt: call.startsAt },
    ])
    await answered(t.as('manager').post(`/api/batches/${batchId}/revert`))
    await eventually(async () => expect(await batch()).toMatchObject({ status: 'reverted', undone: 1 }))
    await t.settled()
    expect((await calls()).items).toMatchObject([{ status: 'cancelled' }])
  })
})
