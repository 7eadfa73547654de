import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mustMay, NotFound } from '../../../commands/errors.ts'
import { provisioning } from '../../../commands/identity/user.ts'
import { knownOf } from '../../http/authentication.ts'
import { endpoint } from '../../http/endpoint.ts'
import { answerProblems, Unauthorized } from '../../http/problem.ts'
import type { Extension, Services } from '../../http/services.ts'
import { parseJson } from '../../http/text.ts'
import { descriptions } from './description.ts'
import { baseUrl, doorOf, type Parts, scimPath } from './door.ts'
import { addGroups } from './groups.ts'
import { scimError } from './refusal.ts'
import { listOf, mediaType, send } from './request.ts'
import { addUsers } from './users.ts'

/**
 * SCIM 2.0 (RFC 7643, 7644): an organisation's directory makes, changes and deactivates users and teams. It comes with an API
 * key that may `user.provision`; what it does is done in the name of the key's owner, who gives no rights they lack.
 */
export function scimEndpoints(parts: Parts): Extension {
  return (app, services) => {
    app.register(
      async (scope) => {
        answerProblems(scope, {
          say(reply, problem) {
            const error = scimError(problem)
            return reply.status(Number(error.status)).type(mediaType).serializer(JSON.stringify).send(error)
          },
        })
        scope.addContentTypeParser(
          'application/scim+json',
          { parseAs: 'buffer' },
          async (_: FastifyRequest, body: Buffer) => parseJson(body),
        )
        scope.addHook('onRequest', async (request, reply) => {
          reply.header('cache-control', 'no-store')
          const { via, may } = knownOf(request).principal
          if (via.kind !== 'api-key') throw new Unauthorized('Send an API key: Authorization: Bearer <key>.')
          mustMay({ may }, provisioning)
        })
        addDescriptions(scope, services)
        const door = doorOf(parts, services)
        addUsers(scope, door)
        addGroups(scope, door)
        scope.all('*', async (request) => {
          throw new NotFound(`${request.method} ${request.url.split('?', 1)[0]}`)
        })
      },
      { prefix: scimPath },
    )
    return [
      endpoint({
        method: 'GET',
        path: '/settings/directory',
        summary: 'Where a directory sends users and teams by SCIM 2.0, with a key that may `user.provision`',
        tag: 'settings',
        access: { permission: provisioning },
        reply: z.object({ url: z.string() }),
        run: async ({ request }) => ({ url: baseUrl(request, services) }),
      }),
    ]
  }
}

function addDescriptions(scope: FastifyInstance, services: Services): void {
  const of = (request: FastifyRequest) => descriptions(baseUrl(request, services))
  scope.get('/ServiceProviderConfig', async (request, reply) => send(reply, of(request).serviceProvider))
  for (const [path, which] of [
    ['ResourceTypes', 'types'],
    ['Schemas', 'schemas'],
  ] as const) {
    scope.get(`/${path}`, async (request, reply) => {
      const all = of(request)[which]
      return send(reply, listOf(all, all.length, 1))
    })
    scope.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) => {
      const found = of(request)[which].find(({ id }) => id === request.params.id)
      if (!found) throw new NotFound(`${path} ${request.params.id}`)
      return send(reply, found)
    })
  }
}
