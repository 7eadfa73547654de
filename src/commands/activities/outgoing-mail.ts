import { z } from 'zod'
import { activity } from '../../domain/activities/activity.ts'
import { conversation } from '../../domain/activities/conversation.ts'
import type { Mailbox } from '../../domain/activities/email.ts'
import { type MailboxState, mailbox } from '../../domain/activities/mailbox.ts'
import { type OutgoingMailState, outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { channelUse, mustBeFree } from '../../domain/customers/channels.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { contentItem } from '../../domain/marketing/content-item.ts'
import { enrolment } from '../../domain/marketing/enrolment.ts'
import { greeting } from '../../domain/marketing/greeting.ts'
import { mailing } from '../../domain/marketing/mailing.ts'
import { type MailingRecipientState, mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import type { MergeFacts } from '../../domain/marketing/merge-field.ts'
import { type MessageContent, messageTemplate } from '../../domain/marketing/message-template.ts'
import { sequence } from '../../domain/marketing/sequence.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { workflowRun } from '../../domain/settings/workflow-run.ts'
import { mustBeUsable, privacyOf } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { mergeFactsOf, senderFacts } from '../marketing/merge-facts.ts'
import { messageOf, templateInUse } from '../marketing/message-template.ts'
import { leftOutOf, reachedOf } from '../marketing/reached.ts'
import { sendingRulesNow } from '../marketing/sending-policy.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { invitationAsked, invitationMail } from './invitation.ts'

const { commands } = outgoingMail
const { shape } = commands['outgoingMail.order'].schema

/** So long a mail waits, in ms, that nobody has said a later time of: as long it can be taken back. */
const undoMs = 10_000
const mostReferences = 20

/** What stands in a mail in the place of a link of its own to each, until it goes. */
export const placeOf = {
  unsubscribe: 'https://hindsight.invalid/unsubscribe',
  preferences: 'https://hindsight.invalid/preferences',
} as const

/** By what answers find the mail they answer. */
export const mailKey = (msgid: string) => derivedId('mail', msgid)

const order = z.object({
  conversationId: shape.conversationId.unwrap(),
  ticketId: shape.ticketId.default(null),
  to: shape.to,
  cc: shape.cc.default([]),
  bcc: shape.bcc.default([]),
  subject: shape.subject,
  body: shape.body,
  /** The template that it was written by, which the mail then says with its version. */
  templateId: uuid.nullable().default(null),
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
      if (mailboxId === null)
        refuse('outgoingMail.other-channel', 'That conversation is not by mail.', { field: 'conversationId' })
      const box = await sendingBox(mailboxId, asking)
      const before = await msgidsOf(about.messages, asking)
      const msgid = `${asking.id}@${box.address.slice(box.address.lastIndexOf('@') + 1)}`
      const template =
        body.templateId === null ? null : (await templateInUse(body.templateId, asking, 'outgoingMail')).use
      const { templateId: _, ...written } = body
      const later = new Date(Date.parse(asking.at) + undoMs).toISOString()
      return {
        ...written,
        recipientId: null,
        template,
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
  'outgoingMail.order-to-recipient': {
    summary: 'Write to somebody of a mailing',
    internal: true,
    ...prepared(z.object({ recipientId: uuid }), mailToRecipient),
  },
  'outgoingMail.invite': {
    summary: 'Invite somebody to an appointment, tell them that it was moved or cancelled, or remind them',
    internal: true,
    ...prepared(invitationAsked, async ({ mailboxId, ...of }, asking) => {
      await mustExist('outgoingMail', { mailboxId }, { mailboxId: mailbox }, asking)
      const box = await sendingBox(mailboxId, asking)
      const msgid = `${asking.id}@${box.address.slice(box.address.lastIndexOf('@') + 1)}`
      const written = await invitationMail(of, box, asking)
      return {
        ...written,
        mailboxId,
        ownerId: box.ownerId,
        teamId: box.teamId,
        conversationId: null,
        recipientId: null,
        template: null,
        ticketId: null,
        cc: [],
        bcc: [],
        msgid,
        key: mailKey(msgid),
        inReplyTo: null,
        references: [],
        sendAt: asking.at,
        checked: await checkedRecipients({ to: written.to, cc: [], bcc: [] }, asking),
      }
    }),
  },
  'outgoingMail.take-back': { summary: 'Take a mail back that has not gone yet' },
  'outgoingMail.start': { summary: 'Hand a mail in', internal: true },
  'outgoingMail.send': { summary: 'Note what came of handing a mail in', internal: true },
  'outgoingMail.note-bounce': { summary: 'Note that a mail came back', internal: true },
  ...subjectCommands('outgoingMail'),
}))

/** What somebody of a mailing is sent: filled in with what is known of them now, by the version of its template that was fixed. */
async function mailToRecipient({ recipientId }: { recipientId: string }, asking: Asking) {
  const whom = await asking.load(mailingRecipient, recipientId)
  const of = whom && (await sourceOf(whom, asking))
  const text =
    whom && (await asking.load(messageTemplate, whom.template.id))?.versions[whom.template.version - 1]
  if (!whom || !of || !text || of.mailboxId === null || whom.leftOut !== null)
    refuse('outgoingMail.recipient-unknown', 'There is nobody to write to.', { field: 'recipientId' })
  const ref = personOf(whom)
  const address = (await reachedOf(ref, asking))?.email ?? null
  if (address === null || privacyOf(whom).erased)
    refuse('outgoingMail.no-address', 'They have no address any more.', { field: 'recipientId' })
  const box = await sendingBox(of.mailboxId, asking)
  const facts: MergeFacts = {
    ...(await mergeFactsOf(ref, asking)),
    ...(await senderFacts(of.senderId, asking.at, asking)),
    'links.unsubscribe': placeOf.unsubscribe,
    'links.preferences': placeOf.preferences,
  }
  const subject = whom.subject === 'b' && of.otherSubject !== null ? of.otherSubject : text.subject
  const msgid = `${asking.id}@${box.address.slice(box.address.lastIndexOf('@') + 1)}`
  return {
    mailboxId: of.mailboxId,
    ownerId: box.ownerId,
    teamId: box.teamId,
    conversationId: null,
    recipientId,
    template: whom.template,
    ticketId: null,
    to: [{ name: facts['person.name'] ?? null, address }],
    cc: [],
    bcc: [],
    ...withContent(messageOf({ subject, body: text.body }, facts), whom.content),
    msgid,
    key: mailKey(msgid),
    inReplyTo: null,
    references: [],
    sendAt: whom.sendAt,
    checked: whom.contactId === null ? [] : [{ contactId: whom.contactId, use: 'free' as const }],
  }
}

/** What is sent of the library stands under the words, unless they have its link already. */
function withContent(
  { subject, body }: MessageContent,
  content: MailingRecipientState['content'],
): MessageContent {
  if (content === null || body.includes(content.url)) return { subject, body }
  return { subject, body: `${body}\n\n[${content.name.replace(/[[\]()]/g, ' ')}](${content.url})` }
}

/** By what somebody is written to, a mailing, a sequence, a greeting or a rule, and whether that still stands. */
export async function sourceOf(
  whom: Pick<
    MailingRecipientState,
    'mailingId' | 'enrolmentId' | 'greeted' | 'workflow' | 'content' | 'channel'
  >,
  { load }: Pick<Asking, 'load'>,
) {
  if (whom.greeted !== null) {
    const of = await load(greeting, whom.greeted.greetingId)
    return (
      of && {
        mailboxId: whom.channel === 'email' ? of.mailboxId : null,
        numberId: whom.channel === 'sms' ? of.numberId : null,
        letterForm: whom.channel === 'post' ? of.letterForm : null,
        otherSubject: null,
        senderId: of.asker?.userId ?? null,
        over: of.next === null ? 'The greeting was switched off.' : null,
        paused: false,
      }
    )
  }
  if (whom.content !== null) {
    const of = await load(contentItem, whom.content.contentItemId)
    return (
      of && {
        mailboxId: of.mailboxId,
        numberId: null,
        letterForm: null,
        otherSubject: null,
        senderId: null,
        over: null,
        paused: false,
      }
    )
  }
  if (whom.workflow !== null) {
    const run = await load(workflowRun, whom.workflow.runId)
    const action = run?.actions[whom.workflow.step]
    if (action?.do !== 'message') return undefined
    const { mailboxId, numberId } = action
    const over = run?.stoppedBecause === 'by-hand' ? 'The run of the workflow was stopped.' : null
    return {
      mailboxId,
      numberId,
      letterForm: null,
      otherSubject: null,
      senderId: null,
      over,
      paused: false,
    }
  }
  if (whom.mailingId !== null) {
    const of = await load(mailing, whom.mailingId)
    return (
      of && {
        mailboxId: of.mailboxId,
        numberId: of.numberId,
        letterForm: of.letterForm,
        otherSubject: of.otherSubject,
        senderId: of.asker?.userId ?? null,
        over: of.status === 'stopped' ? 'The mailing was stopped.' : null,
        paused: of.status === 'paused',
      }
    )
  }
  const way = whom.enrolmentId === null ? undefined : await load(enrolment, whom.enrolmentId)
  const of = way && (await load(sequence, way.sequenceId))
  const content = way && of?.versions[way.version - 1]
  if (!content) return undefined
  return {
    mailboxId: content.mailboxId,
    numberId: null,
    letterForm: null,
    otherSubject: null,
    senderId: way.ownerId,
    over: way.status === 'left' ? 'They have left the sequence.' : null,
    paused: of.paused || way.status === 'paused',
  }
}

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
 * Why a mail of a mailing may not go any more that was ordered: they have unsubscribed since, or it was stopped; `later`: it is
 * paused. Undefined: it may go.
 */
export async function barredSince(
  recipientId: string,
  asking: Pick<Asking, 'holder' | 'load'>,
): Promise<{ reason: string; later: boolean } | undefined> {
  const whom = await asking.load(mailingRecipient, recipientId)
  const of = whom && (await sourceOf(whom, asking))
  if (!whom || !of) return { reason: 'It is of no mailing.', later: false }
  const about = whom.campaignId === null ? undefined : await asking.load(campaign, whom.campaignId)
  if (of.over !== null) return { reason: of.over, later: false }
  if (about?.status === 'ended' || about?.status === 'cancelled')
    return { reason: 'The campaign is over.', later: false }
  if (of.paused) return { reason: 'It is paused.', later: true }
  const rules = { ...(await sendingRulesNow(asking)), cap: null }
  const purpose = { name: whom.purpose, basis: whom.basis, about: null }
  const { reason } = await leftOutOf(
    personOf(whom),
    { purpose, rules, numberId: of.numberId, byPost: of.letterForm !== null },
    asking,
  )
  return reason && { reason: `They are left out: ${reason.replaceAll('-', ' ')}.`, later: false }
}

/** Whom of ours somebody of a mailing is. */
export const personOf = ({ contactId, leadId }: { contactId: string | null; leadId: string | null }) =>
  contactId === null ? { model: 'lead', id: leadId ?? '' } : { model: 'contact', id: contactId }

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
