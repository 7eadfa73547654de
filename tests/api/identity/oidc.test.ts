import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'
import { signInThrough, type TestProvider, testProvider, throughProvider } from '../../support/provider.ts'
import { codeAt, newUser, tokenOf } from '../../support/sign-in.ts'

const publicUrl = 'https://crm.example'

let provider: TestProvider
let people: TestProvider['people']
let t: TestApp
beforeAll(async () => {
  provider = await testProvider()
  people = provider.people
  provider.knows(publicUrl)
  t = await testApp({ publicUrl, oidc: provider.oidc })
})
afterAll(async () => {
  await t.close()
  await provider.close()
})

const get = (url: string, headers: Record<string, string> = {}) => t.app.inject({ url, headers })

/** The whole way, and where it ended. */
const signInAs = (login: string, change?: (callback: URL) => void) =>
  signInThrough(t.app, { provider, publicUrl, login, ...(change && { change }) })

async function me(reply: Awaited<ReturnType<typeof get>>) {
  const session = [reply.headers['set-cookie'] ?? []]
    .flat()
    .find((each) => each.startsWith('hindsight_session='))
  return get('/api/me', { cookie: session?.split(';')[0] ?? '' })
}

describe('signing in by OpenID Connect', () => {
  it('is offered, and asks with PKCE, state and nonce', async () => {
    expect((await get('/api/sign-in/ways')).json()).toEqual({
      password: true,
      oidc: { name: 'Test', url: '/api/sign-in/oidc' },
    })
    const begun = await get('/api/sign-in/oidc')
    const asked = new URL(String(begun.headers.location)).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('response_type')).toBe('code')
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)?.length).toBeGreaterThan(40)
    expect(begun.headers['set-cookie']).toMatch(/HttpOnly; .*SameSite=Lax/)
  })

  it('finds the user by the verified e-mail, links the two, and from then on by the link', async () => {
    const user = await newUser(t, 'linked')
    people.set('sub-linked', { email: user.email, email_verified: true })
    const first = await signInAs('sub-linked')
    expect(first.location).toBe('/')
    expect((await me(first.done)).json()).toMatchObject({ id: user.id })
    people.set('sub-linked', { email: 'changed@elsewhere.example', email_verified: false })
    const second = await signInAs('sub-linked')
    expect((await me(second.done)).json()).toMatchObject({ id: user.id })
    const history = (await t.as('admin').get(`/api/users/${user.id}/history`)).json().items
    expect(history[0]).toMatchObject({ type: 'user.identity-linked', actor: { id: 'oidc' } })
    expect(history.filter(({ type }: { type: string }) => type === 'user.identity-linked')).toHaveLength(1)
  })

  it.each([
    ['an e-mail that is not verified', 'unverified', (email: string) => ({ email, email_verified: false })],
    ['no e-mail', 'mailless', () => ({})],
    [
      'an e-mail that is nobody’s here',
      'stranger',
      () => ({ email: 'no@body.example', email_verified: true }),
    ],
  ])('lets nobody in with %s, and makes no user', async (_, name, claims) => {
    const user = await newUser(t, name)
    people.set(`sub-${name}`, claims(user.email))
    const { location, done } = await signInAs(`sub-${name}`)
    expect(location).toBe('/sign-in?problem=oidc-unknown-user')
    expect((await me(done)).statusCode).toBe(401)
  })

  it('does not take another identity with the same e-mail for the same person', async () => {
    const user = await newUser(t, 'reused')
    people.set('sub-first', { email: user.email, email_verified: true })
    people.set('sub-second', { email: user.email, email_verified: true })
    expect((await signInAs('sub-first')).location).toBe('/')
    expect((await signInAs('sub-second')).location).toBe('/sign-in?problem=oidc-other-user')
  })

  it('lets a deactivated user in no more', async () => {
    const user = await newUser(t, 'departed')
    people.set('sub-departed', { email: user.email, email_verified: true })
    expect((await signInAs('sub-departed')).location).toBe('/')
    await t.as('admin').post(`/api/users/${user.id}/deactivate`)
    expect((await signInAs('sub-departed')).location).toBe('/sign-in?problem=oidc-unknown-user')
  })

  it('refuses a code with another state, without the cookie, or a second time', async () => {
    const user = await newUser(t, 'forged')
    people.set('sub-forged', { email: user.email, email_verified: true })
    const failed = '/sign-in?problem=oidc-failed'
    const other = await signInAs('sub-forged', (callback) =>
      callback.searchParams.set('state', 'x'.repeat(43)),
    )
    expect(other.location).toBe(failed)
    const mixed = await signInAs('sub-forged', (callback) =>
      callback.searchParams.set('iss', 'https://evil.example'),
    )
    expect(mixed.location).toBe(failed)
    const good = await signInAs('sub-forged')
    expect(good.location).toBe('/')
    const url = `${good.callback.pathname}${good.callback.search}`
    expect((await get(url, { cookie: good.cookie })).headers.location).toBe(failed)
    const begun = await get('/api/sign-in/oidc')
    const callback = await throughProvider(String(begun.headers.location), {
      provider,
      publicUrl,
      login: 'sub-forged',
    })
    expect((await get(`${callback.pathname}${callback.search}`)).headers.location).toBe(failed)
  })

  it('asks for the second factor where the user has one, unless the provider did', async () => {
    const user = await newUser(t, 'doubly')
    people.set('sub-doubly', { email: user.email, email_verified: true })
    const headers = { authorization: `Bearer ${await tokenOf(t, user)}` }
    const offer = (await t.app.inject({ method: 'POST', url: '/api/me/second-factor', headers })).json()
    const code = codeAt(offer.secret, Date.now())
    const payload = { factorId: offer.factorId, code }
    await t.app.inject({ method: 'POST', url: '/api/me/second-factor/confirm', headers, payload })
    const half = await signInAs('sub-doubly')
    expect(half.location).toMatch(/^\/sign-in#challenge=[\w-]{43}&next=code$/)
    expect((await me(half.done)).statusCode).toBe(401)
    people.set('sub-doubly', { email: user.email, email_verified: true, amr: ['pwd', 'mfa'] })
    expect((await signInAs('sub-doubly')).location).toBe('/')
  })
})
