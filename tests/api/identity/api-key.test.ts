import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { newUser, tokenOf } from '../../support/sign-in.ts'

const days = 86_400_000
let t: TestApp
let skew = 0
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
})
afterAll(() => t.close())

interface Made {
  id: string
  key: string
  prefix: string
}

async function make(name: string, scopes: string[], role = 'admin', more: object = {}) {
  const user = await newUser(t, name, role)
  const me = client(t.app, await tokenOf(t, user))
  const made = await me.post('/api/me/api-keys', { name: `Key of ${name}`, scopes, ...more })
  expect(made.statusCode, made.body).toBe(201)
  return { user, me, ...made.json<Made>(), program: client(t.app, made.json<Made>().key) }
}

describe('an API key', () => {
  it('acts for its owner within its scopes, and every event says by which key', async () => {
    const { program, user, id } = await make('scoped', ['team.*', 'user.read'])
    const team = await program.post('/api/teams', { name: 'By a program' })
    expect(team.statusCode, team.body).toBe(201)
    expect((await program.get('/api/users')).statusCode).toBe(200)
    expect((await program.get('/api/leads')).json().details).toEqual({ permission: 'lead.read' })
    const history = await t.as('admin').get(`/api/teams/${team.json().id}/history`)
    expect(history.json().items[0]).toMatchObject({ actor: { id: user.id }, via: { kind: 'api-key', id } })
  })

  it('may do no more than its owner, when it is made and whenever it is used', async () => {
    const rep = await newUser(t, 'modest', 'rep')
    const me = client(t.app, await tokenOf(t, rep))
    const beyond = await me.post('/api/me/api-keys', {
      name: 'Too much',
      scopes: ['lead.read', 'user.assign-role'],
    })
    expect(beyond.json()).toMatchObject({
      type: '/problems/apiKey.beyond-owner',
      errors: [{ field: 'scopes.1' }],
    })
    const { program, user } = await make('demoted', ['team.*'])
    expect((await program.post('/api/teams', { name: 'Still' })).statusCode).toBe(201)
    await t.as('admin').post(`/api/users/${user.id}/assign-role`, { role: 'rep' })
    expect((await program.post('/api/teams', { name: 'No more' })).statusCode).toBe(403)
    expect((await program.get('/api/teams')).statusCode).toBe(200)
  })

  it('cannot do what is a person’s own: passwords, factors, sessions, further keys', async () => {
    const { program } = await make('personal', ['*.*'])
    for (const path of ['/api/me/api-keys', '/api/me/sessions', '/api/me/second-factor'])
      expect((await program.get(path)).json().details).toEqual({ permission: 'in-person' })
    const body = { current: 'personal keeps a secret', password: 'another good one' }
    expect((await program.post('/api/me/password', body)).statusCode).toBe(403)
    expect((await program.post('/api/me/api-keys', { name: 'Child', scopes: ['*.*'] })).statusCode).toBe(403)
    expect((await program.get('/api/me')).statusCode).toBe(200)
  })

  it('ends when it expires, is revoked by its owner or an administrator, or its owner is deactivated', async () => {
    const short = await make('short', ['team.read'], 'admin', { days: 2 })
    const [own, others, leaver] = [
      await make('own', ['team.read']),
      await make('others', ['team.read']),
      await make('gone', ['team.read']),
    ]
    const status = async (of: typeof own) => (await of.program.get('/api/teams')).statusCode
    for (const each of [short, own, others, leaver]) expect(await status(each)).toBe(200)
    expect((await own.me.post(`/api/me/api-keys/${own.id}/revoke`)).statusCode).toBe(204)
    expect((await own.me.post(`/api/me/api-keys/${others.id}/revoke`)).statusCode).toBe(404)
    expect((await t.as('admin').post(`/api/api-keys/${others.id}/revoke`)).statusCode).toBe(200)
    await t.as('admin').post(`/api/users/${leaver.user.id}/deactivate`)
    skew = 3 * days
    try {
      for (const each of [short, own, others, leaver]) expect(await status(each)).toBe(401)
    } finally {
      skew = 0
    }
  })

  it('lives no longer than the rules allow', async () => {
    const { me } = await make('lasting', ['team.read'])
    const reply = await me.post('/api/me/api-keys', { name: 'For ever', scopes: ['team.read'], days: 400 })
    expect(reply.json().type).toBe('/problems/apiKey.too-long')
  })

  it('is listed with its first characters and last use, and nowhere kept whole', async () => {
    const { me, program, key, prefix, id } = await make('listed', ['team.read'])
    expect(key).toMatch(/^hindsight_[\w-]{43}$/)
    await program.get('/api/teams')
    await t.settled()
    const [shown] = (await me.get('/api/me/api-keys')).json().items
    expect(shown).toMatchObject({ id, prefix, scopes: ['team.read'], revokedAt: null, usedFrom: '127.0.0.1' })
    expect(key.startsWith(prefix)).toBe(true)
    expect(prefix.length).toBeLessThan(20)
    const all = (await t.as('auditor').get('/api/api-keys')).json().items
    expect(all.map((each: { id: string }) => each.id)).toContain(id)
    expect((await t.as('rep').get('/api/api-keys')).statusCode).toBe(403)
    let log = ''
    for await (const page of t.store.readAll())
      log += JSON.stringify(page, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    const { rows } = await t.pg.owner.query<{ all: string }>(
      `select string_agg(k::text, '') as all from auth.api_key k`,
    )
    expect(log).toContain(prefix)
    expect(`${log}${rows[0]?.all}`).not.toContain(key)
  })
})
