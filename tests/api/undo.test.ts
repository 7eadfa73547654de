import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, type TestApp, testApp } from '../support/app.ts'
import { answered } from '../support/reply.ts'

interface Entry {
  id: string
  type: string
  undoable: boolean
  causationId: string
  actor: { id: string }
}

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const ok = answered<Record<string, unknown> & { id: string; items: Entry[] }>

async function account(more: object = {}): Promise<string> {
  const { id } = await ok(t.as('rep').post('/api/accounts', { name: `Undone ${++made}`, ...more }))
  return id
}
let made = 0
async function read(id: string) {
  await t.settled()
  return ok(t.as('admin').get(`/api/accounts/${id}`))
}
const last = async (id: string): Promise<Entry> =>
  (await ok(t.as('admin').get(`/api/accounts/${id}/history`))).items[0] ?? expect.unreachable()
const undo = (event: Entry, as: Person = 'rep') => t.as(as).post(`/api/events/${event.id}/undo`)
/** What a record is, beside how often it was written. */
async function facts(id: string) {
  const { revision: _, updatedAt: __, position: ___, ...row } = await read(id)
  return row
}

describe('BEY-03 undo', () => {
  it('makes a record what it was before a command, once, and says who did it and because of what', async () => {
    const id = await account({ country: 'DE', sector: 'Optics' })
    const tag = await ok(t.as('admin').post('/api/tags', { name: 'Undone' }))
    const ways: [path: string, body: object, method?: 'patch'][] = [
      [
        `/api/accounts/${id}`,
        { name: 'Another', country: null, website: 'https://another.example' },
        'patch',
      ],
      [`/api/accounts/${id}/tag`, { tagIds: [tag.id] }],
      [`/api/accounts/${id}/archive`, {}],
    ]
    for (const [path, body, method = 'post'] of ways) {
      const before = await facts(id)
      await ok(t.as('rep')[method](path, body))
      expect(await facts(id)).not.toEqual(before)
      const event = await last(id)
      expect(event.undoable).toBe(true)
      await ok(undo(event))
      expect(await facts(id)).toEqual(before)
      const back = await last(id)
      expect(back).toMatchObject({ causationId: event.id, actor: { id: t.ids.rep } })
      expect(await ok(undo(event))).toMatchObject({ repeated: true, events: [] })
      expect((await last(id)).id).toBe(back.id)
    }
    // What was taken back was a command too.
    const restored = await last(id)
    await ok(undo(restored))
    expect(await read(id)).toMatchObject({ archived: true })
  })

  it('leaves what was changed since, and says which fields those are', async () => {
    const id = await account({ country: 'DE' })
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { country: 'FR', sector: 'Optics' }))
    const first = await last(id)
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { website: 'https://since.example' }))
    const other = await last(id)
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { country: 'UG' }))
    const refused = await undo(first)
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { type: '/problems/undo.changed-since', details: { fields: ['country'] } },
    ])
    await ok(undo(other))
    expect(await read(id)).toMatchObject({ country: 'UG', sector: 'Optics', website: null })
  })

  it('is for who may do it: not what one does not see, may not change, or began a record with', async () => {
    const id = await account()
    const begun = await last(id)
    expect(begun.undoable).toBe(false)
    const never = await undo(begun)
    expect([never.statusCode, never.json().type]).toEqual([409, '/problems/undo.no-way-back'])
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { country: 'DE' }))
    const event = await last(id)
    expect((await undo(event, 'auditor')).statusCode).toBe(403)
    const { id: lead } = await ok(t.as('rep').post('/api/leads', { name: { last: 'Unseen' }, source: 'web' }))
    await ok(t.as('rep').patch(`/api/leads/${lead}`, { company: 'Unseen' }))
    const [seen] = (await ok(t.as('rep').get(`/api/leads/${lead}/history`))).items
    expect((await undo(seen ?? expect.unreachable(), 'rep2')).statusCode).toBe(404)
    expect((await t.as('rep').post(`/api/events/${lead}/undo`)).statusCode).toBe(404)
    expect(await read(id)).toMatchObject({ country: 'DE' })
  })
})
