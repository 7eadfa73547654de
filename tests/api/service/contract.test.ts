import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

let now = '2026-03-02T09:00:00.000Z'
const minute = 60_000
const hour = 60 * minute

let t: TestApp
let people: Map<Person, Client>
let gold: string
let standard: string
let scope: string
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  await at(now)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }))
  const calendarId = await make(as('admin'), '/api/business-calendars', {
    name: 'Always',
    timeZone: 'UTC',
    weekly,
  })
  const target = (responseMinutes: number) => ({ responseMinutes, resolutionMinutes: 4 * responseMinutes })
  const policy = (name: string, minutes: number, more: object = {}) =>
    make(as('admin'), '/api/sla-policies', {
      name,
      calendarId,
      targets: {
        low: target(minutes),
        normal: target(minutes),
        high: target(minutes),
        urgent: target(minutes),
      },
      ...more,
    })
  standard = await policy('Standard', 240, { default: true })
  gold = await policy('Gold', 30)
  const price = { amount: 120_000, currency: 'EUR' }
  scope = await make(as('admin'), '/api/products', { name: 'Larkspur Scope', code: 'LS-1', price })
})
afterAll(() => t.close())

/** Later; whoever was signed in is signed in anew. */
async function at(instant: string): Promise<void> {
  now = instant
  const all = (['admin', 'manager', 'rep', 'agent'] as const).map(
    async (person) => [person, await signedInAgain(t, person)] as const,
  )
  people = new Map(await Promise.all(all))
}
const as = (person: Person): Client => people.get(person) as Client
const plus = (ms: number) => {
  now = new Date(Date.parse(now) + ms).toISOString()
}

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
const ok = answered<Row>
async function read(path: string, person: Person = 'agent') {
  await t.settled()
  return ok(as(person).get(path))
}
const account = (name: string) => make(as('manager'), '/api/accounts', { name })
const written = (accountId: string, more: object = {}) =>
  make(as('rep'), '/api/contracts', {
    name: 'Care',
    accountId,
    tier: 'Gold',
    slaPolicyId: gold,
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    price: { amount: 480_000, currency: 'EUR' },
    billing: 'year',
    text: 'We answer within the hour.',
    ...more,
  })
const act = (id: string, verb: string, body: object = {}) =>
  as('rep').post(`/api/contracts/${id}/${verb}`, body)
async function active(accountId: string, more: object = {}) {
  const id = await written(accountId, more)
  await ok(act(id, 'activate'))
  return id
}
const opened = (body: object) => make(as('agent'), '/api/tickets', { subject: 'It does not start', ...body })
const ticketAct = (id: string, verb: string, body: object = {}) =>
  ok(as('agent').post(`/api/tickets/${id}/${verb}`, body))
const historyOf = async (path: string) => (await read(`${path}/history`)).items.map(({ title }) => title)

describe('contracts', () => {
  it('SLA-06 a ticket has the policy of the contract that covers it, says why, and keeps it', async () => {
    const accountId = await account('Nile Optics')
    const before = await opened({ accountId })
    const contractId = await active(accountId, { coversAll: false, productIds: [scope] })
    const other = await opened({ accountId })
    const covered = await opened({ accountId, productId: scope })
    expect(await read(`/api/tickets/${before}/sla`)).toMatchObject({
      policy: { id: standard },
      chosenBy: 'default',
      entitlement: null,
    })
    expect(await read(`/api/tickets/${other}/sla`)).toMatchObject({ chosenBy: 'default', entitlement: null })
    const { number, slaPolicyName } = await read(`/api/contracts/${contractId}`)
    expect(slaPolicyName).toBe('Gold')
    const why = {
      policy: { id: gold, version: 1 },
      chosenBy: 'contract',
      entitlement: { contractId, number, tier: 'Gold', covers: 'product' },
    }
    expect(await read(`/api/tickets/${covered}/sla`)).toMatchObject(why)
    expect(await read(`/api/tickets?contractId=${contractId}`)).toMatchObject({ items: [{ id: covered }] })

    // What was promised stands, whatever becomes of the policy, the contract and the tier.
    await ok(as('rep').patch(`/api/contracts/${contractId}`, { tier: 'Silver', slaPolicyId: standard }))
    await ok(act(contractId, 'terminate', { reason: 'They have moved on' }))
    expect(await read(`/api/tickets/${covered}/sla`)).toMatchObject(why)
    const after = await opened({ accountId, productId: scope })
    expect(await read(`/api/tickets/${after}/sla`)).toMatchObject({ chosenBy: 'default', entitlement: null })
  })

  it('SLA-01 SVC-07 one active contract covers a thing, from its first day to its last', async () => {
    const accountId = await account('Okello Labs')
    const first = await active(accountId, { startsOn: '2026-03-10' })
    // Not yet.
    expect(await read(`/api/tickets/${await opened({ accountId })}/sla`)).toMatchObject({ entitlement: null })
    const second = await written(accountId, { name: 'Care again' })
    expect(await problem(act(second, 'activate'))).toStrictEqual([409, 'contract.cover-taken'])
    await ok(act(first, 'terminate', { reason: 'Replaced' }))
    await ok(act(second, 'activate'))
    expect(await read(`/api/tickets/${await opened({ accountId })}/sla`)).toMatchObject({
      entitlement: { contractId: second, covers: 'everything' },
    })
    const reversed = { name: 'Odd', accountId, startsOn: '2026-02-01', endsOn: '2026-01-01' }
    expect(await problem(as('rep').post('/api/contracts', reversed))).toStrictEqual([
      422,
      'contract.period-reversed',
    ])
    const nothing = { name: 'Odd', accountId, startsOn: '2026-02-01', coversAll: false }
    expect(await problem(as('rep').post('/api/contracts', nothing))).toStrictEqual([
      422,
      'contract.covers-nothing',
    ])
    // Agents read what was agreed, and agree on nothing.
    expect(await problem(as('agent').post('/api/contracts', reversed))).toStrictEqual([403, 'forbidden'])
  })

  it('SLA-01 KB-04 a file lies with a contract, an article and an asset', async () => {
    const accountId = await account('Filing')
    const contractId = await written(accountId)
    const article = { type: 'how-to', title: 'How to file', language: 'en' }
    const articleId = await make(as('agent'), '/api/articles', article)
    const assetId = await make(as('agent'), '/api/customer-assets', { name: 'Cabinet', accountId })
    for (const [model, recordId] of Object.entries({
      contract: contractId,
      article: articleId,
      asset: assetId,
    })) {
      const query = new URLSearchParams({ model, recordId, name: 'Terms.txt' })
      const sent = await as('manager').post(`/api/files?${query.toString()}`, 'as agreed', {
        'content-type': 'application/octet-stream',
      })
      expect(sent.statusCode, sent.body).toBe(201)
      expect(await read(`/api/files?recordId=${recordId}`)).toMatchObject({
        items: [{ name: 'Terms.txt', model }],
      })
    }
  })

  it('SLA-02 SLA-07 tells what was promised and whether it was kept, by month, and opens the tickets, as of any instant', async () => {
    const accountId = await account('Promised & Sons')
    const contractId = await active(accountId)
    const mine = { assigneeId: t.ids.agent }
    const good = await opened({ accountId, ...mine })
    plus(10 * minute)
    await ticketAct(good, 'reply', { body: 'On it.' })
    await ticketAct(good, 'resolve')
    const bad = await opened({ accountId, ...mine })
    const dueAt = new Date(Date.parse(now) + 30 * minute).toISOString()
    plus(hour)
    await eventually(async () => expect(await read(`/api/tickets/${bad}`)).toMatchObject({ breached: true }))
    await ticketAct(bad, 'reply', { body: 'Sorry.' })
    await opened({ accountId, ...mine })

    const kept = (of: { response: number[]; resolution: number[] }) => ({
      response: { met: of.response[0], missed: of.response[1] },
      resolution: { met: of.resolution[0], missed: of.resolution[1] },
    })
    const byMonth = `/api/sla-attainment?by=month&contractId=${contractId}`
    expect(await read(byMonth)).toMatchObject({
      groups: [{ key: '2026-03', ...kept({ response: [1, 1], resolution: [1, 0] }) }],
      total: { response: { rate: 0.5 }, resolution: { rate: 1 } },
    })
    const missed = await read(
      `/api/sla-attainment/tickets?contractId=${contractId}&clock=response&outcome=missed&key=2026-03`,
    )
    // Missed at the instant at which it was due, by who had it then.
    expect(missed).toMatchObject({
      count: 1,
      tickets: [{ id: bad, at: dueAt, met: false, agentId: t.ids.agent }],
    })
    for (const by of ['agent', 'account', 'contract'])
      expect(await read(`/api/sla-attainment?by=${by}&accountId=${accountId}`)).toMatchObject({
        groups: [{ key: { agent: t.ids.agent, account: accountId, contract: contractId }[by] }],
      })
    // As it was when the promise had not been missed yet.
    const then = new Date(Date.parse(dueAt) - minute).toISOString()
    expect(await read(`${byMonth}&asOf=${then}`)).toMatchObject({
      total: kept({ response: [1, 0], resolution: [1, 0] }),
    })

    await ticketAct(good, 'reopen')
    expect(await read(byMonth)).toMatchObject({ total: kept({ response: [1, 1], resolution: [0, 0] }) })
  })

  it('SLA-01 tells its owner so many days before it ends, and renews or ends it by itself', async () => {
    const accountId = await account('Renewing')
    const renewing = await active(accountId, { noticeDays: 60, renewMonths: 12, endsOn: '2026-06-30' })
    const ending = await active(await account('Ending'), {
      noticeDays: 30,
      renewMonths: 12,
      endsOn: '2026-06-30',
    })
    await at('2026-05-01T12:00:00.000Z')
    await eventually(async () =>
      expect(await read(`/api/contracts/${renewing}`)).toMatchObject({ noticeDue: true, status: 'active' }),
    )
    expect(await read(`/api/contracts/${ending}`)).toMatchObject({ noticeDue: false })
    await eventually(async () => {
      const { items } = await read('/api/me/notices', 'rep')
      expect(items).toContainEqual(expect.objectContaining({ kind: 'contract.notice-due' }))
    })
    await ok(act(ending, 'cancel', { reason: 'Too dear' }))
    await at('2026-07-01T06:00:00.000Z')
    await eventually(async () => {
      expect(await read(`/api/contracts/${renewing}`)).toMatchObject({
        endsOn: '2027-06-30',
        status: 'active',
      })
      expect(await read(`/api/contracts/${ending}`)).toMatchObject({ status: 'ended', endedBy: 'expired' })
    })
    expect(await historyOf(`/api/contracts/${ending}`)).toStrictEqual([
      'Its last day is over',
      'Notice given: Too dear',
      'In force from 2026-01-01',
      expect.stringMatching(/^Contract C-.* written down: Care$/),
    ])
    await ok(act(renewing, 'renew', { endsOn: '2028-06-30', price: { amount: 500_000, currency: 'EUR' } }))
    expect(await read(`/api/contracts/${renewing}`)).toMatchObject({
      endsOn: '2028-06-30',
      price: { amount: 500_000, currency: 'EUR' },
    })
    expect(await problem(act(ending, 'renew', { endsOn: '2028-06-30' }))).toStrictEqual([
      409,
      'contract.ended',
    ])
  })
})

describe('the installed base', () => {
  it('SVC-10 decides a warranty by the terms of the sale and the day of the failure, and a ticket keeps the answer', async () => {
    const accountId = await account('Failing')
    const warrantyId = await make(as('manager'), '/api/warranties', {
      name: 'Two years',
      months: 24,
      text: 'Parts.',
    })
    const id = await make(as('agent'), '/api/customer-assets', {
      name: 'Scope in room 4',
      serial: 'SN-0042',
      accountId,
      productId: scope,
      installedOn: '2024-05-15',
      warrantyId,
    })
    await ok(as('manager').patch(`/api/warranties/${warrantyId}`, { months: 6 }))
    const on = async (failedOn: string) =>
      (await read(`/api/customer-assets/${id}/warranty?failedOn=${failedOn}`)).answer
    expect(await on('2024-05-14')).toBe('before')
    expect(await on('2024-05-15')).toBe('covered')
    expect(await on('2026-05-14')).toBe('covered')
    expect(await on('2026-05-15')).toBe('after')
    expect(await read(`/api/customer-assets/${id}`)).toMatchObject({
      warrantyUntil: '2026-05-14',
      warranty: { warrantyId, version: 1, months: 24, startsOn: '2024-05-15' },
    })

    // Of its product and of its account, as nobody said otherwise; long after it failed.
    const late = await opened({ assetId: id, failedOn: '2026-05-10' })
    const failure = { failedOn: '2026-05-10', warranty: 'covered', terms: { name: 'Two years', version: 1 } }
    expect(await read(`/api/tickets/${late}`)).toMatchObject({ accountId, productId: scope, failure })
    expect(await read(`/api/tickets/${await opened({ assetId: id })}`)).toMatchObject({
      failure: { failedOn: now.slice(0, 10), warranty: 'after' },
    })
    await ok(as('agent').post(`/api/customer-assets/${id}/set-warranty`, { warrantyId: null }))
    expect(await on('2026-05-14')).toBe('none')
    expect(await read(`/api/tickets/${late}`)).toMatchObject({ failure })
    const unborn = { subject: 'x', assetId: id, failedOn: '2027-01-01' }
    expect(await problem(as('agent').post('/api/tickets', unborn))).toStrictEqual([
      422,
      'ticket.failed-later',
    ])
  })

  it('SVC-11 knows an asset by its serial number, what it is built into and its service history; SLA-06 a contract may name it', async () => {
    const accountId = await account('Equipped')
    const asset = (name: string, more: object = {}) => ({ name, accountId, productId: scope, ...more })
    const stand = await make(
      as('agent'),
      '/api/customer-assets',
      asset('Stand', { serial: 'ST-1', site: 'Room 4' }),
    )
    const lamp = await make(as('agent'), '/api/customer-assets', asset('Lamp', { parentId: stand }))
    expect(
      await problem(as('agent').post('/api/customer-assets', asset('Twin', { serial: 'st-1' }))),
    ).toStrictEqual([409, 'asset.serial-taken'])
    expect(
      await problem(as('agent').patch(`/api/customer-assets/${stand}`, { parentId: lamp })),
    ).toStrictEqual([422, 'asset.parent-circle'])
    expect(await read(`/api/customer-assets?parentId=${stand}`)).toMatchObject({
      items: [{ id: lamp, parentName: 'Stand ST-1' }],
    })
    expect((await read('/api/search?q=ST-1')).items[0]).toMatchObject({
      record: { model: 'asset', id: stand },
    })

    const one = { coversAll: false, assetIds: [stand], startsOn: '2026-01-01', endsOn: null }
    const contractId = await active(accountId, one)
    const covered = await opened({ assetId: stand })
    await opened({ assetId: lamp })
    expect(await read(`/api/tickets/${covered}/sla`)).toMatchObject({
      chosenBy: 'contract',
      entitlement: { contractId, covers: 'asset' },
    })
    expect(await read(`/api/tickets?assetId=${lamp}`)).toMatchObject({ items: [{ entitlement: null }] })
    expect(await read(`/api/tickets?assetId=${stand}`)).toMatchObject({ items: [{ id: covered }] })
  })
})
