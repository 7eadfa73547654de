import { merged } from '../../domain/record.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { type PipelineStage, stagesAfter } from '../../domain/sales/stage.ts'
import { boolean, json, projection, text } from '../projection.ts'

export const pipelineTable = projection(pipeline)({
  name: 'pipeline',
  version: 3,
  label: ['name'],
  columns: {
    name: text,
    currency: text,
    isDefault: boolean,
    stages: json<readonly PipelineStage[]>(),
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'pipeline.created': (_, { data }) => ({
      ...data,
      stages: stagesAfter.created(data.stages),
      archived: false,
    }),
    'pipeline.changed': (row, { data }) => row && merged(row, data.changes),
    'pipeline.stage-added': (row, { data }) => row && { ...row, stages: stagesAfter.added(row.stages, data) },
    'pipeline.stage-changed': (row, { data }) =>
      row && { ...row, stages: stagesAfter.changed(row.stages, data) },
    'pipeline.stage-moved': (row, { data }) => row && { ...row, stages: stagesAfter.moved(row.stages, data) },
    'pipeline.stage-removed': (row, { data }) =>
      row && { ...row, stages: stagesAfter.removed(row.stages, data) },
    'pipeline.exit-criteria-set': (row, { data: { stageId, exit } }) =>
      row && { ...row, stages: stagesAfter.changed(row.stages, { stageId, changes: { exit } }) },
    'pipeline.archived': (row) => row && { ...row, archived: true, isDefault: false },
    'pipeline.restored': (row) => row && { ...row, archived: false },
  },
})
