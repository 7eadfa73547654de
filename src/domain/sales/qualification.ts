import { z } from 'zod'
import { personal } from '../personal.ts'
import { prose } from '../values/text.ts'

const answer = prose(500)

/** What must be known before a lead is worth a deal: Budget, Authority, Need, Timeline. Null: not asked yet. */
export const qualification = z.object({
  budget: answer.nullable(),
  authority: personal(prose(500)).nullable(),
  need: answer.nullable(),
  timeline: answer.nullable(),
})

export type Qualification = z.output<typeof qualification>

export const unanswered: Qualification = { budget: null, authority: null, need: null, timeline: null }

/** Which criteria are still open, in the order in which they are asked. */
export function missing(answers: Qualification): (keyof Qualification)[] {
  return (['budget', 'authority', 'need', 'timeline'] as const).filter((criterion) => !answers[criterion])
}
