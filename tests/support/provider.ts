import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import Provider, { type Configuration, type InteractionResults } from 'oidc-provider'
import { expect } from 'vitest'
import type { OidcConfig } from '../../src/platform/people/oidc.ts'

/** What the provider says of somebody. */
interface Claims {
  email?: string
  email_verified?: boolean
  name?: string
  amr?: string[]
}

export interface TestProvider {
  /** As the product is told of it. */
  oidc: OidcConfig
  /** Whom it knows, by the name they sign in with there. */
  people: Map<string, Claims>
  /** Whoever comes next is this person, and has proved it. */
  signingIn(login: string): void
  /** Lets the product that is reached at this address in. */
  knows(publicUrl: string): void
  close(): Promise<void>
}

export const callbackPath = '/api/sign-in/oidc/callback'

/** A real OpenID Connect provider on loopback. */
export async function testProvider(): Promise<TestProvider> {
  const people = new Map<string, Claims>()
  let login = ''
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const oidc = {
    issuer,
    clientId: 'hindsight',
    clientSecret: 'only-for-tests',
    name: 'Test',
    provisionRole: undefined,
  }
  return {
    oidc,
    people,
    signingIn(next) {
      login = next
    },
    knows(publicUrl) {
      const provider = new Provider(issuer, configuration(oidc, publicUrl, people))
      const answer = provider.callback()
      server.removeAllListeners('request').on('request', (request, reply) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, reply)
        const amr = people.get(login)?.amr
        const result: InteractionResults = { login: { accountId: login, ...(amr && { amr }) } }
        void provider.interactionFinished(request, reply, result)
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function configuration(
  { clientId, clientSecret }: OidcConfig,
  publicUrl: string,
  people: ReadonlyMap<string, Claims>,
): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}${callbackPath}`],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only-for-tests'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc: { client, session, provider } }) {
      const grant = new provider.Grant({
        ...(client && { clientId: client.clientId }),
        ...(session?.accountId && { accountId: session.accountId }),
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    features: { devInteractions: { enabled: false } },
  }
}

type Jar = Map<string, string>
const cookies = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
function keep(jar: Jar, set: readonly string[]): void {
  for (const each of set) {
    const [pair = ''] = each.split(';')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    jar.set(name, value)
  }
}

interface Way {
  provider: TestProvider
  publicUrl: string
  login: string
  /** What becomes of the address on the way back. */
  change?: (callback: URL) => void
}

/** Goes where the provider sends a browser; where that is in the end. */
export async function throughProvider(url: string, { provider, publicUrl, login }: Way): Promise<URL> {
  provider.signingIn(login)
  const jar: Jar = new Map()
  let next = new URL(url)
  for (let hops = 0; hops < 20; hops++) {
    if (next.origin === publicUrl) return next
    const reply = await fetch(next, { redirect: 'manual', headers: { cookie: cookies(jar) } })
    keep(jar, reply.headers.getSetCookie())
    const location = reply.headers.get('location')
    if (!location) throw new Error(await reply.text())
    next = new URL(location, next)
  }
  throw new Error('the provider goes round in circles')
}

/** Signs in at the provider, the whole way of a browser, and tells where it ended. */
export async function signInThrough(app: FastifyInstance, way: Way) {
  const begun = await app.inject('/api/sign-in/oidc')
  expect(begun.statusCode, begun.body).toBe(303)
  const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? ''
  const callback = await throughProvider(String(begun.headers.location), way)
  way.change?.(callback)
  const url = `${callback.pathname}${callback.search}`
  const done = await app.inject({ url, headers: { cookie } })
  return { begun, callback, cookie, done, location: String(done.headers.location) }
}
