import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Rules } from '../../commands/identity/sign-in-policy.ts'
import { user } from '../../domain/identity/user.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { LiveSession, Sessions } from '../../platform/people/sessions.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Known } from '../http/known.ts'
import type { Extension } from '../http/services.ts'
import { mustBeRecent, originOf } from './browser.ts'
import type { SignIns } from './sign-ins.ts'

const tag = 'identity'
const live = z
  .object({
    id: uuid,
    createdAt: instant,
    authenticatedAt: instant,
    seenAt: instant,
    expiresAt: instant,
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .register(vocabulary, { id: 'OpenSession' })
const sessionList = z.object({ items: z.array(live) }).register(vocabulary, { id: 'OpenSessions' })
const ended = z.object({ ended: z.int() }).register(vocabulary, { id: 'EndedSessions' })
const refusals = z.object({
  items: z.array(
    z.object({
      hour: z.string(),
      ip: z.string(),
      userId: uuid.nullable(),
      attempts: z.int(),
      lastAt: instant,
    }),
  ),
})

interface Parts {
  sessions: Sessions
  signIns: SignIns
  rules: Rules
}

/** Sessions that are open, the own and those of others, and how to end them; and who was refused (USR-09). */
export function sessionEndpoints({ sessions, signIns, rules }: Parts): Extension {
  return (_app, { clock, execute }) => {
    // Who sits at a screen that was left open should not be able to drive its owner out.
    const sensitive = (known: Known) => mustBeRecent(known, rules.current().reauthenticateMinutes, clock())
    /** A deactivation or a reset password ends all from before, which are kept a while and worth nothing. */
    async function standing(id: string): Promise<LiveSession[]> {
      const state = await execute.load(user, id)
      const open = await sessions.of(id)
      return open.filter(({ createdAt }) => state?.active && createdAt >= state.sessionsFrom)
    }
    return [
      endpoint({
        method: 'GET',
        path: '/me/sessions',
        summary: 'The own sessions that are open, with address and browser',
        tag,
        access: 'in-person',
        reply: sessionList,
        run: async ({ principal, known }) => ({
          items: (await standing(principal().actor.id)).map((each) => shown(each, known().sessionId)),
        }),
      }),
      endpoint({
        method: 'POST',
        path: '/me/sessions/:id/end',
        summary: 'End one of the own sessions',
        tag,
        access: 'in-person',
        parameters: z.object({ id: uuid }),
        async run({ parameters: { id }, principal, known, request }) {
          sensitive(known())
          const own = (await sessions.of(principal().actor.id)).find((each) => each.id === id)
          if (!own) throw new NotFound(`session ${id}`)
          await signIns.end(own, 'revoked', undefined, originOf(request))
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/sessions/end-others',
        summary: 'End all of the own sessions but this one',
        tag,
        access: 'in-person',
        reply: ended,
        async run({ principal, known, request }) {
          sensitive(known())
          const own = await sessions.of(principal().actor.id)
          const others = own.filter(({ id }) => id !== known().sessionId)
          for (const each of others) await signIns.end(each, 'revoked', undefined, originOf(request))
          return { ended: others.length }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/users/:id/sessions',
        summary: 'The sessions of a user that are open',
        tag: 'users',
        access: { permission: 'session.read' },
        parameters: z.object({ id: uuid }),
        reply: sessionList,
        run: async ({ parameters: { id }, known }) => ({
          items: (await standing(id)).map((each) => shown(each, known().sessionId)),
        }),
      }),
      endpoint({
        method: 'POST',
        path: '/users/:id/end-sessions',
        summary: 'End all sessions of a user',
        tag: 'users',
        access: { permission: 'session.end' },
        parameters: z.object({ id: uuid }),
        reply: ended,
        async run({ parameters: { id }, principal, request }) {
          const open = await sessions.of(id)
          for (const each of open) await signIns.end(each, 'revoked', principal(), originOf(request))
          return { ended: open.length }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/sign-ins/refused',
        summary: 'Refused sign-ins, counted by hour, address and user; those that succeeded are sessions',
        tag,
        access: { permission: 'session.read' },
        parameters: z.object({
          userId: uuid.optional(),
          ip: z.string().max(100).optional(),
          from: instant.optional(),
          to: instant.optional(),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        reply: refusals,
        run: async ({ parameters }) => ({ items: await sessions.refusals(parameters) }),
      }),
    ]
  }
}

function shown(
  { id, createdAt, authenticatedAt, seenAt, expiresAt, ip, userAgent }: LiveSession,
  current: string,
) {
  return { id, createdAt, authenticatedAt, seenAt, expiresAt, ip, userAgent, current: id === current }
}
