import { pipelineBoard, pipelineSummary } from '../../api/analytics/pipeline.ts'
import { pipelineDiff } from '../../api/analytics/pipeline-diff.ts'
import { pipelineHealth } from '../../api/analytics/pipeline-health.ts'
import { dealPaths, leadPaths, ticketPaths } from '../../api/analytics/process-paths.ts'
import { stageTimes } from '../../api/analytics/stage-times.ts'
import { dealSizes, salesVelocity } from '../../api/analytics/velocity.ts'
import { winRates } from '../../api/analytics/win-rates.ts'
import { workNext } from '../../api/analytics/work-next.ts'
import { feature } from '../feature.ts'

/** How the deals stand: the board, its sums, and what changed between two instants; and the ways that records go. */
export const pipelineReports = feature({
  name: 'pipelineReports',
  queries: [
    pipelineBoard,
    pipelineSummary,
    pipelineDiff,
    pipelineHealth,
    stageTimes,
    salesVelocity,
    dealSizes,
    winRates,
    workNext,
    dealPaths,
    leadPaths,
    ticketPaths,
  ],
})
