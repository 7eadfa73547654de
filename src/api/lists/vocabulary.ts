import { z } from 'zod'
import type { CommandDefinition } from '../../commands/command.ts'
import { type FieldKind, operatorsOf } from '../../domain/criteria/criterion.ts'
import { specOf } from '../../domain/event.ts'
import { allows } from '../../platform/people/permissions.ts'
import type { AnyProjection } from '../../projections/projection.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { hiddenOf, isHidden } from '../http/masks.ts'
import type { Services } from '../http/services.ts'
import { choicesNow } from './choices.ts'
import { customFieldsNow, withCustomFields } from './custom-values.ts'

/** `GET /access/vocabulary`: what a role can be made of. */
export function vocabularyEndpoint({ faces, execute }: Services, others: readonly Endpoint[]): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/access/vocabulary',
    summary: 'Every permission there is, and the fields of each model: what a role can be made of',
    tag: 'access',
    access: { permission: 'role.read' },
    reply: z.object({
      permissions: z.array(z.string()),
      models: z.array(z.object({ name: z.string(), fields: z.array(z.string()) })),
    }),
    async run() {
      const asked = others.flatMap(({ access }) => (typeof access === 'object' ? [access.permission] : []))
      const custom = await customFieldsNow(execute)
      const fields = [...faces.fields].map(([name, names]) => ({
        name,
        fields: [...names, ...(custom.get(name) ?? []).map(({ key }) => `custom.${key}`)].sort(),
      }))
      return {
        permissions: [...new Set([...asked, 'import.backdate'])].sort(),
        models: fields,
      }
    },
  })
}

const namesOfOperators = z.array(z.string())

/** `GET /criteria`: what can be asked in the criteria of each model, as far as the reader sees it. */
export function criteriaEndpoint({ faces, execute }: Services): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/criteria',
    summary:
      'The fields and related records of each model that criteria can be about, and what can be asked of them',
    tag: 'criteria',
    access: 'signed-in',
    reply: z.object({
      models: z.array(
        z.object({
          name: z.string(),
          fields: z.array(
            z.object({
              name: z.string(),
              kind: z.enum(Object.keys(operatorsOf) as FieldKind[]),
              operators: namesOfOperators,
              options: z
                .array(z.string())
                .optional()
                .describe('What a choice can be; of a text that is chosen, what is or was on its list.'),
              model: z.string().optional().describe('What a record is of.'),
              label: z.string().optional().describe('What people call a field of their own.'),
            }),
          ),
          related: z.array(z.object({ name: z.string(), model: z.string() })),
        }),
      ),
    }),
    async run({ principal }) {
      const reader = principal()
      const choices = await choicesNow(execute)
      const seen = (model: string) => allows(reader.may, `${model}.read`)
      const { vocabularies } = withCustomFields(faces.criteria, await customFieldsNow(execute))
      const models = [...vocabularies].filter(([model]) => seen(model))
      return {
        models: models.map(([name, { fields, related }]) => {
          const hidden = hiddenOf(reader, name)
          return {
            name,
            fields: [...fields]
              .filter(([field]) => !isHidden(hidden, field))
              .map(([field, { kind, options, model, list, label }]) => {
                const offered = options ?? choices.get(list ?? '')?.map((choice) => choice.name)
                return {
                  name: field,
                  kind,
                  operators: [...operatorsOf[kind]],
                  ...(offered && { options: [...offered] }),
                  ...(model && { model }),
                  ...(label !== undefined && { label }),
                }
              }),
            related: [...related]
              .filter(
                ([, { model, own, other }]) =>
                  seen(model) && !hidden.has(own) && !hiddenOf(reader, model).has(other),
              )
              .map(([relation, { model }]) => ({ name: relation, model })),
          }
        }),
      }
    },
  })
}

/** The fields of each model that a role may hide or keep from being changed, under all their names. */
export function fieldsByModel(registry: {
  projections: readonly AnyProjection[]
  commands: readonly CommandDefinition[]
}): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>()
  const add = (model: string, names: readonly string[]) => {
    const known = fields.get(model) ?? new Set()
    // By its id a record is known, and nothing of it is told.
    for (const name of names) if (name !== 'id') known.add(name)
    fields.set(model, known)
  }
  for (const { name, columns, sameField } of registry.projections.filter((one) => !one.private))
    add(name, [...Object.keys(columns), ...sameField.flat()])
  for (const { decider, body } of registry.commands) {
    add(decider.name, keysOf(body))
    for (const event of Object.values(decider.events)) add(decider.name, fieldsOfEvent(specOf(event).schema))
  }
  return fields
}

function fieldsOfEvent(schema: z.ZodType): string[] {
  const { shape } = schema.def as { shape?: Record<string, z.ZodType> }
  const changes = shape?.changes
  return changes ? keysOf(changes) : keysOf(schema)
}

function keysOf(schema: z.ZodType): string[] {
  const { shape } = schema.def as { shape?: object }
  return Object.keys(shape ?? {})
}
