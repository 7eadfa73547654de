import { backTest } from './analytics/back-test.ts'
import { forecast } from './analytics/forecast.ts'
import { insight } from './analytics/insight.ts'
import { miningResult } from './analytics/mining-result.ts'
import { performance } from './analytics/performance.ts'
import { pipelineBoards, pipelineReports } from './analytics/pipeline.ts'
import { report } from './analytics/report.ts'
import { reportLink } from './analytics/report-link.ts'
import { reportDelivery, reportSchedule } from './analytics/report-schedule.ts'
import { sql } from './analytics/sql.ts'
import { type Feature, partOf } from './feature.ts'

export const analytics: readonly Feature[] = [
  pipelineBoards,
  ...partOf('analytics', [
    pipelineReports,
    forecast,
    backTest,
    performance,
    insight,
    miningResult,
    report,
    reportLink,
    reportSchedule,
    reportDelivery,
    sql,
  ]),
]
