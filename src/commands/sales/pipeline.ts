import type { z } from 'zod'
import { CriterionRefused } from '../../domain/criteria/resolve.ts'
import { refuse } from '../../domain/error.ts'
import { mostCriteria, pipeline } from '../../domain/sales/pipeline.ts'
import { exitCriterion, stage } from '../../domain/sales/stage.ts'
import { sameName } from '../../domain/values/text.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** The claim of the one pipeline for deals that name none. */
export const defaultPipelineClaim = { kind: 'pipeline-default', value: 'default' }

const create = pipeline.commands['pipeline.create'].schema
const addStage = pipeline.commands['pipeline.add-stage']
const id = stage.shape.id.optional()
/** A new one needs no id. */
const newCriterion = exitCriterion.partial({ id: true }).register(vocabulary, { id: 'NewExitCriterion' })

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
    'pipeline.set-exit-criteria': {
      summary: 'Say what must hold of a deal before it leaves a stage for a later one',
      ...prepared(
        pipeline.commands['pipeline.set-exit-criteria'].extend({
          exit: newCriterion.array().max(mostCriteria),
        }),
        async (body, asking) => {
          await checkCriteria(body.exit, asking)
          const made = (name: string) => derivedId(body.stageId, sameName(name), asking.at)
          return { ...body, exit: body.exit.map((one) => ({ ...one, id: one.id ?? made(one.name) })) }
        },
      ),
    },
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

/** @throws DomainError for what cannot be asked of a deal. */
async function checkCriteria(
  exit: readonly Pick<z.output<typeof exitCriterion>, 'when'>[],
  { hold }: Pick<Asking, 'hold'>,
): Promise<void> {
  for (const [place, { when }] of exit.entries())
    await hold([when], 'opportunity', null).catch((error: unknown) => {
      if (!(error instanceof CriterionRefused)) throw error
      const field = ['exit', place, 'when', error.path].filter((part) => part !== '').join('.')
      refuse('pipeline.criterion-refused', `Nothing can be asked like this: ${error.message}.`, { field })
    })
}
