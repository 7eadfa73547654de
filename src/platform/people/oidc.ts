import * as client from 'openid-client'
import type { Clock } from '../process/clock.ts'

/** An OpenID Connect provider that tells us who somebody is. */
export interface OidcConfig {
  /** Its issuer identifier, under which it publishes its configuration. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button says. */
  name: string
  /** The role of users that are made when somebody unknown signs in; undefined: nobody is made. */
  provisionRole: string | undefined
}

/** Whom the provider recognised. `subject` is its name for them, which it never gives to another. */
export interface Recognised {
  issuer: string
  subject: string
  /** Only one that the provider has verified. */
  email: string | undefined
  name: string | undefined
  /** By more than one factor, as far as it says (RFC 8176). */
  strong: boolean
}

export interface Oidc {
  readonly name: string
  readonly provisionRole: string | undefined
  /** Where to send the browser, and the state that it must bring back. */
  begin(redirectUri: string): Promise<{ url: string; state: string }>
  /** Redeems what the browser came back with; each state once. @throws OidcRefused */
  finish(state: string, callback: URL): Promise<Recognised>
}

/** The provider refused, cannot be reached, or what came back is not what was asked for. */
export class OidcRefused extends Error {
  override name = 'OidcRefused'
}

/** How long somebody may take to sign in at the provider, in ms. */
const life = 10 * 60_000
const mostUnderWay = 10_000

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Authorization code with PKCE, state and nonce; ID tokens are checked against the provider's published keys. */
export function createOidc(config: OidcConfig, clock: Clock): Oidc {
  const { issuer, clientId, clientSecret, name, provisionRole } = config
  const underWay = new Map<string, { verifier: string; nonce: string; expires: number }>()
  let known: Promise<client.Configuration> | undefined

  /** Asked once; what fails is asked again the next time. */
  function provider(): Promise<client.Configuration> {
    const server = new URL(issuer)
    // Without TLS anybody between could be the provider; on this machine nobody is.
    const plain = server.protocol === 'http:' && loopback.has(server.hostname)
    known ??= client
      .discovery(server, clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
        timeout: 10,
        // Signatures too: that the token came straight from the provider is no reason not to look.
        execute: [client.enableNonRepudiationChecks, ...(plain ? [client.allowInsecureRequests] : [])],
      })
      .catch((cause: unknown) => {
        known = undefined
        throw new OidcRefused('The provider cannot be reached.', { cause })
      })
    return known
  }

  function take(state: string) {
    const found = underWay.get(state)
    underWay.delete(state)
    if (found && found.expires > Date.parse(clock())) return found
    throw new OidcRefused('This sign-in was not begun here, or has taken too long.')
  }

  return {
    name,
    provisionRole,
    async begin(redirectUri) {
      const configuration = await provider()
      const now = Date.parse(clock())
      // In order of expiry: what is first is the oldest.
      for (const [state, { expires }] of underWay) {
        if (expires > now && underWay.size < mostUnderWay) break
        underWay.delete(state)
      }
      const [state, nonce, verifier] = [
        client.randomState(),
        client.randomNonce(),
        client.randomPKCECodeVerifier(),
      ]
      underWay.set(state, { verifier, nonce, expires: now + life })
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { url: url.href, state }
    },

    async finish(state, callback) {
      const { verifier, nonce } = take(state)
      const configuration = await provider()
      const tokens = await client
        .authorizationCodeGrant(configuration, callback, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          throw new OidcRefused('The provider did not confirm this sign-in.', { cause })
        })
      if (!isIdToken(tokens.id_token)) throw new OidcRefused('The provider sent a token of another kind.')
      const claims = tokens.claims()
      if (!claims) throw new OidcRefused('The provider did not say who this is.')
      // What is not in the ID token is at the provider's userinfo, for this subject and no other.
      const more =
        claims.email === undefined && configuration.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub).catch(() => ({}))
          : {}
      return recognised({ ...more, ...claims })
    },
  }
}

/** What says of itself that it is an access or a logout token is none, whoever signed it (RFC 8725, 3.11). */
function isIdToken(token: string | undefined): boolean {
  const header = JSON.parse(Buffer.from(token?.split('.')[0] ?? '', 'base64url').toString()) as {
    typ?: unknown
  }
  const { typ } = header
  return typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')
}

function recognised(claims: client.IDToken & { email?: unknown; email_verified?: unknown }): Recognised {
  const { iss, sub, email, email_verified, name, amr } = claims
  const methods = Array.isArray(amr) ? amr.map(String) : []
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === 'string' && email_verified === true ? email : undefined,
    name: typeof name === 'string' ? name : undefined,
    strong: methods.some((method) => strongMethods.has(method)),
  }
}

const strongMethods = new Set(['mfa', 'otp', 'hwk', 'swk', 'sc'])
