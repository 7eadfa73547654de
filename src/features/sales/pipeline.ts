import { pipelineQueries, pipelineTitles } from '../../api/sales/pipeline.ts'
import { pipelineCommands } from '../../commands/sales/pipeline.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { pipeline as decider } from '../../domain/sales/pipeline.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { defaultPipeline } from '../../sagas/sales/default-pipeline.ts'
import { feature } from '../feature.ts'

export const pipeline = feature({
  decider,
  resource: 'pipelines',
  grants: () => [everyone],
  authority: {
    ...readByAll('pipeline'),
    manager: { may: ['pipeline.read', 'pipeline.override-exit'], seesAll: true },
  },
  table: pipelineTable,
  commands: pipelineCommands,
  queries: pipelineQueries,
  titles: pipelineTitles,
  sagas: [defaultPipeline],
})
