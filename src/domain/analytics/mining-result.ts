import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { position } from '../values/position.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What is mined and can be kept. */
export const mined = z
  .enum([
    'customer-groups',
    'product-associations',
    'look-alikes',
    'deal-paths',
    'lead-paths',
    'ticket-paths',
  ])
  .register(vocabulary, { id: 'Mined' })
export type Mined = z.output<typeof mined>

/** So many characters of JSON are the most that is kept. */
export const longestResult = 2_000_000

const made = z.object({
  name: line(120),
  mined,
  keeperId: uuid,
  /** What it was asked with, as JSON. */
  parameters: z.string().max(2_000),
  /** It is of what was known of this instant, up to this position of the log. */
  asOf: instant,
  basis: z.enum(['occurred', 'recorded']),
  upTo: position,
  /** As JSON, by ids and figures: what they are called is looked up by whoever reads it. */
  result: z.string().max(longestResult),
})
export type MiningResultState = z.output<typeof made>

/** What an insight came to, kept as it was with what it was made of. */
export const miningResult = decider<MiningResultState>()({
  name: 'miningResult',
  events: { 'miningResult.made': creates(made) },
  commands: { 'miningResult.make': creates(made) },
  evolve: { 'miningResult.made': (_, data) => data },
  decide: { 'miningResult.make': (_, input) => [{ type: 'miningResult.made', data: input }] },
})
