import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Session } from '../../platform/people/sessions.ts'
import { cookieFor, tokenOf } from '../http/authentication.ts'
import type { Known } from '../http/known.ts'
import { Reauthenticate, TooMany } from '../http/problem.ts'
import type { Opened, Origin, SignIns } from './sign-ins.ts'

/** Attempts a minute that one address may make, whatever at. */
const attemptsFromOne = 60

export type Limit = ReturnType<FastifyInstance['createRateLimit']>

export function limitByAddress(app: FastifyInstance, max = attemptsFromOne): Limit {
  return app.createRateLimit({
    timeWindow: 60_000,
    max,
    keyGenerator: ({ ip }) => ip,
  })
}

/** @throws TooMany above the limit. */
export async function withinLimit(limited: Limit, request: FastifyRequest): Promise<void> {
  const state = await limited(request)
  if (!state.isAllowed && state.isExceeded) throw new TooMany(state.ttlInSeconds)
}

export function originOf(request: FastifyRequest): Origin {
  const userAgent = request.headers['user-agent']?.slice(0, 300)
  return { ip: request.ip, ...(userAgent && { userAgent }) }
}

export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  session: Session,
): void {
  reply.setCookie(cookieFor(request), token, {
    ...cookieOf(request),
    expires: new Date(session.expiresAt),
  })
}

/** Of no use to scripts, to other sites that send forms, and, over TLS, to anybody on the way. */
export function cookieOf({ protocol }: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https' } as const
}

/** The browser goes on with this session; the one it came with ends. */
export async function takeOver(
  { signIns, earlier }: { signIns: SignIns; earlier: Session | undefined },
  { token, session }: Opened,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (earlier && earlier.id !== session.id)
    await signIns.end(earlier, 'replaced', undefined, originOf(request))
  setCookie(request, reply, token, session)
}

/** The token a request came with; none where that is no session's. */
export function sessionTokenOf(request: FastifyRequest): string {
  return tokenOf(request) ?? ''
}

/** @throws Reauthenticate when the proof of who is asking is older than this. */
export function mustBeRecent({ authenticatedAt }: Known, minutes: number, now: string): void {
  if (authenticatedAt && Date.parse(now) - Date.parse(authenticatedAt) <= minutes * 60_000) return
  throw new Reauthenticate()
}
