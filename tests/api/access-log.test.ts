import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessEntry } from '../../src/platform/log/access-log.ts'
import { openAccessLog } from '../../src/platform/log/access-log.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { silent } from '../support/read-side.ts'
import { testDatabase } from '../support/servers.ts'

let t: TestApp
let contact: string
beforeAll(async () => {
  t = await testApp()
  const body = { name: { first: 'Ada', last: 'Lovelace' }, email: 'ada@secret.example' }
  contact = (await t.as('rep').post('/api/contacts', body)).json<{ id: string }>().id
  await t.settled()
})
afterAll(() => t.close())

interface Entry extends Omit<AccessEntry, 'actorId'> {
  actor: { id: string; name: string }
}
const entries = async (query: string) => {
  const reply = await t.as('auditor').get(`/api/access-log?${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ items: Entry[]; next: string | null }>()
}

describe('ES-18 SEC-05 the access log', () => {
  it('says who viewed a contact, however they came to see it', async () => {
    const now = new Date().toISOString()
    await t.as('agent').get(`/api/contacts/${contact}`)
    await t.as('manager').get(`/api/contacts/${contact}/history`)
    await t.as('rep2').get('/api/contacts?q=lovelace')
    await t.as('rep').get(`/api/contacts?asOf=${now}`)
    const { items } = await entries(`recordId=${contact}`)
    expect(items.map(({ kind, actor }) => [kind, actor.name])).toEqual([
      ['list', 'Test rep'],
      ['search', 'Test rep2'],
      ['history', 'Test manager'],
      ['view', 'Test agent'],
    ])
    expect(items[0]).toMatchObject({ asOf: now, records: [contact], what: 'GET /contacts' })
    const viewers = await t.as('auditor').get(`/api/access-log/viewers?recordId=${contact}`)
    expect(viewers.json().items).toHaveLength(4)
    expect(viewers.json().items[3]).toMatchObject({ name: 'Test agent', times: 1, kinds: ['view'] })
  })

  it('keeps what was asked for, and not what was searched for', async () => {
    await t.as('rep2').get('/api/contacts?q=ada%40secret.example')
    const { items } = await entries('kind=search&limit=1')
    expect(items[0]?.parameters).toEqual(['q'])
    const { rows } = await t.pg.owner.query('select entry::text from access.entry')
    expect(JSON.stringify(rows)).not.toContain('secret.example')
  })

  it('has what was refused, and what was asked for in vain', async () => {
    await t.as('agent').get('/api/log/checkpoint')
    const lead = { name: { first: 'Grace', last: 'Hopper' }, source: 'web', ownerId: t.ids.rep }
    const { id } = (await t.as('rep').post('/api/leads', lead)).json<{ id: string }>()
    await t.settled()
    expect((await t.as('rep2').get(`/api/leads/${id}`)).statusCode).toBe(404)
    const { items } = await entries('kind=denied,missing&limit=2')
    expect(items.map(({ kind, actor, model, records }) => [kind, actor.name, model, records])).toEqual([
      ['missing', 'Test rep2', 'lead', [id]],
      ['denied', 'Test agent', 'log', []],
    ])
  })

  it('SEC-09 tells after a breach whose records an account was shown, and what it took wholesale', async () => {
    const from = new Date().toISOString()
    const ids: string[] = [contact]
    for (const last of ['Noether', 'Germain'])
      ids.push(
        (await t.as('rep').post('/api/contacts', { name: { first: 'E', last } })).json<{ id: string }>().id,
      )
    await t.settled()
    for (const id of [...ids, contact]) await t.as('agent').get(`/api/contacts/${id}`)
    await t.as('manager').get(`/api/contacts/${contact}`)
    await t.as('agent').get(`/api/contacts/${randomUUID()}`)
    const ask = async (query: string) => {
      const period = `from=${from}&to=${new Date().toISOString()}`
      const reply = await t.as('auditor').get(`/api/access-log/touched?${period}&${query}`)
      expect(reply.statusCode, reply.body).toBe(200)
      return reply.json<{
        items: { recordId: string; times: number; model: string }[]
        wholesale: object[]
        next: string | null
      }>()
    }
    const { items, wholesale, next } = await ask(`actorId=${t.ids.agent}`)
    expect(items.map(({ recordId, times }) => [recordId, times])).toEqual(
      ids.toSorted().map((id) => [id, id === contact ? 2 : 1]),
    )
    expect([wholesale, next]).toEqual([[], null])
    const first = await ask(`actorId=${t.ids.agent}&limit=2`)
    const second = await ask(`actorId=${t.ids.agent}&limit=2&cursor=${first.next}`)
    expect([...first.items, ...second.items]).toEqual(items)
    const query = { kind: 'actor', actorId: t.ids.rep }
    expect((await t.as('admin').post('/api/exports', { query })).statusCode).toBe(202)
    expect((await ask(`actorId=${t.ids.admin}`)).wholesale).toMatchObject([
      { kind: 'export', what: 'POST /exports' },
    ])
  })

  it('has exports, and pages through everything', async () => {
    const query = { kind: 'record', aggregate: 'contact', id: contact.toUpperCase() }
    expect((await t.as('admin').post('/api/exports', { query })).statusCode).toBe(202)
    const { items } = await entries('kind=export')
    expect(items[0]).toMatchObject({ actor: { name: 'Test admin' }, model: 'contact', records: [contact] })
    expect(await t.services.access.verify([])).toMatchObject({ broken: undefined })
    const all: number[] = []
    for (let cursor = ''; ; ) {
      const page = await entries(`limit=3${cursor}`)
      all.push(...page.items.map(({ n }: Entry & { n?: number }) => n ?? 0))
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    expect(all).toEqual([...all].sort((a, b) => b - a))
    expect(new Set(all).size).toBe(all.length)
    expect(all.at(-1)).toBe(1)
  })

  it('is for those who may read it, and has no way to be changed', async () => {
    expect((await t.as('rep').get('/api/access-log')).statusCode).toBe(403)
    const document = await t.anonymous.get('/api/openapi.json')
    const { paths } = document.json<{ paths: Record<string, Record<string, unknown>> }>()
    const methods = Object.entries(paths).filter(([path]) => path.includes('/access-log'))
    expect(methods.map(([path, of]) => [path, Object.keys(of)])).toEqual([
      ['/api/access-log', ['get']],
      ['/api/access-log/viewers', ['get']],
      ['/api/access-log/touched', ['get']],
      ['/api/admin/access-log/verify', ['post']],
    ])
  })
})

describe('ES-18 the chain of the access log', () => {
  const entry = (n: number): AccessEntry => ({
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString(),
    actorId: `actor-${n % 3}`,
    actorKind: 'user',
    roles: ['rep'],
    via: 'session',
    kind: 'view',
    model: 'contact',
    records: [randomUUID()],
    what: 'GET /contacts/:id',
    parameters: [],
    asOf: null,
    requestId: String(n),
    ip: '127.0.0.1',
    userAgent: null,
    count: 1,
  })

  it('FAULTS 9 loses nothing that somebody was shown, whatever another causes, and says whose entries it lost', async () => {
    const database = await testDatabase()
    const pg = openPg({ url: database.url, log: silent })
    try {
      const log = await openAccessLog(pg, silent)
      for (let n = 1; n <= 25_000; n++) log.note({ ...entry(3), kind: 'follow', requestId: String(n) })
      for (let n = 1; n <= 5; n++) log.note({ ...entry(n), actorId: 'other' })
      log.note({ ...entry(3), kind: 'denied', actorId: 'third' })
      await log.flush()
      const count = async (filter: object) => (await log.search({ ...filter, limit: 2000 })).length
      expect(await count({ actorId: 'other', kinds: ['view'] })).toBe(5)
      expect(await count({ actorId: 'third' })).toBe(1)
      const gaps = await log.search({ kinds: ['gap'], limit: 10 })
      expect(gaps).toMatchObject([{ actorId: 'actor-0', ip: '127.0.0.1' }])
      expect((await count({ kinds: ['follow'] })) + (gaps[0]?.count ?? 0)).toBe(25_000)
      expect(await log.verify([])).toEqual({ entries: 1007, broken: undefined })
      // There is room again.
      log.note({ ...entry(3), kind: 'follow' })
      await log.flush()
      expect(await count({ kinds: ['gap'] })).toBe(1)
    } finally {
      await pg.close()
      await database.drop()
    }
  })

  it('tells of any entry that was changed, taken out, filed elsewhere, or cut off the end', async () => {
    const database = await testDatabase()
    const pg = openPg({ url: database.url, log: silent })
    try {
      const log = await openAccessLog(pg, silent)
      for (let n = 1; n <= 40; n++) log.note(entry(n))
      await log.flush()
      const seal = (await log.seal()) ?? expect.unreachable()
      expect(seal.last).toBe(40)
      expect(await log.verify([seal])).toEqual({ entries: 40, broken: undefined })
      const faults: [string, RegExp][] = [
        [
          `update access.entry set entry = jsonb_set(entry, '{ip}', '"10.0.0.1"') where n = 7`,
          /entry 7 is not/,
        ],
        ['delete from access.entry where n = 9', /entry 9 is missing/],
        [`update access.entry set actor_id = 'nobody' where n = 11`, /entry 11 is not filed/],
        [`update access.entry set records = '{}' where n = 12`, /entry 12 is not filed/],
        ['delete from access.entry where n > 30', /from 31 to 40 were sealed/],
        ['delete from access.entry', /from 1 to 40 were sealed/],
      ]
      for (const [fault, found] of faults) {
        await pg.owner.query('create table kept as table access.entry')
        await pg.owner.query(fault)
        expect([fault, (await log.verify([seal])).broken]).toEqual([fault, expect.stringMatching(found)])
        await pg.owner.query('truncate access.entry')
        await pg.owner.query('insert into access.entry table kept')
        await pg.owner.query('drop table kept')
      }
      // The whole chain made anew is told by the seal alone.
      await pg.owner.query('truncate access.entry')
      await pg.owner.query(`update access.chain set first = 0, first_hash = '', last = 0, last_hash = ''`)
      for (let n = 1; n <= 40; n++) log.note({ ...entry(n), ip: '10.0.0.2' })
      await log.flush()
      expect((await log.verify([])).broken).toBeUndefined()
      expect((await log.verify([seal])).broken).toMatch(/entry 40 was sealed otherwise/)
      expect(await log.prune(entry(20).at)).toBe(19)
      expect(await log.verify([])).toEqual({ entries: 21, broken: undefined })
    } finally {
      await pg.close()
      await database.drop()
    }
  })
})
