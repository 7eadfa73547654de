import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faces } from '../../../src/registry.ts'
import { make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
let vip: string
let fair: string
/** One of each kind that can be tagged, by its path. */
const records: Record<string, string> = {}

beforeAll(async () => {
  t = await testApp()
  vip = await make(t.as('rep'), '/api/tags', { name: 'VIP', tone: 'accent' })
  fair = await make(t.as('agent'), '/api/tags', { name: 'Fair 2027' })
  const pipeline = {
    name: 'Sales',
    currency: 'EUR',
    isDefault: true,
    stages: [
      { name: 'Open', probability: 0.1, kind: 'open' },
      { name: 'Won', probability: 1, kind: 'won' },
      { name: 'Lost', probability: 0, kind: 'lost' },
    ],
  }
  await make(t.as('admin'), '/api/pipelines', pipeline)
  records.accounts = await make(t.as('rep'), '/api/accounts', { name: 'Acme' })
  records.contacts = await make(t.as('rep'), '/api/contacts', { name: { last: 'Okello' } })
  records.leads = await make(t.as('rep'), '/api/leads', { name: { last: 'Byron' } })
  records.opportunities = await make(t.as('rep'), '/api/opportunities', { name: 'Engine' })
  records.tickets = await make(t.as('agent'), '/api/tickets', { subject: 'It hums' })
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>

const ok = answered<Row>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('admin').get(path))
}
const act = (path: string, verb: 'tag' | 'untag', ...tagIds: string[]) =>
  t.as('admin').post(`/api/${path}/${records[path]}/${verb}`, { tagIds })
const idsOf = async (path: string) => (await read(path)).items.map(({ id }) => id)
const where = (criterion: object) => `where=${encodeURIComponent(JSON.stringify(criterion))}`

describe('CUS-14 a tag on a record of any kind', () => {
  it.each(['accounts', 'contacts', 'leads', 'opportunities', 'tickets'])(
    'is put on one of %s and taken away, is shown, found and told in history',
    async (path) => {
      const id = records[path]
      expect(await read(`/api/${path}/${id}`)).toMatchObject({ tags: [] })
      await ok(act(path, 'tag', vip, fair))
      const shown = [
        { id: fair, name: 'Fair 2027', tone: 'neutral' },
        { id: vip, name: 'VIP', tone: 'accent' },
      ]
      expect(await read(`/api/${path}/${id}`)).toMatchObject({ tags: shown })
      expect((await read(`/api/${path}`)).items).toMatchObject([{ id, tags: shown }])
      for (const asked of ['vip', vip, `Fair 2027,nothing`])
        expect(await idsOf(`/api/${path}?tag=${encodeURIComponent(asked)}`), asked).toEqual([id])
      expect(await idsOf(`/api/${path}?tag=nothing`)).toEqual([])
      // Once more it changes nothing.
      expect((await ok(act(path, 'tag', vip))).events).toEqual([])
      await ok(act(path, 'untag', fair))
      const criteria = [
        [{ field: 'tags', operator: 'any-of', value: [vip, fair] }, [id]],
        [{ field: 'tags', operator: 'all-of', value: [vip, fair] }, []],
        [{ field: 'tags', operator: 'none-of', value: [fair] }, [id]],
        [{ field: 'tags', operator: 'known' }, [id]],
        [{ field: 'tags', operator: 'unknown' }, []],
      ] as const
      for (const [criterion, found] of criteria)
        expect(await idsOf(`/api/${path}?${where(criterion)}`), criterion.operator).toEqual(found)
      const { items } = await read(`/api/${path}/${id}/history`)
      expect(items.slice(0, 2)).toMatchObject([
        { title: 'Tag Fair 2027 taken away', actor: { name: 'Test admin' } },
        { title: 'Tagged VIP, Fair 2027', changes: [{ field: 'tags' }] },
      ])
    },
  )

  it('is on whatever has a column of tags, and nothing else', () => {
    const kinds = faces.commands
      .filter(({ type }) => type.endsWith('.tag'))
      .map(({ type }) => type.split('.')[0])
    const models = [...faces.criteria.vocabularies].flatMap(([model, { fields }]) =>
      fields.get('tags')?.kind === 'records' ? model : [],
    )
    expect(new Set(kinds)).toEqual(new Set(models))
    expect(kinds).toHaveLength(5)
  })
})

describe('CUS-14 a tag that is renamed or archived', () => {
  it('is called so everywhere, and as of before as it was then', async () => {
    await ok(act('accounts', 'tag', fair))
    const before = (await read(`/api/accounts/${records.accounts}`)).updatedAt as string
    await ok(t.as('manager').patch(`/api/tags/${fair}`, { name: 'Fair in Lyon' }))
    const called = async (path: string) =>
      ((await read(path)).tags as { name: string }[]).map(({ name }) => name)
    expect(await called(`/api/accounts/${records.accounts}`)).toEqual(['Fair in Lyon', 'VIP'])
    expect(await called(`/api/accounts/${records.accounts}?asOf=${before}`)).toEqual(['Fair 2027', 'VIP'])
    expect(await idsOf('/api/accounts?tag=fair%20in%20lyon')).toEqual([records.accounts])
    expect(await idsOf(`/api/accounts?tag=Fair%202027&asOf=${before}`)).toEqual([records.accounts])
    const { items } = await read(`/api/accounts/${records.accounts}/history`)
    expect(items[0]).toMatchObject({ title: 'Tagged Fair 2027' })
  })

  it('stays where it is, is put on nothing more, and can be taken away', async () => {
    await ok(t.as('manager').post(`/api/tags/${fair}/archive`))
    expect(await problem(act('contacts', 'tag', fair))).toEqual([422, 'contact.tag-unknown'])
    await ok(act('accounts', 'untag', fair))
    expect(await read(`/api/accounts/${records.accounts}`)).toMatchObject({ tags: [{ name: 'VIP' }] })
  })
})

describe('CUS-14 the rules of tags', () => {
  it('one name is one tag, without a comma, and no record has more than fifty', async () => {
    expect(await problem(t.as('rep').post('/api/tags', { name: 'vip' }))).toEqual([409, 'tag.name-taken'])
    expect((await t.as('rep').post('/api/tags', { name: 'one, two' })).statusCode).toBe(400)
    expect(await problem(act('leads', 'tag', records.leads ?? ''))).toEqual([422, 'lead.tag-unknown'])
    expect((await t.as('rep').post(`/api/leads/${records.leads}/tag`, { tagIds: [] })).statusCode).toBe(400)
    const many = await Promise.all(
      Array.from({ length: 50 }, (_, n) => make(t.as('rep'), '/api/tags', { name: `Tag ${n}` })),
    )
    await ok(act('leads', 'tag', ...many.slice(0, 49)))
    expect(await problem(act('leads', 'tag', many[49] ?? ''))).toEqual([422, 'lead.tags-many'])
  })

  it('who works here makes them, who leads keeps them, and who only reads an account does not tag it', async () => {
    expect((await t.as('rep').patch(`/api/tags/${vip}`, { name: 'X' })).statusCode).toBe(403)
    expect((await t.as('auditor').post('/api/tags', { name: 'X' })).statusCode).toBe(403)
    const asAgent = t.as('agent').post(`/api/accounts/${records.accounts}/tag`, { tagIds: [vip] })
    expect((await asAgent).statusCode).toBe(403)
    await ok(t.as('admin').post(`/api/accounts/${records.accounts}/archive`))
    const more = await make(t.as('rep'), '/api/tags', { name: 'Late' })
    expect(await problem(act('accounts', 'tag', more))).toEqual([409, 'account.archived'])
  })

  it('what a role hides of them is neither shown nor asked for', async () => {
    const role = await make(t.as('admin'), '/api/roles', {
      name: 'Without tags',
      may: ['contact.*', 'tag.read'],
      seesAll: ['contact', 'tag'],
      seesMembers: false,
      queues: [],
      hidden: { contact: ['tags'] },
      readOnly: {},
    })
    await ok(t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role }))
    await t.settled()
    const rep2 = t.as('rep2')
    expect(await ok(rep2.get(`/api/contacts/${records.contacts}`))).not.toHaveProperty('tags')
    expect((await rep2.get(`/api/contacts?tag=${vip}`)).statusCode).toBe(403)
    const asked = where({ field: 'tags', operator: 'any-of', value: [vip] })
    expect((await rep2.get(`/api/contacts?${asked}`)).statusCode).toBe(403)
    const tag = rep2.post(`/api/contacts/${records.contacts}/tag`, { tagIds: [vip] })
    expect((await tag).statusCode).toBe(403)
  })
})
