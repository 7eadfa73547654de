import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { country } from '../values/country.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const fields = z.object({
  name: line(80),
  /** Where browsers speak SIP with its server: a WebSocket (RFC 7118), `wss://sip.example.com:5061/ws`. */
  server: z
    .url({ protocol: /^wss?$/ })
    .max(300)
    .meta({ examples: ['wss://sip.example.com:5061/ws', 'wss://pbx.example.com'] }),
  /** What stands behind the @ of its address. */
  domain: z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, 'must be a domain such as sip.example.com'),
  /** What stands before it, and by which it signs in there. */
  login: z.string().regex(/^[A-Za-z0-9._+-]{1,64}$/, 'must be a SIP user name such as 201 or anna'),
  /** Of which country a number is that says none (ISO 3166-1 alpha-2). */
  country,
  /** Who telephones by it; null: nobody yet. */
  userId: uuid.nullable().default(null),
})
export interface PhoneLineState extends RecordState<z.output<typeof fields>> {
  /** Its password, which is kept beside the log; absent as long as there is none for whoever has the line. */
  secretId?: string
}

const plain = record('phoneLine', fields)
const secret = z.object({ secretId: uuid })

/** A telephone line of ours, by which one user makes and takes calls in the browser. */
export const phoneLine = decider<PhoneLineState>()({
  name: 'phoneLine',
  events: { ...plain.events, 'phoneLine.password-set': secret },
  commands: { ...plain.commands, 'phoneLine.set-password': secret },
  evolve: {
    ...plain.evolve,
    'phoneLine.changed': (state, data, context) => {
      const next: PhoneLineState = plain.evolve['phoneLine.changed'](state, data, context)
      if (!isElsewhere(data.changes)) return next
      const { secretId: _, ...without } = next
      return without
    },
    'phoneLine.password-set': (state, data) => ({ ...state, ...data }),
  },
  decide: {
    ...plain.decide,
    'phoneLine.create': (state, input, context) => {
      mustBeSafe(input.server)
      return plain.decide['phoneLine.create'](state, input, context)
    },
    'phoneLine.change': (state, input, context) => {
      if (input.server !== undefined) mustBeSafe(input.server)
      return plain.decide['phoneLine.change'](state, input, context)
    },
    'phoneLine.set-password': (_, data) => [{ type: 'phoneLine.password-set', data }],
  },
})

/**
 * Whether a password counts no more: it was in the browser of who had the line, and is told to no other server than the one
 * that it was given for.
 */
export function isElsewhere(changes: {
  userId?: unknown
  server?: unknown
  domain?: unknown
  login?: unknown
}): boolean {
  return [changes.userId, changes.server, changes.domain, changes.login].some((one) => one !== undefined)
}

/** The origin of its server, as a content security policy names it: `wss://sip.example.com:5061`. */
export function originOfServer(server: string): string {
  const { protocol, host } = new URL(server)
  return `${protocol}//${host}`
}

function mustBeSafe(server: string): void {
  const { protocol, hostname } = new URL(server)
  if (protocol !== 'wss:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname))
    refuse('phoneLine.plain', 'Without TLS (wss) only a server on this machine is spoken to.', {
      field: 'server',
    })
}
