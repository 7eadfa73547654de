import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { NotFound } from '../commands/errors.ts'
import type { Services } from './services.ts'

/** A year: the name of a hashed asset changes with its content. */
const forEver = 'public, max-age=31536000, immutable'

/** The built web app: its assets, and its page for every path that is not the API's. */
export function addWeb(app: FastifyInstance, { webRoot }: Services): void {
  if (webRoot === undefined) return
  app.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('cache-control', path.includes('/assets/') ? forEver : 'no-cache')
    },
  })
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    if (/^\/(api|health|metrics|assets)(\/|$)/.test(path)) throw new NotFound(`${request.method} ${path}`)
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
