import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'

let t: TestApp
let lead: string
const system = systemPrincipal('test', { kind: 'cli' })
const run = async (command: string, body: object, id?: string) =>
  (await t.execute({ command, body, principal: system, ...(id && { id }) })).id
beforeAll(async () => {
  t = await testApp()
  const body = { name: { first: 'Ada', last: 'Lovelace' }, source: 'web', ownerId: t.ids.rep }
  lead = await run('lead.capture', body)
  await t.settled()
})
afterAll(() => t.close())

const why = (who: Person, query: string) =>
  t
    .as(who)
    .get(`/api/access/why?aggregate=lead&id=${lead}${query}`)
    .then((reply) => ({ status: reply.statusCode, ...reply.json() }))

describe('USR-08 why can’t I see this?', () => {
  it('says what lets somebody see a record', async () => {
    expect(await why('rep', '')).toMatchObject({ sees: true, through: [{ kind: 'owner' }], missing: [] })
    expect(await why('manager', '')).toMatchObject({
      sees: true,
      through: [{ kind: 'member', text: expect.stringContaining('Test rep') }],
    })
    expect(await why('admin', '')).toMatchObject({ sees: true, through: [{ kind: 'role' }] })
  })

  it('tells who may not know of it that it is there, and no more', async () => {
    const answer = await why('rep2', '')
    expect(answer).toMatchObject({ status: 200, sees: false, through: [] })
    expect(JSON.stringify(answer)).not.toContain(t.ids.rep)
    expect(JSON.stringify(answer)).not.toContain('Test rep')
    expect((await why('rep2', `&userId=${t.ids.rep}`)).status).toBe(403)
  })

  it('tells an administrator what somebody lacks', async () => {
    expect(await why('admin', `&userId=${t.ids.rep2}`)).toMatchObject({
      sees: false,
      permission: { needed: 'lead.read', held: true },
      missing: [expect.stringContaining('It is of Test rep')],
    })
    expect(await why('admin', `&userId=${t.ids.agent}`)).toMatchObject({
      sees: false,
      permission: { held: false },
      missing: [expect.stringContaining('does not have the permission lead.read'), expect.anything()],
    })
  })
})

describe('USR-08 a share', () => {
  it('opens one record for a reason, is seen as such, and ends when it is taken back', async () => {
    const asked = { model: 'lead', recordId: lead, grantee: 'user', granteeId: t.ids.rep2, level: 'read' }
    const bare = await t.as('rep').post('/api/shares', asked)
    expect([bare.statusCode, bare.json().errors[0].field]).toEqual([400, 'reason'])
    const reason = 'Covers for me'
    expect((await t.as('rep2').post('/api/shares', { ...asked, reason })).statusCode).toBe(404)
    const made = await t.as('rep').post('/api/shares', { ...asked, reason })
    expect(made.statusCode, made.body).toBe(201)
    await t.settled()
    expect((await t.as('rep2').get(`/api/leads/${lead}`)).statusCode).toBe(200)
    expect(await why('rep2', '')).toMatchObject({ sees: true, through: [{ kind: 'share' }] })
    expect((await t.as('rep2').patch(`/api/leads/${lead}`, { company: 'X' })).statusCode).toBe(403)
    // What was shared with me is not mine to pass on.
    const onwards = { ...asked, granteeId: t.ids.agent, reason }
    expect((await t.as('rep2').post('/api/shares', onwards)).statusCode).toBe(403)
    const { id } = made.json<{ id: string }>()
    expect((await t.as('rep').post(`/api/shares/${id}/revoke`)).statusCode).toBe(200)
    await t.settled()
    expect((await t.as('rep2').get(`/api/leads/${lead}`)).statusCode).toBe(404)
  })
})

describe('USR-08 rights as of a date', () => {
  it('says who could see a record then, by owner, team and role of then, and who did', async () => {
    await t.as('rep').get(`/api/leads/${lead}`)
    const before = await instantBetween()
    // What comes next occurs later, by the millisecond that instants are told by.
    await expect.poll(() => new Date().toISOString() > before).toBe(true)
    await run('lead.assign', { ownerId: t.ids.rep2 }, lead)
    await run('team.change', { managerId: null }, t.ids.team)
    await run('user.assign-role', { role: 'auditor' }, t.ids.agent)
    await t.settled()
    const at = async (instant: string) => {
      const reply = await t.as('auditor').get(`/api/access/effective?aggregate=lead&id=${lead}&at=${instant}`)
      expect(reply.statusCode, reply.body).toBe(200)
      const { could, did } = reply.json<{ could: { name: string }[]; did: { name: string }[] }>()
      return [could.map(({ name }) => name).sort(), did.map(({ name }) => name).sort()]
    }
    expect(await at(before)).toEqual([
      ['Test admin', 'Test auditor', 'Test manager', 'Test rep'],
      ['Test rep', 'Test rep2'],
    ])
    const [now] = await at(new Date().toISOString())
    expect(now).toEqual(['Test admin', 'Test agent', 'Test auditor', 'Test rep2'])
    expect((await t.as('rep').get(`/api/access/effective?aggregate=lead&id=${lead}`)).statusCode).toBe(403)
  })
})

describe('USR-06 a role that is defined here', () => {
  it('is given, changed and taken at once, on sessions that are open', async () => {
    const role = { ...noAuthority, name: 'Intern', may: ['lead.read'], seesAll: ['lead'] }
    const made = await t.as('admin').post('/api/roles', role)
    expect(made.statusCode, made.body).toBe(201)
    const { id } = made.json<{ id: string }>()
    const given = await t.as('admin').post(`/api/users/${t.ids.rep}/assign-role`, { role: id })
    expect(given.statusCode, given.body).toBe(200)
    expect((await t.as('rep').get(`/api/leads/${lead}`)).statusCode).toBe(200)
    expect((await t.as('rep').get('/api/accounts')).statusCode).toBe(403)
    await t.as('admin').patch(`/api/roles/${id}`, { may: ['account.read'] })
    expect((await t.as('rep').get(`/api/leads/${lead}`)).statusCode).toBe(403)
    expect((await t.as('rep').get('/api/accounts')).statusCode).toBe(200)
    await t.as('admin').post(`/api/roles/${id}/archive`)
    expect((await t.as('rep').get('/api/accounts')).statusCode).toBe(403)
  })

  it('FAULTS 10 leaves its holders with what they make, whatever it is called', async () => {
    const may = ['account', 'contact', 'lead', 'opportunity', 'ticket'].map((model) => `${model}.*`)
    const role = await run('role.define', { ...noAuthority, name: 'Field sales', may })
    const body = { name: 'Fay Field', email: 'fay@hindsight.example', role, teamId: null }
    const { token } = await t.sessions.open(randomUUID(), await run('user.register', body))
    const fay = client(t.app, token)
    const stages = (['open', 'won', 'lost'] as const).map((kind) => ({
      name: kind,
      probability: { open: 0.1, won: 1, lost: 0 }[kind],
      kind,
    }))
    const pipelineId = await run('pipeline.create', { name: 'Field', currency: 'EUR', stages })
    const asked = [
      ['accounts', { name: 'Field Ltd' }],
      ['accounts', { name: 'Field Inc', ownerId: null }],
      ['contacts', { name: { last: 'Field' } }],
      ['contacts', { name: { last: 'Field' }, ownerId: null }],
      ['leads', { name: { last: 'Field' } }],
      ['leads', { name: { last: 'Field' }, ownerId: null }],
      ['opportunities', { name: 'Field', pipelineId }],
      ['tickets', { subject: 'Field' }],
    ] as const
    for (const [path, body] of asked) {
      const reply = await fay.post(`/api/${path}`, body)
      expect(reply.statusCode, reply.body).toBe(201)
      await t.settled()
      const { id } = reply.json<{ id: string }>()
      for (const url of [`/api/${path}/${id}`, `/api/${path}/${id}/history`, `/api/${path}`]) {
        const read = await fay.get(url)
        expect([url, read.statusCode, read.body.includes(id)]).toEqual([url, 200, !url.endsWith('history')])
      }
    }
  })

  it('never has more than who defines or gives it, and masks only fields there are', async () => {
    const helper = {
      ...noAuthority,
      name: 'Helper',
      may: ['role.*', 'user.assign-role', 'user.read', 'lead.read'],
      seesAll: ['user', 'role'],
      hidden: { lead: ['email'] },
    }
    const { id } = (await t.as('admin').post('/api/roles', helper)).json<{ id: string }>()
    await t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role: id })
    const define = (more: object) =>
      t.as('rep2').post('/api/roles', { ...noAuthority, name: 'More', hidden: { lead: ['email'] }, ...more })
    expect((await define({ may: ['lead.read'] })).statusCode).toBe(201)
    for (const more of [
      { may: ['*'] },
      { may: ['lead.*'] },
      { seesAll: ['lead'] },
      { queues: ['lead'] },
      { seesMembers: true },
      { hidden: {} },
    ]) {
      const reply = await define(more)
      expect([more, reply.statusCode, reply.json().type]).toEqual([more, 422, '/problems/role.beyond-own'])
    }
    const own = await t.as('rep2').patch(`/api/roles/${id}`, { may: [...helper.may, 'account.read'] })
    expect(own.json().type).toBe('/problems/role.beyond-own')
    const admin = await t.as('rep2').post(`/api/users/${t.ids.auditor}/assign-role`, { role: 'admin' })
    expect(admin.json().type).toBe('/problems/role.beyond-own')
    const misspelt = await t.as('admin').post('/api/roles', { ...helper, hidden: { lead: ['emial'] } })
    expect(misspelt.json().type).toBe('/problems/role.unknown-field')
    const roles = (await t.as('admin').get('/api/roles')).json<{ items: { id: string; builtIn: string }[] }>()
    const builtIn = roles.items.find((one) => one.builtIn === 'admin')?.id
    const less = await t.as('admin').patch(`/api/roles/${builtIn}`, { may: ['lead.read'] })
    expect(less.json().type).toBe('/problems/role.administrators')
  })
})
