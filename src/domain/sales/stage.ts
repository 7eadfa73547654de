import { z } from 'zod'
import { probability } from '../values/decimal.ts'
import { line } from '../values/text.ts'

export const stageKind = z.enum(['open', 'won', 'lost'])

/** A step of a pipeline. `probability` is what a deal that enters it is given, unless someone knows better. */
export const stage = z.object({ id: z.uuid(), name: line(60), probability, kind: stageKind })

export type Stage = z.output<typeof stage>

/** What a deal's decisions know of its pipeline. Stages stand in the order in which deals pass them. */
export const pipelineFacts = z.object({ archived: z.boolean(), stages: z.array(stage) })

export type PipelineFacts = z.output<typeof pipelineFacts>
