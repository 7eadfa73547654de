import { z } from 'zod'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { stage } from '../../domain/sales/stage.ts'
import { currency } from '../../domain/values/money.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const pipelineQueries = recordQueries(pipelineTable)({
  resource: 'pipelines',
  summary: 'Pipelines with their stages',
  row: z.object({
    name: z.string(),
    currency,
    isDefault: z.boolean(),
    stages: z.array(stage),
    archived: z.boolean(),
  }),
  shown: ({ stages, ...row }) => ({ ...row, stages: stages as z.input<typeof stage>[] }),
  filters: { archived: flag, isDefault: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

const percent = (share: number) => `${Math.round(share * 100)} %`

export const pipelineTitles = titlesOf(pipeline, {
  'pipeline.created': ({ data }) => `Pipeline ${data.name} created with ${data.stages.length} stages`,
  'pipeline.changed': ({ data: { changes } }) => {
    if (changes.isDefault === undefined) return 'Pipeline changed'
    return changes.isDefault ? 'Made the default pipeline' : 'The default pipeline no more'
  },
  'pipeline.stage-added': ({ data }) => `Stage ${data.stage.name} added`,
  'pipeline.stage-changed': ({ data: { stageId, changes }, before }) => {
    const was = before.stages.find(({ id }) => id === stageId)
    const parts = [
      ...(changes.name ? [`renamed to ${changes.name}`] : []),
      ...(changes.probability !== undefined && was
        ? [`probability changed from ${percent(was.probability)} to ${percent(changes.probability)}`]
        : []),
    ]
    return `Stage ${was?.name ?? ''} ${parts.join(', ')}`
  },
  'pipeline.stage-moved': ({ data, before }) =>
    `Stage ${before.stages.find(({ id }) => id === data.stageId)?.name ?? ''} moved`,
  'pipeline.stage-removed': ({ data, before }) =>
    `Stage ${before.stages.find(({ id }) => id === data.stageId)?.name ?? ''} removed`,
  'pipeline.archived': () => 'Pipeline archived',
  'pipeline.restored': () => 'Pipeline restored',
})
