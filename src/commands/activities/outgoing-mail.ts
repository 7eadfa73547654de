import { z } from 'zod'
import { activity } from '../../domain/activities/activity.ts'
import { conversation } from '../../domain/activities/conversation.ts'
import type { Mailbox } from '../../domain/activities/email.ts'
import { type MailboxState, mailbox } from '../../domain/activities/mailbox.ts'
import { type OutgoingMailState, outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { channelUse, mustBeFree } from '../../domain/customers/channels.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { mustBeUsable } from '../../domain/subject.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'

const { commands } = outgoingMail
const { shape } = commands['outgoingMail.order'].schema

/** So long a mail waits, in ms, that nobody has said a later time of: as long it can be taken back. */
const undoMs = 10_000
const mostReferences = 20

/** By what answers find the mail they answer. */
export const mailKey = (msgid: string) => derivedId('mail', msgid)

const order = z.object({
  conversationId: shape.conversationId,
  ticketId: shape.ticketId.default(null),
  to: shape.to,
  cc: shape.cc.default([]),
  bcc: shape.bcc.default([]),
  subject: shape.subject,
  body: shape.body,
  sendAt: shape.sendAt.optional(),
})

export const outgoingMailCommands = commandsOf(outgoingMail, (prepared) => ({
  'outgoingMail.order': {
    summary:
      'Send a mail in a conversation; for ten seconds, or until the time it is to go, it can be taken back',
    ...prepared(order, async (body, asking) => {
      const about =
        (await asking.access('conversation', body.conversationId)) === undefined
          ? undefined
          : await asking.load(conversation, body.conversationId)
      if (!about)
        refuse('outgoingMail.conversation-unknown', 'There is no such conversation.', {
          field: 'conversationId',
        })
      await mustExist('outgoingMail', body, { ticketId: ticket }, asking)
      mustBeUsable('conversation', about, 'conversation.answer', asking.actor.kind === 'system')
      const { mailboxId, ownerId, teamId } = about
      const box = await sendingBox(mailboxId, asking)
      const before = await msgidsOf(about.messages, asking)
      const msgid = `${asking.id}@${box.address.slice(box.address.lastIndexOf('@') + 1)}`
      const later = new Date(Date.parse(asking.at) + undoMs).toISOString()
      return {
        ...body,
        mailboxId,
        ownerId,
        teamId,
        body: box.signature ? `${body.body}\n\n-- \n${box.signature}` : body.body,
        msgid,
        key: mailKey(msgid),
        inReplyTo: before.at(-1) ?? null,
        references: before,
        sendAt: body.sendAt ?? later,
        checked: await checkedRecipients(body, asking),
      }
    }),
  },
  'outgoingMail.take-back': { summary: 'Take a mail back that has not gone yet' },
  'outgoingMail.start': { summary: 'Hand a mail in', internal: true },
  'outgoingMail.send': { summary: 'Note what came of handing a mail in', internal: true },
  'outgoingMail.note-bounce': { summary: 'Note that a mail came back', internal: true },
  ...subjectCommands('outgoingMail'),
}))

/** @throws DomainError where nothing can be sent. */
async function sendingBox(id: string, { load }: Pick<Asking, 'load'>): Promise<MailboxState> {
  const box = await load(mailbox, id)
  if (!box || box.archived || box.smtp === null || box.secretId === undefined)
    conflict('outgoingMail.not-set-up', 'This mailbox is not set up to send.')
  return box
}

/** The Message-IDs of a conversation: the first, which began it, and the last. */
async function msgidsOf(
  messages: readonly { activityId: string }[],
  { load }: Pick<Asking, 'load'>,
): Promise<string[]> {
  const [first, ...rest] = messages
  const some = first ? [first, ...rest.slice(1 - mostReferences)] : []
  const found = await Promise.all(some.map(({ activityId }) => load(activity, activityId)))
  return found.flatMap((one) => one?.email?.msgid ?? [])
}

/**
 * The one place that says whether a mail may go to whom it is for: asked when it is ordered and, of one that waits, again when it
 * goes. @throws DomainError naming who is not to be written to.
 */
export async function checkedRecipients(
  { to, cc, bcc }: { to: readonly Mailbox[]; cc: readonly Mailbox[]; bcc: readonly Mailbox[] },
  { holder, load }: Pick<Asking, 'holder' | 'load'>,
): Promise<OutgoingMailState['checked'][number][]> {
  const addresses = [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))]
  const checked = await Promise.all(
    addresses.map(async (address) => {
      const contactId = await holder(contactEmailClaim(address))
      const state = contactId === undefined ? undefined : await load(contact, contactId)
      if (contactId === undefined || !state) return undefined
      mustBeUsable('contact', state, 'contact.write-to', false)
      mustBeFree('contact', state, 'email')
      const { use } = channelUse(state, 'email')
      return { contactId, use: use === 'not-preferred' ? ('not-preferred' as const) : ('free' as const) }
    }),
  )
  return checked.filter((one) => one !== undefined)
}
