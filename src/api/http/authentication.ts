import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Forbidden, InvalidInput } from '../../commands/errors.ts'
import type { Identity, Known } from './known.ts'
import { Unauthorized } from './problem.ts'

export const cookieName = 'hindsight_session'

/** Over TLS with the prefix by which browsers take a cookie from this very host and over TLS only (RFC 6265bis). */
export function cookieFor({ protocol }: Pick<FastifyRequest, 'protocol'>, name = cookieName): string {
  return protocol === 'https' ? `__Host-${name}` : name
}

const decorator = 'known'

/** Tells who asks, before any handler runs. Which routes insist on knowing is up to them: `knownOf`. */
export function authenticate(
  app: FastifyInstance,
  services: { identity: Pick<Identity, 'authenticate'>; publicUrl: string | undefined },
): void {
  app.decorateRequest(decorator, null)
  app.addHook('onRequest', async (request) => {
    const token = tokenOf(request)
    if (!token) return
    if (!isRead(request) && request.cookies[cookieFor(request)] && !request.headers.authorization) {
      refuseForeignOrigin(request, services.publicUrl)
    }
    const known = await services.identity.authenticate(token, request.ip)
    if (known) request.setDecorator<Known | null>(decorator, known)
  })
}

/** Undefined: nobody is signed in. */
export function whoAsks(request: FastifyRequest): Known | undefined {
  return request.getDecorator<Known | null>(decorator) ?? undefined
}

/** @throws Unauthorized when nobody is signed in. */
export function knownOf(request: FastifyRequest): Known {
  const known = whoAsks(request)
  if (!known) throw new Unauthorized()
  return known
}

export function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined) return request.cookies[cookieFor(request)] || undefined
  const bearer = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)
  if (!bearer?.[1]) {
    throw new InvalidInput([{ field: 'authorization', rule: 'format', message: 'Must be "Bearer <token>".' }])
  }
  return bearer[1]
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/**
 * A cookie is sent along whoever wrote the page, so what comes with one must come from our own pages. Every browser
 * names the origin of such a request; a program that does not is not a browser and carries no one else's cookie.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const own = origin === undefined ? site === undefined || sameSite.has(String(site)) : isOwn(origin)
  if (!own) throw new Forbidden('same-origin')

  function isOwn(asked: string): boolean {
    if (publicUrl && URL.canParse(publicUrl) && asked === new URL(publicUrl).origin) return true
    return URL.canParse(asked) && new URL(asked).host === request.host
  }
}

const sameSite = new Set(['same-origin', 'none'])
