import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { FieldsForbidden } from '../../../src/commands/errors.ts'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { projections, queries } from '../../../src/registry.ts'
import { type Client, client, type TestApp, testApp } from '../../support/app.ts'
import { seed, some } from '../../support/chance.ts'

/** Told by nothing else in the data, so that finding it anywhere in a reply is a leak. */
const secret = 777_123_001
const word = 'Xylophonium'

let t: TestApp
let account: string
let contact: string
let role: string
let masked: Client
let token: string
beforeAll(async () => {
  t = await testApp()
  const system = systemPrincipal('test', { kind: 'cli' })
  const execute = async (command: string, body: object) =>
    (await t.execute({ command, body, principal: system })).id
  account = await execute('account.create', {
    name: 'Engines',
    revenue: { amount: secret, currency: 'EUR' },
    ownerId: t.ids.rep,
  })
  contact = await execute('contact.create', {
    name: { first: 'Ada', last: word },
    email: 'ada@engines.example',
    ownerId: t.ids.rep,
  })
  role = await execute('role.define', {
    ...noAuthority,
    name: 'Without revenue',
    may: ['*.read', 'account.*', 'contact.*', 'forecast.read'],
    seesAll: ['*'],
    hidden: { account: ['revenue'], contact: ['name'] },
    readOnly: { account: ['sector'] },
  })
  const body = { name: 'Masked', email: 'masked@hindsight.example', role, teamId: null }
  const userId = await execute('user.register', body)
  token = (await t.sessions.open(randomUUID(), userId)).token
  masked = client(t.app, token)
  await t.settled()
})
afterAll(() => t.close())

const leaks = (text: string) => text.includes(String(secret)) || text.includes(word)

describe('USR-07 a hidden field', () => {
  it('is in the payload of one role and not in that of another, at the same address', async () => {
    for (const path of [`/api/accounts/${account}`, '/api/accounts']) {
      const whole = await t.as('manager').get(path)
      const less = await masked.get(path)
      expect([path, whole.statusCode, less.statusCode, less.body]).toEqual([path, 200, 200, less.body])
      expect(leaks(whole.body)).toBe(true)
      expect([path, leaks(less.body)]).toEqual([path, false])
      const row = path.endsWith('accounts') ? less.json().items[0] : less.json()
      expect(row).toMatchObject({ id: account, name: 'Engines' })
      expect(row).not.toHaveProperty('revenue')
    }
  })

  it('is not in history, as of any instant, in the timeline, or in the reasons why', async () => {
    const now = new Date().toISOString()
    const history = await masked.get(`/api/accounts/${account}/history`)
    expect(history.statusCode).toBe(200)
    const [event] = history.json<{ items: { id: string }[] }>().items
    for (const path of [
      `/api/accounts/${account}/history`,
      `/api/contacts/${contact}/history`,
      `/api/accounts/${account}?asOf=${now}`,
      `/api/accounts?asOf=${now}&basis=recorded`,
      `/api/contacts?asOf=${now}`,
      `/api/events/${event?.id}/why`,
      '/api/timeline?models=account,contact',
    ]) {
      const reply = await masked.get(path)
      expect([path, reply.statusCode, leaks(reply.body)]).toEqual([path, 200, false])
    }
    const seen = await t.as('manager').get(`/api/accounts/${account}/history`)
    expect(leaks(seen.body)).toBe(true)
  })

  it('FAULTS 33 is, from the start, what a customer is worth, for representatives and agents', async () => {
    for (const who of ['rep', 'agent'] as const) {
      const me = (await t.as(who).get('/api/me')).json<{ hidden: object }>()
      expect(me.hidden).toEqual({ account: ['revenue', 'revenueCurrency', 'standing'] })
      for (const path of [`/api/accounts/${account}`, '/api/accounts', `/api/accounts/${account}/history`]) {
        const reply = await t.as(who).get(path)
        expect([path, reply.statusCode, reply.body.includes(String(secret))]).toEqual([path, 200, false])
      }
      expect((await t.as(who).get('/api/accounts?sort=-revenue')).statusCode).toBe(403)
      const person = (await t.as(who).get(`/api/contacts/${contact}`)).json()
      expect(person).toMatchObject({ email: 'ada@engines.example' })
    }
    const change = { revenue: { amount: 1, currency: 'EUR' } }
    const refused = await t.as('rep').patch(`/api/accounts/${account}`, change)
    expect([refused.statusCode, refused.json().errors[0].field]).toEqual([403, 'revenue'])
    expect((await t.as('manager').get(`/api/accounts/${account}`)).json().revenue.amount).toBe(secret)
    // An administrator decides otherwise, and it holds at once.
    const { items } = (await t.as('admin').get('/api/roles')).json<{ items: Record<string, string>[] }>()
    const id = items.find(({ builtIn }) => builtIn === 'rep')?.id
    const opened = await t.as('admin').patch(`/api/roles/${id}`, { hidden: {} })
    expect(opened.statusCode, opened.body).toBe(200)
    expect((await t.as('rep').get(`/api/accounts/${account}`)).json().revenue.amount).toBe(secret)
  })

  it('FAULTS 11 is not told of by what is missing: a title that looks at it is none, whatever it finds', async () => {
    const system = systemPrincipal('test', { kind: 'cli' })
    const execute = async (command: string, body: object) =>
      (await t.execute({ command, body, principal: system })).id
    const stages = [
      { name: 'New', kind: 'open', probability: 0.1 },
      { name: 'Won', kind: 'won', probability: 1 },
      { name: 'Lost', kind: 'lost', probability: 0 },
    ]
    const pipelineId = await execute('pipeline.create', { name: 'Titles', currency: 'EUR', stages })
    const deal = await execute('opportunity.open', { name: 'Bare', pipelineId, ownerId: t.ids.rep })
    const blind = { ...noAuthority, name: 'Without amounts', may: ['*.read', 'audit.read'], seesAll: ['*'] }
    const role = await execute('role.define', { ...blind, hidden: { opportunity: ['amount'] } })
    const person = { name: 'Blind', email: 'blind@hindsight.example', role, teamId: null }
    const { token } = await t.sessions.open(randomUUID(), await execute('user.register', person))
    const reader = client(t.app, token)
    await t.settled()
    const title = async (who: Client) =>
      (await who.get(`/api/opportunities/${deal}/history`)).json<{ items: { title: string }[] }>().items[0]
        ?.title
    expect(await title(t.as('rep'))).toBe('Opportunity opened in New, no amount')
    expect(await title(reader)).toBe('Opportunity opened')
    const audit = (query: string) => reader.get(`/api/audit?${query}`)
    expect((await audit('aggregate=opportunity&field=amount')).statusCode).toBe(403)
    expect((await audit('field=amount')).body).not.toContain(deal)
    expect((await audit('field=name')).body).toContain(deal)
  })

  it('is in no comparison of two instants', async () => {
    const body = { model: 'account', from: '2000-01-01T00:00:00Z' }
    const reply = await masked.post('/api/comparisons', body)
    expect([reply.statusCode, leaks(reply.body)]).toEqual([200, false])
    expect(reply.json().items[0].after).toMatchObject({ id: account, name: 'Engines' })
    expect((await t.as('manager').post('/api/comparisons', body)).body).toContain(String(secret))
    const filtered = await masked.post('/api/comparisons', { ...body, matching: { sort: 'revenue' } })
    expect(filtered.statusCode).toBe(403)
  })

  it('is no filter, no sort, and nothing that a search finds by', async () => {
    for (const query of ['revenueFrom=1', 'sort=-revenue', 'sort=revenue']) {
      const reply = await masked.get(`/api/accounts?${query}`)
      // A list may not know of a filter at all: then it is 400 for everybody.
      const others = await t.as('admin').get(`/api/accounts?${query}`)
      expect([query, reply.statusCode]).toEqual([query, others.statusCode === 200 ? 403 : reply.statusCode])
    }
    const sorted = await masked.get('/api/contacts?sort=name')
    expect([sorted.statusCode, sorted.json().errors?.[0]?.field]).toEqual([403, 'name'])
    const found = (who: Client) =>
      who.get(`/api/contacts?q=${word}`).then((reply) => reply.json<{ items: unknown[] }>().items.length)
    expect(await found(t.as('manager'))).toBe(1)
    expect(await found(masked)).toBe(0)
  })

  it('is refused in a command with 403 naming it, as is one that is only to be read', async () => {
    const change = await masked.patch(`/api/accounts/${account}`, { revenue: { amount: 1, currency: 'EUR' } })
    expect([change.statusCode, change.json().errors]).toEqual([
      403,
      [expect.objectContaining({ field: 'revenue' })],
    ])
    const made = await masked.post('/api/accounts', { name: 'Other', sector: 'steel' })
    expect([made.statusCode, made.json().errors[0].field]).toEqual([403, 'sector'])
    const fine = await masked.patch(`/api/accounts/${account}`, { website: 'https://engines.example' })
    expect(fine.statusCode, fine.body).toBe(200)
  })

  it('is not in what the other side changed, when a revision is stale', async () => {
    await t.as('admin').patch(`/api/accounts/${account}`, { revenue: { amount: secret, currency: 'USD' } })
    const stale = await masked.patch(`/api/accounts/${account}`, { employees: 3 }, { 'if-match': '"0"' })
    expect(stale.statusCode).toBe(412)
    expect(leaks(stale.body)).toBe(false)
    await t.as('admin').patch(`/api/accounts/${account}`, { revenue: { amount: secret, currency: 'EUR' } })
  })

  it('is not in what is pushed', async () => {
    await t.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = t.app.server.address() as { port: number }
    const ticket = (await masked.post('/api/live/ticket')).json<{ ticket: string }>().ticket
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live?ticket=${ticket}`)
    const frames: string[] = []
    await new Promise((resolve) => socket.once('open', resolve))
    const pushed = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (data.toString().includes('"changes"')) resolve()
      })
    })
    socket.send(JSON.stringify({ subscribe: 'account' }))
    await expect.poll(() => frames.join()).toContain('"subscribed"')
    await t.as('admin').patch(`/api/accounts/${account}`, { employees: 12 })
    await pushed
    socket.close()
    expect(frames.join('')).toContain('Engines')
    expect(leaks(frames.join(''))).toBe(false)
  })

  it('keeps the log from being handed out whole', async () => {
    const body = { query: { kind: 'record', aggregate: 'account', id: account } }
    const reply = await masked.post('/api/exports', body)
    expect(reply.statusCode).toBe(403)
  })
})

describe(`USR-07 every query of the registry (seed ${seed})`, () => {
  it('answers although everything of a model is hidden, whichever it is, or says what it would need', async () => {
    await furnish()
    let asked = 0
    // Each hides something else, for which views of all models are made.
    for (const { name: model, columns } of some(projections, 25)) {
      const masks = { hidden: { [model]: Object.keys(columns) }, readOnly: {} }
      for (const query of queries) {
        if (query.path.includes('/:')) continue
        const parameters = query.parameters.parse(needed[query.name] ?? {})
        const asking = { ...systemPrincipal('test', { kind: 'cli' }), masks }
        const about = {
          principal: asking,
          asOf: undefined,
          basis: 'occurred' as const,
          scope: {},
          now: new Date().toISOString(),
          zone: async () => 'UTC',
          organisation: async () => undefined,
          asked: async () => {
            throw new Error('nothing is asked here')
          },
        }
        const found = t.readModels.read(asking, {}, (db) =>
          query.run({ db: db as never, parameters: parameters as never, ...about }),
        )
        const failure = await found.then(
          () => undefined,
          // A report that counts by what is hidden says so.
          (error: unknown) => (error instanceof FieldsForbidden ? undefined : String(error)),
        )
        expect(failure, `${query.name} without ${model}`).toBeUndefined()
        asked++
      }
    }
    expect(asked).toBeGreaterThan(300)
  })
})

/** What some cannot be asked without. */
const needed: Readonly<Record<string, object>> = {
  pipelineDiff: { from: '2001-01-01T00:00:00.000Z' },
  articleSearch: { q: 'engine' },
  automationEffect: { on: '2026-03-31' },
  callStatistics: { from: '2026-01-01', to: '2026-03-31' },
  availability: { users: '018f0000-0000-7000-8000-000000000001' },
  customerBehaviour: { industry: 'Retail' },
  socialTimes: { socialAccountId: '018f0000-0000-7000-8000-000000000001' },
  conversationsOfRecord: { recordId: '018f0000-0000-7000-8000-000000000001' },
}

/** Something in every list. */
async function furnish(): Promise<void> {
  const lead = { name: { first: 'Grace', last: 'Hopper' }, source: 'web', company: 'Compilers' }
  await t.as('admin').post('/api/leads', lead)
  const stages = [
    { name: 'New', kind: 'open', probability: 0.1 },
    { name: 'Won', kind: 'won', probability: 1 },
    { name: 'Lost', kind: 'lost', probability: 0 },
  ]
  await t.as('admin').post('/api/pipelines', { name: 'Sales', currency: 'EUR', stages, isDefault: true })
  await t.as('admin').post('/api/products', {
    name: 'Engine',
    code: 'E1',
    price: { amount: 100, currency: 'EUR' },
  })
  await t.as('admin').post('/api/tickets', { subject: 'Help', priority: 'normal', channel: 'web' })
  await t.settled()
}
