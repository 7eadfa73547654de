import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertCheck } from '../../src/api/settings/security-alert.ts'
import { accountTable } from '../../src/projections/customers/account.ts'
import { readQuarantine } from '../../src/projections/quarantine.ts'
import { checksum } from '../../src/projections/read-models.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { older } from '../support/older.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const standing = async (name: string) =>
  (await t.readModels.status()).projections.find((one) => one.name === name) ?? expect.unreachable(name)

describe('FAULTS 1: what no table can hold', () => {
  it.each([
    ['accounts', { name: 'Large', employees: 3_000_000_000 }],
    ['accounts', { name: 'Rich', revenue: { amount: 10_000_000_000_001, currency: 'EUR' } }],
    ['opportunities', { name: 'Early', closeDate: '0000-01-01' }],
  ])('is refused at the door of %s: %j', async (resource, body) => {
    const reply = await t.as('admin').post(`/api/${resource}`, body)
    expect([reply.statusCode, reply.json().type]).toEqual([400, '/problems/invalid-input'])
  })

  it.each(['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+05:00', '9999-12-31T23:59:59-12:00'])(
    'FAULTS 2: neither written nor read is as of %s',
    async (instant) => {
      const admin = t.as('admin')
      const written = await admin.post('/api/accounts', { name: 'Old' }, { 'x-occurred-at': instant })
      const read = await admin.get(`/api/accounts?asOf=${encodeURIComponent(instant)}`)
      const diff = await admin.get(`/api/pipeline/diff?from=${encodeURIComponent(instant)}`)
      expect([written, read, diff].map(({ statusCode }) => statusCode)).toEqual([400, 400, 400])
    },
  )

  it('FAULTS 2: a year 0 is no day of a forecast or a range, and the last day there is one', async () => {
    const admin = t.as('admin')
    for (const query of [
      'forecast?from=0000-01-01',
      'forecast?to=0000-01-01',
      'opportunities?closeDateFrom=0000-01-01',
    ])
      expect([query, (await admin.get(`/api/${query}`)).statusCode]).toEqual([query, 400])
    for (const query of [
      'forecast?from=9999-12-31',
      'forecast?from=0001-01-01',
      'opportunities?closeDateTo=9999-12-31',
    ])
      expect([query, (await admin.get(`/api/${query}`)).statusCode]).toEqual([query, 200])
  })

  it('is refused by the write path whoever asks, an import or a saga', async () => {
    const principal = {
      actor: { kind: 'system', id: 'test', roles: [] },
      via: { kind: 'cli' },
      may: ['*'],
      keys: ['all:*'],
      masks: { hidden: {}, readOnly: {} },
    } as const
    for (const occurredAt of ['0000-01-01T12:00:00.000Z', '2017-02-30T12:00:00.000Z', 'soon'])
      await expect(
        t.execute({ command: 'account.create', body: { name: 'Old' }, principal, occurredAt }),
      ).rejects.toMatchObject({ name: 'InvalidInput' })
  })
})

describe('FAULTS 1: an event that no table can hold and that is in the log all the same', () => {
  let id: string
  let eventId: string
  let position: bigint

  beforeAll(async () => {
    id = (await t.as('rep').post('/api/accounts', { name: 'Poisoned' })).json().id
    const data = { changes: { employees: 3_000_000_000 } }
    const event = older(t.ids.rep, 'account.changed.v1', data, '0000-06-01T00:00:00.000Z')
    eventId = event.id
    position = (await t.store.append(`account-${id}`, [event], 0n)).position
    await t.settled()
  })

  it('stops one read model, and every reply that reads it says so', async () => {
    expect((await standing('account')).state).toBe('failed')
    expect((await standing('account')).failure).toMatchObject({ event: { id: eventId }, field: 'occurredAt' })
    const before = String((await standing('account')).position)
    const rep = t.as('rep')
    const list = await rep.get('/api/accounts')
    expect([list.statusCode, list.headers['x-stale']]).toEqual([200, `account;position=${before}`])
    expect((await rep.get('/api/contacts')).headers['x-stale']).toBe(`account;position=${before}`)
    expect((await rep.get('/api/pipelines')).headers['x-stale']).toBeUndefined()
  })

  it('answers 503 to a position that it does not get to', async () => {
    const rep = t.as('rep')
    const made = await rep.post('/api/accounts', { name: 'Unseen' })
    const asked = { 'x-min-position': made.json().position as string }
    for (const path of ['/api/accounts', `/api/accounts/${made.json().id}`]) {
      const reply = await rep.get(path, asked)
      expect([reply.statusCode, reply.json().type]).toEqual([503, '/problems/read-model-stopped'])
    }
    expect((await rep.get('/api/pipelines', asked)).statusCode).toBe(200)
  })

  it('does not stop the index of events, which has it by when it was recorded', async () => {
    const found = await t.services.eventIndex.search({ aggregateId: id, basis: 'occurred', limit: 10 })
    expect(found.map((one) => one.id)).toContain(eventId)
    expect((await t.as('admin').get(`/api/events/${eventId}/why`)).statusCode).toBe(200)
  })

  it('degrades readiness, and raises one alert', async () => {
    const ready = await t.anonymous.get('/health/ready')
    expect([ready.statusCode, ready.json().status]).toEqual([200, 'degraded'])
    const check = alertCheck({ ...t.services, sessions: t.sessions })
    await check()
    await check()
    await t.settled()
    const { items } = (await t.as('admin').get('/api/security-alerts?kind=projection-stopped')).json()
    expect(items).toMatchObject([{ kind: 'projection-stopped', subject: 'account', status: 'open' }])
  })

  it('is set aside by an operator, who says why, and the model goes on without it', async () => {
    const path = '/api/admin/projections/account/set-aside'
    const body = { eventId, reason: 'Written by an older program; corrected by hand' }
    expect((await t.as('rep').post(path, body)).statusCode).toBe(403)
    const admin = t.as('admin')
    expect((await admin.post(path, { ...body, eventId: randomUUID() })).statusCode).toBe(409)
    expect((await admin.post(path, { eventId })).statusCode).toBe(400)
    const reply = await admin.post(path, body)
    expect([reply.statusCode, reply.json().state]).toEqual([200, 'running'])
    const set = { ...body, model: 'account', position: Number(position), actorId: t.ids.admin }
    expect((await admin.get('/api/admin/quarantine')).json().items).toMatchObject([
      { ...set, position: String(position) },
    ])
    expect(await readQuarantine(t.store, t.codec)).toMatchObject([set])
    expect((await t.anonymous.get('/health/ready')).json().status).toBe('ready')
  })

  it('leaves a record that says it is incomplete, and that can be worked with', async () => {
    const rep = t.as('rep')
    const shown = await rep.get(`/api/accounts/${id}`)
    expect(shown.json()).toMatchObject({ name: 'Poisoned', employees: null, revision: 1, incomplete: true })
    expect((await rep.patch(`/api/accounts/${id}`, { employees: 3 }, { 'if-match': '"1"' })).statusCode).toBe(
      200,
    )
    await t.settled()
    expect((await rep.get(`/api/accounts/${id}`)).json()).toMatchObject({
      employees: 3,
      revision: 2,
      incomplete: true,
    })
    const { items } = (await rep.get('/api/accounts')).json()
    const marks = Object.fromEntries(
      items.map((one: { name: string; incomplete?: true }) => [one.name, one.incomplete]),
    )
    expect(marks).toMatchObject({ Poisoned: true, Unseen: undefined })
  })

  it('is passed over by a rebuild as by whoever followed the log', async () => {
    const before = await checksum(t.pg, accountTable)
    await t.readModels.rebuild(['account'])
    expect(await checksum(t.pg, accountTable)).toBe(before)
    expect((await standing('account')).state).toBe('running')
  })
})

describe('FAULTS 7: a disk that is full', () => {
  const full = (sqlstate: string, message: string) => `
    create or replace function eventstore.full() returns trigger language plpgsql as $$
    begin raise exception '${message}' using errcode = '${sqlstate}'; end $$;
    create or replace trigger full_disk before insert on eventstore.event execute function eventstore.full();`
  afterAll(() => t.pg.owner.query('drop trigger if exists full_disk on eventstore.event'))

  it.each([
    ['53100', 'could not extend file "base/1/2": No space left on device'],
    ['42501', 'could not open file "base/1/2": Read-only file system'],
    ['25006', 'cannot execute INSERT in a read-only transaction'],
  ])(
    'refuses to write at once, with a clear answer, says so in ready, reads on, and writes again (%s)',
    async (...how) => {
      const rep = t.as('rep')
      await t.pg.owner.query(full(...how))
      const refused = await rep.post('/api/leads', { name: { last: 'Full' }, source: 'web' })
      expect(refused.statusCode).toBe(503)
      expect(refused.json()).toMatchObject({
        type: '/problems/unavailable',
        detail: expect.stringContaining('disk is full'),
      })
      expect((await rep.get('/api/leads')).statusCode).toBe(200)
      expect((await t.anonymous.get('/health/ready')).json()).toMatchObject({
        status: 'degraded',
        writes: false,
      })
      await t.pg.owner.query('drop trigger full_disk on eventstore.event')
      expect(
        (await t.as('admin').post('/api/leads', { name: { last: 'Fits' }, source: 'web' })).statusCode,
      ).toBe(201)
      expect((await t.anonymous.get('/health/ready')).json()).toMatchObject({ writes: true })
    },
  )
})

describe('issue 22.5: an event that a saga cannot take', () => {
  it('is set aside for it by who has the right, with a reason, and it goes on', async () => {
    const admin = t.as('admin')
    const made = await admin.post('/api/leads', { name: { last: 'Okello' }, source: 'web' })
    const id = made.json().id as string
    // As a newer program may have left it, before somebody went back.
    const event = older(t.ids.rep, 'lead.converted.v9', {})
    const eventId = event.id
    const last = BigInt((await t.store.readStream(`lead-${id}`)).length - 1)
    await t.store.append(`lead-${id}`, [event], last)
    const saga = async () =>
      (await admin.get('/api/status'))
        .json<{ sagas: { name: string; state: string; failure?: object }[] }>()
        .sagas.find(({ name }) => name === 'lead-conversion')
    await expect.poll(saga).toMatchObject({ state: 'failed', failure: { event: { id: eventId } } })
    const path = '/api/admin/sagas/lead-conversion'
    const body = { eventId, reason: 'A newer version wrote it; the lead is done by hand' }
    expect((await t.as('rep').post(`${path}/set-aside`, body)).statusCode).toBe(403)
    expect((await t.as('rep').post(`${path}/resume`)).statusCode).toBe(403)
    expect((await admin.post('/api/admin/sagas/none/resume')).statusCode).toBe(404)
    expect((await admin.post(`${path}/set-aside`, { ...body, eventId: randomUUID() })).statusCode).toBe(409)
    // Trying again alone does not help.
    expect((await admin.post(`${path}/resume`)).statusCode).toBe(200)
    await expect.poll(saga).toMatchObject({ state: 'failed', failure: { event: { id: eventId } } })
    expect((await admin.post(`${path}/set-aside`, body)).statusCode).toBe(200)
    await expect.poll(saga).toMatchObject({ state: 'running' })
    expect((await admin.get('/api/admin/quarantine')).json().items).toContainEqual(
      expect.objectContaining({ ...body, model: 'lead-conversion', actorId: t.ids.admin }),
    )
    const audited = async () => (await t.as('auditor').get('/api/audit?aggregate=quarantine')).body
    await expect.poll(audited).toContain('set aside for lead-conversion')
  })
})
