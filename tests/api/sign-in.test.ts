import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../support/app.ts'
import { givePassword } from '../support/sign-in.ts'

let t: TestApp
let skew = 0
/** While it is told, time goes on by `skew` alone. */
let stopped: number | undefined
beforeAll(async () => {
  t = await testApp({ clock: () => new Date((stopped ?? Date.now()) + skew).toISOString() })
})
afterAll(() => t.close())

function signIn(email: string, password: string, headers: Record<string, string> = {}) {
  return t.app.inject({
    method: 'POST',
    url: '/api/sign-in?token=true',
    payload: { email, password },
    headers: { 'user-agent': 'vitest', ...headers },
  })
}

async function newUser(name: string, role = 'rep') {
  const email = `${name}@hindsight.example`
  const made = await t.as('admin').post('/api/users', { name, email, role })
  const { id } = made.json<{ id: string }>()
  await givePassword(t, id, `${name} has a secret`)
  return { id, email, password: `${name} has a secret` }
}

afterEach(() => {
  skew = 0
  stopped = undefined
})

describe('USR-09 signing in', () => {
  it('gives a cookie that scripts cannot read, and says who one is', async () => {
    const reply = await signIn('Rep@Hindsight.Example ', t.password)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.headers['set-cookie']).toMatch(/^hindsight_session=[\w-]{43};.*HttpOnly; SameSite=Lax/)
    expect(reply.json().user).toMatchObject({ id: t.ids.rep, role: 'rep', teamId: t.ids.team })
    const me = await t.app.inject({
      url: '/api/me',
      headers: { cookie: String(reply.headers['set-cookie']).split(';')[0] },
    })
    expect(me.json()).toMatchObject({ name: 'Test rep', email: 'rep@hindsight.example' })
    expect(me.json().may).toContain('lead.*')
  })

  it('answers a wrong password, an unknown e-mail and a user without password alike', async () => {
    await t.as('admin').post('/api/users', { name: 'New', email: 'new@hindsight.example', role: 'rep' })
    const replies = [
      await signIn('rep2@hindsight.example', 'wrong-password'),
      await signIn('nobody@hindsight.example', 'wrong-password'),
      await signIn('new@hindsight.example', 'wrong-password'),
    ]
    const bodies = replies.map((reply) => ({ ...reply.json(), instance: '' }))
    expect(bodies[0]).toMatchObject({ status: 401, type: '/problems/unauthorized' })
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  it('counts refused attempts without growing with them', async () => {
    const { email } = await newUser('counted')
    for (let i = 0; i < 3; i++) await signIn(email, 'wrong-password')
    const { rows } = await t.pg.owner.query<{ attempts: number }>(
      `select r.attempts from auth.refusal r join rm."user" u on u.id = r.user_id where u.email = $1`,
      [email],
    )
    expect(rows).toEqual([{ attempts: 3 }])
  })

  it('slows down who guesses, ever more, and nobody else', async () => {
    const { email, password } = await newUser('guessed')
    const from = (remoteAddress: string, chosen: string) =>
      t.app.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { email, password: chosen },
        remoteAddress,
      })
    stopped = Date.now()
    for (let i = 0; i < 5; i++) expect((await from('192.0.2.1', 'wrong-password')).statusCode).toBe(401)
    const slowed = await from('192.0.2.1', password)
    expect(slowed.statusCode).toBe(429)
    expect(slowed.headers['retry-after']).toBe('1')
    expect((await from('192.0.2.2', password)).statusCode).toBe(200)
    skew = 1_500
    expect((await from('192.0.2.1', 'wrong-password')).statusCode).toBe(401)
    expect((await from('192.0.2.1', password)).headers['retry-after']).toBe('2')
    skew = 4_000
    expect((await from('192.0.2.1', password)).statusCode).toBe(200)
  })

  it('slows down many attempts at once no less', async () => {
    const { email } = await newUser('rushed')
    const payload = { email, password: 'wrong-password' }
    stopped = Date.now()
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        t.app.inject({ method: 'POST', url: '/api/sign-in', payload, remoteAddress: '192.0.2.50' }),
      ),
    )
    const refused = replies.filter(({ statusCode }) => statusCode === 401)
    expect(refused.length).toBeLessThanOrEqual(5)
    expect(replies.filter(({ statusCode }) => statusCode === 429)).toHaveLength(20 - refused.length)
  })

  it('lets nobody be shut out by strangers: who is signed in here is not slowed down by them', async () => {
    const { email, password } = await newUser('besieged')
    const from = (remoteAddress: string, chosen: string) =>
      t.app.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { email, password: chosen },
        remoteAddress,
      })
    stopped = Date.now()
    expect((await from('198.51.100.1', password)).statusCode).toBe(200)
    for (let i = 0; i < 50; i++) await from(`203.0.113.${Math.floor(i / 4)}`, 'wrong-password')
    const stranger = await from('192.0.2.77', password)
    expect(stranger.statusCode).toBe(429)
    expect(Number(stranger.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect((await from('198.51.100.1', password)).statusCode).toBe(200)
  })

  it('begins and ends a session in the log, which every command names', async () => {
    const { email, password, id } = await newUser('logged', 'admin')
    const { token } = (await signIn(email, password)).json<{ token: string }>()
    const me = client(t.app, token)
    const made = await me.post('/api/teams', { name: 'Traced' })
    const history = await me.get(`/api/teams/${made.json().id}/history`)
    const session = history.json().items[0].via.id
    expect((await me.post('/api/sign-out')).statusCode).toBe(204)
    const events = await t.as('admin').get(`/api/sessions/${session}/history`)
    expect(events.json().items).toMatchObject([
      { type: 'session.ended', actor: { id } },
      { type: 'session.begun', actor: { id } },
    ])
    expect((await me.get('/api/me')).statusCode).toBe(401)
  })

  it('replaces the session that came along', async () => {
    const { email, password } = await newUser('again')
    const first = (await signIn(email, password)).json<{ token: string }>()
    const second = await signIn(email, password, { authorization: `Bearer ${first.token}` })
    expect((await client(t.app, first.token).get('/api/me')).statusCode).toBe(401)
    expect((await client(t.app, second.json().token).get('/api/me')).statusCode).toBe(200)
  })

  it('keeps neither password nor token where it can be read', async () => {
    const { email, password } = await newUser('secret')
    const { token } = (await signIn(email, password)).json<{ token: string }>()
    let log = ''
    for await (const page of t.store.readAll())
      log += JSON.stringify(page, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(log).toContain('user.password-set')
    expect(log).not.toContain(password)
    expect(log).not.toContain('argon2')
    expect(log).not.toContain(token)
    const { rows } = await t.pg.owner.query<{ all: string }>(
      `select (select string_agg(s::text, '') from auth.session s) ||
              (select string_agg(c::text, '') from auth.credential c) as all`,
    )
    expect(rows[0]?.all).toContain('argon2id')
    expect(rows[0]?.all).not.toContain(token)
    expect(rows[0]?.all).not.toContain(password)
  })
})

describe('USR-12 ending of rights', () => {
  it('ends every session at once when a user is deactivated, for good', async () => {
    const { id, email, password } = await newUser('leaver')
    const { token } = (await signIn(email, password)).json<{ token: string }>()
    const me = client(t.app, token)
    expect((await me.get('/api/me')).statusCode).toBe(200)
    await t.as('admin').post(`/api/users/${id}/deactivate`)
    expect((await me.get('/api/me')).statusCode).toBe(401)
    expect((await signIn(email, password)).statusCode).toBe(401)
    await t.as('admin').post(`/api/users/${id}/reactivate`)
    expect((await me.get('/api/me')).statusCode).toBe(401)
    expect((await signIn(email, password)).statusCode).toBe(200)
  })

  it('gives and takes the rights of a role at once', async () => {
    const { id, email, password } = await newUser('climber', 'auditor')
    const me = client(t.app, (await signIn(email, password)).json<{ token: string }>().token)
    expect((await me.post('/api/teams', { name: 'No' })).statusCode).toBe(403)
    await t.as('admin').post(`/api/users/${id}/assign-role`, { role: 'admin' })
    expect((await me.post('/api/teams', { name: 'Yes' })).statusCode).toBe(201)
    await t.as('admin').post(`/api/users/${id}/assign-role`, { role: 'agent' })
    expect((await me.post('/api/teams', { name: 'No' })).statusCode).toBe(403)
  })

  it('ends a session that is idle for 12 hours, and any after 7 days', async () => {
    const { email, password } = await newUser('sleeper')
    const hours = 3_600_000
    const fresh = async () => client(t.app, (await signIn(email, password)).json<{ token: string }>().token)
    const [idle, busy] = [await fresh(), await fresh()]
    for (; skew < 7 * 24 * hours; skew += 11 * hours) {
      expect((await busy.get('/api/me')).statusCode).toBe(200)
      if (skew !== 11 * hours) expect((await idle.get('/api/me')).statusCode).toBe(skew === 0 ? 200 : 401)
    }
    expect((await busy.get('/api/me')).statusCode).toBe(401)
  })
})

describe('USR-18 passwords', () => {
  let weak: ReturnType<typeof newUser> | undefined
  let mine: Promise<string> | undefined
  it.each([
    ['short', 'too_small'],
    ['aaaaaaaaaaaaaa', 'user.password-monotonous'],
    ['password12345', 'user.password-common'],
    ['weak@hindsight.example1', 'user.password-personal'],
  ])('refuses %s, naming the rule', async (password, rule) => {
    weak ??= newUser('weak')
    const user = await weak
    mine ??= signIn(user.email, user.password).then((reply) => reply.json<{ token: string }>().token)
    const body = { current: user.password, password }
    const reply = await client(t.app, await mine).post('/api/me/password', body)
    expect([400, 422]).toContain(reply.statusCode)
    expect(reply.json().errors[0]).toMatchObject({ field: 'password', rule })
  })

  it('ES-16 sets a password once for a key, and refuses the key with another password', async () => {
    const { email, password } = await newUser('keyed')
    const { token } = (await signIn(email, password)).json<{ token: string }>()
    const set = (current: string, chosen: string, by: string) => {
      const body = { current, password: chosen }
      return client(t.app, by).post('/api/me/password', body, { 'idempotency-key': 'one' })
    }
    expect((await set(password, 'the first of them', token)).json()).toMatchObject({ repeated: false })
    const later = (await signIn(email, 'the first of them')).json<{ token: string }>().token
    const repeat = (chosen: string) => set('the first of them', chosen, later)
    expect((await repeat('the other of them')).json().type).toBe('/problems/key-reused')
    expect((await repeat('the first of them')).json()).toMatchObject({ repeated: true })
    expect((await signIn(email, 'the first of them')).statusCode).toBe(200)
  })

  it('lets people change their own, ending their other sessions', async () => {
    const { email, password } = await newUser('changer')
    const other = client(t.app, (await signIn(email, password)).json<{ token: string }>().token)
    const me = client(t.app, (await signIn(email, password)).json<{ token: string }>().token)
    const wrong = await me.post('/api/me/password', { current: 'not it', password: 'another good one' })
    expect(wrong.json().errors[0]).toMatchObject({ field: 'current' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const right = await me.post('/api/me/password', { current: password, password: 'another good one' })
    expect(right.statusCode, right.body).toBe(200)
    expect((await other.get('/api/me')).statusCode).toBe(401)
    const cookie = String(right.headers['set-cookie']).split(';')[0] ?? ''
    expect((await t.app.inject({ url: '/api/me', headers: { cookie } })).statusCode).toBe(200)
  })
})

describe('requests from other sites', () => {
  const write = (headers: Record<string, string>) =>
    t.app.inject({
      method: 'POST',
      url: '/api/teams',
      payload: { name: 'Forged' },
      headers: { cookie: `hindsight_session=${t.tokens.admin}`, host: 'crm.example', ...headers },
    })

  it('are refused when they write with a cookie', async () => {
    expect((await write({ origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await write({ origin: 'null' })).statusCode).toBe(403)
    expect((await write({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await write({ origin: 'http://crm.example' })).statusCode).toBe(201)
    expect((await write({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201)
  })
})
