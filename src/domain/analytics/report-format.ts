import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

/** The files that a report is handed out as, by the end of their name. */
export const reportFormat = z
  .enum(['pdf', 'xlsx', 'csv', 'parquet'])
  .register(vocabulary, { id: 'ReportFormat' })
export type ReportFormat = z.output<typeof reportFormat>
