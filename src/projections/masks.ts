import { createHash } from 'node:crypto'
import type { Masks } from '../platform/people/permissions.ts'
import { ident, literal, type Pg, whileAway } from '../platform/pg/pg.ts'
import { readerRole } from '../platform/pg/readers.ts'
import { collated, type Model, type TableColumn } from './tables.ts'

/** The schemas a reader may look through, and what stands behind each of them. */
const views = { '': 'rm', _asof: 'asof', _asof_recorded: 'asof_recorded' } as const
export type Side = keyof typeof views

export interface MaskedViews {
  /** The schema in which the hidden columns are null, whatever is asked of them; undefined: none is hidden. */
  schemaOf(masks: Masks, side: Side): Promise<string | undefined>
  /** Makes them anew at the next use: a rebuild takes the views along with the tables they are on. */
  forget(): void
}

/**
 * One set of views for each combination of hidden columns, of every model, so that nothing can be found outside them:
 * a column that is hidden is null in lists, filters, sorts, searches and sums alike, and the planner sees a constant.
 */
export function maskedViews(pg: Pg, models: readonly Model[]): MaskedViews {
  const made = new Map<string, Promise<void>>()
  const names = new WeakMap<Masks, string | undefined>()

  function nameOf(masks: Masks): string | undefined {
    if (names.has(masks)) return names.get(masks)
    const hidden = models.flatMap((model) => [
      ...partsHidden(masks, model).map((part) => `${model.name}.custom.${part}`),
      ...model.declared
        .filter(({ name }) => isHidden(masks, model, name))
        .map(({ name }) => `${model.name}.${name}`),
    ])
    const name = hidden.length > 0 ? `mask_${hashOf(hidden.sort().join(' '))}` : undefined
    names.set(masks, name)
    return name
  }

  async function make(name: string, masks: Masks): Promise<void> {
    const statements = Object.entries(views).flatMap(([side, from]) => {
      const schema = ident(`${name}${side}`)
      return [
        `create schema if not exists ${schema};`,
        `grant usage on schema ${schema} to ${readerRole};`,
        ...models.flatMap((model) => viewsOf(schema, from, model, masks)),
      ]
    })
    await whileAway(() =>
      pg.transaction(async (client) => {
        await client.query(`select pg_advisory_xact_lock(hashtextextended(${literal(name)}, 0))`)
        await client.query(statements.join('\n'))
      }),
    )
  }

  return {
    async schemaOf(masks, side) {
      const name = nameOf(masks)
      if (name === undefined) return undefined
      let making = made.get(name)
      if (!making) {
        making = make(name, masks)
        made.set(name, making)
        making.catch(() => made.delete(name))
      }
      await making
      return `${name}${side}`
    },
    forget: () => made.clear(),
  }
}

function isHidden({ hidden }: Masks, model: Model, column: string): boolean {
  return hidden[model.name]?.includes(column) ?? false
}

/** The keys of the organisation's own fields that are hidden: each is a part of the one column that holds them all. */
function partsHidden({ hidden }: Masks, model: Model): string[] {
  if (!model.declared.some(({ name }) => name === 'custom')) return []
  return (hidden[model.name] ?? []).flatMap((name) => /^custom\.(.+)$/.exec(name)?.[1] ?? [])
}

/** What of a column is shown under these masks, as SQL: nothing, all of it, or all but some parts. */
export function maskedColumn(model: Model, { name, column, type }: TableColumn, masks: Masks): string {
  if (isHidden(masks, model, name)) return `null::${type}${collated(type)} as ${ident(column)}`
  const parts = name === 'custom' ? partsHidden(masks, model) : []
  if (parts.length === 0) return ident(column)
  return `${ident(column)} - array[${parts.map(literal).join(', ')}] as ${ident(column)}`
}

function viewsOf(schema: string, from: string, model: Model, masks: Masks): string[] {
  const list = model.columns.map((column) => maskedColumn(model, column, masks))
  const intervals = ['occurred_from', 'occurred_to', 'recorded_from', 'recorded_to']
  const view = (name: string, of: readonly string[]) => `
    create or replace view ${schema}.${ident(name)} with (security_invoker = true) as
      select ${of.join(', ')} from ${from}.${ident(name)};
    grant select on ${schema}.${ident(name)} to ${readerRole};`
  return [view(model.table, list), view(`${model.table}_history`, [...list, ...intervals])]
}

/** Removes what an earlier process has made; who still looks through it makes it again. */
export async function dropMaskedViews(pg: Pg): Promise<void> {
  const { rows } = await pg.owner.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname like 'mask\\_%'`,
  )
  for (const { name } of rows) await pg.owner.query(`drop schema if exists ${ident(name)} cascade`)
}

/** Whether a query found a table or schema missing (SQLSTATE): views that went along with a table. */
export function isMissingView(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '42P01' || code === '3F000'
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
