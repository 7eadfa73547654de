import { z } from 'zod'
import { criterion } from '../criteria/criterion.ts'
import { type Mentioned, merged } from '../record.ts'
import { ruleId } from '../rules/rule.ts'
import { probability } from '../values/decimal.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const stageKind = z.enum(['open', 'won', 'lost']).register(vocabulary, { id: 'StageKind' })

/** A step of a pipeline. `probability` is what a deal that enters it is given, unless someone knows better. */
export const stage = z
  .object({ id: uuid, name: line(60), probability, kind: stageKind })
  .register(vocabulary, { id: 'Stage' })

export type Stage = z.output<typeof stage>

/** What must hold of a deal before it leaves a stage for a later one, and what that is called by who is held up. */
export const exitCriterion = z.object({
  id: ruleId,
  name: line(80),
  when: criterion.meta({
    examples: [{ field: 'amount', operator: 'known' }, { related: 'quotes' }, { all: [] }],
  }),
})

export type ExitCriterion = z.output<typeof exitCriterion>

/** A stage as its pipeline knows it: deals take of it what a `Stage` is. */
export type PipelineStage = Stage & { exit: readonly ExitCriterion[] }

/** Something that does not hold of a deal, by its name and that of the stage which asks it. */
export const unmetCriterion = z
  .object({ stage: line(60), name: line(80) })
  .register(vocabulary, { id: 'UnmetCriterion' })

export type UnmetCriterion = z.output<typeof unmetCriterion>

/** What a deal's decisions know of its pipeline. Stages stand in the order in which deals pass them. */
export const pipelineFacts = z.object({ archived: z.boolean(), stages: z.array(stage) })

export type PipelineFacts = z.output<typeof pipelineFacts>

/** The row of stages after a change to it; shared by the decision, the state and the read model. */
export const stagesAfter = {
  created: (stages: readonly Stage[]): PipelineStage[] => stages.map((one) => ({ ...one, exit: [] })),
  added: (stages: readonly PipelineStage[], added: { stage: Stage; index: number }): PipelineStage[] =>
    stages.toSpliced(added.index, 0, { ...added.stage, exit: [] }),
  changed: (
    stages: readonly PipelineStage[],
    { stageId, changes }: { stageId: string; changes: Mentioned<PipelineStage> },
  ): PipelineStage[] => stages.map((one) => (one.id === stageId ? merged(one, changes) : one)),
  moved: (
    stages: readonly PipelineStage[],
    { stageId, index }: { stageId: string; index: number },
  ): PipelineStage[] => {
    const others = stages.filter(({ id }) => id !== stageId)
    return others.toSpliced(index, 0, ...stages.filter(({ id }) => id === stageId))
  },
  removed: (stages: readonly PipelineStage[], { stageId }: { stageId: string }): PipelineStage[] =>
    stages.filter(({ id }) => id !== stageId),
}
