import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { wordNow } from '../stored-names.ts'
import { instant } from '../values/instant.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** A permission pattern: `lead.*`, `*.read`, `ticket.open`. */
export const scope = z
  .string()
  .max(100)
  .regex(/^(\*|[a-z][a-zA-Z]*)\.(\*|[a-z][a-z-]*)$/, 'a permission such as lead.read or ticket.*')
  .meta({ examples: ['lead.read', 'ticket.*', '*.read'] })

const issued = z.object({
  ownerId: uuid,
  name: line(100),
  /** The first characters of the key, by which its owner knows it. */
  prefix: z.string().min(1).max(40),
  scopes: z.array(scope).min(1).max(50),
  expiresAt: instant,
})
const nothing = z.object({})

export interface ApiKeyState extends z.output<typeof issued> {
  revoked: boolean
}

/** A credential for a program that acts for its owner. The key itself is never an event; its hash is kept beside the log. */
export const apiKey = decider<ApiKeyState>()({
  name: 'apiKey',
  events: {
    'apiKey.issued': versioned(creates(issued), 2, {
      // Some models had other names.
      1: (data) => ({ ...data, scopes: (data.scopes as string[]).map(wordNow) }),
    }),
    'apiKey.revoked': nothing,
  },
  commands: { 'apiKey.issue': creates(issued), 'apiKey.revoke': nothing },
  evolve: {
    'apiKey.issued': (_, data) => ({ ...data, revoked: false }),
    'apiKey.revoked': (state) => ({ ...state, revoked: true }),
  },
  decide: {
    'apiKey.issue': (_, input, { at }) => {
      if (input.expiresAt <= at) conflict('apiKey.expired', 'This key would have expired already.')
      return [{ type: 'apiKey.issued', data: input }]
    },
    'apiKey.revoke': (state) => (state.revoked ? [] : [{ type: 'apiKey.revoked', data: {} }]),
  },
})
