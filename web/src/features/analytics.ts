import type { Entry, ScreenEntry } from '../records/entry.ts'
import { backTest } from './analytics/back-test.entry.ts'
import { forecast } from './analytics/forecast.entry.ts'
import { insight, profile, retention } from './analytics/insight.entry.ts'
import { leadReports } from './analytics/lead-reports.entry.ts'
import { miningResult } from './analytics/mining-result.entry.ts'
import { performance } from './analytics/performance.entry.ts'
import { pipeline } from './analytics/pipeline.entry.ts'
import { pipelineChanges } from './analytics/pipeline-changes.entry.ts'
import { pipelineHealth } from './analytics/pipeline-health.entry.ts'
import { processPaths } from './analytics/process-paths.entry.ts'
import { explore, report } from './analytics/report.entry.ts'
import { reportLink } from './analytics/report-link.entry.ts'
import { reportDelivery, reportSchedule } from './analytics/report-schedule.entry.ts'
import { sql } from './analytics/sql.entry.ts'
import { whatIf } from './analytics/what-if.entry.ts'

/** What the module of analytics has, beside lists of records, which go by their own rights. */
const ofModule: readonly ScreenEntry[] = [
  insight,
  processPaths,
  sql,
  explore,
  pipelineChanges,
  forecast,
  whatIf,
  performance,
].map((screen) => ({ ...screen, module: 'analytics' }))

export const analytics: readonly Entry[] = [
  report,
  reportSchedule,
  reportDelivery,
  reportLink,
  ...ofModule,
  retention,
  profile,
  pipeline,
  pipelineHealth,
  backTest,
  miningResult,
  leadReports,
]
