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
export const mail = decider<z.output<typeof sent>>()({
  name: 'mail',
  events: { 'mail.sent': creates(sent) },
  commands: { 'mail.send': creates(sent) },
  evolve: { 'mail.sent': (_, data) => data },
  decide: { 'mail.send': (_, input) => [{ type: 'mail.sent', data: input }] },
})
