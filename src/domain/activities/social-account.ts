import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { handle } from './social.ts'

const fields = z.object({
  name: line(80),
  /** The server that speaks Mastodon's API, without a path: `https://social.example`. */
  server: z.url({ protocol: /^https?$/ }).max(300),
  /** Whose own it is; null: it is shared. */
  ownerId: uuid.nullable().default(null),
  /** Of a shared one: the team that reads it; null: everybody who reads conversations. */
  teamId: uuid.nullable().default(null),
})

/** Who the server says that we are there. */
const recognised = z.object({
  networkId: line(100),
  handle,
  url: z.url().max(2_000).nullable(),
})

export interface SocialAccountState extends RecordState<z.output<typeof fields>> {
  /** Its token, which is kept beside the log; absent as long as there is none. */
  secretId?: string
  /** Who we are there; absent until its server was asked. */
  known?: z.output<typeof recognised>
}

const plain = record('socialAccount', fields)
const secret = z.object({ secretId: uuid })

/** An account of ours in a social network. Who reads it is settled with it: what comes to it has been read by them. */
export const socialAccount = decider<SocialAccountState>()({
  name: 'socialAccount',
  events: { ...plain.events, 'socialAccount.password-set': secret, 'socialAccount.recognised': recognised },
  commands: {
    ...plain.commands,
    // What was written from one server is not answered from another.
    'socialAccount.change': plain.commands['socialAccount.change'].pick({ name: true }),
    'socialAccount.set-password': secret,
    'socialAccount.recognise': recognised,
  },
  evolve: {
    ...plain.evolve,
    'socialAccount.password-set': (state, data) => ({ ...state, ...data }),
    'socialAccount.recognised': (state, known) => ({ ...state, known }),
  },
  decide: {
    ...plain.decide,
    'socialAccount.create': (state, input, context) => {
      const { origin, protocol, hostname } = new URL(input.server)
      if (protocol !== 'https:' && !isHere(hostname))
        refuse('socialAccount.plain', 'Without TLS only a server on this machine is spoken to.', {
          field: 'server',
        })
      return plain.decide['socialAccount.create'](state, { ...input, server: origin }, context)
    },
    'socialAccount.set-password': (_, data) => [{ type: 'socialAccount.password-set', data }],
    'socialAccount.recognise': ({ known }, data) =>
      known?.networkId === data.networkId && known.handle === data.handle && known.url === data.url
        ? []
        : [{ type: 'socialAccount.recognised', data }],
  },
})

/** Whether an account is set up to read and to post. */
export const isSetUp = (
  of: SocialAccountState | undefined,
): of is SocialAccountState & { secretId: string } =>
  of !== undefined && !of.archived && of.secretId !== undefined

const isHere = (host: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host)
