import { z } from 'zod'
import { currency } from '../../domain/values/money.ts'
import { line } from '../../domain/values/text.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { dateOrders, decimalMarks } from './formats.ts'
import { importKind } from './kinds.ts'
import { mostColumns } from './sheet.ts'

/** The most values of one column that somebody says the meaning of. */
export const mostMeanings = 200

const columnMapping = z
  .object({
    column: line(200),
    field: line(120).nullable().describe('The field that it becomes; null: it is not taken.'),
    format: z
      .enum([...dateOrders, ...decimalMarks])
      .nullable()
      .default(null)
      .describe('Of dates their order, of numbers their decimal mark.'),
    meanings: z
      .array(z.object({ value: line(200), means: line(200) }))
      .max(mostMeanings)
      .default([])
      .describe('What values mean here: a stage or an owner by its id, a choice by its name.'),
  })
  .register(vocabulary, { id: 'ImportColumn' })

/** How the columns of a file become records: proposed by us, decided by who imports, kept for the next file of the source. */
export const mapping = z
  .object({
    kind: importKind,
    system: line(80).describe(
      'Where the file is from. With the key it says which record is which, the next time too.',
    ),
    key: line(200).nullable().describe('The column with the key that the source knows its records by.'),
    columns: z.array(columnMapping).min(1).max(mostColumns),
    empty: z.array(line(40)).max(30).default([]).describe('Words that stand where there is nothing.'),
    currency: currency.nullable().default(null).describe('Of amounts that do not say theirs.'),
    existing: z
      .enum(['update', 'fill', 'skip'])
      .default('update')
      .describe(
        'What becomes of a record that is here: what differs is changed, only gaps are filled, or it stays as it is.',
      ),
  })
  .register(vocabulary, { id: 'ImportMapping' })

export type Mapping = z.output<typeof mapping>
export type ColumnMapping = z.output<typeof columnMapping>
