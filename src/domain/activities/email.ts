import { z } from 'zod'
import { personal } from '../personal.ts'
import { email } from '../values/email.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const mailbox = z
  .object({ name: personal(line(200)).nullable().default(null), address: personal(email) })
  .register(vocabulary, { id: 'Mailbox' })
export type Mailbox = z.output<typeof mailbox>

/** As a header field has it (RFC 5322, section 3.6.4), without its brackets. */
export const msgid = line(998).refine((text) => !/[\s<>]/.test(text), 'must be a Message-ID without brackets')

const addressed = z.object({
  from: mailbox.nullable().default(null),
  to: z.array(mailbox).max(50).default([]),
  cc: z.array(mailbox).max(50).default([]),
})

/** From whom to whom an e-mail went, and what it answers, as somebody says it or as its header does. */
export const emailAsked = addressed
  .extend({
    msgid: msgid.nullable().default(null),
    inReplyTo: msgid.nullable().default(null),
    /** The conversation up to it; the first began it. */
    references: z.array(msgid).max(20).default([]),
  })
  .register(vocabulary, { id: 'EmailHeadInput' })
export type EmailAsked = z.output<typeof emailAsked>

/** The same as it is kept. */
export const emailHead = addressed
  .extend({
    msgid: personal(msgid).nullable(),
    /** All e-mails of one conversation have it in common. */
    threadId: uuid,
  })
  .register(vocabulary, { id: 'EmailHead' })
export type EmailHead = z.output<typeof emailHead>

/** Everybody who wrote it or was written to, each once. */
export function addressesIn({ from, to, cc }: Pick<EmailHead, 'from' | 'to' | 'cc'>): string[] {
  return [...new Set([...(from ? [from] : []), ...to, ...cc].map(({ address }) => address))]
}
