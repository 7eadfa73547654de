import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOidc, type Oidc, OidcRefused } from '../../src/platform/people/oidc.ts'

const secret = 'a-secret-of-32-characters-or-more'
const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const redirectUri = 'https://crm.example/callback'

let server: Server
let issuer: string
/** What the provider answers; each test spoils one thing. */
let idToken: (claims: Record<string, unknown>) => string
let claimedIssuer: string | undefined
/** The path that sends whoever asks to another place, and what was asked there. */
let away: string | undefined
let askedElsewhere = 0
let nonce = ''
beforeAll(async () => {
  server = createServer((request, reply) => {
    if (request.url === '/elsewhere') askedElsewhere++
    if (request.url === away) {
      reply.writeHead(307, { location: `${issuer}/elsewhere` }).end()
      return
    }
    const answers: Record<string, () => object> = {
      '/.well-known/openid-configuration': () => ({
        issuer: claimedIssuer ?? issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
      '/jwks': () => ({
        keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }],
      }),
      '/token': () => ({ access_token: 'opaque', token_type: 'Bearer', id_token: idToken(goodClaims()) }),
    }
    const answer = answers[request.url ?? '']?.()
    reply
      .writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const now = () => Math.floor(Date.now() / 1000)
const goodClaims = () => ({
  iss: issuer,
  sub: 'ada',
  aud: 'hindsight',
  nonce,
  iat: now(),
  exp: now() + 300,
  email: 'ada@hindsight.example',
  email_verified: true,
})
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed(claims: object, key = own.privateKey, header: object = { alg: 'RS256', kid: 'own' }): string {
  const text = `${base64(header)}.${base64(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
}

const oidc = (): Oidc =>
  createOidc(
    { issuer, clientId: 'hindsight', clientSecret: secret, name: 'Test', provisionRole: undefined },
    () => new Date().toISOString(),
  )

async function finish(change: typeof idToken, of = oidc()) {
  const { url, state } = await of.begin(redirectUri)
  nonce = new URL(url).searchParams.get('nonce') ?? ''
  idToken = change
  const callback = new URL(redirectUri)
  callback.searchParams.set('code', 'a-code')
  callback.searchParams.set('state', state)
  return of.finish(state, callback)
}

describe('an ID token', () => {
  it('that is right says who it is', async () => {
    expect(await finish((claims) => signed(claims))).toEqual({
      issuer,
      subject: 'ada',
      email: 'ada@hindsight.example',
      name: undefined,
      strong: false,
    })
  })

  it.each<[string, typeof idToken]>([
    ['meant for another', (claims) => signed({ ...claims, aud: 'another' })],
    ['out of date', (claims) => signed({ ...claims, iat: now() - 900, exp: now() - 600 })],
    ['of another issuer', (claims) => signed({ ...claims, iss: 'https://evil.example' })],
    ['asked for by another', (claims) => signed({ ...claims, nonce: 'another' })],
    ['without the nonce', (claims) => signed({ ...claims, nonce: undefined })],
    ['signed by another key', (claims) => signed(claims, other.privateKey)],
    ['not signed at all', (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.`],
    [
      'signed with what others may know',
      (claims) => {
        const text = `${base64({ alg: 'HS256', kid: 'own' })}.${base64(claims)}`
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
      },
    ],
    ['of nobody', (claims) => signed({ ...claims, sub: undefined })],
    [
      'that is an access token',
      (claims) => signed(claims, own.privateKey, { alg: 'RS256', kid: 'own', typ: 'at+jwt' }),
    ],
    [
      'that is a logout token',
      (claims) => signed(claims, own.privateKey, { alg: 'RS256', kid: 'own', typ: 'logout+jwt' }),
    ],
  ])('%s is refused', async (_, change) => {
    await expect(finish(change)).rejects.toBeInstanceOf(OidcRefused)
  })

  it.each(['/.well-known/openid-configuration', '/token', '/jwks'])(
    'is not fetched anywhere else when %s redirects',
    async (path) => {
      away = path
      askedElsewhere = 0
      try {
        await expect(finish((claims) => signed(claims))).rejects.toBeInstanceOf(OidcRefused)
        expect(askedElsewhere).toBe(0)
      } finally {
        away = undefined
      }
    },
  )

  it('of a provider that says it is another is refused', async () => {
    claimedIssuer = 'https://evil.example'
    try {
      await expect(oidc().begin(redirectUri)).rejects.toBeInstanceOf(OidcRefused)
    } finally {
      claimedIssuer = undefined
    }
  })

  it('without TLS is taken from this machine only', async () => {
    const far = createOidc(
      { issuer: 'http://192.0.2.1', clientId: 'x', clientSecret: 'x', name: 'x', provisionRole: undefined },
      () => new Date().toISOString(),
    )
    await expect(far.begin(redirectUri)).rejects.toBeInstanceOf(OidcRefused)
  })
})
