import type { z } from 'zod'
import type { CommandDefinition } from '../commands/command.ts'
import { specOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/projection.ts'

/** The fields of each model that a role may hide or keep from being changed, under all their names. */
export function fieldsByModel(registry: {
  projections: readonly AnyProjection[]
  commands: readonly CommandDefinition[]
}): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>()
  const add = (model: string, names: readonly string[]) => {
    const known = fields.get(model) ?? new Set()
    for (const name of names) known.add(name)
    fields.set(model, known)
  }
  for (const { name, columns, sameField } of registry.projections)
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
