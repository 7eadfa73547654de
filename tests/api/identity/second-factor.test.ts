import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { codeAt, type NewUser, newAddress, newUser, signIn, tokenOf } from '../../support/sign-in.ts'

const step = 30_000
let t: TestApp
// Time goes on by `skew` alone, so that no code grows old between being made and being read.
const begun = Date.now()
let skew = 0
const now = () => begun + skew
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(now()).toISOString() })
})
afterAll(() => t.close())

function finish(body: object, query = '?token=true') {
  return t.app.inject({
    method: 'POST',
    url: `/api/sign-in/second-factor${query}`,
    payload: body,
    remoteAddress: newAddress(),
  })
}

async function challengeOf(user: NewUser): Promise<string> {
  const reply = await signIn(t, user)
  expect(reply.json(), reply.body).toMatchObject({ next: 'code' })
  expect(reply.headers['set-cookie']).toBeUndefined()
  return reply.json<{ challenge: string }>().challenge
}

/** A user with a confirmed second factor; afterwards the clock stands at a step whose codes are unused. */
async function enrolled(name: string, role = 'rep') {
  const user = await newUser(t, name, role)
  const token = await tokenOf(t, user)
  const me = client(t.app, token)
  const offer = (await me.post('/api/me/second-factor')).json<{
    factorId: string
    secret: string
    uri: string
  }>()
  const confirmed = await me.post('/api/me/second-factor/confirm', {
    factorId: offer.factorId,
    code: codeAt(offer.secret, now()),
  })
  expect(confirmed.statusCode, confirmed.body).toBe(200)
  skew += 2 * step
  const { recoveryCodes } = confirmed.json<{ recoveryCodes: string[] }>()
  return { ...user, ...offer, token, me, recoveryCodes, code: () => codeAt(offer.secret, now()) }
}

describe('a second factor (RFC 6238)', () => {
  it('is offered with an otpauth URI and a picture of it, and counts only once a code has confirmed it', async () => {
    const user = await newUser(t, 'offered')
    const me = client(t.app, await tokenOf(t, user))
    const offer = (await me.post('/api/me/second-factor')).json()
    expect(offer.uri).toMatch(
      /^otpauth:\/\/totp\/Hindsight:offered%40hindsight\.example\?.*secret=[A-Z2-7]{32}/,
    )
    expect(offer.qr).toMatch(/^<svg/)
    expect((await signIn(t, user)).json()).toHaveProperty('token')
    const wrong = await me.post('/api/me/second-factor/confirm', { factorId: offer.factorId, code: '000000' })
    expect(wrong.json()).toMatchObject({ status: 422, type: '/problems/user.wrong-code' })
    expect((await me.get('/api/me/second-factor')).json()).toMatchObject({ enabled: false })
  })

  it('is asked for after the password; until then nothing can be done but finish', async () => {
    const user = await enrolled('halfway')
    const challenge = await challengeOf(user)
    for (const path of ['/api/me', '/api/leads', '/api/me/sessions'])
      expect((await client(t.app, challenge).get(path)).statusCode).toBe(401)
    expect((await client(t.app, challenge).post('/api/live/ticket')).statusCode).toBe(401)
    const done = await finish({ challenge, code: user.code() })
    expect(done.json().user).toMatchObject({ id: user.id, secondFactor: true })
    expect((await client(t.app, done.json().token).get('/api/me')).statusCode).toBe(200)
    expect((await finish({ challenge, code: user.code() })).statusCode).toBe(401)
    await t.settled()
    const [signedIn] = (await t.as('admin').get(`/api/sessions?userId=${user.id}&sort=-begunAt`)).json().items
    expect(signedIn).toMatchObject({ factors: ['password', 'totp'], userAgent: expect.any(String) })
  })

  it('takes each code once, also under another challenge and at the same instant', async () => {
    const user = await enrolled('replayed')
    const challenges = [await challengeOf(user), await challengeOf(user), await challengeOf(user)]
    const code = user.code()
    const replies = await Promise.all(challenges.map((challenge) => finish({ challenge, code })))
    expect(replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 401, 401])
  })

  it('takes the code of one step before and after, and no other', async () => {
    const user = await enrolled('drifting')
    const at = async (steps: number) =>
      (await finish({ challenge: await challengeOf(user), code: codeAt(user.secret, now() + steps * step) }))
        .statusCode
    expect(await at(-2)).toBe(401)
    expect(await at(2)).toBe(401)
    expect(await at(-1)).toBe(200)
    expect(await at(1)).toBe(200)
    // What comes before a code that was taken is spent too.
    expect(await at(0)).toBe(401)
  })

  it('ends a challenge after five attempts and after five minutes', async () => {
    const user = await enrolled('pressed')
    const challenge = await challengeOf(user)
    for (let i = 0; i < 4; i++) expect((await finish({ challenge, code: '000000' })).statusCode).toBe(401)
    expect((await finish({ challenge, code: '000000' })).statusCode).toBe(401)
    skew += 120_000
    expect((await finish({ challenge, code: user.code() })).json().detail).toBe('Sign in anew.')
    const late = await challengeOf(user)
    skew += 301_000
    expect((await finish({ challenge: late, code: user.code() })).json().detail).toBe('Sign in anew.')
  })

  it('slows down who guesses codes, whatever the address and challenge', async () => {
    const user = await enrolled('guessing')
    for (let i = 0; i < 5; i++) await finish({ challenge: await challengeOf(user), code: '000000' })
    const reply = await finish({ challenge: await challengeOf(user), code: user.code() })
    expect(reply.statusCode).toBe(429)
    const { rows } = await t.pg.owner.query<{ sum: number }>(
      'select sum(attempts)::int as sum from auth.refusal where user_id = $1',
      [user.id],
    )
    expect(rows).toEqual([{ sum: 5 }])
  })

  it('keeps neither secret nor recovery codes where they can be read, and no event says them', async () => {
    const user = await enrolled('hidden')
    let log = ''
    for await (const page of t.store.readAll())
      log += JSON.stringify(page, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(log).toContain('user.second-factor-added')
    expect(log).toContain(user.factorId)
    const { rows } = await t.pg.owner.query<{ all: string }>(
      `select (select string_agg(encode(secret, 'escape'), ' ') from auth.second_factor) ||
              (select string_agg(encode(hash, 'escape'), ' ') from auth.recovery_code) as all`,
    )
    for (const place of [log, rows[0]?.all ?? '']) {
      expect(place).not.toBe('')
      expect(place).not.toContain(user.secret)
      for (const code of user.recoveryCodes) {
        expect(place).not.toContain(code)
        expect(place).not.toContain(code.replaceAll('-', ''))
      }
    }
  })
})

describe('recovery codes', () => {
  it('are ten, each good for one sign-in, which the log and the count of those left tell', async () => {
    const user = await enrolled('recovering')
    expect(new Set(user.recoveryCodes).size).toBe(10)
    const [first = '', second = ''] = user.recoveryCodes
    expect((await finish({ challenge: await challengeOf(user), code: first })).statusCode).toBe(200)
    expect((await finish({ challenge: await challengeOf(user), code: first })).statusCode).toBe(401)
    const typed = second.toUpperCase().replaceAll('-', ' ')
    const done = await finish({ challenge: await challengeOf(user), code: typed })
    const me = client(t.app, done.json().token)
    expect((await me.get('/api/me/second-factor')).json()).toEqual({
      enabled: true,
      required: false,
      recoveryCodesLeft: 8,
    })
    const history = await t.as('admin').get(`/api/users/${user.id}/history`)
    expect(
      history
        .json()
        .items.map(({ type }: { type: string }) => type)
        .slice(0, 2),
    ).toEqual(['user.recovery-code-used', 'user.recovery-code-used'])
    const fresh = await me.post('/api/me/recovery-codes')
    expect(fresh.json().recoveryCodes).toHaveLength(10)
    const old = await finish({ challenge: await challengeOf(user), code: user.recoveryCodes[2] })
    expect(old.statusCode).toBe(401)
  })
})

describe('who must have a second factor', () => {
  it('sets it up before the first session, where the policy says so of the role', async () => {
    const user = await newUser(t, 'obliged', 'agent')
    const admin = t.as('admin')
    const changed = await admin.patch('/api/settings/sign-in-policy', { secondFactorRoles: ['agent'] })
    expect(changed.statusCode, changed.body).toBe(200)
    try {
      const first = (await signIn(t, user)).json()
      expect(first).toEqual({ challenge: expect.any(String), next: 'enrol' })
      const { challenge } = first
      expect((await finish({ challenge, code: '123456' })).json().type).toBe(
        '/problems/user.second-factor-missing',
      )
      const offer = (
        await t.app.inject({ method: 'POST', url: '/api/sign-in/enrol', payload: { challenge } })
      ).json()
      const body = { challenge, factorId: offer.factorId, code: codeAt(offer.secret, now()) }
      const done = await finish(body)
      expect(done.json().recoveryCodes).toHaveLength(10)
      const me = client(t.app, done.json().token)
      const kept = await me.post('/api/me/second-factor/remove')
      expect(kept.json().type).toBe('/problems/user.second-factor-required')
      expect(await challengeOf(user)).toBeTruthy()
    } finally {
      await admin.patch('/api/settings/sign-in-policy', { secondFactorRoles: [] })
    }
  })

  it('may not set up another one with the challenge of who has one already', async () => {
    const user = await enrolled('hijacked')
    const challenge = await challengeOf(user)
    const reply = await t.app.inject({ method: 'POST', url: '/api/sign-in/enrol', payload: { challenge } })
    expect(reply.statusCode).toBe(409)
  })

  it('loses it by an administrator’s reset, which the log names, and with it all sessions', async () => {
    const user = await enrolled('forgetful')
    expect((await t.as('manager').post(`/api/users/${user.id}/reset-second-factor`)).statusCode).toBe(403)
    const admin = client(t.app, await tokenOf(t, await newUser(t, 'resetter', 'admin')))
    const reset = await admin.post(
      `/api/users/${user.id}/reset-second-factor`,
      {},
      {
        'x-reason': 'Lost%20phone',
      },
    )
    expect(reset.statusCode, reset.body).toBe(200)
    expect((await user.me.get('/api/me')).statusCode).toBe(401)
    expect((await signIn(t, user)).json()).toHaveProperty('token')
    const [last] = (await t.as('admin').get(`/api/users/${user.id}/history`)).json().items
    expect(last).toMatchObject({
      type: 'user.second-factor-removed',
      actor: { name: 'resetter' },
      reason: { text: 'Lost phone' },
    })
  })

  it('removes it, when no policy asks for it, and signs in by password again', async () => {
    const user = await enrolled('removing')
    const done = await finish({ challenge: await challengeOf(user), code: user.code() })
    const me = client(t.app, done.json().token)
    expect((await me.post('/api/me/second-factor/remove')).statusCode).toBe(204)
    expect((await signIn(t, user)).json()).toHaveProperty('token')
    const { rows } = await t.pg.owner.query('select from auth.second_factor where user_id = $1', [user.id])
    expect(rows).toEqual([])
  })
})

describe('proving again', () => {
  it('is needed for what is sensitive when the last proof is old, and changes the token', async () => {
    const user = await enrolled('sensitive')
    const before = skew
    skew += 16 * 60_000
    try {
      const refused = await user.me.post('/api/me/recovery-codes')
      expect(refused.json()).toMatchObject({ status: 403, type: '/problems/reauthenticate' })
      const half = await user.me.post('/api/me/reauthenticate', { password: user.password })
      expect(half.json().type).toBe('/problems/user.wrong-proof')
      const proof = { password: user.password, code: user.code() }
      const again = await user.me.post('/api/me/reauthenticate?token=true', proof)
      expect(again.statusCode, again.body).toBe(200)
      expect((await user.me.get('/api/me')).statusCode).toBe(401)
      const me = client(t.app, again.json().token)
      expect((await me.post('/api/me/recovery-codes')).statusCode).toBe(200)
    } finally {
      skew = before
    }
  })
})
