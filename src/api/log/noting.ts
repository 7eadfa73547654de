import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/event.ts'
import type { AccessEntry } from '../../platform/log/access-log.ts'
import type { Known } from '../http/known.ts'
import type { Services } from '../http/services.ts'
import { originOf } from '../identity/browser.ts'

/** Who was shown something: an actor, by a session, a key or a link. */
export interface Viewer {
  actor: Actor
  via: string
}

export const viewerOf = ({ principal, sessionId }: Known): Viewer => ({
  actor: principal.actor,
  via: sessionId,
})

/** Writes down what a request has shown somebody. */
export function noteShown(
  { access, clock }: Pick<Services, 'access' | 'clock'>,
  request: FastifyRequest,
  { actor, via }: Viewer,
  shown: Pick<AccessEntry, 'kind' | 'model' | 'records' | 'what'> &
    Partial<Pick<AccessEntry, 'parameters' | 'asOf'>>,
): void {
  const { ip, userAgent } = originOf(request)
  access.note({
    at: clock(),
    actorId: actor.id,
    actorKind: actor.kind,
    roles: actor.roles,
    via,
    parameters: [],
    asOf: null,
    requestId: request.id,
    ip: ip ?? null,
    userAgent: userAgent ?? null,
    count: shown.records.length,
    ...shown,
  })
}
