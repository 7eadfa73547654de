import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { setPassword } from '../../commands/identity/password.ts'
import { refuse } from '../../domain/error.ts'
import { password } from '../../domain/identity/password.ts'
import { user } from '../../domain/identity/user.ts'
import { email } from '../../domain/values/email.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Session } from '../../platform/sessions.ts'
import { uuid } from '../asking.ts'
import { cookieName, refuseForeignOrigin, tokenOf } from '../authentication.ts'
import { endpoint } from '../endpoint.ts'
import { TooMany, Unauthorized } from '../problem.ts'
import { answer, askedBy, outcomeSchema } from '../routes.ts'
import type { Extension } from '../services.ts'
import type { SignIns } from './identity.ts'

/** Attempts a minute: on one e-mail, and from one address. */
const attemptsOnOne = 10
const attemptsFromOne = 60

const person = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  teamId: z.uuid().nullable(),
  timeZone: z.string(),
})
const tag = 'identity'

interface Parts {
  signIns: SignIns
  execute: Execute
  passwords: Passwords
}

/** Signing in and out, who one is, and setting passwords. */
export function identityEndpoints(parts: Parts): Extension {
  return (app, services) => {
    const { signIns, execute, passwords } = parts
    const { onOne, fromOne } = limits(app)

    async function personOf(id: string): Promise<z.input<typeof person>> {
      const state = await execute.load(user, id)
      if (!state) throw new Unauthorized()
      const { name, email, role, teamId, timeZone } = state
      return { id, name, email, role, teamId, timeZone }
    }

    return [
      endpoint({
        method: 'POST',
        path: '/sign-in',
        summary: 'Sign in; the session comes as a cookie, and as a token when asked for',
        tag,
        access: 'anyone',
        parameters: z.object({ token: z.enum(['true', 'false']).optional() }),
        body: z.object({ email, password: z.string().min(1).max(200) }),
        reply: z.object({ user: person, token: z.string().optional() }),
        async run({ parameters, body, request, reply }) {
          refuseForeignOrigin(request, services.publicUrl)
          await withinLimit(fromOne, request)
          await withinLimit(onOne, request)
          const { token, session } = await signIns.signIn(body.email, body.password, originOf(request))
          const earlier = tokenOf(request)
          if (earlier) await signIns.signOut(earlier, 'replaced', originOf(request))
          setCookie(request, reply, token, session)
          return { user: await personOf(session.userId), ...(parameters.token === 'true' && { token }) }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/sign-out',
        summary: 'End the session',
        tag,
        access: 'signed-in',
        async run({ request, reply }) {
          await signIns.signOut(tokenOf(request) ?? '', 'signed-out', originOf(request))
          reply.clearCookie(cookieName, { path: '/' })
        },
      }),
      endpoint({
        method: 'GET',
        path: '/me',
        summary: 'Who is signed in, and what they may do',
        tag,
        access: 'signed-in',
        reply: person.extend({ may: z.array(z.string()) }),
        run: async ({ principal }) => ({
          ...(await personOf(principal().actor.id)),
          may: principal().may,
        }),
      }),
      endpoint({
        method: 'POST',
        path: '/me/password',
        summary: 'Change the own password; all other sessions end',
        tag,
        access: 'signed-in',
        body: z.object({ current: z.string().max(200), password }),
        headers: 'command',
        reply: outcomeSchema,
        async run({ body, principal, request, reply }) {
          const { id } = principal().actor
          await withinLimit(fromOne, request)
          const state = await execute.load(user, id)
          if (!state || !(await passwords.check(state.credentialId, body.current))) {
            refuse('user.wrong-password', 'The current password is wrong.', { field: 'current' })
          }
          // One's own password needs no further right than knowing the present one.
          const own = { ...principal(), may: [...principal().may, 'user.set-password'] }
          const asked = { ...askedBy(request, 'user.set-password', id), principal: own }
          const outcome = await setPassword(parts, id, body.password, asked)
          // That ended every session of this user; this one goes on under a new token.
          const { token, session } = await signIns.signIn(state.email, body.password, originOf(request))
          setCookie(request, reply, token, session)
          return answer(reply, outcome)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/users/:id/set-password',
        summary: 'Set the password of a user; all their sessions end',
        tag: 'users',
        access: { permission: 'user.set-password' },
        headers: 'command',
        parameters: z.object({ id: uuid }),
        body: z.object({ password }),
        reply: outcomeSchema,
        run: async ({ parameters: { id }, body, request, reply }) =>
          answer(
            reply,
            await setPassword(parts, id, body.password, askedBy(request, 'user.set-password', id)),
          ),
      }),
    ]
  }
}

function limits(app: FastifyInstance) {
  const limit = { timeWindow: 60_000, cache: 10_000 }
  const emailOf = ({ body }: FastifyRequest) =>
    String((body as { email?: unknown }).email)
      .trim()
      .toLowerCase()
  return {
    onOne: app.createRateLimit({ ...limit, max: attemptsOnOne, keyGenerator: emailOf }),
    fromOne: app.createRateLimit({ ...limit, max: attemptsFromOne, keyGenerator: ({ ip }) => ip }),
  }
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, session: Session): void {
  reply.setCookie(cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    expires: new Date(session.expiresAt),
  })
}

function originOf(request: FastifyRequest) {
  const userAgent = request.headers['user-agent']?.slice(0, 300)
  return { ip: request.ip, ...(userAgent && { userAgent }) }
}

/** @throws TooMany above the limit. */
async function withinLimit(
  limited: ReturnType<FastifyInstance['createRateLimit']>,
  request: FastifyRequest,
): Promise<void> {
  const state = await limited(request)
  if (!state.isAllowed && state.isExceeded) throw new TooMany(state.ttlInSeconds)
}
