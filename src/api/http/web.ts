import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NotFound } from '../../commands/errors.ts'
import type { Services } from './services.ts'

/** A year: the name of a hashed asset changes with its content. */
const forEver = 'public, max-age=31536000, immutable'

/** The built web app: its assets, and its page for every path that is not the API's. */
export function addWeb(app: FastifyInstance, { webRoot }: Pick<Services, 'webRoot'>): void {
  if (webRoot !== undefined) {
    app.register(fastifyStatic, {
      root: webRoot,
      cacheControl: false,
      // The build leaves a .br and a .gz beside each file.
      preCompressed: true,
      setHeaders(reply, path) {
        reply.header('cache-control', path.includes('/assets/') ? forEver : 'no-cache')
        // The one script that stands in pages of other sites, too; whose these are is asked where it connects.
        if (/[\\/]chat\.js(\.\w+)?$/.test(path)) reply.header('cross-origin-resource-policy', 'cross-origin')
      },
    })
  }
  const mustBePage = ({ method, url }: FastifyRequest) => {
    const path = url.split('?', 1)[0] ?? ''
    if (webRoot === undefined || !isPage(method, path)) throw new NotFound(`${method} ${path}`)
  }
  // Before a body is read, which nobody has a use for.
  app.addHook('onRequest', async (request) => {
    if (request.is404) mustBePage(request)
  })
  // Also what the files were asked for first, and do not have.
  app.setNotFoundHandler(async (request, reply) => {
    mustBePage(request)
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}

/** The app finds its own way from its address; what looks like a file or an API path is no page. */
function isPage(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && !/^\/(api|health|metrics|assets)(\/|$)/.test(path)
}
