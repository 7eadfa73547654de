import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { seed, times } from '../../support/chance.ts'
import { patience } from '../../support/patience.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const stages = [
    { name: 'New', kind: 'open', probability: 0.1 },
    { name: 'Won', kind: 'won', probability: 1 },
    { name: 'Lost', kind: 'lost', probability: 0 },
  ]
  await make('/api/pipelines', { name: 'Sales', currency: 'EUR', stages, isDefault: true })
})
afterAll(() => t.close())

const ended = ['done', 'cancelled', 'reverted']

/** The batch once it stands still. */
async function finished(id: string, as: Client = t.as('admin')) {
  await expect
    .poll(async () => (await as.get(`/api/batches/${id}`)).json().status, { timeout: patience })
    .toSatisfy((status: string) => ended.includes(status))
  await t.settled()
  return (await as.get(`/api/batches/${id}`)).json()
}

async function run(body: object, as: Client = t.as('admin')) {
  const reply = await as.post('/api/batches', body)
  expect(reply.statusCode, reply.body).toBe(202)
  const { id } = reply.json()
  expect(reply.headers.location).toBe(`/api/batches/${id}`)
  return { ...(await finished(id, as)), id }
}

async function undone(id: string, as: Client = t.as('admin')) {
  const reply = await as.post(`/api/batches/${id}/revert`)
  expect(reply.statusCode, reply.body).toBe(202)
  expect(reply.headers.location).toBe(`/api/batches/${id}`)
  await t.settled()
  return finished(id, as)
}

const itemsOf = async (id: string, query = '') =>
  (await t.as('admin').get(`/api/batches/${id}/items?limit=200${query}`)).json().items as {
    id: string
    name: string | null
    result: { is: string; code: string | null; message: string | null } | null
    undo: { is: string; code: string | null } | null
  }[]

async function make(path: string, body: object, as: Person = 'admin'): Promise<string> {
  const reply = await t.as(as).post(path, body)
  expect(reply.statusCode, reply.body).toBe(201)
  return reply.json().id
}

let count = 0
const lead = (more: object = {}, as: Person = 'admin') =>
  make('/api/leads', { name: { last: `Lead ${++count}` }, ...more }, as)

/** What a row says beside when and how often it was written: what was undone was so for a while. */
async function rowOf(path: string, id: string) {
  const {
    revision: _,
    position: __,
    updatedAt: ___,
    scoredAt: ____,
    statusSince: _____,
    ...row
  } = (await t.as('admin').get(`${path}/${id}`)).json()
  return row
}

describe('ADM-05 a batch', () => {
  it('does the same to each record, and says of each what came of it', async () => {
    const [one, two, lost, own] = await Promise.all([lead(), lead(), lead(), lead({ ownerId: t.ids.rep2 })])
    await t.as('admin').post(`/api/leads/${lost}/disqualify`, { reason: 'Not now' })
    const nobody = '00000000-0000-4000-8000-000000000000'
    await t.settled()
    const asked = {
      command: 'lead.assign',
      body: { ownerId: t.ids.rep2 },
      ids: [one, lost, own, nobody, two, one],
    }
    const preview = (await t.as('admin').post('/api/batches/preview', asked)).json()
    const counts = { total: 5, done: 2, unchanged: 1, refused: 1, notSeen: 1 }
    expect(preview).toMatchObject({ ...counts, tried: 5, open: [] })
    expect(preview.items[0]).toMatchObject({
      id: lost,
      model: 'lead',
      result: { is: 'refused', code: 'lead.disqualified' },
    })
    await t.settled()
    expect(await rowOf('/api/leads', one)).toMatchObject({ ownerId: t.ids.admin })

    const batch = await run(asked)
    expect(batch).toMatchObject({ ...counts, status: 'done', askerId: t.ids.admin, askerName: 'Test admin' })
    expect(batch.tasks).toEqual([{ command: 'lead.assign', body: asked.body, total: 5 }])
    expect(await rowOf('/api/leads', one)).toMatchObject({ ownerId: t.ids.rep2, status: 'working' })
    const items = await itemsOf(batch.id)
    expect(items.map(({ id, result }) => [id, result?.is])).toEqual([
      [one, 'done'],
      [lost, 'refused'],
      [own, 'unchanged'],
      [nobody, 'not-seen'],
      [two, 'done'],
    ])
    expect(items[1]).toMatchObject({
      name: expect.stringMatching(/^Lead/),
      result: { code: 'lead.disqualified', message: expect.stringContaining('disqualified') },
    })
    expect(await itemsOf(batch.id, '&result=refused')).toHaveLength(1)
    const page = (await t.as('admin').get(`/api/batches/${batch.id}/items?limit=2&total=true`)).json()
    expect(page).toMatchObject({ items: [{}, {}], total: 5 })
    const next = (
      await t.as('admin').get(`/api/batches/${batch.id}/items?limit=2&cursor=${page.next}`)
    ).json()
    expect(next.items.map(({ id }: { id: string }) => id)).toEqual([own, nobody])
    const { items: history } = (await t.as('admin').get(`/api/leads/${one}/history`)).json()
    expect(history[0]).toMatchObject({
      type: 'lead.assigned',
      actor: { id: t.ids.admin },
      via: { kind: 'batch', id: batch.id },
    })
  })

  it('is started once under one key, also where other records match by then', async () => {
    const source = `Fair ${++count}`
    await lead({ source })
    await lead({ source })
    await t.settled()
    const key = { 'idempotency-key': `batch-${count}` }
    const asked = { command: 'lead.change', body: { country: 'DE' }, matching: { source }, expect: 2 }
    const first = await t.as('admin').post('/api/batches', asked, key)
    await finished(first.json().id)
    await lead({ source })
    await t.settled()
    const again = await t.as('admin').post('/api/batches', asked, key)
    expect(again.json()).toMatchObject({ id: first.json().id, repeated: true })
    const other = await t.as('admin').post('/api/batches', { ...asked, body: { country: 'FR' } }, key)
    expect(other.statusCode).toBe(422)
    const stale = await t.as('admin').post('/api/batches', asked)
    expect(stale.json()).toMatchObject({ status: 409, type: '/problems/batch.other-number' })
    const criterion = { all: [{ field: 'source', operator: 'is', value: source }] }
    const matching = { where: JSON.stringify(criterion) }
    expect(await run({ command: 'lead.change', body: { country: 'AT' }, matching })).toMatchObject({
      done: 3,
    })
  })

  it('refuses what cannot be asked of many', async () => {
    const id = await lead()
    const ask = async (body: object, as: Person = 'admin') =>
      (await t.as(as).post('/api/batches', body)).json()
    const invalid = (field: string) => ({ status: 400, errors: [expect.objectContaining({ field })] })
    expect(await ask({ command: 'lead.capture', ids: [id] })).toMatchObject(invalid('command'))
    expect(await ask({ command: 'lead.take-back', ids: [id] })).toMatchObject(invalid('command'))
    expect(await ask({ command: 'lead.change', body: { email: 'a@b.example' }, ids: [id] })).toMatchObject(
      invalid('body.email'),
    )
    expect(await ask({ command: 'lead.change', body: { colour: 'red' }, ids: [id] })).toMatchObject({
      status: 400,
    })
    expect(await ask({ command: 'lead.assign', body: {}, ids: [id] })).toMatchObject(invalid('body.ownerId'))
    expect(await ask({ command: 'lead.change', body: { country: 'DE' } })).toMatchObject(invalid('ids'))
    const nothing = { source: 'nowhere at all' }
    expect(await ask({ command: 'lead.change', body: {}, matching: nothing })).toMatchObject({ status: 422 })
    expect(await ask({ command: 'lead.change', body: {}, matching: { no: 'x' } })).toMatchObject({
      status: 400,
    })
    expect(await ask({ command: 'lead.change', body: {}, ids: [id] }, 'auditor')).toMatchObject({
      status: 403,
    })
    const product = { command: 'product.archive', ids: [id] }
    expect(await ask(product, 'rep')).toMatchObject({ status: 403 })
  })

  it('has the rights of who asked, and is seen by them and those above them', async () => {
    const [mine, theirs] = [await lead({}, 'rep'), await lead({ ownerId: t.ids.admin })]
    await t.settled()
    const batch = await run(
      { command: 'lead.change', body: { country: 'DE' }, ids: [mine, theirs] },
      t.as('rep'),
    )
    expect(batch).toMatchObject({ done: 1, notSeen: 1 })
    expect((await t.as('manager').get(`/api/batches/${batch.id}`)).statusCode).toBe(200)
    for (const path of [`/api/batches/${batch.id}`, `/api/batches/${batch.id}/items`])
      expect((await t.as('rep2').get(path)).statusCode).toBe(404)
    expect((await t.as('rep2').post(`/api/batches/${batch.id}/revert`)).statusCode).toBe(404)
    expect((await t.as('agent').get('/api/batches')).json().items).toEqual([])
  })

  it('ends where it is cancelled: what was done is done, the rest never begun', async () => {
    const ids = await Promise.all(Array.from({ length: 130 }, () => lead()))
    const { id } = (
      await t.as('admin').post('/api/batches', { command: 'lead.change', body: { country: 'CH' }, ids })
    ).json()
    expect((await t.as('admin').post(`/api/batches/${id}/cancel`)).statusCode).toBeLessThan(410)
    await t.settled()
    const { total, done, status } = await finished(id)
    const waiting = await itemsOf(id, '&result=waiting')
    expect(waiting).toHaveLength(total - done)
    expect(status).toBe(waiting.length > 0 ? 'cancelled' : 'done')
    for (const item of waiting.slice(0, 3)) expect((await rowOf('/api/leads', item.id)).country).toBeNull()
  })
})

describe('BEY-03 a batch that is taken back', () => {
  it('leaves every record as it was, but for what somebody has changed since, which it names', async () => {
    const [queued, owned, changed, other] = await Promise.all([
      lead({ ownerId: null }),
      lead({ ownerId: t.ids.rep }),
      lead({ ownerId: t.ids.rep }),
      lead({ ownerId: t.ids.rep }),
    ])
    const all = [queued, owned, changed, other]
    await t.settled()
    const before = await Promise.all(all.map((id) => rowOf('/api/leads', id)))
    const batch = await run({ command: 'lead.assign', body: { ownerId: t.ids.rep2 }, ids: all })
    await t.as('admin').post(`/api/leads/${changed}/assign`, { ownerId: t.ids.admin })
    await t.as('admin').patch(`/api/leads/${other}`, { country: 'US' })
    await t.settled()
    expect(await undone(batch.id)).toMatchObject({
      status: 'reverted',
      undoTotal: 4,
      undone: 3,
      notUndone: 1,
      undoerId: t.ids.admin,
    })
    const after = await Promise.all(all.map((id) => rowOf('/api/leads', id)))
    expect(after[0]).toEqual(before[0])
    expect(after[1]).toEqual(before[1])
    expect(after[2]).toMatchObject({ ownerId: t.ids.admin })
    expect(after[3]).toMatchObject({ ownerId: t.ids.rep, country: 'US', status: 'working' })
    expect((await itemsOf(batch.id, '&result=changed-since')).map(({ id }) => id)).toEqual([changed])
    const again = await t.as('admin').post(`/api/batches/${batch.id}/revert`)
    expect(again.json()).toMatchObject({ events: [] })
  })

  it('is what it was, whatever was done', async () => {
    const country = fc.constantFrom('DE', 'FR', 'IT', null)
    const text = fc.constantFrom('Energy', 'Rail', null)
    const person = () => fc.constantFrom(t.ids.rep, t.ids.rep2, t.ids.manager)
    const money = fc.constantFrom(null, { amount: 12_345, currency: 'EUR' })
    const day = fc.constantFrom('2030-01-31', '2031-06-30', null)
    const kinds = [
      [
        'accounts',
        'account.change',
        fc.record({ sector: text, country, revenue: money }, { requiredKeys: [] }),
      ],
      ['accounts', 'account.archive', fc.constant({})],
      ['contacts', 'contact.change', fc.record({ ownerId: person() })],
      ['contacts', 'contact.archive', fc.constant({})],
      ['leads', 'lead.change', fc.record({ country, company: text }, { requiredKeys: [] })],
      ['leads', 'lead.assign', fc.record({ ownerId: person() })],
      ['opportunities', 'opportunity.assign', fc.record({ ownerId: person() })],
      ['opportunities', 'opportunity.change-close-date', fc.record({ closeDate: day })],
      ['opportunities', 'opportunity.change-amount', fc.record({ amount: money })],
      [
        'tickets',
        'ticket.assign',
        fc.record({ assigneeId: person(), teamId: fc.constantFrom(t.ids.team, null) }),
      ],
      ['tickets', 'ticket.change', fc.record({ category: text })],
      ['tickets', 'ticket.change-priority', fc.record({ priority: fc.constantFrom('low', 'urgent') })],
      ['products', 'product.change', fc.record({ stockNote: text })],
      ['products', 'product.archive', fc.constant({})],
    ] as const
    const makers: Readonly<Record<string, () => Promise<string>>> = {
      accounts: () => make('/api/accounts', { name: `Account ${++count}` }),
      contacts: () => make('/api/contacts', { name: { last: `Contact ${++count}` } }),
      leads: () => lead({ ownerId: null }),
      opportunities: () => make('/api/opportunities', { name: `Deal ${++count}` }),
      tickets: () => make('/api/tickets', { subject: `Ticket ${++count}` }),
      products: () =>
        make('/api/products', {
          name: 'Thing',
          code: `T-${++count}`,
          price: { amount: 100, currency: 'EUR' },
        }),
    }
    for (const [path, command, bodies] of kinds) {
      const ids = [await makers[path]?.(), await makers[path]?.()].filter((id) => id !== undefined)
      await t.settled()
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const before = await Promise.all(ids.map((id) => rowOf(`/api/${path}`, id)))
          const batch = await run({ command, body, ids })
          expect(batch.refused, `${command} ${JSON.stringify(await itemsOf(batch.id))}`).toBe(0)
          if (batch.done > 0) expect(await undone(batch.id)).toMatchObject({ undone: batch.done })
          expect(await Promise.all(ids.map((id) => rowOf(`/api/${path}`, id)))).toEqual(before)
        }),
        { numRuns: times(1, 8), seed },
      )
    }
  })
})

describe('CUS-15 customers that are given to another', () => {
  it('take along what is still open with them, of the same owner, and come back with it', async () => {
    const account = await make('/api/accounts', { name: `Customer ${++count}`, ownerId: t.ids.rep })
    const deal = (more: object) => make('/api/opportunities', { name: 'Deal', accountId: account, ...more })
    const [open, closed, another] = [
      await deal({ ownerId: t.ids.rep }),
      await deal({ ownerId: t.ids.rep }),
      await deal({ ownerId: t.ids.manager }),
    ]
    await t.as('admin').post(`/api/opportunities/${closed}/lose`, { reason: 'Price' })
    const ticket = await make('/api/tickets', { subject: 'Help', accountId: account, assigneeId: t.ids.rep })
    await t.settled()
    const asked = { command: 'account.change', body: { ownerId: t.ids.rep2 }, ids: [account] }
    const preview = (await t.as('manager').post('/api/batches/preview', asked)).json()
    expect(preview).toMatchObject({ total: 1, done: 1 })
    expect(new Set(preview.open)).toEqual(
      new Set([
        { model: 'opportunity', count: 1 },
        { model: 'ticket', count: 1 },
      ]),
    )
    const batch = await run({ ...asked, along: ['opportunity', 'ticket'] }, t.as('manager'))
    expect(batch).toMatchObject({ total: 3, done: 3 })
    const owners = async () => ({
      account: (await rowOf('/api/accounts', account)).ownerId,
      open: (await rowOf('/api/opportunities', open)).ownerId,
      closed: (await rowOf('/api/opportunities', closed)).ownerId,
      another: (await rowOf('/api/opportunities', another)).ownerId,
      ticket: (await rowOf('/api/tickets', ticket)).assigneeId,
    })
    const { rep, rep2, manager } = t.ids
    expect(await owners()).toEqual({ account: rep2, open: rep2, closed: rep, another: manager, ticket: rep2 })
    await undone(batch.id, t.as('manager'))
    expect(await owners()).toEqual({ account: rep, open: rep, closed: rep, another: manager, ticket: rep })
  })
})
