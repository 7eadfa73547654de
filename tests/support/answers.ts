import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openApi } from '../../src/api/http/openapi.ts'
import type { Services } from '../../src/api/http/services.ts'
import { amiss, note } from './amiss.ts'
import { type Answer, type Checker, checkerOf } from './described.ts'

/** By the operations they are of: nearly all installations of a run have the same. */
const checkers = new Map<string, Checker>()

/** Checks every answer that an app gives against its description; what it does not declare fails the test (setup.ts). */
export function checkingAnswers(services: Services): Services {
  const checking = (app: FastifyInstance) => {
    let described: { check: Checker; routes: ReadonlySet<string> } | undefined
    app.addHook('onSend', async (request, reply, payload) => {
      try {
        described ??= descriptionOf(app, services)
        const { url = '' } = request.routeOptions
        if (described.routes.has(url)) note(answerOf(url, request, reply, payload), described.check)
      } catch (error) {
        amiss.push(String(error))
      }
      return payload
    })
    return []
  }
  return { ...services, extensions: [...services.extensions, checking] }
}

function descriptionOf({ endpoints }: FastifyInstance, services: Services) {
  const key = endpoints.map(({ method, path }) => method + path).join()
  const check = checkers.get(key) ?? checkerOf(openApi(endpoints, services))
  checkers.set(key, check)
  return { check, routes: new Set(endpoints.map(({ path }) => `/api${path}`)) }
}

function answerOf(url: string, request: FastifyRequest, reply: FastifyReply, payload: unknown): Answer {
  const isHead = request.method === 'HEAD'
  return {
    path: url.replace(/:([a-zA-Z]+)/g, '{$1}'),
    method: isHead ? 'GET' : request.method,
    status: reply.statusCode,
    headers: reply.getHeaders(),
    body: isHead ? undefined : bodyOf(payload),
  }
}

/** Undefined: a stream, which is read by whom it is for. */
function bodyOf(payload: unknown): string | undefined {
  if (payload === null || payload === undefined) return ''
  if (typeof payload === 'string') return payload
  return Buffer.isBuffer(payload) ? payload.toString() : undefined
}
