import { pipelineBoard, pipelineSummary } from '../../api/analytics/pipeline.ts'
import { pipelineDiff } from '../../api/analytics/pipeline-diff.ts'
import { pipelineHealth } from '../../api/analytics/pipeline-health.ts'
import { dealPaths, leadPaths, ticketPaths } from '../../api/analytics/process-paths.ts'
import { stageTimes } from '../../api/analytics/stage-times.ts'
import { dealSizes, salesVelocity } from '../../api/analytics/velocity.ts'
import { winRates } from '../../api/analytics/win-rates.ts'
import { workNext } from '../../api/analytics/work-next.ts'
import { feature } from '../feature.ts'

/** How the deals stand now: the board, its sums, and what to do next. */
export const pipelineBoards = feature({
  name: 'pipelineBoards',
  queries: [pipelineBoard, pipelineSummary, pipelineHealth, stageTimes, workNext],
})

/** What changed between two instants, how fast deals go and by which ways. */
export const pipelineReports = feature({
  name: 'pipelineReports',
  queries: [pipelineDiff, salesVelocity, dealSizes, winRates, dealPaths, leadPaths, ticketPaths],
})
