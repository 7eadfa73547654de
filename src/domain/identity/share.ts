import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { wordNow } from '../stored-names.ts'
import { instant } from '../values/instant.ts'
import { prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const terms = z.object({
  /** What is shared: a record of this model. */
  model: z
    .string()
    .max(60)
    .regex(/^[a-z][a-zA-Z]*$/, 'must be a name such as lead')
    .meta({ examples: ['lead', 'opportunity', 'quote'] }),
  recordId: uuid,
  /** With whom. */
  grantee: z.enum(['user', 'team']),
  granteeId: uuid,
  level: z.enum(['read', 'write']),
  reason: prose(500),
  /** It ends by itself then; null: it is taken back by somebody. */
  expiresAt: instant.nullable(),
})
const granted = terms.extend({ grantedBy: z.string().max(200) })

export interface ShareState extends z.output<typeof granted> {
  revoked: boolean
}

/** One record let be seen by one person or team, beyond what roles and ownership give them. */
export const share = decider<ShareState>()({
  name: 'share',
  events: {
    'share.granted': versioned(creates(granted), 2, {
      // Some models had other names.
      1: (data) => ({ ...data, model: wordNow(data.model as string) }),
    }),
    'share.revoked': z.object({}),
  },
  commands: {
    'share.grant': creates(terms.extend({ expiresAt: terms.shape.expiresAt.default(null) })),
    'share.revoke': z.object({}),
  },
  evolve: {
    'share.granted': (_, data) => ({ ...data, revoked: false }),
    'share.revoked': (state) => ({ ...state, revoked: true }),
  },
  decide: {
    'share.grant': (_, input, { at, actor }) => {
      if (input.expiresAt !== null && input.expiresAt <= at)
        refuse('share.expired', 'A share must end later than now.', { field: 'expiresAt' })
      return [{ type: 'share.granted', data: { ...input, grantedBy: actor.id } }]
    },
    'share.revoke': (state) => (state.revoked ? [] : [{ type: 'share.revoked', data: {} }]),
  },
})
