import fastifyCookie from '@fastify/cookie'
import fastifyRateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import helmet from 'helmet'
import { NotFound } from '../../commands/errors.ts'
import { isSwitchedOff } from '../../commands/settings/modules.ts'
import { publicPaths } from '../../domain/settings/modules.ts'
import { newId } from '../../platform/process/ids.ts'
import { comparisonEndpoint } from '../lists/comparison.ts'
import { searchEndpoint } from '../lists/search.ts'
import { criteriaEndpoint, vocabularyEndpoint } from '../lists/vocabulary.ts'
import { bulkFeed } from '../live/bulk.ts'
import { openFeed } from '../live/feed.ts'
import { addLive, createTickets, liveEndpoints } from '../live/live.ts'
import { accessEndpoints, accessObserver } from '../log/access.ts'
import { auditEndpoints } from '../log/audit.ts'
import { eventEndpoints } from '../log/events.ts'
import { describeStale, historyEndpoints } from '../log/history.ts'
import { undoEndpoint } from '../log/undo.ts'
import { addMcp } from '../mcp/mcp.ts'
import { adminEndpoints, jobEndpoints } from '../operate/admin.ts'
import { addHealth, statusEndpoints } from '../operate/health.ts'
import { settingsTree } from '../settings/tree.ts'
import { authenticate } from './authentication.ts'
import { addEndpoints, type Endpoint } from './endpoint.ts'
import { addDocument } from './openapi.ts'
import { answerProblems, MethodNotAllowed, Unavailable } from './problem.ts'
import { registryEndpoints } from './routes.ts'
import type { Services } from './services.ts'
import { parseJson, refuseUnstorable } from './text.ts'
import { addWeb } from './web.ts'

/** The largest body taken, in bytes; what is longer is sent as a file. */
const bodyLimit = 1024 * 1024

/** How long the head and the body of a request may take to arrive, in ms. */
const requestTimeout = 120_000

/** Connections at a time; more are not accepted. */
const maxConnections = 10_000

/** How much of a body that nobody reads is let pass so that its connection can go on, in bytes. */
const passedOver = 64 * 1024
/** How long whoever still sends such a body may take to read why nobody wants it, in ms. */
const toReadWhy = 1000

/** The whole HTTP surface on the given parts. It does not listen; every test builds its own and injects. */
export function buildApp(services: Services): FastifyInstance {
  const app = fastify({
    // Fastify's own type of a logger is a structural subset of pino's.
    loggerInstance: services.log as FastifyBaseLogger,
    bodyLimit,
    requestTimeout,
    http: { connectionsCheckingInterval: 5_000 },
    genReqId: () => newId(),
    // One line a request, written by us when it is answered.
    logController: new LogController({ disableRequestLogging: true }),
    // One proxy of ours stands in front; what its clients say of other addresses is hearsay.
    trustProxy: services.publicUrl === undefined ? false : (_address, hop) => hop === 0,
    // We do it ourselves: see `closeGracefully`.
    return503OnClosing: false,
    // A machine that has other things to do is slow, not broken.
    pluginTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
  })
  answerProblems(app, { describe: (error, request) => describeStale(services, error, request) })
  acceptJson(app)
  protectBrowsers(app)
  app.register(fastifyCookie)
  app.register(fastifyRateLimit, { global: false })
  measure(app, services)
  closeGracefully(app)
  stopReading(app)
  app.server.maxConnections = maxConnections
  keepFromCaches(app)
  const tickets = createTickets(services.clock)
  const feed = openFeed(services.readModels)
  app.addHook('preClose', async () => {
    feed.close()
  })
  // After the plugins above, so that their decorators and hooks are there.
  app.after(() => {
    authenticate(app, services)
    const endpoints = [
      ...services.extensions.flatMap((extension) => extension(app, services)),
      ...registryEndpoints(services),
      ...historyEndpoints(services),
      ...eventEndpoints(services),
      undoEndpoint(services),
      ...jobEndpoints(services),
      ...adminEndpoints(services),
      ...accessEndpoints(services),
      ...auditEndpoints(services),
      ...statusEndpoints(services),
      ...liveEndpoints(tickets),
      bulkFeed(app, services, feed),
      criteriaEndpoint(services),
      searchEndpoint(services),
      comparisonEndpoint(services),
    ]
    endpoints.push(vocabularyEndpoint(services, endpoints))
    endpoints.push(settingsTree(services, endpoints))
    inModules(endpoints, services)
    app.decorate('endpoints', endpoints)
    refuseOtherMethods(app, endpoints)
    closePages(app, services)
    addEndpoints(app, endpoints, accessObserver(services), services.faces.fields, (module) =>
      isSwitchedOff(module, services.execute),
    )
    addLive(app, services, feed, tickets)
    addHealth(app, services)
    addDocument(app, services, endpoints)
    addMcp(app, services)
    addWeb(app, services)
  })
  return app
}

/** Pages for strangers that belong to a module which is switched off are not there. */
function closePages(app: FastifyInstance, { execute }: Services): void {
  app.addHook('onRequest', async (request) => {
    // As the router has read it: an address can be written in many ways.
    const route = request.routeOptions.url ?? ''
    const [, module] = publicPaths.find(([path]) => route.startsWith(path)) ?? []
    if (module && (await isSwitchedOff(module, execute))) throw new NotFound('such page')
  })
}

/** What is below a resource belongs to the module that the resource does: histories, exports. */
function inModules(endpoints: Endpoint[], { faces }: Services): void {
  const modules = new Map(faces.commands.map(({ resource, module }) => [resource, module]))
  for (const one of endpoints) {
    const module = one.module ?? modules.get(one.path.split('/')[1] ?? '')
    if (module) one.module = module
  }
}

/** Everything from ourselves; styles inline, because the web app's component library sets them on elements. */
const contentSecurityPolicy = {
  'default-src': ["'self'"],
  // The live channel is at the same host, which is itself, too (CSP 3); what telephones adds its server.
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'script-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'frame-ancestors': ["'none'"],
  'form-action': ["'self'"],
  // TLS ends in front of us, if it does; on plain HTTP this would make the page load nothing.
  'upgrade-insecure-requests': null,
}

/** Made once: the plugin for Fastify puts all headers together anew for every request. */
function protectBrowsers(app: FastifyInstance): void {
  const setHeaders = helmet({ contentSecurityPolicy: { directives: contentSecurityPolicy } })
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    setHeaders(request.raw, reply.raw, (error) => done(error instanceof Error ? error : undefined))
  })
}

function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => parseJson(body),
  )
  app.addHook('onRequest', async (request) => {
    refuseUnstorable({ path: decoded(request.url), ...queryOf(request) })
  })
}

function queryOf({ query }: FastifyRequest): Record<string, unknown> {
  return query as Record<string, unknown>
}

function decoded(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/**
 * Requests under way are answered; the connections they came on would then stay open for as long as clients like to
 * keep them, and closing with them.
 */
function closeGracefully(app: FastifyInstance): void {
  let closing: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    closing = setInterval(() => app.server.closeIdleConnections(), 50)
    done()
  })
  // What still comes on them is refused in the form of all refusals, which Fastify's own 503 is not.
  app.addHook('onRequest', async () => {
    if (closing) throw new Unavailable('unavailable', 'This server is stopping.')
  })
  app.addHook('onClose', async () => clearInterval(closing))
}

/** A path there is, by a method there is not, is no path that there is not (RFC 9110, section 15.5.6). */
function refuseOtherMethods(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const paths = endpoints.map(({ method, path }) => ({ method, parts: `/api${path}`.split('/') }))
  app.addHook('onRequest', async (request) => {
    if (!request.is404) return
    const asked = decoded(request.url).split('/')
    const methods = paths.flatMap(({ method, parts }) =>
      parts.length === asked.length && parts.every((part, at) => part === asked[at] || /^:./.test(part))
        ? method === 'GET'
          ? ['GET', 'HEAD']
          : [method]
        : [],
    )
    if (methods.length > 0 && !methods.includes(request.method))
      throw new MethodNotAllowed(request.method, [...new Set(methods)].sort())
  })
}

/**
 * A request may be answered before its body is there: refused, or longer than is taken. Node would then read all of it
 * to find the next request. More than a little is not read; the connection ends once its sender could read the answer.
 */
function stopReading(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ raw, headers }) => {
    if (raw.complete !== false || Number(headers['content-length'] ?? Infinity) <= passedOver) return
    raw.socket.pause()
    setTimeout(() => raw.socket.destroy(), toReadWhy).unref()
  })
}

/** What the API answers is for who asked, now. */
function keepFromCaches(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
}

function measure(app: FastifyInstance, { metrics }: Services): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    metrics.answered({ method: request.method, route, status: reply.statusCode }, seconds)
    // Without the query string: a ticket or a provider's code stands in some.
    const { method, ip } = request
    const path = request.url.split('?', 1)[0]
    request.log.debug({ method, path, ip, status: reply.statusCode, ms: reply.elapsedTime }, 'answered')
  })
}
