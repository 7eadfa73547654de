import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import type { Field } from '../../domain/criteria/vocabulary.ts'
import { fieldKey, ownKey } from '../../domain/settings/custom-field.ts'
import { ident } from '../../platform/pg/pg.ts'
import type { Columns } from '../../projections/projection.ts'
import { collated, columnsByName, currencyOf, type TableColumn } from '../../projections/tables.ts'
import { isCustomised } from './custom-values.ts'
import type { ListScope } from './query.ts'

/** What rows are ordered by: a column, or a part of one. */
interface Ordered extends Omit<TableColumn, 'column'> {
  sql: string
}

export interface Order {
  /** One after the other; the last is the one that was asked for. */
  columns: readonly Ordered[]
  column: Ordered
  down: boolean
}

/** What the sorts of a kind of record are called in the description of the API. */
export const sortName = (component: string) => `${component}Sort`

/**
 * The sorts a list offers, for the document and for a clear refusal of others; of records with fields of the organisation's
 * own these too, `custom.region`, which its own document names.
 */
export function sortParameter(names: readonly string[], columns: Columns): z.ZodType<string, string> {
  const known = z.enum(names.flatMap((name) => [name, `-${name}`]))
  if (!isCustomised(columns)) return known
  return z
    .string()
    .max(60)
    .superRefine((sort, context) => {
      const name = sort.replace(/^-/, '')
      if (fieldKey.safeParse(ownKey(name)).success) return
      for (const { message } of known.safeParse(sort).error?.issues ?? [])
        context.addIssue({ code: 'custom', message })
    })
    .meta({ enum: known.options })
}

/** @throws InvalidInput for what rows have no order by. */
export async function orderOf(
  { name: model, columns }: { name: string; columns: Columns },
  sort: string,
  { fields }: ListScope = {},
): Promise<Order> {
  const down = sort.startsWith('-')
  const name = down ? sort.slice(1) : sort
  const isOwn = ownKey(name) !== undefined
  const by = isOwn ? orderedParts(name, (await fields?.(model))?.get(name)) : columnsOf(columns, name)
  const column = by.at(-1)
  if (!column) {
    const message = `There is no sorting by ${sort}.`
    throw new InvalidInput([{ field: 'sort', rule: 'sort', message }])
  }
  return { columns: by, column, down }
}

/** Amounts of different currencies are no larger or smaller than each other: they are ordered within their own. */
function columnsOf(columns: Columns, name: string): Ordered[] {
  const table = columnsByName(columns)
  const column = table.get(name)
  if (!column || column.type === 'jsonb' || column.type.endsWith('[]')) return []
  return [table.get(currencyOf(columns, name) ?? ''), column].flatMap((one) =>
    one ? [{ ...one, sql: ident(one.column) }] : [],
  )
}

/**
 * The same of a value in JSON; none for what has no order. Days and instants are in that of their text, of which Postgres makes an
 * index, as it does not of what a setting could turn into another day.
 */
export function orderedParts(name: string, field: Field | undefined): Ordered[] {
  const part = (at: string, type: string, cast: string): Ordered => {
    const [column = '', ...path] = at.split('.')
    return { name: at, type, nullable: true, sql: `((${ident(column)} #>> '{${path.join(',')}}')${cast})` }
  }
  switch (field?.kind) {
    case 'text':
      return [part(name, 'text', collated('text'))]
    case 'day':
    case 'instant':
      return [part(name, 'text', ' collate "C"')]
    case 'yes-no':
      return [part(name, 'boolean', '::boolean')]
    case 'number':
      return [part(name, 'double precision', '::double precision')]
    case 'money':
      return [part(`${name}.currency`, 'text', ' collate "C"'), part(`${name}.amount`, 'bigint', '::bigint')]
    case 'choice':
    case 'record':
    case 'records':
    case 'texts':
    case undefined:
      return []
  }
}
