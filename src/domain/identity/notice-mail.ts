import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { uuid } from '../values/uuid.ts'

/** To whom and of what, by ids: addresses and names are personal, and what they were is in the mailbox. */
const sent = z.object({
  userId: uuid,
  /** Of the notice: `ticket.assigned`. */
  kind: z.string().max(100),
  model: z.string().max(60),
  recordId: uuid,
})

/** A mail that has left us. Why is its cause; its Message-ID is made of the command's id. */
export const noticeMail = decider<z.output<typeof sent>>()({
  name: 'noticeMail',
  events: { 'noticeMail.sent': creates(sent) },
  commands: { 'noticeMail.send': creates(sent) },
  evolve: { 'noticeMail.sent': (_, data) => data },
  decide: { 'noticeMail.send': (_, input) => [{ type: 'noticeMail.sent', data: input }] },
})
