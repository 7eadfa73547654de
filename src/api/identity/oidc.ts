import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { emailClaim, identityClaim } from '../../commands/identity/user.ts'
import { DomainError } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { email as emailAddress } from '../../domain/values/email.ts'
import { cutTo } from '../../domain/values/text.ts'
import { type Oidc, OidcRefused, type Recognised } from '../../platform/people/oidc.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Sessions } from '../../platform/people/sessions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import { cookieFor } from '../http/authentication.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { cookieOf, limitByAddress, originOf, sessionTokenOf, takeOver, withinLimit } from './browser.ts'
import type { Origin, SignIns } from './sign-ins.ts'

const tag = 'identity'
const here = '/api/sign-in/oidc'
const cookieName = 'hindsight_oidc'
const text = z.string().max(4000).optional()

interface Parts {
  oidc: Oidc | undefined
  signIns: SignIns
  sessions: Sessions
  execute: Execute
}

/** Why somebody whom the provider knows is not let in, as the sign-in page is told. */
type Problem = 'oidc-failed' | 'oidc-unknown-user' | 'oidc-other-user'

class NotLetIn extends Error {
  readonly problem: Problem
  readonly userId: string | undefined
  constructor(problem: Problem, userId?: string) {
    super(problem)
    this.problem = problem
    this.userId = userId
  }
}

/** Signing in by OpenID Connect: the browser goes to the provider and comes back with a code. */
export function oidcEndpoints({ oidc, signIns, sessions, execute }: Parts): Extension {
  return (app, services) => {
    const fromOne = limitByAddress(app)

    function callbackOf(request: FastifyRequest): URL {
      const origin = services.publicUrl ?? `${request.protocol}://${request.host}`
      return new URL(`${here}/callback`, origin)
    }

    const ways = endpoint({
      method: 'GET',
      path: '/sign-in/ways',
      summary: 'The ways to sign in: by password, and by a provider where one is configured',
      tag,
      access: 'anyone',
      reply: z.object({
        password: z.literal(true),
        oidc: z.object({ name: z.string(), url: z.string() }).nullable(),
      }),
      run: async () => ({ password: true, oidc: oidc ? { name: oidc.name, url: here } : null }),
    })
    if (!oidc) return [ways]

    return [
      ways,
      endpoint({
        method: 'GET',
        path: '/sign-in/oidc',
        summary: 'Go to the provider to sign in',
        tag,
        access: 'anyone',
        status: 303,
        async run({ request, reply }) {
          await withinLimit(fromOne, request)
          try {
            const { url, state } = await oidc.begin(callbackOf(request).href)
            reply.setCookie(cookieFor(request, cookieName), state, { ...cookieOf(request), maxAge: 600 })
            return reply.redirect(url, 303)
          } catch (error) {
            if (!(error instanceof OidcRefused)) throw error
            request.log.warn({ err: error }, 'sign-in by the provider failed')
            return reply.redirect(problemPage('oidc-failed'), 303)
          }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/sign-in/oidc/callback',
        summary: 'Come back from the provider',
        tag,
        access: 'anyone',
        parameters: z.object({
          code: text,
          state: text,
          iss: text,
          session_state: text,
          scope: text,
          error: text,
          error_description: text,
          error_uri: text,
        }),
        status: 303,
        async run({ parameters, request, reply }) {
          await withinLimit(fromOne, request)
          const begun = request.cookies[cookieFor(request, cookieName)]
          reply.clearCookie(cookieFor(request, cookieName), cookieOf(request))
          const origin = originOf(request)
          try {
            // The state is the browser's that began; without the cookie anybody's code could be slipped in.
            if (!begun || begun !== parameters.state) throw new NotLetIn('oidc-failed')
            const callback = callbackOf(request)
            callback.search = new URL(request.url, callback).search
            const found = await oidc.finish(begun, callback)
            const userId = await userOf(found, oidc.provisionRole, execute, origin)
            const step = await signIns.withProvider(userId, found.strong, origin)
            if (!('session' in step)) {
              const rest = new URLSearchParams({ challenge: step.challenge, next: step.next })
              // After the #, so that no server and no log ever sees it.
              return reply.redirect(`/sign-in#${rest.toString()}`, 303)
            }
            const earlier = await sessions.find(sessionTokenOf(request))
            await takeOver({ signIns, earlier }, step, request, reply)
            return reply.redirect('/', 303)
          } catch (error) {
            const known = error instanceof NotLetIn || error instanceof OidcRefused
            if (!known) throw error
            request.log.info({ err: error }, 'sign-in by the provider refused')
            await sessions.refused(origin.ip, error instanceof NotLetIn ? error.userId : undefined)
            return reply.redirect(problemPage(error instanceof NotLetIn ? error.problem : 'oidc-failed'), 303)
          }
        },
      }),
    ]
  }
}

const problemPage = (problem: Problem) => `/sign-in?problem=${problem}`

/**
 * The user of an identity at the provider: by the link to it, which lasts; the first time by the e-mail, when the
 * provider has verified it. @throws NotLetIn
 */
async function userOf(
  found: Recognised,
  provisionRole: string | undefined,
  execute: Execute,
  origin: Origin,
): Promise<string> {
  const { issuer, subject } = found
  const identity = { issuer, subject }
  const linked = await execute.holder(identityClaim(identity))
  if (linked) return active(linked, execute)
  const address = emailAddress.safeParse(found.email)
  if (!address.success) throw new NotLetIn('oidc-unknown-user')
  const byEmail = await execute.holder(emailClaim(address.data))
  if (!byEmail && provisionRole === undefined) throw new NotLetIn('oidc-unknown-user')
  const asked = { principal: systemPrincipal('oidc', { kind: 'session' }), ...origin }
  const name = cutTo(found.name?.trim() ?? '', 200) || address.data

  /** Once, also when a first sign-in was cut off half-way and the provider says something else of them by now. */
  async function registered(): Promise<string> {
    const commandId = derivedId('oidc', issuer, subject)
    const id = createdId(commandId)
    if (await execute.load(user, id)) return id
    const body = { name, email: address.data, role: provisionRole }
    return (await execute({ ...asked, command: 'user.register', commandId, body })).id
  }

  try {
    const id = byEmail ?? (await registered())
    await active(id, execute)
    await execute({ ...asked, command: 'user.link-identity', id, body: identity })
    return id
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Nobody has this address and yet it is taken: for somebody who may be being made.
    throw byEmail ? new NotLetIn('oidc-other-user', byEmail) : new NotLetIn('oidc-failed')
  }
}

async function active(id: string, { load }: Pick<Execute, 'load'>): Promise<string> {
  if ((await load(user, id))?.active) return id
  throw new NotLetIn('oidc-unknown-user', id)
}
