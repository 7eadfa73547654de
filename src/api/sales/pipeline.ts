import { z } from 'zod'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { stage } from '../../domain/sales/stage.ts'
import { currency } from '../../domain/values/money.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const exitCriterion = z
  .object({
    id: z.string(),
    name: z.string(),
    when: z.unknown().describe('A criterion, as `where` of lists takes it.'),
  })
  .register(vocabulary, { id: 'ExitCriterion' })

/** With what it asks of a deal that leaves it for a later one. */
const pipelineStage = stage
  .extend({ exit: z.array(exitCriterion) })
  .register(vocabulary, { id: 'PipelineStage' })

export const pipelineQueries = recordQueries(pipelineTable)({
  resource: 'pipelines',
  summary: 'Pipelines with their stages',
  row: z.object({
    name: z.string(),
    currency,
    isDefault: z.boolean(),
    stages: z.array(pipelineStage),
    archived: z.boolean(),
  }),
  shown: ({ stages, ...row }) => ({ ...row, stages: stages as z.input<typeof pipelineStage>[] }),
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
  'pipeline.exit-criteria-set': ({ data: { stageId, exit }, before }) => {
    const stage = before.stages.find(({ id }) => id === stageId)?.name ?? ''
    return exit.length === 0
      ? `Nothing is asked any more before a deal leaves ${stage}`
      : `Asked before a deal leaves ${stage}: ${exit.map(({ name }) => name).join('; ')}`
  },
  'pipeline.archived': () => 'Pipeline archived',
  'pipeline.restored': () => 'Pipeline restored',
})
