import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'

/** What was handed out, told apart from any other by its hash; to whom and why is in the event's metadata. */
const made = z.object({
  query: z.record(z.string().max(100), z.string().max(2000)),
  events: count,
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type DisclosureState = z.output<typeof made>

/** One export of events out of the log. That data were read is part of their history too. */
export const disclosure = decider<DisclosureState>()({
  name: 'disclosure',
  events: { 'disclosure.made': creates(made) },
  commands: { 'disclosure.make': creates(made) },
  evolve: { 'disclosure.made': (_, data) => data },
  decide: { 'disclosure.make': (_, input) => [{ type: 'disclosure.made', data: input }] },
})
