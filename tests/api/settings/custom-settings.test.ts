import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customSetting } from '../../../src/domain/settings/custom-setting.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { given } from '../../support/given.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const facts = {
  key: 'sales.largest',
  name: 'Largest discount',
  about: null,
  kind: 'number' as const,
  choices: [] as string[],
}
const created = { type: 'customSetting.created' as const, data: facts }
const tree = async (query = '') =>
  (await t.as('admin').get(`/api/settings/tree${query}`)).json<{
    items: {
      model: string
      values: { key: string; value: unknown; changedAt: string | null; changedBy: { name: string } | null }[]
    }[]
    own: {
      key: string
      value: unknown
      planned: { from: string }[]
      changedAt: string | null
      changedBy: { name: string } | null
    }[]
  }>()

describe('a setting of one’s own (ADM-02)', () => {
  it('ADM-02 is of one kind, and says what does not fit it', () => {
    const said = { value: '15', from: '2026-01-01' }
    given(customSetting, created)
      .when('customSetting.set', said)
      .thenEvents({ type: 'customSetting.set', data: said })
    given(customSetting, created, { type: 'customSetting.set', data: said })
      .when('customSetting.set', said)
      .thenEvents()
    given(customSetting, created)
      .when('customSetting.set', { ...said, value: 'much' })
      .thenRefused('customSetting.other-kind')
    const choice = { ...facts, kind: 'choice' as const, choices: ['a', 'b'] }
    given(customSetting, { type: 'customSetting.created', data: choice })
      .when('customSetting.set', { ...said, value: 'c' })
      .thenRefused('customSetting.other-kind')
    given(customSetting)
      .when('customSetting.create', { ...choice, choices: [] })
      .thenRefused('customSetting.no-choices')
  })
})

describe('the tree of settings (ADM-02)', () => {
  it('ADM-02 holds all that is set, with who changed what when, on its day, and as of any instant', async () => {
    const admin = t.as('admin')
    const { id } = (
      await admin.post('/api/custom-settings', {
        key: 'sales.largest',
        name: 'Largest discount',
        kind: 'number',
      })
    ).json<{ id: string }>()
    expect((await admin.post('/api/custom-settings', { ...facts, name: 'Other' })).statusCode).toBe(409)
    const set = (value: unknown, from: string) =>
      admin.post(`/api/custom-settings/${id}/set`, { value, from })
    expect((await set('10', '2020-01-01')).statusCode).toBe(200)
    await t.settled()
    const before = await instantBetween()
    await set('20', '2021-01-01')
    await t.settled()
    const [decided] = (await tree()).own
    await set('30', '2999-01-01')
    await admin.patch('/api/settings/sign-in-policy', { passwordLength: 14 })
    await t.settled()
    const now = await tree()
    expect(now.own).toMatchObject([
      {
        key: 'sales.largest',
        value: '20',
        planned: [{ from: '2999-01-01', value: '30' }],
        changedBy: { name: expect.any(String) },
        // What is planned has not changed it.
        changedAt: decided?.changedAt,
      },
    ])
    const rules = now.items.find(({ model }) => model === 'signInPolicy')?.values
    expect(rules?.find(({ key }) => key === 'passwordLength')).toMatchObject({
      value: 14,
      changedAt: expect.any(String),
    })
    expect(rules?.find(({ key }) => key === 'apiKeyDays')).toMatchObject({ value: 365 })
    expect(now.items.length).toBeGreaterThan(5)
    const then = await tree(`?asOf=${before}`)
    expect(then.own).toMatchObject([{ value: '10', planned: [] }])
    const rulesThen = then.items.find(({ model }) => model === 'signInPolicy')?.values
    expect(rulesThen?.find(({ key }) => key === 'passwordLength')).toMatchObject({
      value: 12,
      changedAt: null,
      changedBy: null,
    })
    // Everybody reads what is their own; of the rest, what they may.
    const rep = (await t.as('rep').get('/api/settings/tree')).json<{
      items: { model: string }[]
      own: unknown[]
    }>()
    expect(rep.own).toHaveLength(1)
    expect(rep.items.map(({ model }) => model)).not.toContain('signInPolicy')
  })

  it('ADM-02 tells no value to whose role hides it', async () => {
    const admin = t.as('admin')
    const blind = { name: 'Blind', may: ['customSetting.read'], seesAll: [], seesMembers: false, queues: [] }
    const hidden = { customSetting: ['said'] }
    const reply = await admin.post('/api/roles', { ...blind, hidden, readOnly: {} })
    expect(reply.statusCode, reply.body).toBe(201)
    await admin.post(`/api/users/${t.ids.rep2}/assign-role`, { role: reply.json<{ id: string }>().id })
    await t.settled()
    const told = await t.as('rep2').get('/api/settings/tree')
    expect([told.statusCode, told.json<{ own: unknown[] }>().own]).toMatchObject([
      200,
      [{ key: 'sales.largest', value: null, planned: [] }],
    ])
  })
})
