import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration, type InteractionResults } from 'oidc-provider'
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
