import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../browser/furnish.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { instantBetween } from '../support/between.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const team = (name: string) => ({ name, region: 'South', managerId: null })

async function newTeam(name: string) {
  const reply = await t.as('admin').post('/api/teams', team(name))
  expect(reply.statusCode).toBe(201)
  return reply.json<{ id: string; revision: number; position: string; events: string[]; repeated: boolean }>()
}

describe('INT-07 commands', () => {
  it('answers a creation with 201, ETag, position and events', async () => {
    const reply = await t.as('admin').post('/api/teams', team('North'))
    expect(reply.statusCode).toBe(201)
    expect(reply.headers.etag).toBe('"0"')
    expect(reply.json()).toMatchObject({ revision: 0, events: ['team.created'], repeated: false })
    expect(reply.json().position).toMatch(/^\d+$/)
  })

  it('ES-16 answers a repeated key as the first time and writes once', async () => {
    const headers = { 'idempotency-key': 'a-key' }
    const first = await t.as('admin').post('/api/teams', team('Once'), headers)
    const again = await t.as('admin').post('/api/teams', team('Once'), headers)
    expect(again.json()).toEqual({ ...first.json(), repeated: true })
    const other = await t.as('admin').post('/api/teams', team('Twice'), headers)
    expect(other.statusCode).toBe(422)
    expect(other.json().type).toBe('/problems/key-reused')
  })

  it('ES-02 refuses a stale If-Match with what the other side did', async () => {
    const { id } = await newTeam('Before')
    const theirs = await t.as('admin').patch(`/api/teams/${id}`, { name: 'Theirs' }, { 'if-match': '"0"' })
    expect(theirs.statusCode).toBe(200)
    const mine = await t.as('admin').patch(`/api/teams/${id}`, { name: 'Mine' }, { 'if-match': '"0"' })
    expect(mine.statusCode).toBe(412)
    expect(mine.json().current).toMatchObject({
      revision: 1,
      since: [
        {
          type: 'team.changed',
          actor: { id: t.ids.admin, name: 'Test admin' },
          changes: [{ field: 'name', before: 'Before', after: 'Theirs' }],
        },
      ],
    })
  })

  it('keeps the reason with the event', async () => {
    const { id } = await newTeam('Reasoned')
    const headers = { 'x-reason': encodeURIComponent('Größe geändert'), 'x-reason-code': 'merge' }
    await t.as('admin').patch(`/api/teams/${id}`, { name: 'Changed' }, headers)
    const history = await t.as('admin').get(`/api/teams/${id}/history`)
    expect(history.json().items[0].reason).toEqual({ code: 'merge', text: 'Größe geändert' })
  })

  it('refuses to back-date without the right to import', async () => {
    const headers = { 'x-occurred-at': '2020-01-01T00:00:00Z' }
    const lead = { name: { first: 'A', last: 'B' }, company: 'C', source: 'web' }
    const reply = await t.as('rep').post('/api/leads', lead, headers)
    expect(reply.statusCode).toBe(403)
    expect(reply.json().details).toEqual({ permission: 'import.backdate' })
  })
})

describe('INT-07 bad input', () => {
  const cases: [string, object | string, string, string][] = [
    ['an unknown field', { ...team('A'), colour: 'red' }, 'colour', 'unknown'],
    ['a wrong type', { ...team('A'), name: 7 }, 'name', 'invalid_type'],
    ['NUL', { ...team('A\u0000') }, 'body.name', 'storable-text'],
    ['a lone surrogate', { ...team('A\ud800') }, 'body.name', 'storable-text'],
    ['no UUID', { ...team('A'), managerId: 'x' }, 'managerId', 'invalid_format'],
    ['an array', [], '', 'invalid_type'],
  ]
  it.each(cases)('refuses %s, naming field and rule', async (_, body, field, rule) => {
    const reply = await t.as('admin').post('/api/teams', body)
    expect(reply.statusCode).toBe(400)
    expect(reply.headers['content-type']).toMatch('application/problem+json')
    expect(reply.json().errors[0]).toMatchObject({ field, rule })
  })

  it('refuses what is not JSON, not UTF-8, or __proto__', async () => {
    const raw = (payload: string | Buffer) =>
      t.app.inject({
        method: 'POST',
        url: '/api/teams',
        payload,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${t.tokens.admin}` },
      })
    expect((await raw('{"name":')).json().errors[0].rule).toBe('json')
    expect((await raw(Buffer.from([0x7b, 0xff, 0x7d]))).json().errors[0].rule).toBe('utf-8')
    expect((await raw('{"__proto__":{"name":"A"}}')).json().errors[0].field).toBe('__proto__')
    expect((await raw(`{"name":"${'a'.repeat(2 ** 20)}"}`)).statusCode).toBe(413)
  })

  it('refuses other media types with 415', async () => {
    const reply = await t.app.inject({
      method: 'POST',
      url: '/api/teams',
      payload: 'name=A',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${t.tokens.admin}`,
      },
    })
    expect(reply.statusCode).toBe(415)
  })

  it.each([
    ['if-match', 'abc'],
    ['idempotency-key', 'has space'],
    ['x-occurred-at', 'yesterday'],
    ['x-reason', '%ff'],
    ['x-correlation-id', 'ü'],
  ])('refuses a bad %s', async (name, value) => {
    const reply = await t.as('admin').post('/api/teams', team('A'), { [name]: value })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].field).toBe(name)
  })

  it('refuses ids that are no UUID, unknown parameters, and bad times', async () => {
    const get = (path: string) => t.as('admin').get(path)
    const { id } = await newTeam('Read')
    expect((await get('/api/teams/42/history')).json().errors[0]).toMatchObject({ field: 'id' })
    expect((await get(`/api/teams/${id}/history?colour=red`)).json().errors[0]).toMatchObject({
      field: 'colour',
      rule: 'unknown',
    })
    expect((await get(`/api/teams/${id}/history?limit=0`)).json().errors[0].field).toBe('limit')
    expect((await get(`/api/teams/${id}/history?limit=201`)).statusCode).toBe(400)
    expect((await get(`/api/teams/${id}/history?asOf=now`)).json().errors[0].field).toBe('asOf')
    expect((await get(`/api/teams/${id}/history?id=x`)).json().errors[0].field).toBe('id')
    expect((await get('/api/teams/%00/history')).json().errors[0].rule).toBe('storable-text')
    expect((await get('/api/nothing')).statusCode).toBe(404)
  })

  it('ES-04 answers 503 with Retry-After for a position that is not reached', async () => {
    const { id, position } = await newTeam('Waited for')
    const now = await t.as('admin').get(`/api/teams/${id}/history`, { 'x-min-position': position })
    expect(now.statusCode).toBe(200)
    const reply = await t.as('admin').get(`/api/teams/${id}/history`, { 'x-min-position': '999999999999' })
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('1')
    expect(reply.json().type).toBe('/problems/not-yet-visible')
  })
})

describe('ES-05 history', () => {
  it('pages newest first, with who and field-level before and after', async () => {
    const { id } = await newTeam('One')
    for (const name of ['Two', 'Three', 'Four']) await t.as('admin').patch(`/api/teams/${id}`, { name })
    const first = (await t.as('admin').get(`/api/teams/${id}/history?limit=3`)).json()
    expect(first.items.map(({ revision }: { revision: number }) => revision)).toEqual([3, 2, 1])
    expect(first.items[0]).toMatchObject({
      title: 'Team changed',
      actor: { kind: 'user', id: t.ids.admin, name: 'Test admin' },
      via: { kind: 'session' },
      command: { type: 'team.change' },
      changes: [{ field: 'name', before: 'Three', after: 'Four' }],
    })
    const rest = (await t.as('admin').get(`/api/teams/${id}/history?limit=3&cursor=${first.next}`)).json()
    expect(rest.items).toHaveLength(1)
    expect(rest.next).toBeNull()
    expect(rest.items[0].changes).toContainEqual({ field: 'name', before: null, after: 'One' })
  })

  it('ES-06 shows what had happened by an instant', async () => {
    const { id } = await newTeam('Early')
    const [first] = (await t.as('admin').get(`/api/teams/${id}/history`)).json().items
    await new Promise((resolve) => setTimeout(resolve, 5))
    await t.as('admin').patch(`/api/teams/${id}`, { name: 'Late' })
    const then = await t.as('admin').get(`/api/teams/${id}/history?asOf=${first.occurredAt}`)
    expect(then.json().items).toEqual([first])
    const before = await t.as('admin').get(`/api/teams/${id}/history?asOf=2000-01-01T00:00:00Z`)
    expect(before.statusCode).toBe(404)
  })
})

describe('ES-07 two instants of a list', () => {
  interface Compared {
    record: { id: string }
    change: string
    fields: { field: string; before: unknown; after: unknown }[]
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
  }
  interface Comparison {
    total: Record<string, number>
    items: Compared[]
    left: number
  }
  const compare = async (body: object) => {
    await t.settled()
    const reply = await t.as('manager').post('/api/comparisons', { model: 'account', ...body })
    expect(reply.statusCode, reply.body).toBe(200)
    return reply.json<Comparison>()
  }

  it('says what came, what left, what changed and how much did not, with both sides of each', async () => {
    const manager = t.as('manager')
    const account = (name: string, sector: string | null = null) =>
      make(manager, '/api/accounts', { name, sector })
    const [kept, moved, left] = [
      await account('Kept'),
      await account('Moved'),
      await account('Left', 'Steel'),
    ]
    const from = await instantBetween()
    await manager.patch(`/api/accounts/${moved}`, { sector: 'Steel' }, { 'if-match': '"0"' })
    await manager.patch(`/api/accounts/${left}`, { sector: 'Glass' }, { 'if-match': '"0"' })
    const come = await account('Come', 'Steel')
    const to = await instantBetween()
    await manager.patch(`/api/accounts/${kept}`, { name: 'Renamed later' }, { 'if-match': '"0"' })

    const whole = await compare({ from, to })
    expect(whole.total).toEqual({ came: 1, gone: 0, changed: 2, same: 1 })
    expect(whole.items.find(({ record }) => record.id === moved)).toMatchObject({
      change: 'changed',
      fields: [{ field: 'sector', before: null, after: 'Steel' }],
    })
    expect(whole.items.find(({ record }) => record.id === come)).toMatchObject({
      change: 'came',
      before: null,
      fields: [],
    })

    // Of a list with conditions, what came may have been there before and what left may be there still: why is in its fields.
    const where = JSON.stringify({ field: 'sector', operator: 'is', value: 'Steel' })
    const steel = await compare({ from, to, matching: { where } })
    expect(steel.total).toEqual({ came: 2, gone: 1, changed: 0, same: 0 })
    const of = (id: string) => steel.items.find(({ record }) => record.id === id)
    expect(of(moved)).toMatchObject({
      change: 'came',
      before: { sector: null },
      after: { sector: 'Steel' },
    })
    expect(of(left)).toMatchObject({ change: 'gone', fields: [{ field: 'sector', after: 'Glass' }] })
    expect(steel.items.at(-1)?.record.id).toBe(left)

    // Until now, where no end is named.
    expect((await compare({ from })).total).toEqual({ came: 1, gone: 0, changed: 3, same: 0 })
    expect((await compare({ from: to, to: await instantBetween() })).total).toMatchObject({
      came: 0,
      gone: 0,
    })
  })

  it('refuses what is no list, what the list does not know, and an end before its beginning', async () => {
    const from = await instantBetween()
    const ask = (body: object, who = t.as('manager')) => who.post('/api/comparisons', body)
    for (const body of [
      { model: 'nothing', from },
      { model: 'account', from, to: '2000-01-01T00:00:00Z' },
      { model: 'account', from, matching: { unheardOf: '1' } },
      { model: 'account' },
    ])
      expect([body, (await ask(body)).statusCode]).toEqual([body, 400])
    expect((await ask({ model: 'securityAlert', from }, t.as('rep'))).statusCode).toBe(403)
  })
})
