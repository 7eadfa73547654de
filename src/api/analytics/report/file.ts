import { InvalidInput } from '../../../commands/errors.ts'
import type { ReportDefinition } from '../../../domain/analytics/report-definition.ts'
import { csvOf } from '../../../platform/papers/csv.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import { decimalOf } from '../../sales/e-invoice.ts'
import { type Held, held, pageOf, type ReportServices, type Result, resultOf } from './result.ts'
import { type Cell, listSheet, type Sheet, summarySheet } from './sheet.ts'

/** A list with more rows than that is taken out by the feed of events, or in parts. */
export const mostRows = 100_000
const pageSize = 200

type Of = { principal: Principal; at: Parameters<typeof resultOf>[2]['at'] }

export interface FileContent {
  result: Result
  sheet: Sheet
}

/**
 * What a report shows, all of it, as a table to be written.
 * @throws as `resultOf`, and InvalidInput for more rows than a file takes
 */
export async function contentOf(
  services: ReportServices,
  definition: ReportDefinition,
  of: Of & { most?: number },
): Promise<FileContent> {
  const { most = mostRows, ...asking } = of
  const about = await held(services, definition, asking)
  const { fields } = about
  const result = await resultOf(services, definition, asking, about)
  if (definition.columns.length === 0) return { result, sheet: summarySheet(result, fields) }
  if (result.records > most)
    throw new InvalidInput([
      {
        field: 'definition.where',
        rule: 'report',
        message: `These are ${result.records} rows, and such a file takes ${most}; ask for fewer.`,
      },
    ])
  return { result, sheet: listSheet(definition, fields, itemsOf(services, definition, about, asking)) }
}

async function* itemsOf(services: ReportServices, definition: ReportDefinition, about: Held, of: Of) {
  let cursor: string | undefined
  do {
    const page = await pageOf(services, definition, about, {
      ...of,
      limit: pageSize,
      ...(cursor !== undefined && { cursor }),
    })
    yield* page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

/** As CSV (RFC 4180), a part at a time: days and instants as ISO 8601, amounts as decimals with their currency. */
export async function* csvFile({ sheet }: Pick<FileContent, 'sheet'>): AsyncGenerator<string> {
  yield `\uFEFF${csvOf([sheet.heads])}`
  for await (const row of sheet.rows) yield csvOf([row.map(csvCell)])
}

export function csvCell(cell: Cell): string {
  switch (cell?.is) {
    case 'text':
      return cell.text
    case 'number':
      return String(cell.number)
    case 'amount':
      return decimalOf(cell.amount, cell.currency)
    case 'day':
      return cell.day
    case 'instant':
      return cell.instant
    case undefined:
      return ''
  }
}
