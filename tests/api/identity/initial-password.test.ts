import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { codeAt, newAddress, newUser, signIn, tokenOf } from '../../support/sign-in.ts'

let t: TestApp
let skew = 0
const now = () => Date.now() + skew
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(now()).toISOString() })
})
afterAll(() => t.close())

const own = 'a harbour of my own'

function finish(step: 'new-password' | 'second-factor', body: object) {
  const url = `/api/sign-in/${step}?token=true`
  return t.app.inject({ method: 'POST', url, payload: body, remoteAddress: newAddress() })
}

async function register(name: string) {
  const email = `${name}@hindsight.example`
  const made = await t.as('admin').post('/api/users', { name, email, role: 'rep' })
  return { id: made.json<{ id: string }>().id, email }
}

/** What the administrator is told, once. */
async function issue(id: string) {
  const reply = await t.as('admin').post(`/api/users/${id}/issue-password`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ password: string; changeBy: string }>()
}

async function challengeOf(email: string, password: string): Promise<string> {
  const reply = await signIn(t, { email, password })
  expect(reply.json(), reply.body).toMatchObject({ next: 'new-password' })
  expect(reply.headers['set-cookie']).toBeUndefined()
  return reply.json<{ challenge: string }>().challenge
}

describe('USR-01 an initial password', () => {
  it('is random, and opens nothing until its holder has chosen another', async () => {
    const { id, email } = await register('newcomer')
    const { password } = await issue(id)
    expect(password).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/)
    expect((await issue(id)).password).not.toBe(password)
    expect((await signIn(t, { email, password })).statusCode).toBe(401)

    const second = await issue(id)
    const challenge = await challengeOf(email, second.password)
    for (const path of ['/api/me', '/api/leads', '/api/me/preferences'])
      expect((await client(t.app, challenge).get(path)).statusCode).toBe(401)
    expect((await finish('second-factor', { challenge, code: '123456' })).statusCode).toBe(401)
    const refused = await finish('new-password', { challenge, password: second.password })
    expect(refused.json()).toMatchObject({ status: 422, type: '/problems/user.password-same' })
    const weak = await finish('new-password', { challenge, password: 'password12345' })
    expect(weak.json()).toMatchObject({ status: 422, type: '/problems/user.password-common' })

    const done = await finish('new-password', { challenge, password: own })
    expect(done.statusCode, done.body).toBe(200)
    expect(done.headers['set-cookie']).toMatch(/^hindsight_session=/)
    expect((await client(t.app, done.json().token).get('/api/me')).json()).toMatchObject({ id })
    expect((await finish('new-password', { challenge, password: 'one more of them' })).statusCode).toBe(401)
    expect((await signIn(t, { email, password: second.password })).statusCode).toBe(401)
    expect((await signIn(t, { email, password: own })).json()).toHaveProperty('token')
  })

  it('is good for three days, and says so only to who knows it', async () => {
    const { id, email } = await register('tardy')
    const { password, changeBy } = await issue(id)
    expect(Date.parse(changeBy) - now()).toBeGreaterThan(71 * 3_600_000)
    try {
      skew = 72 * 3_600_000 + 1
      expect((await signIn(t, { email, password })).json()).toMatchObject({
        status: 422,
        type: '/problems/user.initial-password-expired',
      })
      expect((await signIn(t, { email, password: `${password}x` })).statusCode).toBe(401)
    } finally {
      skew = 0
    }
  })

  it('is worth nothing once an administrator has given another, or deactivated its holder', async () => {
    const { id, email } = await register('twice')
    const first = await challengeOf(email, (await issue(id)).password)
    skew += 10
    const { password } = await issue(id)
    expect((await finish('new-password', { challenge: first, password: own })).statusCode).toBe(401)
    const challenge = await challengeOf(email, password)
    await t.as('admin').post(`/api/users/${id}/deactivate`)
    expect((await finish('new-password', { challenge, password: own })).statusCode).toBe(401)
  })

  it('ends all sessions of who had another, and does not pass by their second factor', async () => {
    const user = await newUser(t, 'guarded')
    const me = client(t.app, await tokenOf(t, user))
    const offer = (await me.post('/api/me/second-factor')).json<{ factorId: string; secret: string }>()
    const code = () => codeAt(offer.secret, now())
    await me.post('/api/me/second-factor/confirm', { factorId: offer.factorId, code: code() })
    skew += 60_000

    const { password } = await issue(user.id)
    expect((await me.get('/api/me')).statusCode).toBe(401)
    const half = (await signIn(t, { ...user, password })).json<{ challenge: string; next: string }>()
    expect(half.next).toBe('code')
    expect((await finish('new-password', { challenge: half.challenge, password: own })).statusCode).toBe(401)
    const step = await finish('second-factor', { challenge: half.challenge, code: code() })
    expect(step.json(), step.body).toMatchObject({ next: 'new-password' })
    expect(step.headers['set-cookie']).toBeUndefined()
    const done = await finish('new-password', { challenge: step.json().challenge, password: own })
    expect(done.json().user, done.body).toMatchObject({ id: user.id })
    await t.settled()
    const [begun] = (await t.as('admin').get(`/api/sessions?userId=${user.id}&sort=-begunAt`)).json().items
    expect(begun).toMatchObject({ factors: ['password', 'totp'] })
  })

  it('comes after the second factor that a role must set up, whose recovery codes are told', async () => {
    await t.as('admin').patch('/api/settings/sign-in-policy', { secondFactorRoles: ['rep'] })
    try {
      const { id, email } = await register('enrolling')
      const { password } = await issue(id)
      const half = (await signIn(t, { email, password })).json<{ challenge: string; next: string }>()
      expect(half.next).toBe('enrol')
      const { challenge } = half
      const offer = (
        await t.app.inject({ method: 'POST', url: '/api/sign-in/enrol', payload: { challenge } })
      ).json<{ factorId: string; secret: string }>()
      const code = codeAt(offer.secret, now())
      const step = await finish('second-factor', { challenge, code, factorId: offer.factorId })
      expect(step.json(), step.body).toMatchObject({ next: 'new-password' })
      expect(step.json().recoveryCodes).toHaveLength(10)
      const done = await finish('new-password', { challenge: step.json().challenge, password: own })
      expect(done.json().user, done.body).toMatchObject({ id, secondFactor: true })
    } finally {
      await t.as('admin').patch('/api/settings/sign-in-policy', { secondFactorRoles: [] })
    }
  })

  it('is in the history as what it was, without the password', async () => {
    const { id } = await register('historic')
    const { password } = await issue(id)
    const history = await t.as('admin').get(`/api/users/${id}/history`)
    const [last] = history.json().items
    expect(last).toMatchObject({ type: 'user.password-set', actor: { id: t.ids.admin } })
    expect(last.title).toMatch(/^Initial password issued/)
    expect(history.body).not.toContain(password)
  })

  it('is given by who may set passwords only', async () => {
    const { id } = await register('kept')
    for (const person of ['manager', 'rep', 'auditor'] as const)
      expect((await t.as(person).post(`/api/users/${id}/issue-password`)).statusCode).toBe(403)
    expect((await t.anonymous.post(`/api/users/${id}/issue-password`)).statusCode).toBe(401)
  })
})
