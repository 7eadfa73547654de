import { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import { mustMay, NotFound } from '../../../commands/errors.ts'
import type { ReportDefinition } from '../../../domain/analytics/report-definition.ts'
import type { ReportFormat } from '../../../domain/analytics/report-format.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { reportTable } from '../../../projections/analytics/report.ts'
import type { TablesOf } from '../../lists/query.ts'
import { contentOf, csvFile, type FileContent, mostRows } from './file.ts'
import { mostOnPaper, reportPaper } from './paper.ts'
import { parquetFile } from './parquet.ts'
import type { ReportServices } from './result.ts'
import { mostInWorkbook, workbookFile } from './workbook.ts'

type Content = FileContent & { title: string; at: string }

interface Format {
  media: string
  words: string
  /** How many rows it takes. */
  most: number
  write: (content: Content) => Promise<Buffer> | Readable
}

/** The files that a report is handed out as, by the end of their name. */
export const formats: Readonly<Record<ReportFormat, Format>> = {
  csv: {
    media: 'text/csv; charset=utf-8',
    words: 'as CSV (RFC 4180), which no spreadsheet takes for formulas',
    most: mostRows,
    write: (content) => Readable.from(csvFile(content), { objectMode: false }),
  },
  xlsx: {
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    words: 'as an Excel workbook with typed cells',
    most: mostInWorkbook,
    write: workbookFile,
  },
  pdf: {
    media: 'application/pdf',
    words: 'as PDF, in the same bytes whenever it is asked for as of the same instant',
    most: mostOnPaper,
    write: reportPaper,
  },
  parquet: {
    media: 'application/vnd.apache.parquet',
    words: 'as Parquet with typed columns, for tools of analysis',
    most: mostRows,
    write: parquetFile,
  },
}

/**
 * A report as a file, for one reader, at an instant or now.
 * @throws as `contentOf`
 */
export async function fileOf(
  services: ReportServices,
  definition: ReportDefinition,
  of: Parameters<typeof contentOf>[2] & { format: ReportFormat; title: string },
): Promise<{ content: FileContent; bytes: Awaited<ReturnType<Format['write']>> }> {
  const { format, title, ...asking } = of
  const { most, write } = formats[format]
  const content = await contentOf(services, definition, { ...asking, most })
  const bytes = await write({ ...content, title, at: asking.at.asOf ?? services.clock() })
  return { content, bytes }
}

/** The report as it is now: what it asks is asked of any instant. */
export async function keptReport(
  { readModels }: Pick<ReportServices, 'readModels'>,
  principal: Principal,
  id: string,
) {
  mustMay(principal, 'report.read')
  const row = await readModels.read(principal, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof reportTable]>>)
      .selectFrom('report')
      .select(['name', 'definition'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`report ${id}`)
  return row
}
