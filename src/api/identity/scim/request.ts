import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { StaleRevision } from '../../../commands/errors.ts'
import { parseInput } from '../../../commands/parse.ts'
import { longestPage } from './description.ts'

export const mediaType = 'application/scim+json; charset=utf-8'

const whole = z.coerce.number().pipe(z.int())
const names = z
  .string()
  .max(2000)
  .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()))
const parameters = z.looseObject({
  filter: z.string().optional(),
  startIndex: whole.default(1).transform((at) => Math.max(at, 1)),
  count: whole.default(100).transform((many) => Math.min(Math.max(many, 0), longestPage)),
  attributes: names.optional(),
  excludedAttributes: names.optional(),
})

export function asked(request: FastifyRequest) {
  const { filter, startIndex, count, excludedAttributes } = parseInput(parameters, request.query)
  return { filter: filter === '' ? undefined : filter, startIndex, count, excluded: excludedAttributes ?? [] }
}

/** Of resources the attributes that are asked for; which one it is always stands in it. */
export function only(request: FastifyRequest): (resource: object) => object {
  const { attributes, excludedAttributes = [] } = parseInput(parameters, request.query)
  const first = (name: string) =>
    name.replace(/^urn:ietf:params:scim:schemas:core:2\.0:\w+:/, '').split('.')[0]
  const wanted = attributes?.map(first)
  const unwanted = excludedAttributes.map(first)
  return (resource) =>
    Object.fromEntries(
      Object.entries(resource).filter(([name]) => {
        if (name === 'id' || name === 'schemas' || name === 'meta') return true
        const own = name.toLowerCase()
        return wanted ? wanted.includes(own) : !unwanted.includes(own)
      }),
    )
}

export function listOf(resources: readonly unknown[], total: number, startIndex: number) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

/** Whether the request names a version and means this one. @throws StaleRevision where it means another. */
export function isMet(request: FastifyRequest, versions: readonly string[]): boolean {
  const said = request.headers['if-match']
  if (said === undefined || said.trim() === '*') return false
  // Weak or not, as directories send them.
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  const named = said.split(',').map(bare)
  if (!versions.some((version) => named.includes(bare(version)))) throw new StaleRevision(undefined, 0, [])
  return true
}

export function send(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type(mediaType).serializer(JSON.stringify).send(body)
}

export function metaOf(
  resourceType: string,
  { createdAt, updatedAt }: { createdAt: string; updatedAt: string },
  location: string,
  version: string,
) {
  return { resourceType, created: createdAt, lastModified: updatedAt, location, version }
}
