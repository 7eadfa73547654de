import { FieldsForbidden } from '../../commands/errors.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { nameField } from '../lists/names.ts'

/**
 * What a role hides, at the boundary. The read models give nothing in place of a hidden column (projections/masks), so
 * that no query can tell it; here the empty places are left out, and what does not come from a read model is masked.
 */

/** The hidden fields of a model, under all their names, and the names of what they refer to. */
export function hiddenOf({ masks }: Pick<Principal, 'masks'>, model: string): ReadonlySet<string> {
  return withNameFields(masks.hidden[model] ?? [])
}

function withNameFields(names: readonly string[]): ReadonlySet<string> {
  return new Set([...names, ...names.filter((name) => name.endsWith('Id')).map(nameField)])
}

/** @throws FieldsForbidden when a list is asked to filter or sort by what the reader does not see. */
export function refuseMaskedParameters(
  principal: Principal,
  model: string,
  parameters: Readonly<Record<string, unknown>>,
): void {
  const hidden = hiddenOf(principal, model)
  if (hidden.size === 0) return
  const sort = typeof parameters.sort === 'string' ? parameters.sort.replace(/^-/, '') : undefined
  const asked = [
    ...Object.keys(parameters).map((name) => name.replace(/(From|To|Before|After)$/, '')),
    ...(sort === undefined ? [] : [sort]),
  ].filter((name) => hidden.has(name))
  if (asked.length > 0) throw new FieldsForbidden(model, [...new Set(asked)])
}

/** @throws FieldsForbidden when anything at all is hidden: for what can only be handed out whole. */
export function refuseAllMasked({ masks }: Principal): void {
  for (const [model, names] of Object.entries(masks.hidden))
    if (names.length > 0) throw new FieldsForbidden(model, names)
}

/** A row of a read model without what is hidden. */
export function maskedRow(principal: Principal, model: string, row: object): object {
  const hidden = hiddenOf(principal, model)
  if (hidden.size === 0) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.has(name)))
}

/** A state or the data of an event without what is hidden. */
export function maskedState(hidden: ReadonlySet<string>, state: unknown): unknown {
  if (typeof state !== 'object' || state === null) return state
  const left = Object.entries(state).filter(([name]) => !hidden.has(name))
  return Object.fromEntries(
    left.map(([name, value]) => [name, name === 'changes' ? maskedState(hidden, value) : value]),
  )
}

interface Shape {
  properties?: Readonly<Record<string, Shape>>
  required?: readonly string[]
  items?: Shape
}

/**
 * A reply as its schema has it, without the hidden fields: they have come out empty, and are left out wherever they
 * stand. What the schema does not name is left out as well, as the serialiser does. `fields` are those of the model: each
 * is shown whole or not at all, whatever the parts of its value are called.
 */
export function maskedReply(
  hidden: ReadonlySet<string>,
  fields: ReadonlySet<string>,
  value: unknown,
  shape: Shape,
): unknown {
  if (Array.isArray(value)) return value.map((item) => maskedReply(hidden, fields, item, shape.items ?? {}))
  if (typeof value !== 'object' || value === null || !shape.properties) return value
  return Object.fromEntries(
    Object.entries(shape.properties).flatMap(([name, inner]) => {
      const part = (value as Readonly<Record<string, unknown>>)[name]
      if (part === undefined || (hidden.has(name) && isEmpty(part))) return []
      return [[name, fields.has(name) ? part : maskedReply(hidden, fields, part, inner)]]
    }),
  )
}

/**
 * Makes the schemas that a reply leads to such as can be promised to every reader: no field need be there that
 * `maskedReply` may leave out.
 */
export function promise(
  fields: ReadonlySet<string>,
  shape: object,
  schemas: Readonly<Record<string, object>>,
): void {
  const names = withNameFields([...fields])
  const done = new Set<string>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    const schema = part as { $ref?: string; properties?: Record<string, unknown>; required?: string[] }
    const id = schema.$ref?.split('/').at(-1)
    if (id !== undefined && !done.has(id)) {
      done.add(id)
      visit(schemas[id])
    }
    const { properties, required, ...others } = schema
    if (required) schema.required = required.filter((name) => !names.has(name))
    for (const [name, inner] of Object.entries(properties ?? {})) if (!fields.has(name)) visit(inner)
    for (const inner of Object.values(others)) visit(inner)
  }
  visit(shape)
}

/** Nothing, or made of nothing: a name of two parts that are hidden. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
