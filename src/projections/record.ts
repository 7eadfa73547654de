import type { z } from 'zod'
import type { AnyDecider } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { merged, type RecordDecider } from '../domain/record.ts'
import { boolean, type Column, type Columns, type Made, projection } from './projection.ts'

/** A column for each field, which holds exactly what the field does. */
type ColumnsFor<T> = { readonly [K in keyof T]: Column<T[K]> }

type Row = Record<string, unknown>

/**
 * The table of a plain record: a row for each, with its fields as they are and whether it is archived.
 * `recordTable(territory)({ version: 1, columns: { name: text }, label: ['name'] })`.
 */
export function recordTable<const N extends string, S extends z.ZodObject>(of: RecordDecider<N, S>) {
  return <const C extends ColumnsFor<z.output<S>> & Columns>(about: {
    version: number
    columns: C
    label?: readonly (keyof C & string)[]
    indexes?: readonly (readonly (keyof C & string)[])[]
  }) => {
    const name = of.name as N
    const table = projection<readonly AnyDecider[]>()<N, Columns>({
      name,
      version: about.version,
      label: about.label ?? [],
      columns: { ...about.columns, archived: boolean },
      indexes: about.indexes ?? [],
      on: {
        [`${name}.created`]: (_: Row | undefined, { data }: RecordedEvent) => ({
          ...(data as Row),
          archived: false,
        }),
        [`${name}.changed`]: (row: Row | undefined, { data }: RecordedEvent) =>
          row && merged(row, (data as { changes: Row }).changes),
        [`${name}.archived`]: (row: Row | undefined) => row && { ...row, archived: true },
        [`${name}.restored`]: (row: Row | undefined) => row && { ...row, archived: false },
      },
    })
    // The columns are those of the fields, as the signature has it; the fold laws run every table.
    return table as never as Made<N, C & { archived: typeof boolean }, undefined>
  }
}
