import { z } from 'zod'
import { type Mentioned, merged } from '../record.ts'
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

/** What a deal's decisions know of its pipeline. Stages stand in the order in which deals pass them. */
export const pipelineFacts = z.object({ archived: z.boolean(), stages: z.array(stage) })

export type PipelineFacts = z.output<typeof pipelineFacts>

/** The row of stages after a change to it; shared by the decision, the state and the read model. */
export const stagesAfter = {
  added: (stages: readonly Stage[], added: { stage: Stage; index: number }): Stage[] =>
    stages.toSpliced(added.index, 0, added.stage),
  changed: (
    stages: readonly Stage[],
    { stageId, changes }: { stageId: string; changes: Mentioned<Stage> },
  ): Stage[] => stages.map((one) => (one.id === stageId ? merged(one, changes) : one)),
  moved: (stages: readonly Stage[], { stageId, index }: { stageId: string; index: number }): Stage[] => {
    const others = stages.filter(({ id }) => id !== stageId)
    return others.toSpliced(index, 0, ...stages.filter(({ id }) => id === stageId))
  },
  removed: (stages: readonly Stage[], { stageId }: { stageId: string }): Stage[] =>
    stages.filter(({ id }) => id !== stageId),
}
