import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { email } from '../values/email.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** `implicit`: TLS from the first byte; `starttls`: before anything is said; `none`: to this machine only. */
export const mailServer = z
  .object({
    host: line(253).regex(/^[A-Za-z0-9.:-]+$/, 'must be the name of a server'),
    port: z.int().min(1).max(65_535),
    tls: z.enum(['implicit', 'starttls', 'none']).register(vocabulary, { id: 'MailServerTls' }),
  })
  .register(vocabulary, { id: 'MailServer' })
export type MailServer = z.output<typeof mailServer>

const fields = z.object({
  name: line(80),
  /** Where it is written to, and what its mails are from. */
  address: email,
  /** Whose own it is; null: it is shared. */
  ownerId: uuid.nullable().default(null),
  /** Of a shared one: the team that reads it; null: everybody who reads conversations. */
  teamId: uuid.nullable().default(null),
  /** Where mails are fetched; null: none are. */
  imap: mailServer.nullable().default(null),
  /** Where mails are handed in; null: none go out. */
  smtp: mailServer.nullable().default(null),
  login: line(320),
  /** Whether a mail that begins a conversation opens a ticket. */
  tickets: z.boolean().default(false),
  /**
   * What the own mail server calls itself in the results of its checks (RFC 8601, authserv-id), which are then believed; null: DKIM
   * and DMARC are checked here.
   */
  checkedBy: line(253).nullable().default(null),
  signature: prose(2_000).nullable().default(null),
})
export interface MailboxState extends RecordState<z.output<typeof fields>> {
  /** Its password, which is kept beside the log; absent as long as there is none. */
  secretId?: string
}

const plain = record('mailbox', fields)
const secret = z.object({ secretId: uuid })

/** A mailbox whose mails are fetched and sent. Who reads it is settled with it: its mails have been read by them. */
export const mailbox = decider<MailboxState>()({
  name: 'mailbox',
  events: { ...plain.events, 'mailbox.password-set': secret },
  commands: {
    ...plain.commands,
    'mailbox.change': plain.commands['mailbox.change'].omit({ ownerId: true, teamId: true }),
    'mailbox.set-password': secret,
  },
  evolve: { ...plain.evolve, 'mailbox.password-set': (state, data) => ({ ...state, ...data }) },
  decide: {
    ...plain.decide,
    'mailbox.create': (state, input, context) => {
      mustBeSafe(input)
      return plain.decide['mailbox.create'](state, input, context)
    },
    'mailbox.change': (state, input, context) => {
      mustBeSafe(input)
      return plain.decide['mailbox.change'](state, input, context)
    },
    'mailbox.set-password': (_, data) => [{ type: 'mailbox.password-set', data }],
  },
})

/** A password goes over no network in the clear. */
function mustBeSafe(of: {
  imap?: MailServer | null | undefined
  smtp?: MailServer | null | undefined
}): void {
  for (const field of ['imap', 'smtp'] as const) {
    const server = of[field]
    if (server?.tls === 'none' && !isHere(server.host))
      refuse('mailbox.plain', 'Without TLS only a server on this machine is spoken to.', {
        field: `${field}.tls`,
      })
  }
}

const isHere = (host: string) => /^(localhost|127(\.\d+){3}|::1)$/i.test(host)
