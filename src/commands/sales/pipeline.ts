import { pipeline } from '../../domain/sales/pipeline.ts'
import { stage } from '../../domain/sales/stage.ts'
import { sameName } from '../../domain/values/text.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

/** The claim of the one pipeline for deals that name none. */
export const defaultPipelineClaim = { kind: 'pipeline-default', value: 'default' }

const create = pipeline.commands['pipeline.create'].schema
const addStage = pipeline.commands['pipeline.add-stage']
const id = stage.shape.id.optional()

export const pipelineCommands = commandsOf(
  pipeline,
  (prepared) => ({
    'pipeline.create': {
      summary: 'Create a pipeline with its stages',
      ...prepared(
        create.extend({ stages: stage.extend({ id }).array().min(3).max(30) }),
        (body, { id: pipelineId }) => ({
          ...body,
          stages: body.stages.map((one) => ({
            ...one,
            id: one.id ?? derivedId(pipelineId, sameName(one.name)),
          })),
        }),
      ),
    },
    'pipeline.change': {
      summary: 'Change name or currency of a pipeline, or whether deals that name none are opened in it',
    },
    'pipeline.add-stage': {
      summary: 'Add a stage to a pipeline',
      ...prepared(
        addStage.extend({ stage: addStage.shape.stage.extend({ id }) }),
        ({ stage: { id: given, ...rest }, ...body }, { id: pipelineId, at }) => ({
          ...body,
          stage: { ...rest, id: given ?? derivedId(pipelineId, sameName(rest.name), at) },
        }),
      ),
    },
    'pipeline.change-stage': {
      summary: 'Change name or default probability of a stage; deals keep what they were given',
    },
    'pipeline.move-stage': { summary: 'Move a stage to another place' },
    'pipeline.remove-stage': { summary: 'Remove a stage; deals in it keep its name and probability' },
    'pipeline.archive': { summary: 'Archive a pipeline; it takes no new deals' },
    'pipeline.restore': { summary: 'Restore an archived pipeline' },
  }),
  {
    unique: ({ name, isDefault, furnished }) => [
      { kind: 'pipeline-name', value: sameName(name) },
      ...(isDefault ? [{ ...defaultPipelineClaim, yields: furnished }] : []),
    ],
  },
)
