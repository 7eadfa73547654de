import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let lead: string
beforeAll(async () => {
  t = await testApp()
  const body = { name: { first: 'Ada', last: 'Lovelace' }, email: 'ada@secret.example', source: 'web' }
  lead = (await t.as('rep').post('/api/leads', body)).json<{ id: string }>().id
  await t.as('rep').patch(`/api/leads/${lead}`, { company: 'Engines' }, { 'user-agent': 'Notebook/1.0' })
  await t.as('rep').post(`/api/leads/${lead}/assign`, { ownerId: t.ids.rep2 })
  const stages = ['open', 'won', 'lost'].map((kind, n) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    name: kind,
    probability: [0.1, 1, 0][n],
    kind,
  }))
  const pipeline = { name: 'Sales', currency: 'EUR', isDefault: true, stages }
  const made = await t.as('admin').post('/api/pipelines', pipeline)
  expect(made.statusCode, made.body).toBe(201)
  const { id } = made.json<{ id: string }>()
  const change = { stageId: stages[0]?.id, probability: 0.3 }
  const changed = await t.as('admin').post(`/api/pipelines/${id}/change-stage`, change)
  expect(changed.statusCode, changed.body).toBe(200)
  await t.settled()
})
afterAll(() => t.close())

interface Found {
  type: string
  actor: { name: string }
  roles: string[]
  changes: { field: string; before: unknown; after: unknown }[]
  userAgent: string | null
  position: string
}
async function search(query: string): Promise<{ items: Found[]; next: string | null }> {
  const reply = await t.as('auditor').get(`/api/audit?${query}`)
  expect([query, reply.statusCode, reply.body.slice(0, 300)]).toEqual([query, 200, expect.anything()])
  return reply.json()
}
const typesOf = async (query: string) => (await search(query)).items.map(({ type }) => type)

describe('SEC-03 SEC-04 USR-10 the audit search', () => {
  it('finds by record, newest first, with who, how and what changed', async () => {
    const { items } = await search(`id=${lead}`)
    expect(items[0]).toMatchObject({ actor: { name: 'Test rep' }, roles: ['rep'] })
    expect(items.map(({ position }) => Number(position))).toEqual(
      items.map(({ position }) => Number(position)).sort((a, b) => b - a),
    )
    const change = items.find(({ type }) => type === 'lead.changed')
    expect(change).toMatchObject({
      userAgent: 'Notebook/1.0',
      changes: [{ field: 'company', before: null, after: 'Engines' }],
    })
  })

  it('finds by person, kind, field and period', async () => {
    expect(new Set(await typesOf(`actorId=${t.ids.rep}&aggregate=lead`))).toContain('lead.captured')
    expect(await typesOf('kind=lead.assigned')).toEqual(['lead.assigned'])
    expect(await typesOf('field=ownerId&kind=lead.assigned,lead.changed')).toEqual(['lead.assigned'])
    expect(await typesOf('field=company&kind=lead.changed')).toEqual(['lead.changed'])
    expect(await typesOf('to=2001-01-01T00:00:00Z')).toEqual([])
    expect(await typesOf(`from=2999-01-01T00:00:00Z&id=${lead}`)).toEqual([])
  })

  it('shows changes of the configuration beside those of records', async () => {
    const { items } = await search('kind=pipeline.stage-changed')
    expect(items[0]?.actor.name).toBe('Test admin')
    expect(JSON.stringify(items[0]?.changes)).toMatch(/0\.1.*0\.3/)
    expect(await typesOf('aggregate=role&kind=role.defined')).toHaveLength(5)
  })

  it('pages through everything once', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = await search(`limit=7${cursor}`)
      seen.push(...page.items.map(({ position }) => position))
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(20)
  })

  it('is for those who hold audit.read, and refuses what there is not', async () => {
    expect((await t.as('rep').get('/api/audit')).statusCode).toBe(403)
    const reply = await t.as('auditor').get('/api/audit?kind=lead.exploded')
    expect([reply.statusCode, reply.json().errors[0].field]).toEqual([400, 'kind'])
  })
})
