import type { FastifyReply, FastifyRequest } from 'fastify'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { password } from '../../domain/identity/password.ts'
import { email } from '../../domain/values/email.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Sessions } from '../../platform/people/sessions.ts'
import { cookieFor, refuseForeignOrigin } from '../http/authentication.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import { cookieOf, limitByAddress, originOf, sessionTokenOf, takeOver, withinLimit } from './browser.ts'
import { person, personOf } from './person.ts'
import type { SignIns, Step } from './sign-ins.ts'

const tag = 'identity'
const challenge = z.string().min(20).max(100)
/** Six digits of the authenticator app, which shows them as `123 456`, or a recovery code. */
export const code = z
  .string()
  .max(100)
  .overwrite((text) => text.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, ''))
  .min(6)
const wanted = z.object({
  token: flag.optional().describe('Whether the answer has the token of the session, for what is no browser.'),
})
const signedIn = z
  .object({
    user: person,
    token: z.string().optional(),
    recoveryCodes: z.array(z.string()).optional(),
  })
  .register(vocabulary, { id: 'SignedIn' })
/** Signed in (`user` is there), or not yet: `next` says what is still asked for, with the `challenge`, which is good for that alone. */
const signInStep = signedIn
  .partial({ user: true })
  .extend({
    challenge: z.string().optional(),
    next: z.enum(['code', 'enrol', 'new-password']).optional(),
  })
  .register(vocabulary, { id: 'SignInStep' })

export const offered = z
  .object({ factorId: uuid, secret: z.string(), uri: z.string(), qr: z.string() })
  .register(vocabulary, { id: 'OfferedFactor' })

/** A factor with its picture for authenticator apps. */
export function shownFactor({ id, secret, uri }: { id: string; secret: string; uri: string }) {
  return { factorId: id, secret, uri, qr: renderSVG(uri, { border: 2 }) }
}

interface Parts {
  signIns: SignIns
  sessions: Sessions
  execute: Execute
}

/** Signing in, in one step or two, and out. */
export function signInEndpoints({ signIns, sessions, execute }: Parts): Extension {
  return (app, services) => {
    const fromOne = limitByAddress(app)

    async function admit(request: FastifyRequest): Promise<void> {
      refuseForeignOrigin(request, services.publicUrl)
      await withinLimit(fromOne, request)
    }

    async function answer(step: Step, withToken: boolean, request: FastifyRequest, reply: FastifyReply) {
      if (!('session' in step)) return step
      const earlier = await sessions.find(sessionTokenOf(request))
      await takeOver({ signIns, earlier }, step, request, reply)
      return {
        user: await personOf(step.session.userId, execute),
        ...(withToken && { token: step.token }),
      }
    }

    return [
      endpoint({
        method: 'POST',
        path: '/sign-in',
        summary: 'Sign in; the session comes as a cookie, and as a token when asked for',
        tag,
        access: 'anyone',
        parameters: wanted,
        body: z.object({ email, password: z.string().min(1).max(200) }),
        reply: signInStep,
        async run({ parameters, body, request, reply }) {
          await admit(request)
          const step = await signIns.withPassword(body.email, body.password, originOf(request))
          return answer(step, parameters.token === true, request, reply)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/sign-in/enrol',
        summary: 'A second factor to set up, where the role asks for one',
        tag,
        access: 'anyone',
        body: z.object({ challenge }),
        reply: offered,
        async run({ body, request }) {
          await admit(request)
          return shownFactor(await signIns.offer(body.challenge))
        },
      }),
      endpoint({
        method: 'POST',
        path: '/sign-in/second-factor',
        summary: 'Go on by a code of the authenticator app or a recovery code',
        tag,
        access: 'anyone',
        parameters: wanted,
        body: z.object({ challenge, code, factorId: uuid.optional() }),
        reply: signInStep,
        async run({ parameters, body, request, reply }) {
          await admit(request)
          const { recoveryCodes, ...step } = await signIns.finish(body, originOf(request))
          const told = await answer(step, parameters.token === true, request, reply)
          return { ...told, ...(recoveryCodes && { recoveryCodes }) }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/sign-in/new-password',
        summary: 'Finish signing in by choosing a password in the place of the initial one',
        tag,
        access: 'anyone',
        parameters: wanted,
        body: z.object({ challenge, password }),
        reply: signedIn,
        async run({ parameters, body, request, reply }) {
          await admit(request)
          const opened = await signIns.choosePassword(body.challenge, body.password, originOf(request))
          return answer(opened, parameters.token === true, request, reply)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/sign-out',
        summary: 'End the session',
        tag,
        access: 'in-person',
        async run({ request, reply }) {
          const session = await sessions.find(sessionTokenOf(request))
          if (session) await signIns.end(session, 'signed-out', undefined, originOf(request))
          // Whoever uses this browser next finds nothing of what was shown.
          reply.header('clear-site-data', '"cache", "storage"')
          reply.clearCookie(cookieFor(request), cookieOf(request))
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/reauthenticate',
        summary: 'Prove again who one is, for what is sensitive; the session goes on under a new token',
        tag,
        access: 'in-person',
        parameters: wanted,
        body: z.object({ password: z.string().min(1).max(200), code: code.optional() }),
        reply: z.object({ authenticatedAt: instant, token: z.string().optional() }),
        async run({ parameters, body, principal, request, reply }) {
          await admit(request)
          const opened = await signIns.again(principal(), body, originOf(request))
          await takeOver({ signIns, earlier: undefined }, opened, request, reply)
          const { authenticatedAt } = opened.session
          return { authenticatedAt, ...(parameters.token === true && { token: opened.token }) }
        },
      }),
    ]
  }
}
