import type { FastifyInstance, FastifyRequest } from 'fastify'
import { knownOf, refuseForeignOrigin } from '../http/authentication.ts'
import { MethodNotAllowed, Unauthorized } from '../http/problem.ts'
import type { Services } from '../http/services.ts'
import { noteShown, viewerOf } from '../log/noting.ts'
import { asking } from './asking.ts'
import { addReading, addWriting } from './tools.ts'

const instructions =
  'Hindsight is a CRM that never forgets: everything in it can be read as it was at any past instant, by `asOf`, and every record has ' +
  'its history with who did what, when and why. You see what the user sees whose key this is. Amounts are in minor units of their ' +
  'currency. Pages go on with `cursor`.'

/**
 * `/mcp`: the Model Context Protocol over Streamable HTTP, for assistants (BEY-09). Each request stands by itself, and what a tool asks is
 * asked of the API with the caller's own credentials: an API key or a session's token, as `Authorization: Bearer`.
 */
export function addMcp(app: FastifyInstance, services: Services): void {
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    async handler(request, reply) {
      refuseForeignOrigin(request, services.publicUrl)
      if (request.headers.authorization === undefined) {
        reply.header('www-authenticate', 'Bearer')
        throw new Unauthorized('Send an API key: Authorization: Bearer <key>.')
      }
      const { principal } = knownOf(request)
      // Nothing is told that was not asked for, and no session is kept.
      if (request.method !== 'POST') throw new MethodNotAllowed(request.method, ['POST'])
      // Loaded with the first assistant that comes.
      const { McpServer } = await import('@modelcontextprotocol/sdk/server/mcp.js')
      const { StreamableHTTPServerTransport } = await import(
        '@modelcontextprotocol/sdk/server/streamableHttp.js'
      )
      const server = new McpServer(
        { name: 'hindsight', version: services.version },
        { instructions, capabilities: { tools: {} } },
      )
      const reader = {
        faces: services.faces,
        principal,
        asking: asking(app, request, `MCP ${String(request.headers['user-agent'] ?? '').slice(0, 200)}`),
        note: (tool: string) => noteCall(services, request, tool),
      }
      addReading(server, reader)
      addWriting(server, reader)
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
      reply.hijack()
      reply.raw.on('close', () => void server.close())
      await server.connect(transport as Parameters<typeof server.connect>[0])
      await transport.handleRequest(request.raw, reply.raw, request.body)
    },
  })
}

/** That a tool was used, by whom; what it showed of people stands in the entries of what it asked. */
function noteCall(services: Services, request: FastifyRequest, tool: string): void {
  noteShown(services, request, viewerOf(knownOf(request)), {
    kind: 'view',
    model: null,
    records: [],
    what: `MCP ${tool}`,
  })
}
