import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { copyInto, openPg } from '../../src/platform/pg/pg.ts'
import { copyLine } from '../../src/projections/copy.ts'
import { entryOf, indexing, isSearched } from '../../src/projections/search.ts'
import { modelOf, type Row } from '../../src/projections/tables.ts'
import { projections } from '../../src/registry.ts'
import type { Product } from './product.ts'

/** Rows of one read model: what is not said of one is null, or as little as its column takes. */
export interface Rows {
  model: string
  count: number
  /** Of the n-th. */
  row: (n: number) => object
}

/** Writes rows into read models and the index of search, as a rebuild does, and has Postgres look at them. */
export async function writeRows({ databaseUrl }: Product, all: readonly Rows[]): Promise<void> {
  const pg = openPg({ url: databaseUrl, log: pino({ level: 'silent' }) })
  const at = new Date(Date.UTC(2026, 0, 1)).toISOString()
  try {
    for (const { model: name, count, row: rowOf } of all) {
      const projection = projections.find((one) => one.name === name)
      if (!projection) throw new Error(`there is no projection ${name}`)
      const model = modelOf(projection)
      const line = copyLine(model.columns)
      const least = Object.fromEntries(
        model.columns.map(({ name: column, type, nullable }) => [
          column,
          nullable ? null : column === 'custom' ? {} : bare(type),
        ]),
      )
      for (let from = 0; from < count; from += 5_000) {
        const rows = Array.from({ length: Math.min(5_000, count - from) }, (_, offset) => ({
          ...least,
          id: randomUUID(),
          createdAt: at,
          updatedAt: new Date(Date.UTC(2026, 0, 1) + (from + offset) * 60_000).toISOString(),
          recordedAt: at,
          ...rowOf(from + offset),
        })) as unknown as Row[]
        await pg.transaction(async (client) => {
          await copyInto(
            client,
            `copy rm.${model.table} from stdin`,
            rows.map((one) => `${line(one)}\n`),
          )
          if (isSearched(model))
            await client.query(indexing(model, '$1'), [
              JSON.stringify(rows.map((one) => entryOf(model, one))),
            ])
        })
      }
      await pg.owner.query(`vacuum analyze rm.${model.table}`)
    }
    await pg.owner.query('vacuum analyze rm.search')
  } finally {
    await pg.close()
  }
}

/** What a column that must have a value has where nothing is said of it. */
function bare(type: string): unknown {
  if (type === 'text') return ''
  if (type === 'boolean') return false
  if (type.endsWith('[]')) return []
  if (type === 'jsonb') return []
  if (type === 'uuid') return '00000000-0000-4000-8000-000000000000'
  if (type === 'timestamptz' || type === 'date') return '2026-01-01'
  return 0
}
