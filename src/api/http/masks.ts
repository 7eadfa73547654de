import { FieldsForbidden } from '../../commands/errors.ts'
import { money } from '../../domain/values/money.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
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

/** Whether a field is hidden by its own name, or as a part of one that is: `custom.region` of `custom`. */
export function isHidden(hidden: ReadonlySet<string>, field: string): boolean {
  const [whole = '', part] = field.split('.')
  return hidden.has(whole) || (part !== undefined && hidden.has(`${whole}.${part}`))
}

/** Values of fields of the organisation's own without those that are hidden: by key, or each with its key. */
function maskedCustom(hidden: ReadonlySet<string>, values: unknown): unknown {
  const isShown = (key: unknown) => !hidden.has(`custom.${String(key)}`)
  if (Array.isArray(values)) return values.filter((one: { key?: unknown }) => isShown(one?.key))
  if (typeof values !== 'object' || values === null) return values
  return Object.fromEntries(Object.entries(values).filter(([key]) => isShown(key)))
}

const holdsCustom: ReadonlySet<string> = new Set(['custom', 'customNames', 'values', 'personal'])
const masksCustom = (hidden: ReadonlySet<string>) => [...hidden].some((name) => name.startsWith('custom.'))

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
  ].filter((name) => isHidden(hidden, name))
  if (asked.length > 0) throw new FieldsForbidden(model, [...new Set(asked)])
}

/** @throws FieldsForbidden for who does not see all that something shows or is counted by: fields by model. */
export function refuseHidden(
  principal: Principal,
  needed: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [model, fields] of Object.entries(needed)) {
    const hidden = hiddenOf(principal, model)
    const missing = fields.filter((field) => hidden.has(field))
    if (missing.length > 0) throw new FieldsForbidden(model, missing)
  }
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
  const left = Object.entries(row).filter(([name]) => !hidden.has(name))
  if (!masksCustom(hidden)) return Object.fromEntries(left)
  return Object.fromEntries(
    left.map(([name, value]) => [name, holdsCustom.has(name) ? maskedCustom(hidden, value) : value]),
  )
}

/** A state or the data of an event without what is hidden. */
export function maskedState(hidden: ReadonlySet<string>, state: unknown): unknown {
  if (typeof state !== 'object' || state === null) return state
  const left = Object.entries(state).filter(([name]) => !hidden.has(name))
  const isPart = masksCustom(hidden)
  return Object.fromEntries(
    left.map(([name, value]) => {
      if (name === 'changes') return [name, maskedState(hidden, value)]
      return [name, isPart && holdsCustom.has(name) ? maskedCustom(hidden, value) : value]
    }),
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

const whole = vocabulary.get(money)?.id

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
    // An amount of another record has a currency too, and is shown whole or not at all.
    if (id === whole) return
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
