import { pipelineBoard, pipelineSummary } from '../../api/analytics/pipeline.ts'
import { pipelineDiff } from '../../api/analytics/pipeline-diff.ts'
import { feature } from '../feature.ts'

/** How the deals stand: the board, its sums, and what changed between two instants. */
export const pipelineReports = feature({
  name: 'pipelineReports',
  queries: [pipelineBoard, pipelineSummary, pipelineDiff],
})
