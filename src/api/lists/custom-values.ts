import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { fieldSetId } from '../../commands/settings/referred.ts'
import type { Field } from '../../domain/criteria/vocabulary.ts'
import {
  type CustomValues,
  customisedKinds,
  type FieldType,
  type GivenValue,
  type GivenValues,
  type KnownField,
} from '../../domain/settings/custom-field.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { formatMoney, type Money } from '../../domain/values/money.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { ident, snake } from '../../platform/pg/pg.ts'
import type { Columns } from '../../projections/projection.ts'
import { fieldSetTable } from '../../projections/settings/field-set.ts'
import type { Title } from '../http/services.ts'
import { referredTables } from '../settings/referred.ts'
import type { Criteria } from './criteria.ts'
import { namesOf } from './names.ts'

/** Whether records of a table have fields of the organisation's own. */
export const isCustomised = (columns: Columns): boolean => 'custom' in columns

/** What their values are called in the description of the API where they are read. */
export const shownName = (kind: string): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Custom`

/** The values of such fields as replies have them. */
export const shownCustom = (kind: string) => ({
  custom: z
    .record(z.string(), z.unknown())
    .describe('Values of your own fields, by key; what has none is left out, and so is what is archived.')
    .register(vocabulary, { id: shownName(kind) }),
  customNames: z
    .record(z.string(), z.string().nullable())
    .optional()
    .describe('By key, what the records are called that such values refer to.'),
})

/** By kind of record: the fields it has now. */
export type CustomFieldsNow = ReadonlyMap<string, readonly KnownField[]>

export async function customFieldsNow({ load }: Pick<Execute, 'load'>): Promise<CustomFieldsNow> {
  const all = await Promise.all(customisedKinds.map((kind) => load(fieldSet, fieldSetId(kind))))
  return new Map(
    all.flatMap((one) => (one ? [[one.kind, one.fields.filter(({ archived }) => !archived)]] : [])),
  )
}

/** What criteria can be about, with such fields: `custom.region`. */
export function withCustomFields(criteria: Criteria, fields: CustomFieldsNow): Criteria {
  const vocabularies = [...criteria.vocabularies].map(([model, vocabulary]) => {
    const own = (fields.get(model) ?? []).map((field) => [`custom.${field.key}`, askedOf(field)] as const)
    return [model, { ...vocabulary, fields: new Map([...vocabulary.fields, ...own]) }] as const
  })
  return { ...criteria, vocabularies: new Map(vocabularies) }
}

/** A field as criteria know it. */
export function askedOf({ key, type, label, choices, list, of }: KnownField): Field {
  const kind = kinds[type]
  return {
    kind,
    label,
    ...(type === 'integer' && { whole: true }),
    // What was chosen before stays, so that any text can be asked for.
    ...(choices.length > 0 && { options: choices }),
    ...(list !== null && { list }),
    ...(of !== null && { model: of }),
    ...(kind === 'money' && { amount: `custom.${key}.amount`, currency: `custom.${key}.currency` }),
  }
}

const kinds: Readonly<Record<FieldType, Field['kind']>> = {
  text: 'text',
  'long-text': 'text',
  integer: 'number',
  decimal: 'number',
  money: 'money',
  percentage: 'number',
  day: 'day',
  instant: 'instant',
  'yes-no': 'yes-no',
  choice: 'text',
  choices: 'texts',
  phone: 'text',
  email: 'text',
  link: 'text',
  record: 'record',
}

type Shown<Row> = Omit<Row, 'custom'> & { custom: CustomValues; customNames?: Record<string, string | null> }

/**
 * The rows with the values of fields that are not archived, and with the names of what they refer to: all as of the
 * instant the rows are of.
 */
export async function withCustomValues<Row extends object>(
  db: Kysely<never>,
  rows: readonly Row[],
  kind: string,
): Promise<Shown<Row>[]> {
  const valuesIn = (row: Row) => (row as { custom?: CustomValues | null }).custom ?? {}
  const keys = new Set(rows.flatMap((row) => Object.keys(valuesIn(row))))
  if (keys.size === 0) return rows.map((row) => ({ ...row, custom: {} }))
  const fields = await fieldsThen(db, kind)
  const archived = new Set(fields.flatMap((field) => (field.archived ? [field.key] : [])))
  const references = fields.flatMap(({ key, of, archived: gone }) =>
    of && !gone && keys.has(key) ? [{ key, ...referredTables[of] }] : [],
  )
  const ids = (key: string) => rows.flatMap((row) => valuesIn(row)[key] ?? []).map(String)
  const names = await namesOf(
    db,
    references.map(({ key, name, label }) => ({ name, label, ids: ids(key) })),
  )
  return rows.map((row) => {
    const custom = Object.fromEntries(Object.entries(valuesIn(row)).filter(([key]) => !archived.has(key)))
    const referred = references.filter(({ key }) => key in custom)
    const called = referred.map(({ key }) => [key, names.get(custom[key] as string) ?? null] as const)
    return { ...row, custom, ...(called.length > 0 && { customNames: Object.fromEntries(called) }) }
  })
}

/** The fields of a kind of record, as of the instant that is read. */
async function fieldsThen(db: Kysely<never>, kind: string): Promise<readonly KnownField[]> {
  const query = CompiledQuery.raw(
    `select "fields" from ${ident(snake(fieldSetTable.name))} where "kind" = $1`,
    [kind],
  )
  const { rows } = await db.executeQuery<{ fields: readonly KnownField[] }>(query)
  return rows[0]?.fields ?? []
}

const mostTold = 3

/** The event by which such fields are given values, in words: each by what it was called then. */
export function customTitles(kind: string): Readonly<Record<string, Title>> {
  const title = ({ data }: { data: GivenValues }) => {
    const told = [
      ...(data.values ?? []).map(words),
      ...(data.personal ?? []).map(({ label }) => `${label} changed`),
    ]
    const more = told.length - mostTold
    return `${told.slice(0, mostTold).join(', ')}${more > 0 ? ` and ${more} more` : ''}` || 'Fields changed'
  }
  return { [`${kind}.custom-values-set`]: title }
}

/** What is long, or only an id, is not told: what it was is beside the title. */
function words({ label, type, value }: GivenValue): string {
  if (value === null) return `${label} taken away`
  if (type === 'long-text' || type === 'record') return `${label} changed`
  return `${label} set to ${wordsOf(type, value)}`
}

function wordsOf(type: GivenValue['type'], value: unknown): string {
  if (type === 'money') return formatMoney(value as Money)
  if (type === 'yes-no') return value === true ? 'yes' : 'no'
  if (type === 'percentage') return `${String(value)} %`
  return Array.isArray(value) ? value.join(', ') : String(value)
}
