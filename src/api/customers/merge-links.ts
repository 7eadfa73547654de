import { CompiledQuery } from 'kysely'
import type { Execute } from '../../commands/execute.ts'
import { fieldSetId } from '../../commands/settings/referred.ts'
import type { Naming } from '../../domain/customers/merge.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { type CustomisedKind, customisedKinds } from '../../domain/settings/custom-field.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { ident, literal, snake } from '../../platform/pg/pg.ts'
import type { Database } from '../../platform/pg/readers.ts'
import type { AnyTable } from '../../projections/projection.ts'

/** Where records of a kind are found by the ids of those that they name. */
export interface Linked {
  decider: AnyDecider
  table: Pick<AnyTable, 'name' | 'columns'>
  /** The column with the record's own id, and those with the ids of others or with what is made of them. */
  by: string
  columns: readonly string[]
}

/** The records that name another, no more than `most` of them, as far as the reader sees them. */
export async function namingRecords(
  { db, execute, linked }: { db: Database; execute: Pick<Execute, 'load'>; linked: readonly Linked[] },
  id: string,
  most: number,
): Promise<Naming[]> {
  const selects = await Promise.all(
    linked.map(async ({ decider, table, by, columns }) => {
      const named = [
        ...columns.map((column) => says(table, column)),
        ...(await ownFields(execute, decider.name)).map((key) => `custom->>${literal(key)} = $1::text`),
      ]
      return `(select distinct ${literal(decider.name)} as model, ${ident(snake(by))} as id
        from ${ident(snake(table.name))} where (${named.join(' or ')})
          and ${ident(snake(by))} in (select id from ${ident(snake(decider.name))}) limit ${most})`
    }),
  )
  const query = CompiledQuery.raw(`select * from (${selects.join(' union all ')}) found limit ${most}`, [id])
  return (await db.executeQuery<Naming>(query)).rows
}

/** Only kinds that a reader may read. */
export const readable = (linked: readonly Linked[], { may }: Pick<Principal, 'may'>) =>
  linked.filter(({ decider }) => allows(may, `${decider.name}.read`))

/** How many there are of each kind. */
export function countedByModel(found: readonly Naming[]): { model: string; count: number }[] {
  const models = [...new Set(found.map(({ model }) => model))]
  return models.map((model) => ({ model, count: found.filter((one) => one.model === model).length }))
}

/** The SQL of whether a column has an id, or holds something that has it. */
function says({ columns }: Linked['table'], column: string): string {
  const sql = ident(snake(column))
  const type = columns[column]?.sql
  if (type === 'jsonb') return `${sql}::text like '%' || $1::text || '%'`
  return type === 'uuid' ? `${sql} = $1::text::uuid` : `$1::text = any(${sql}::text[])`
}

/** The organisation's own fields of a kind that have ids of records. */
async function ownFields({ load }: Pick<Execute, 'load'>, kind: string): Promise<string[]> {
  if (!customisedKinds.some((one) => one === kind)) return []
  const set = await load(fieldSet, fieldSetId(kind as CustomisedKind))
  return (set?.fields ?? []).flatMap(({ key, type }) => (type === 'record' ? [key] : []))
}
