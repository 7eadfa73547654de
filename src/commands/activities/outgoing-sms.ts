import { z } from 'zod'
import { conversation } from '../../domain/activities/conversation.ts'
import { mostParts, outgoingSms } from '../../domain/activities/outgoing-sms.ts'
import { isSetUp, type SmsNumberState, smsNumber } from '../../domain/activities/sms-number.ts'
import { mustBeFree } from '../../domain/customers/channels.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import type { MergeFacts } from '../../domain/marketing/merge-field.ts'
import { messageTemplate } from '../../domain/marketing/message-template.ts'
import { mustBeUsable, privacyOf } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { asText } from '../../platform/papers/markup.ts'
import { countedSms } from '../../platform/sms/parts.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mergeFactsOf, senderFacts } from '../marketing/merge-facts.ts'
import { messageOf, templateInUse } from '../marketing/message-template.ts'
import { reachedOf, textNumberOf } from '../marketing/reached.ts'
import { subjectCommands } from '../subject.ts'
import { contactAt } from './contact-at.ts'
import { personOf, sourceOf } from './outgoing-mail.ts'
import { hasOptedOut } from './sms-opt-out.ts'

const { commands } = outgoingSms
const { shape } = commands['outgoingSms.order'].schema

/** So long a text waits, in ms, that nobody has said a later time of: as long it can be taken back. */
const undoMs = 10_000

const order = z.object({
  conversationId: shape.conversationId.unwrap(),
  body: shape.body,
  /** The template that it was written by, which the text then says with its version. */
  templateId: uuid.nullable().default(null),
  sendAt: shape.sendAt.optional(),
})

export const outgoingSmsCommands = commandsOf(outgoingSms, (prepared) => ({
  'outgoingSms.order': {
    summary:
      'Send a text in a conversation; for ten seconds, or until the time it is to go, it can be taken back',
    ...prepared(order, async ({ templateId, ...body }, asking) => {
      const about =
        (await asking.access('conversation', body.conversationId)) === undefined
          ? undefined
          : await asking.load(conversation, body.conversationId)
      if (!about)
        refuse('outgoingSms.conversation-unknown', 'There is no such conversation.', {
          field: 'conversationId',
        })
      mustBeUsable('conversation', about, 'conversation.answer', asking.actor.kind === 'system')
      const { numberId, number, ownerId, teamId } = about
      if (numberId === null || number === null)
        refuse('outgoingSms.other-channel', 'That conversation is not by text.', { field: 'conversationId' })
      const own = await sendingNumber(numberId, asking)
      const template =
        templateId === null ? null : (await templateInUse(templateId, asking, 'outgoingSms')).use
      const later = new Date(Date.parse(asking.at) + undoMs).toISOString()
      return {
        ...body,
        numberId,
        ownerId,
        teamId,
        to: number,
        ...partsOf(body.body),
        recipientId: null,
        template,
        contactId: await mustBeTextable({ numberId, number, conversationId: body.conversationId }, asking),
        pricePerPart: own.pricePerPart,
        sendAt: body.sendAt ?? later,
      }
    }),
  },
  'outgoingSms.order-to-recipient': {
    summary: 'Text somebody of a mailing',
    internal: true,
    ...prepared(z.object({ recipientId: uuid }), textToRecipient),
  },
  'outgoingSms.take-back': { summary: 'Take a text back that has not gone yet' },
  'outgoingSms.start': { summary: 'Hand a text in', internal: true },
  'outgoingSms.send': { summary: 'Note what came of handing a text in', internal: true },
  'outgoingSms.note-receipt': { summary: 'Note that a text has arrived, or has not', internal: true },
  ...subjectCommands('outgoingSms'),
}))

/** What somebody of a mailing is sent: filled in with what is known of them now, and how they get no more of it. */
async function textToRecipient({ recipientId }: { recipientId: string }, asking: Asking) {
  const whom = await asking.load(mailingRecipient, recipientId)
  const of = whom && (await sourceOf(whom, asking))
  const text =
    whom && (await asking.load(messageTemplate, whom.template.id))?.versions[whom.template.version - 1]
  if (!whom || !of || !text || of.numberId === null || whom.leftOut !== null || privacyOf(whom).erased)
    refuse('outgoingSms.recipient-unknown', 'There is nobody to write to.', { field: 'recipientId' })
  const own = await sendingNumber(of.numberId, asking)
  const ref = personOf(whom)
  const to = textNumberOf(await reachedOf(ref, asking), own.country)
  if (to === null)
    refuse('outgoingSms.no-number', 'They have no number any more that can be texted.', {
      field: 'recipientId',
    })
  const facts: MergeFacts = {
    ...(await mergeFactsOf(ref, asking)),
    ...(await senderFacts(of.senderId, asking.at, asking)),
  }
  const body = withStop(asText(messageOf(text, facts).body).trim())
  return {
    numberId: of.numberId,
    ownerId: own.ownerId,
    teamId: own.teamId,
    conversationId: null,
    recipientId,
    template: whom.template,
    contactId: whom.contactId,
    to,
    body,
    ...partsOf(body),
    pricePerPart: own.pricePerPart,
    sendAt: whom.sendAt,
  }
}

/** Whoever wrote it may have forgotten; nobody who gets it is to look for how to get no more. */
export const withStop = (body: string) => (/\bSTOP\b/i.test(body) ? body : `${body}\nReply STOP to end.`)

/** @throws DomainError where a text is longer than is sent. */
function partsOf(body: string) {
  const { alphabet, parts } = countedSms(body)
  if (parts > mostParts)
    refuse('outgoingSms.too-long', `A text has ${mostParts} parts at most; this has ${parts}.`, {
      field: 'body',
    })
  return { alphabet, parts }
}

/** @throws DomainError where nothing can be sent. */
async function sendingNumber(id: string, { load }: Pick<Asking, 'load'>): Promise<SmsNumberState> {
  const own = await load(smsNumber, id)
  if (!isSetUp(own)) conflict('outgoingSms.not-set-up', 'This number is not set up to send.')
  return own
}

/**
 * The one place that says whether a text may go to a number: asked when it is ordered and, of one that waits, again when it goes.
 * Whose number it is, if it is somebody's. @throws DomainError
 */
export async function mustBeTextable(
  { numberId, number, conversationId }: { numberId: string; number: string; conversationId: string | null },
  asking: Pick<Asking, 'holder' | 'load' | 'alike'>,
): Promise<string | null> {
  if (await hasOptedOut(numberId, number, asking))
    conflict(
      'outgoingSms.opted-out',
      'They have written STOP: no text goes to this number until they write START.',
    )
  const filed =
    conversationId === null ? [] : ((await asking.load(conversation, conversationId))?.records ?? [])
  const named = filed.filter(({ model }) => model === 'contact').map(({ id }) => id)
  const found = await contactAt(number, asking)
  for (const id of new Set([...named, ...(found === undefined ? [] : [found])])) {
    const state = await asking.load(contact, id)
    if (!state) continue
    mustBeUsable('contact', state, 'contact.write-to', false)
    mustBeFree('contact', state, 'sms')
  }
  return found ?? named[0] ?? null
}
