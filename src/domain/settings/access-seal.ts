import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'

/** The number and the hash of the newest entry of the access log: whoever changes one before it is found out. */
const made = z.object({
  last: count.min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

export type AccessSealState = z.output<typeof made>

/** The end of the access log at one moment, kept where nothing can be changed: in the log of events and its tree. */
export const accessSeal = decider<AccessSealState>()({
  name: 'accessSeal',
  events: { 'accessSeal.made': creates(made) },
  commands: { 'accessSeal.make': creates(made) },
  evolve: { 'accessSeal.made': (_, data) => data },
  decide: { 'accessSeal.make': (_, input) => [{ type: 'accessSeal.made', data: input }] },
})
