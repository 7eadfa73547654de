import { z } from 'zod'
import { activity } from '../../domain/activities/activity.ts'
import { chatWidget } from '../../domain/activities/chat-widget.ts'
import { type ConversationState, conversation } from '../../domain/activities/conversation.ts'
import { type FiledUnder, filedUnder } from '../../domain/activities/filed-under.ts'
import { mailbox } from '../../domain/activities/mailbox.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { outgoingSms } from '../../domain/activities/outgoing-sms.ts'
import { smsNumber } from '../../domain/activities/sms-number.ts'
import { handle } from '../../domain/activities/social.ts'
import { socialAccount } from '../../domain/activities/social-account.ts'
import { socialMessage } from '../../domain/activities/social-message.ts'
import { socialPost } from '../../domain/activities/social-post.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { article } from '../../domain/service/article.ts'
import { privacyOf } from '../../domain/subject.ts'
import { asE164 } from '../../domain/values/e164.ts'
import { phone } from '../../domain/values/phone.ts'
import { cutTo } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist, stillInUse } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { contactAt } from './contact-at.ts'
import { smsConversationClaim } from './sms-opt-out.ts'
import { socialConversationClaim } from './social-message.ts'

const { commands } = conversation
const begin = commands['conversation.begin'].schema
const addMessage = commands['conversation.add-message']
const beginChat = commands['conversation.begin-chat'].schema

/** One that has gone out, by the e-mail that it is filed as. */
const sent = z.object({ outgoingId: uuid, activityId: uuid })
const sentText = z.object({ outgoingSmsId: uuid, activityId: uuid })

const asked = z.object({
  /** By mail: from which mailbox. */
  mailboxId: uuid.nullable().default(null),
  subject: begin.shape.subject.default(null),
  tickets: z.boolean().default(false),
  /** By text: from which of our numbers. There is one conversation with each. */
  numberId: uuid.nullable().default(null),
  /** In a social network: by which account of ours, and with whom. */
  socialAccountId: uuid.nullable().default(null),
  handle: handle.nullable().default(null),
  /** Whether only they see it; otherwise what is written stands in public. */
  direct: z.boolean().default(true),
  /** Whose number it is with; where a contact is named, it may be left out. */
  number: phone.nullable().default(null),
  /** Whom it is with: it is filed with them and their account. */
  contactId: uuid.nullable().default(null),
})

export const conversationCommands = commandsOf(
  conversation,
  (prepared) => ({
    'conversation.begin': {
      summary:
        'Begin a conversation: by mail from one of the mailboxes, by text from one of our numbers, or by direct messages from an account',
      ...prepared(
        asked,
        async (
          { mailboxId, subject, tickets, socialAccountId, handle: whose, direct, ...texted },
          asking,
        ) => {
          if ([mailboxId, texted.numberId, socialAccountId].filter((from) => from !== null).length !== 1)
            refuse('conversation.from', 'It is from a mailbox, from a number, or from an account.', {
              field: 'mailboxId',
            })
          if (socialAccountId !== null) return socialBegun({ socialAccountId, handle: whose, direct }, asking)
          if (mailboxId === null) return smsBegun(texted, asking)
          const may = await asking.access('mailbox', mailboxId)
          const box = may === undefined ? undefined : await asking.load(mailbox, mailboxId)
          if (!box)
            refuse('conversation.mailbox-unknown', 'There is no such mailbox.', { field: 'mailboxId' })
          const { ownerId, teamId } = box
          const { contactId } = texted
          if (contactId !== null) await contactNamed(contactId, asking)
          return {
            channel: 'email' as const,
            mailboxId,
            numberId: null,
            number: null,
            subject,
            // What becomes a ticket has come.
            tickets: tickets && asking.actor.kind === 'system',
            ownerId,
            teamId,
            records: contactId === null ? [] : await withAccount(contactId, asking),
          }
        },
      ),
    },
    'conversation.begin-chat': {
      summary: 'Begin a chat, as a visitor of one of our sites',
      internal: true,
      ...prepared(beginChat.omit({ teamId: true, bot: true }), async (body, asking) => {
        const widget = await asking.load(chatWidget, body.widgetId)
        if (!widget) refuse('conversation.widget-unknown', 'There is no such chat.', { field: 'widgetId' })
        if (widget.archived) conflict('conversation.widget-archived', 'This chat is switched off.')
        return { ...body, teamId: await stillInUse(team, widget.teamId, asking), bot: widget.bot }
      }),
    },
    'conversation.say': { summary: 'Say something in a chat; who answers one that nobody has gets it' },
    'conversation.want-person': {
      summary: 'Ask for a person instead of the bot',
      internal: true,
      permission: 'conversation.say',
    },
    'conversation.answer': {
      summary: 'Answer a visitor as the bot',
      internal: true,
      ...prepared(commands['conversation.answer'], async (body, { load }) => {
        for (const { id } of body.articles)
          if ((await load(article, id)) === undefined)
            refuse('conversation.article-unknown', 'There is no such article.')
        return body
      }),
    },
    'conversation.add-message': {
      summary: 'Take a message into its conversation',
      internal: true,
      ...prepared(z.union([sent, sentText, addMessage.omit({ records: true })]), async (body, asking) => {
        await mustExist('conversation', body, { activityId: activity }, asking)
        if ('outgoingId' in body) return sentMessage(body, asking)
        if ('outgoingSmsId' in body) return sentSms(body, asking)
        const { channel, number } = asking.state
        if (channel === 'sms') return { ...body, records: await knownBy(number, asking as Asking) }
        const records = body.authenticity?.result === 'pass' ? await knownAt(body.from?.address, asking) : []
        return { ...body, records }
      }),
    },
    'conversation.file': {
      summary: 'File a conversation with records: whoever sees one of them sees its mails',
      ...prepared(commands['conversation.file'], async (body, asking) => {
        for (const [index, { model, id }] of body.records.entries()) {
          const may = await asking.access(model, id)
          const field = `records.${index}`
          if (may === undefined)
            refuse(`conversation.${model}-unknown`, `There is no such ${model}.`, { field })
          if (may === 'read')
            refuse(`conversation.${model}-read-only`, `This ${model} is shared with you for reading only.`, {
              field,
            })
        }
        // How that is known is for the machine to say.
        return { ...body, by: asking.actor.kind === 'system' ? body.by : ('person' as const) }
      }),
    },
    'conversation.take-off': { summary: 'Take a conversation off records' },
    'conversation.accept': { summary: 'Say that what was held is by whom it says it is' },
    'conversation.assign': {
      summary: 'Give a conversation to somebody to answer',
      inverse: asBefore('conversation.assign'),
      ...prepared(commands['conversation.assign'], async (body, asking) => {
        await mustExist('conversation', body, { assigneeId: user }, asking)
        return body
      }),
    },
    'conversation.snooze': { summary: 'Put a conversation off until an instant, or until somebody writes' },
    'conversation.wake': { summary: 'Bring a conversation back that was put off' },
    'conversation.close': { summary: 'Close a conversation', inverse: by('conversation.reopen') },
    'conversation.reopen': { summary: 'Open a conversation again', inverse: by('conversation.close') },
    'conversation.opt-out': { summary: 'Note that somebody wants no more texts', internal: true },
    'conversation.opt-in': { summary: 'Note that somebody wants texts again', internal: true },
    'conversation.add-social': {
      summary: 'Take what was written in a social network into its conversation',
      internal: true,
      ...prepared(z.object({ socialId: uuid }), async ({ socialId }, { load, at }) => {
        const came = await load(socialMessage, socialId)
        if (came) return { socialId, direction: 'inbound' as const, at: earlier(came.postedAt, at) }
        if (!(await load(socialPost, socialId)))
          refuse('conversation.social-unknown', 'There is no such message.', { field: 'socialId' })
        return { socialId, direction: 'outbound' as const, at }
      }),
    },
    ...subjectCommands('conversation'),
  }),
  {
    unique: ({ numberId, number, social }) => [
      ...(numberId !== null && number !== null ? [smsConversationClaim(numberId, number)] : []),
      ...(social ? [socialConversationClaim(social)] : []),
    ],
  },
)

async function smsBegun(
  { numberId, number: given, contactId }: Pick<z.output<typeof asked>, 'numberId' | 'number' | 'contactId'>,
  asking: Asking,
) {
  const may = numberId === null ? undefined : await asking.access('smsNumber', numberId)
  const own = numberId === null || may === undefined ? undefined : await asking.load(smsNumber, numberId)
  if (!own) refuse('conversation.number-unknown', 'There is no such number of ours.', { field: 'numberId' })
  const whom = contactId === null ? undefined : await contactNamed(contactId, asking)
  const written = given ?? whom?.phone ?? null
  if (written === null) refuse('conversation.no-number', 'Say to which number.', { field: 'number' })
  const number = asE164(written, whom?.addresses[0]?.country ?? own.country)
  if (number === undefined)
    refuse('conversation.number-unfit', 'Its country gives out no such number.', { field: 'number' })
  const { ownerId, teamId } = own
  const records = contactId === null ? await knownBy(number, asking) : await withAccount(contactId, asking)
  return {
    channel: 'sms' as const,
    mailboxId: null,
    numberId,
    number,
    // It is called by whom it is with.
    subject: number,
    tickets: false,
    ownerId,
    teamId,
    // What comes is filed with its message.
    records: asking.actor.kind === 'system' ? [] : records,
  }
}

/** One in a social network is called by whom it is with. */
async function socialBegun(
  {
    socialAccountId,
    handle: whose,
    direct,
  }: { socialAccountId: string; handle: string | null; direct: boolean },
  asking: Asking,
) {
  const may = await asking.access('socialAccount', socialAccountId)
  const own = may === undefined ? undefined : await asking.load(socialAccount, socialAccountId)
  if (!own)
    refuse('conversation.account-unknown', 'There is no such account of ours.', { field: 'socialAccountId' })
  if (whose === null) refuse('conversation.no-handle', 'Say whom it is with.', { field: 'handle' })
  const { ownerId, teamId } = own
  return {
    channel: 'social' as const,
    mailboxId: null,
    numberId: null,
    number: null,
    subject: cutTo(`@${whose}`, 300),
    tickets: false,
    ownerId,
    teamId,
    social: { socialAccountId, handle: whose, direct },
    records: [],
  }
}

/** Another clock may be ahead of ours. */
const earlier = (one: string, other: string) => (one < other ? one : other)

async function contactNamed(id: string, asking: Asking) {
  const may = await asking.access('contact', id)
  const found = may === 'own' || may === 'write' ? await asking.load(contact, id) : undefined
  if (!found || privacyOf(found).erased)
    refuse('conversation.contact-unknown', 'There is no such contact whom you may write to.', {
      field: 'contactId',
    })
  return found
}

async function sentSms(
  { outgoingSmsId, activityId }: z.output<typeof sentText>,
  { load, at }: Pick<Asking, 'load' | 'at'>,
) {
  if (!(await load(outgoingSms, outgoingSmsId)))
    refuse('conversation.outgoing-unknown', 'There is no such text.', { field: 'outgoingSmsId' })
  return {
    activityId,
    key: null,
    direction: 'outbound' as const,
    at,
    from: null,
    automatic: null,
    authenticity: null,
  }
}

/** The contact whose number it is, with the account they are of. */
async function knownBy(number: string | null, asking: Pick<Asking, 'alike' | 'load'>): Promise<FiledUnder[]> {
  const id = number === null ? undefined : await contactAt(number, asking)
  return id === undefined ? [] : withAccount(id, asking)
}

async function sentMessage(
  { outgoingId, activityId }: z.output<typeof sent>,
  { load, at }: Pick<Asking, 'load' | 'at'>,
) {
  const mail = await load(outgoingMail, outgoingId)
  const box = mail && (await load(mailbox, mail.mailboxId))
  if (!mail || !box)
    refuse('conversation.outgoing-unknown', 'There is no such mail.', { field: 'outgoingId' })
  return {
    activityId,
    key: mail.key,
    direction: 'outbound' as const,
    at,
    from: { name: box.name, address: box.address },
    automatic: null,
    authenticity: null,
  }
}

/** The contact who has this address, with the account they are of. */
async function knownAt(
  address: string | undefined,
  { holder, load }: Pick<Asking, 'holder' | 'load'>,
): Promise<FiledUnder[]> {
  const id = address === undefined ? undefined : await holder(contactEmailClaim(address))
  const found = id === undefined ? undefined : await load(contact, id)
  return id === undefined || !found || privacyOf(found).erased ? [] : withAccount(id, { load })
}

async function withAccount(id: string, { load }: Pick<Asking, 'load'>): Promise<FiledUnder[]> {
  const accountId = (await load(contact, id))?.accountId
  return z
    .array(filedUnder)
    .parse([{ model: 'contact', id }, ...(accountId ? [{ model: 'account', id: accountId }] : [])])
}

/** The conversation that something is made of: whoever makes it may act on that. */
export async function mustMakeOf(
  name: string,
  { conversationId: id }: { conversationId?: string | undefined },
  { access, load }: Pick<Asking, 'access' | 'load'>,
): Promise<ConversationState | undefined> {
  if (id === undefined) return undefined
  const may = await access('conversation', id)
  const found = may === 'own' || may === 'write' ? await load(conversation, id) : undefined
  if (!found)
    refuse(`${name}.conversation-unknown`, 'There is no such conversation.', { field: 'conversationId' })
  return found
}
