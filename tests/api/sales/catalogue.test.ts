import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishProductGroups } from '../../../src/start/furnish-product-groups.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { older } from '../../support/older.ts'
import { answered, refusal } from '../../support/reply.ts'

const ok = answered<{ id: string } & Record<string, unknown>>
const eur = (amount: number) => ({ amount, currency: 'EUR' })

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const admin = () => t.as('admin')
const group = async (name: string, parentId: string | null = null) =>
  (await ok(admin().post('/api/product-groups', { name, parentId }))).id
const product = async (code: string, body: object = {}) =>
  (await ok(admin().post('/api/products', { name: `Product ${code}`, code, price: eur(100), ...body }))).id
const codes = async (query: string) => {
  await t.settled()
  const { items } = await answered<{ items: { code: string }[] }>(t.as('rep').get(`/api/products?${query}`))
  return items.map(({ code }) => code)
}

describe('QTC-01 a product', () => {
  it('says what it is, what is special about it, what it is sold by and whether it can be had', async () => {
    const body = {
      description: 'Stereo microscope\nwith two lenses',
      features: [{ name: 'Working distance', value: '8 to 115 mm' }],
      unit: 'C62',
      available: false,
      stockNote: 'Six weeks from order',
    }
    const id = await product('SM-1', body)
    await product('SM-2')
    await t.settled()
    expect(await ok(t.as('rep').get(`/api/products/${id}`))).toMatchObject(body)
    expect(await codes('q=SM&available=true')).toEqual(['SM-2'])
    await ok(admin().patch(`/api/products/${id}`, { available: true }, { 'if-match': '*' }))
    expect(await codes('q=SM&available=true')).toEqual(['SM-1', 'SM-2'])
    const { items } = await answered<{ items: { title: string }[] }>(
      admin().get(`/api/products/${id}/history`),
    )
    expect(items.map(({ title }) => title)).toContain('Available again')
  })

  it.each([
    ['unit', 400, { unit: 'bucket' }],
    ['features.0.name', 400, { features: [{ name: '', value: 'x' }] }],
    ['groupId', 422, { groupId: '00000000-0000-4000-8000-000000000000' }],
  ])('is refused with a wrong %s', async (field, expected, body) => {
    const [status, , at] = await refusal(
      admin().post('/api/products', { name: 'X', code: `X ${field}`, price: eur(1), ...body }),
    )
    expect([status, at]).toEqual([expected, field])
  })
})

describe('QTC-02 groups of products', () => {
  it('are a tree: who asks for a group finds what is part of it, now and as of then', async () => {
    const optics = await group('Optics')
    const lenses = await group('Lenses', optics)
    const wide = await group('Wide lenses', lenses)
    await product('G-1', { groupId: optics })
    await product('G-2', { groupId: wide })
    await product('G-3')
    expect(await codes(`groupId=${optics}&sort=code`)).toEqual(['G-1', 'G-2'])
    expect(await codes(`groupId=${lenses}`)).toEqual(['G-2'])
    const where = (operator: string, value: unknown) =>
      `q=G&sort=code&where=${encodeURIComponent(JSON.stringify({ field: 'groupId', operator, value }))}`
    expect(await codes(where('is-not', lenses))).toEqual(['G-1', 'G-3'])
    expect(await codes(where('one-of', [wide]))).toEqual(['G-2'])

    const before = t.services.clock()
    await ok(admin().patch(`/api/product-groups/${wide}`, { parentId: null }, { 'if-match': '*' }))
    expect(await codes(`groupId=${optics}`)).toEqual(['G-1'])
    expect(await codes(`groupId=${optics}&sort=code&asOf=${before}`)).toEqual(['G-1', 'G-2'])
  })

  it('are never part of themselves', async () => {
    const a = await group('A')
    const b = await group('B', a)
    const move = (id: string, parentId: string) =>
      refusal(admin().patch(`/api/product-groups/${id}`, { parentId }, { 'if-match': '*' }))
    expect(await move(a, a)).toEqual([422, 'productGroup.own-parent', 'parentId'])
    expect(await move(a, b)).toEqual([422, 'productGroup.parent-circle', 'parentId'])
  })

  it('are called once under one group, and are not archived while anything is in them', async () => {
    const a = await group('In use')
    const sub = await group('Part', a)
    const twice = await refusal(admin().post('/api/product-groups', { name: 'PART', parentId: a }))
    expect(twice[0]).toBe(409)
    const id = await product('U-1', { groupId: sub })
    const archive = (of: string) => admin().post(`/api/product-groups/${of}/archive`)
    expect(await refusal(archive(sub))).toEqual([409, 'productGroup.in-use'])
    expect(await refusal(archive(a))).toEqual([409, 'productGroup.in-use'])
    await ok(admin().patch(`/api/products/${id}`, { groupId: null }, { 'if-match': '*' }))
    await ok(archive(sub))
    await ok(archive(a))
  })

  it('are made of the texts that products had before, once, and what was is told as it was', async () => {
    const system = systemPrincipal('first-start', { kind: 'cli' })
    const id = randomUUID()
    const data = { name: 'Old', code: 'OLD-1', group: 'Former group', price: eur(1), vendorId: null }
    await t.store.append(`product-${id}`, [older(t.ids.admin, 'product.created.v2', data)], 'no-stream')
    await t.settled()
    const before = t.services.clock()
    await furnishProductGroups(t, system)
    await furnishProductGroups(t, system)
    await t.settled()
    expect(await ok(t.as('rep').get(`/api/products/${id}`))).toMatchObject({
      groupName: 'Former group',
      group: 'Former group',
    })
    expect(await ok(t.as('rep').get(`/api/products/${id}?asOf=${before}`))).toMatchObject({
      groupId: null,
      group: 'Former group',
    })
  })
})
