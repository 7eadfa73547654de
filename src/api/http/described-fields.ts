import { sentName } from '../../commands/custom-values.ts'
import { type KnownField, valueTypes } from '../../domain/settings/custom-field.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { askedOf, type CustomFieldsNow, shownName } from '../lists/custom-values.ts'
import { orderedParts, sortName } from '../lists/order.ts'
import { pascal } from './components.ts'
import { type JsonSchema, SchemaWriter, type Way } from './schema.ts'

type Document = Readonly<Record<string, unknown>> & { components: { schemas: Record<string, JsonSchema> } }

/**
 * The description of the API with the fields that an organisation has of its own: what stands in the base as any values by
 * key has, for each of them, what its values are.
 */
export function withFieldsDescribed(base: object, fields: CustomFieldsNow): object {
  const document = base as Document
  const schemas = { ...document.components.schemas }
  for (const [kind, own] of fields) {
    if (own.length === 0) continue
    for (const [way, name] of [
      ['output', shownName(kind)],
      ['input', sentName(kind)],
    ] as const) {
      const { additionalProperties: _, propertyNames: __, ...whole } = schemas[name] ?? {}
      schemas[name] = { ...whole, properties: propertiesOf(own, way, schemas) }
    }
    const sorts = sortName(pascal(kind))
    const { enum: known = [], ...sort } = schemas[sorts] ?? {}
    schemas[sorts] = { ...sort, enum: [...(known as string[]), ...sortsBy(own)] }
  }
  return { ...document, components: { ...document.components, schemas } }
}

function propertiesOf(
  fields: readonly KnownField[],
  way: Way,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const writer = new SchemaWriter(way, (schema) => {
    const id = vocabulary.get(schema)?.id
    return id !== undefined && id in schemas ? `#/components/schemas/${id}` : undefined
  })
  return Object.fromEntries(
    fields.map((field) => {
      const type = valueTypes[field.type]
      // What is sent may take a value away.
      const schema = writer.write(way === 'input' ? type.nullable() : type)
      return [field.key, { ...schema, description: saidOf(field) }]
    }),
  )
}

function sortsBy(fields: readonly KnownField[]): string[] {
  const sortable = fields.filter((field) => orderedParts('custom', askedOf(field)).length > 0)
  return sortable.flatMap(({ key }) => [`custom.${key}`, `-custom.${key}`])
}

function saidOf({ label, help, choices, list, of }: KnownField): string {
  return [
    `${label}.`,
    help,
    choices.length > 0 && `One of ${choices.join(', ')}.`,
    list !== null && `As on the list ${list}.`,
    of !== null && `The id of a ${of}.`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ')
}
