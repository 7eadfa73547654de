import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { patience } from '../../support/patience.ts'
import { newUser, signIn, tokenOf } from '../../support/sign-in.ts'

const minute = 60_000
let t: TestApp
let base: string
let skew = 0
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => t.close())

const status = async (token: string) => (await client(t.app, token).get('/api/me')).statusCode

/** A socket of this token's holder, and the code it is closed with. */
async function socketOf(token: string): Promise<{ closed: Promise<number> }> {
  const { ticket } = (await client(t.app, token).post('/api/live/ticket')).json<{ ticket: string }>()
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live?ticket=${ticket}`)
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  return { closed }
}

describe('USR-09 sessions', () => {
  it('are listed with address and browser, and end one by one or all but this one', async () => {
    const user = await newUser(t, 'manyfold')
    const tokens = [await tokenOf(t, user), await tokenOf(t, user), await tokenOf(t, user)] as const
    const me = client(t.app, tokens[2])
    const { items } = (await me.get('/api/me/sessions')).json()
    expect(items).toHaveLength(3)
    expect(items[0]).toMatchObject({ current: true, userAgent: 'vitest', ip: expect.stringMatching(/^10\./) })
    expect((await me.post(`/api/me/sessions/${items[2].id}/end`)).statusCode).toBe(204)
    expect(await Promise.all(tokens.map(status))).toEqual([401, 200, 200])
    expect((await me.post('/api/me/sessions/end-others')).json()).toEqual({ ended: 1 })
    expect(await Promise.all(tokens.map(status))).toEqual([401, 401, 200])
    await t.settled()
    const ends = await t.as('admin').get(`/api/sessions?userId=${user.id}&sort=begunAt`)
    expect(ends.json().items.map(({ cause }: { cause: string }) => cause)).toEqual([
      'revoked',
      'revoked',
      null,
    ])
  })

  it('of others are seen and ended by who may, and by nobody else', async () => {
    const user = await newUser(t, 'watched')
    const token = await tokenOf(t, user)
    expect((await t.as('rep').get(`/api/users/${user.id}/sessions`)).statusCode).toBe(403)
    expect((await t.as('manager').get(`/api/users/${user.id}/sessions`)).json().items).toHaveLength(1)
    expect((await t.as('manager').post(`/api/users/${user.id}/end-sessions`)).statusCode).toBe(403)
    const other = client(t.app, await tokenOf(t, await newUser(t, 'nosy')))
    const [session] = (await t.as('admin').get(`/api/users/${user.id}/sessions`)).json().items
    expect((await other.post(`/api/me/sessions/${session.id}/end`)).statusCode).toBe(404)
    expect((await t.as('admin').post(`/api/users/${user.id}/end-sessions`)).json()).toEqual({ ended: 1 })
    expect(await status(token)).toBe(401)
    const history = await t.as('admin').get(`/api/sessions/${session.id}/history`)
    expect(history.json().items[0]).toMatchObject({ type: 'session.ended', actor: { id: t.ids.admin } })
  })

  it('end when nobody uses them and at the latest as the policy says, also those that are open already', async () => {
    const user = await newUser(t, 'limited')
    const [idle, busy] = [await tokenOf(t, user), await tokenOf(t, user)]
    const policy = { sessionIdleMinutes: 30, sessionLifetimeHours: 2 }
    expect((await t.as('admin').patch('/api/settings/sign-in-policy', policy)).statusCode).toBe(200)
    try {
      for (skew = 0; skew < 120 * minute; skew += 20 * minute) expect(await status(busy)).toBe(200)
      expect(await status(idle)).toBe(401)
      skew = 121 * minute
      expect(await status(busy)).toBe(401)
    } finally {
      skew = 0
      await t.as('admin').patch('/api/settings/sign-in-policy', {
        sessionIdleMinutes: 720,
        sessionLifetimeHours: 168,
      })
    }
  })

  it('come with a new token at every sign-in, and none that was brought along is taken over', async () => {
    const user = await newUser(t, 'fixated')
    const planted = 'planted-by-somebody-else-planted-by-somebody'
    const reply = await signIn(t, user, { cookie: `hindsight_session=${planted}` })
    expect(reply.json().token).not.toBe(planted)
    expect(await status(planted)).toBe(401)
  })

  it('lists refused sign-ins by user, day and address', async () => {
    const user = await newUser(t, 'refused')
    for (let i = 0; i < 3; i++) await signIn(t, { email: user.email, password: 'wrong-password' })
    const found = (await t.as('admin').get(`/api/sign-ins/refused?userId=${user.id}`)).json().items
    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({ userId: user.id, attempts: 1, ip: expect.stringMatching(/^10\./) })
    const one = await t.as('admin').get(`/api/sign-ins/refused?ip=${found[0].ip}&userId=${user.id}`)
    expect(one.json().items).toHaveLength(1)
    const earlier = await t.as('admin').get(`/api/sign-ins/refused?userId=${user.id}&to=2020-01-01T00:00:00Z`)
    expect(earlier.json().items).toEqual([])
    expect((await t.as('rep').get('/api/sign-ins/refused')).statusCode).toBe(403)
  })
})

describe('USR-12 deactivation', () => {
  it('closes sockets with 4401 and ends sessions and keys, which reactivation does not bring back', async () => {
    const user = await newUser(t, 'leaving', 'admin')
    const token = await tokenOf(t, user)
    const made = await client(t.app, token).post('/api/me/api-keys', { name: 'Robot', scopes: ['team.read'] })
    const { key, id } = made.json<{ key: string; id: string }>()
    const sockets = [await socketOf(token), await socketOf(key)]
    const began = performance.now()
    await t.as('admin').post(`/api/users/${user.id}/deactivate`)
    expect([await status(token), await status(key)]).toEqual([401, 401])
    const refused = performance.now() - began
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401])
    const closed = performance.now() - began
    if (process.env.HINDSIGHT_FIGURES)
      console.log(
        `deactivated: refused after ${refused.toFixed()} ms, sockets closed after ${closed.toFixed()} ms`,
      )
    const listed = async () => (await t.as('admin').get(`/api/users/${user.id}/sessions`)).json().items
    expect(await listed()).toEqual([])
    await t.as('admin').post(`/api/users/${user.id}/reactivate`)
    expect(await listed()).toEqual([])
    expect([await status(token), await status(key)]).toEqual([401, 200])
    const again = await socketOf(key)
    await t.as('admin').post(`/api/api-keys/${id}/revoke`)
    expect(await again.closed).toBe(4401)
  })

  it('FAULTS 11 is not needed: whatever ends sessions closes their sockets at once', async () => {
    const user = await newUser(t, 'renewing')
    const token = await tokenOf(t, user)
    // Longer than this test may take: no sign of life is waited for.
    const changed = await socketOf(token)
    const me = client(t.app, token)
    const body = { current: user.password, password: 'correct horse battery staple' }
    const reply = await me.post('/api/me/password', body)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(await changed.closed).toBe(4401)
    const again = await socketOf(await tokenOf(t, { ...user, password: body.password }))
    const reset = await t.as('admin').post(`/api/users/${user.id}/issue-password`)
    expect(reset.statusCode, reset.body).toBe(200)
    expect(await again.closed).toBe(4401)
  })

  it('offers what they owned to another: counts by kind, then a job that says what moved and what stayed', async () => {
    const leaver = await newUser(t, 'owner')
    const heir = await newUser(t, 'heir')
    const me = client(t.app, await tokenOf(t, leaver))
    const made = []
    for (let i = 0; i < 3; i++) {
      const name = { first: 'Ada', last: `Byron ${i}` }
      const lead = await me.post('/api/leads', {
        name,
        company: `Engines ${i}`,
        source: 'web',
        ownerId: leaver.id,
      })
      expect(lead.statusCode, lead.body).toBe(201)
      made.push(lead.json<{ id: string }>().id)
    }
    const account = await me.post('/api/accounts', { name: 'Engines', ownerId: leaver.id })
    const lost = await me.post(`/api/leads/${made[0]}/disqualify`, { reason: 'no-budget' })
    expect([account.statusCode, lost.statusCode], lost.body).toEqual([201, 200])
    await t.as('admin').post(`/api/users/${leaver.id}/deactivate`)
    await t.settled()
    const owned = (await t.as('admin').get(`/api/users/${leaver.id}/owned`)).json()
    expect(owned).toMatchObject({ total: 4 })
    expect(owned.items).toContainEqual({ model: 'lead', count: 3 })
    expect((await t.as('rep').get(`/api/users/${leaver.id}/owned`)).statusCode).toBe(403)
    const self = await t.as('admin').post(`/api/users/${leaver.id}/reassign`, { toId: leaver.id })
    expect(self.statusCode).toBe(422)
    const reply = await t.as('admin').post(`/api/users/${leaver.id}/reassign`, { toId: heir.id })
    expect(reply.statusCode, reply.body).toBe(202)
    const { batches } = reply.json() as { batches: string[] }
    const found = async () => {
      const all = await Promise.all(batches.map((id) => t.as('admin').get(`/api/batches/${id}`)))
      return all.map((one) => one.json())
    }
    await expect
      .poll(async () => (await found()).map(({ status }) => status), { timeout: patience })
      .toEqual(['done', 'done'])
    expect(
      (await found()).map(({ tasks: [{ command }], done, refused }) => [command, done, refused]),
    ).toEqual([
      ['account.change', 1, 0],
      ['lead.assign', 2, 1],
    ])
    await t.settled()
    expect((await t.as('admin').get(`/api/users/${heir.id}/owned`)).json().total).toBe(3)
  })
})
