import { z } from 'zod'
import { FieldsForbidden, InvalidInput } from '../../commands/errors.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { hiddenOf, isHidden } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { numberCursor, pageParameters } from '../lists/page.ts'
import { stepsAt } from './events.ts'
import { entriesOf, historyEntry, resourcesOf } from './history.ts'

const found = historyEntry.extend({
  aggregate: z.string(),
  aggregateId: uuid,
  roles: z.array(z.string()).describe('Those the actor held at that moment.'),
  onBehalfOf: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

const names = z
  .string()
  .min(1)
  .max(1000)
  .transform((text) => text.split(','))

/**
 * `GET /audit`: everything that was ever done, to records and to the configuration alike, by who did it, what it was
 * done to, when, what kind it was and which field it changed.
 */
export function auditEndpoints(services: Services): Endpoint[] {
  const { eventIndex, faces } = services
  const resources = new Map([...resourcesOf(services).values()].map((one) => [one.decider.name, one]))
  const types = new Set(faces.deciders.flatMap(({ events }) => Object.keys(events)))
  return [
    endpoint({
      method: 'GET',
      path: '/audit',
      summary: 'What was done: by person, record, period, kind and field changed; newest first',
      tag: 'audit',
      access: { permission: 'audit.read' },
      headers: 'read',
      parameters: z.object({
        actorId: z.string().min(1).max(200).optional(),
        aggregate: names.optional().describe('Names of models, separated by commas.'),
        id: uuid.optional().describe('One record.'),
        kind: names
          .optional()
          .describe('Types of events, separated by commas: user.registered,role.changed.'),
        field: z
          .string()
          .regex(/^[a-z][a-zA-Z]{0,59}$/, 'the name of a field')
          .optional(),
        from: instant.optional(),
        to: instant.optional().describe('Included.'),
        basis: z.enum(['recorded', 'occurred']).default('recorded'),
        cursor: numberCursor.optional(),
        limit: pageParameters.shape.limit,
      }),
      reply: z.object({
        items: z.array(found),
        hidden: z.int().describe('How many of this page the reader may not see.'),
        next: z.string().nullable(),
      }),
      async run({ parameters: { aggregate, id, kind, cursor, limit, ...filter }, principal, request }) {
        refuseUnknown('aggregate', aggregate, resources)
        refuseUnknown('kind', kind, types)
        // Which events changed a field says something of it.
        const { field } = filter
        const isUnseen = (model: string) =>
          field !== undefined && isHidden(hiddenOf(principal(), model), field)
        const masked = aggregate?.find(isUnseen)
        if (masked !== undefined) throw new FieldsForbidden(masked, [field ?? ''])
        await caughtUp({ readModels: eventIndex }, request)
        const places = await eventIndex.search({
          ...filter,
          aggregates: (aggregate ?? [...resources.keys()]).filter((model) => !isUnseen(model)),
          aggregateId: id,
          types: kind,
          below: cursor,
          limit: limit + 1,
        })
        const page = places.slice(0, limit)
        const steps = await stepsAt(services, resources, principal(), page)
        const visible = page.flatMap((place) => steps.get(place.id) ?? [])
        const entries = await entriesOf(services, principal(), visible)
        const items = entries.map((entry, index) => {
          const { metadata, aggregate: model = '', aggregateId = '' } = visible[index]?.event ?? {}
          return {
            ...entry,
            aggregate: model,
            aggregateId,
            roles: metadata?.actor.roles ?? [],
            onBehalfOf: metadata?.actor.onBehalfOf ?? null,
            ip: metadata?.ip ?? null,
            userAgent: metadata?.userAgent ?? null,
          }
        })
        const next = places.length > limit ? String(page.at(-1)?.position) : null
        return { items, hidden: page.length - visible.length, next }
      },
    }),
  ]
}

function refuseUnknown(
  field: string,
  asked: readonly string[] | undefined,
  known: { has(name: string): boolean },
): void {
  const unknown = asked?.filter((name) => !known.has(name)) ?? []
  if (unknown.length > 0)
    throw new InvalidInput([{ field, rule: 'unknown', message: `There is no ${unknown.join(', ')}.` }])
}
