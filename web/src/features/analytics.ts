import type { Entry } from '../records/entry.ts'
import { backTest } from './analytics/back-test.entry.ts'
import { forecast } from './analytics/forecast.entry.ts'
import { insight, profile, retention } from './analytics/insight.entry.ts'
import { leadReports } from './analytics/lead-reports.entry.ts'
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

export const analytics: readonly Entry[] = [
  report,
  reportSchedule,
  reportDelivery,
  reportLink,
  insight,
  retention,
  profile,
  processPaths,
  sql,
  explore,
  pipeline,
  pipelineChanges,
  pipelineHealth,
  forecast,
  backTest,
  whatIf,
  performance,
  leadReports,
]
