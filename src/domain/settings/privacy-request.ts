import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const ref = z.object({ aggregate: line(40), id: uuid })

export const privacyRequestKinds = [
  'access',
  'portability',
  'rectification',
  'restriction',
  'lifting',
  'erasure',
] as const

const asked = z.object({
  kind: z.enum(privacyRequestKinds),
  subject: ref,
  /** The records of the person that it is about, the subject among them. */
  records: z.array(ref).min(1).max(10_000),
  /** Who wants it: the person, a rule of ours on how long data are kept, or the removal of an account. */
  ground: z.enum(['person', 'retention', 'removal']),
  /** Of a rectification: the ids of the events that put right what was wrong. They were there before it. */
  changes: z.array(uuid).min(1).max(1000).optional(),
})

const done = z.object({
  /** The keys that were destroyed. */
  keys: z.array(uuid),
  /** Events that were written before personal data were encrypted: of these the log still says everything. */
  unsealed: count,
})

export interface PrivacyRequestState extends z.output<typeof asked> {
  done: z.output<typeof done> | null
}

/** What somebody asked for by right, and what came of it. It holds no personal data: it outlives them. */
export const privacyRequest = decider<PrivacyRequestState>()({
  name: 'privacyRequest',
  events: { 'privacyRequest.made': creates(asked), 'privacyRequest.completed': done },
  commands: { 'privacyRequest.make': creates(asked), 'privacyRequest.complete': done },
  evolve: {
    'privacyRequest.made': (_, data) => ({ ...data, done: null }),
    'privacyRequest.completed': (state, data) => ({ ...state, done: data }),
  },
  decide: {
    'privacyRequest.make': (_, input) => [{ type: 'privacyRequest.made', data: input }],
    'privacyRequest.complete': (state, input) =>
      state.done ? [] : [{ type: 'privacyRequest.completed', data: input }],
  },
})
