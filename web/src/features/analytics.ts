import type { Entry } from '../records/entry.ts'
import { forecast } from './analytics/forecast.entry.ts'
import { leadReports } from './analytics/lead-reports.entry.ts'
import { performance } from './analytics/performance.entry.ts'
import { pipeline } from './analytics/pipeline.entry.ts'
import { pipelineHealth } from './analytics/pipeline-health.entry.ts'

export const analytics: readonly Entry[] = [pipeline, pipelineHealth, forecast, performance, leadReports]
