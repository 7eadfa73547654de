import type { SchemaElement } from 'hyparquet'
import { minorDigits } from '../../../domain/values/currency.ts'
import { csvCell, type FileContent } from './file.ts'
import { aboutLines } from './paper.ts'
import type { Cell, Sheet } from './sheet.ts'

/** Decimals of an amount, whatever its currency: none has more (ISO 4217). */
const places = 4

type Type = Omit<SchemaElement, 'name' | 'repetition_type'>

/**
 * Of each kind of cell its type (Apache Parquet, LogicalTypes.md). Instants say that they are UTC: without that
 * hyparquet-writer 0.17.0 leaves it open, and readers differ. Amounts are decimals, never floating point.
 */
const types: Readonly<Record<Sheet['holds'][number], Type>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  amount: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    scale: places,
    precision: 38,
    logical_type: { type: 'DECIMAL', scale: places, precision: 38 },
  },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  instant: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
}

/** As a Parquet file: of the same instant in the same bytes. What it is of stands in its metadata. */
export async function parquetFile(content: FileContent & { title: string; at: string }): Promise<Buffer> {
  // Rarely needed, and not small.
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const { heads, holds, rows } = content.sheet
  const names = apart(heads)
  const data: unknown[][] = names.map(() => [])
  for await (const row of rows)
    for (const [index, kind] of holds.entries()) data[index]?.push(storedOf(row[index] ?? null, kind))
  const file = parquetWriteBuffer({
    columnData: names.map((name, index) => ({ name, data: data[index] ?? [] })),
    schema: [
      { name: 'root', num_children: names.length },
      ...holds.map((kind, index) => ({
        name: names[index] ?? '',
        repetition_type: 'OPTIONAL' as const,
        ...types[kind],
      })),
    ],
    kvMetadata: aboutLines(content).map(([key, value]) => ({ key, value })),
    createdBy: 'Hindsight',
  })
  return Buffer.from(file)
}

/** Columns are told apart by their names: the second `Name` is `Name (2)`, or the next that none is called. */
export function apart(heads: readonly string[]): string[] {
  const names = new Set(heads)
  const met = new Set<string>()
  return heads.map((head) => {
    if (!met.has(head)) {
      met.add(head)
      return head
    }
    let count = 2
    while (names.has(`${head} (${count})`)) count += 1
    const name = `${head} (${count})`
    names.add(name)
    return name
  })
}

function storedOf(cell: Cell, kind: Sheet['holds'][number]): unknown {
  if (cell === null) return null
  if (kind === 'text') return csvCell(cell)
  // Too large to be told exactly.
  if (cell.is !== kind) return null
  switch (cell.is) {
    case 'number':
      return cell.number
    case 'amount':
      return BigInt(cell.amount) * 10n ** BigInt(places - minorDigits(cell.currency))
    case 'day':
      return new Date(`${cell.day}T00:00:00Z`)
    case 'instant':
      return new Date(cell.instant)
  }
}
