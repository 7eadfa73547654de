import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { visitor } from '../../domain/activities/chat.ts'
import { authenticity, automatic, conversationChannel } from '../../domain/activities/conversation.ts'
import { mailbox as addressed } from '../../domain/activities/email.ts'
import { filedUnder } from '../../domain/activities/filed-under.ts'
import { socialVisibility } from '../../domain/activities/social.ts'
import { mood } from '../../domain/activities/social-message.ts'
import { instant } from '../../domain/values/instant.ts'
import { unitPrice } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { withoutQuotes } from '../../platform/mail/quoted.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { chatWidgetTable } from '../../projections/activities/chat-widget.ts'
import {
  conversationLinkTable,
  conversationMessageTable,
  conversationTable,
} from '../../projections/activities/conversation.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { outgoingMailTable } from '../../projections/activities/outgoing-mail.ts'
import { outgoingSmsTable } from '../../projections/activities/outgoing-sms.ts'
import { smsNumberTable } from '../../projections/activities/sms-number.ts'
import { socialAccountTable } from '../../projections/activities/social-account.ts'
import { socialMessageTable } from '../../projections/activities/social-message.ts'
import { socialPostTable } from '../../projections/activities/social-post.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { namesOf } from '../lists/names.ts'
import { flag } from '../lists/page.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const conversationQueries = recordQueries(conversationTable)({
  resource: 'conversations',
  summary:
    'Conversations by mail, text, chat and in social networks; the one in which was written last comes first',
  row: z.object({
    channel: conversationChannel,
    mailboxId: uuid.nullable(),
    numberId: uuid.nullable().describe('Which of our numbers, of one by text.'),
    number: z.string().nullable().describe('Whose number it is with.'),
    optedOut: z.boolean().describe('Whether they have written STOP: no text goes to them.'),
    socialAccountId: uuid.nullable().describe('Of one in a social network, which account of ours.'),
    handle: z.string().nullable().describe('Whom it is with there.'),
    direct: z.boolean().describe('Whether nobody else sees it there.'),
    widgetId: uuid.nullable().describe('Of a chat, where it stands.'),
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    subject: z.string().nullable(),
    tickets: z.boolean(),
    status: z.enum(['open', 'closed']).register(vocabulary, { id: 'ConversationStatus' }),
    snoozedUntil: instant.nullable(),
    assigneeId: uuid.nullable(),
    records: z.array(filedUnder),
    filed: z.boolean(),
    heldIds: z.array(z.string()).describe('Its mails that nobody vouches for, and nobody has looked at.'),
    messages: z.int(),
    from: addressed.nullable().describe('Who wrote last.'),
    lastAt: instant,
    lastDirection: z.enum(['inbound', 'outbound']).nullable(),
    lastAutomatic: automatic.nullable(),
    visitor: visitor.nullable().describe('Who a visitor says that they are; nothing of it is checked.'),
    page: z.string().nullable().describe('The page that they wrote from.'),
    bot: z.boolean().describe('Whether a bot answers, until it hands over or somebody takes it.'),
  }),
  references: {
    mailboxId: mailboxTable,
    numberId: smsNumberTable,
    socialAccountId: socialAccountTable,
    widgetId: chatWidgetTable,
    assigneeId: userTable,
  },
  filters: {
    channel: conversationChannel,
    mailboxId: uuid,
    numberId: uuid,
    socialAccountId: uuid,
    widgetId: uuid,
    assigneeId: uuid,
    status: z.enum(['open', 'closed']),
    filed: flag,
  },
  sorts: ['-lastAt', 'createdAt', 'updatedAt'],
  search: ['subject', 'from.name', 'from.address', 'number', 'handle', 'visitor.name', 'visitor.email'],
})

const filedAs = {
  account: accountTable,
  contact: contactTable,
  lead: leadTable,
  opportunity: opportunityTable,
  ticket: ticketTable,
}

const message = z
  .object({
    id: uuid,
    is: z
      .enum([
        'came',
        'sent',
        'waiting',
        'sending',
        'refused',
        'doubtful',
        'bounced',
        'taken-back',
        'delivered',
        'undelivered',
        'draft',
      ])
      .register(vocabulary, { id: 'ConversationMail' })
      .describe('A mail or text that came or was sent, or how far one is that is to go.'),
    at: instant.describe('When it came or went; of one that waits, when it is to go.'),
    from: addressed.nullable(),
    to: z.array(addressed),
    cc: z.array(addressed),
    subject: z.string().nullable(),
    text: z.string().nullable().describe('What was typed anew.'),
    whole: z.string().nullable().describe('All of it, where there is more: what it answers to, a signature.'),
    automatic: automatic.nullable(),
    authenticity: authenticity.nullable(),
    held: z.boolean(),
    repeats: z
      .boolean()
      .describe('Of a text: whether it may be the one before it, told twice by its gateway.'),
    parts: z.int().nullable().describe('Of a text that we write: in how many parts it goes.'),
    pricePerPart: unitPrice.nullable().describe('What each part costs; null: nobody has said.'),
    social: z
      .object({
        url: z.string().nullable(),
        handle: z.string().nullable(),
        name: z.string().nullable(),
        visibility: socialVisibility,
        mood: mood.nullable(),
      })
      .nullable()
      .register(vocabulary, { id: 'ConversationSocial' })
      .describe(
        'Of what was written in a social network: where it stands, by whom, who sees it, and how it sounds.',
      ),
    reason: z.string().nullable().describe('Why it has not gone, or came back.'),
  })
  .register(vocabulary, { id: 'ConversationMessage' })

const most = 100

export const conversationMessages = query(
  conversationTable,
  conversationMessageTable,
  activityTable,
  activityLinkTable,
  outgoingMailTable,
  mailboxTable,
  outgoingSmsTable,
  smsNumberTable,
  socialMessageTable,
  socialPostTable,
  accountTable,
  contactTable,
  leadTable,
  opportunityTable,
  ticketTable,
)({
  name: 'conversationMessages',
  path: '/conversations/:id/messages',
  summary: 'The messages of a conversation, oldest first; of more than a hundred the newest',
  permission: 'conversation.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    items: z.array(message),
    records: z
      .array(filedUnder.extend({ name: z.string().nullable() }).register(vocabulary, { id: 'FiledRecord' }))
      .describe('What it is filed with, as it is called; null where the reader may not see it.'),
  }),
  async run({ db, parameters: { id } }) {
    const about = await db
      .selectFrom('conversation')
      .select(['records', 'channel', 'number'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!about) return undefined
    const mails = await db
      .selectFrom('activity')
      .innerJoin('activityLink', 'activityLink.activityId', 'activity.id')
      .leftJoin('conversationMessage', 'conversationMessage.id', 'activity.id')
      .select([
        'activity.id as id',
        'activity.at as at',
        'activity.direction as direction',
        'activity.subject as subject',
        'activity.body as body',
        'activity.email as email',
        'conversationMessage.automatic as automatic',
        'conversationMessage.authenticity as authenticity',
        'conversationMessage.held as held',
        'conversationMessage.repeats as repeats',
      ])
      .where('activityLink.recordId', '=', id)
      .where('activity.kind', 'in', ['email', 'sms'])
      .orderBy('activity.at', 'desc')
      .limit(most)
      .execute()
    const out = await db
      .selectFrom('outgoingMail')
      .innerJoin('mailbox', 'mailbox.id', 'outgoingMail.mailboxId')
      .selectAll('outgoingMail')
      .select(['mailbox.name as boxName', 'mailbox.address as boxAddress'])
      .where('conversationId', '=', id)
      .where('status', '<>', 'sent')
      .orderBy('sendAt', 'desc')
      .limit(most)
      .execute()
    const texts =
      about.channel === 'sms'
        ? await textsOf(db, id)
        : about.channel === 'social'
          ? await socialOf(db, id)
          : []
    const records = about.records ?? []
    const named = await namesOf(
      db as never,
      Object.entries(filedAs).flatMap(([model, { name, label }]) => {
        const ids = records.filter((one) => one.model === model).map((one) => one.id)
        return ids.length > 0 ? [{ name, label, ids }] : []
      }),
    )
    const came = mails.map(({ direction, body, email, held, repeats, ...mail }) => ({
      ...mail,
      is: direction === 'outbound' ? ('sent' as const) : ('came' as const),
      from: email?.from ?? null,
      to: email?.to ?? [],
      cc: email?.cc ?? [],
      ...typed(body),
      held: held ?? false,
      repeats: repeats ?? false,
      parts: null,
      pricePerPart: null,
      social: null,
      reason: null,
    }))
    const going = out.map((mail) => ({
      id: mail.id,
      is: mail.status === 'sent' ? ('sent' as const) : mail.status,
      at: mail.sendAt,
      from: { name: mail.boxName, address: mail.boxAddress },
      to: [...(mail.to ?? [])],
      cc: [...(mail.cc ?? [])],
      subject: mail.subject,
      ...typed(mail.body),
      automatic: null,
      authenticity: null,
      held: false,
      repeats: false,
      parts: null,
      pricePerPart: null,
      social: null,
      reason: mail.reason,
    }))
    // One that came back was filed when it was sent; here it says once how it ended.
    const ended = new Set(
      out.filter(({ status }) => status === 'bounced').map(({ subject, body }) => `${subject}\n${body}`),
    )
    const shown = came.filter(
      // What we have texted stands here as it was ordered, with what became of it.
      ({ is, subject, whole, text }) =>
        is !== 'sent' || (about.channel === 'email' && !ended.has(`${subject}\n${whole ?? text}`)),
    )
    return {
      items: [...shown, ...going, ...texts].toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      records: records.map((one) => ({ ...one, name: named.get(one.id) ?? null })),
    }
  },
})

async function textsOf(db: Kysely<TablesOf<[typeof outgoingSmsTable]>>, conversationId: string) {
  const texts = await db
    .selectFrom('outgoingSms')
    .select(['id', 'status', 'sendAt', 'sentAt', 'body', 'parts', 'pricePerPart', 'reason'])
    .where('conversationId', '=', conversationId)
    .orderBy('sendAt', 'desc')
    .limit(most)
    .execute()
  return texts.map(({ status, sendAt, sentAt, body, pricePerPart, ...text }) => ({
    ...text,
    is: status,
    at: sentAt ?? sendAt,
    from: null,
    to: [],
    cc: [],
    subject: null,
    text: body,
    whole: null,
    automatic: null,
    authenticity: null,
    held: false,
    repeats: false,
    pricePerPart: pricePerPart ?? null,
    social: null,
  }))
}

const postedAs = { scheduled: 'waiting', posted: 'sent', discarded: 'taken-back' } as const

async function socialOf(
  db: Kysely<TablesOf<[typeof socialMessageTable, typeof socialPostTable]>>,
  conversationId: string,
) {
  const came = await db
    .selectFrom('socialMessage')
    .select(['id', 'postedAt', 'text', 'url', 'handle', 'authorName', 'visibility', 'mood'])
    .where('conversationId', '=', conversationId)
    .orderBy('postedAt', 'desc')
    .limit(most)
    .execute()
  const ours = await db
    .selectFrom('socialPost')
    .select(['id', 'status', 'publishAt', 'postedAt', 'createdAt', 'text', 'url', 'visibility', 'reason'])
    .where('conversationId', '=', conversationId)
    .orderBy('createdAt', 'desc')
    .limit(most)
    .execute()
  const plain = {
    from: null,
    to: [],
    cc: [],
    subject: null,
    whole: null,
    automatic: null,
    authenticity: null,
    held: false,
    repeats: false,
    parts: null,
    pricePerPart: null,
  }
  return [
    ...came.map(({ id, postedAt, text, handle, authorName: name, ...social }) => ({
      ...plain,
      id,
      is: 'came' as const,
      at: postedAt,
      text,
      social: { ...social, handle, name },
      reason: null,
    })),
    ...ours.map(({ id, status, publishAt, postedAt, createdAt, text, reason, ...social }) => ({
      ...plain,
      id,
      is: status === 'scheduled' || status === 'posted' || status === 'discarded' ? postedAs[status] : status,
      at: postedAt ?? publishAt ?? createdAt,
      text,
      social: { ...social, handle: null, name: null, mood: null },
      reason,
    })),
  ]
}

function typed(body: string | null) {
  if (body === null) return { text: null, whole: null }
  const text = withoutQuotes(body)
  return { text, whole: text === body ? null : body }
}

/** The conversations that a record is filed with, for its page. */
export const conversationsOfRecord = query(
  conversationTable,
  conversationLinkTable,
)({
  name: 'conversationsOfRecord',
  path: '/record-conversations',
  summary: 'The conversations that a record is filed with; the one with the newest mail first',
  permission: 'conversation.read',
  parameters: z.object({ recordId: uuid }),
  reply: z.object({
    items: z.array(
      z
        .object({
          id: uuid,
          channel: conversationChannel,
          subject: z.string().nullable(),
          status: z.enum(['open', 'closed']),
          tickets: z.boolean(),
          lastAt: instant,
        })
        .register(vocabulary, { id: 'ConversationOfRecord' }),
    ),
  }),
  async run({ db, parameters: { recordId } }) {
    const items = await db
      .selectFrom('conversation')
      .innerJoin('conversationLink', 'conversationLink.conversationId', 'conversation.id')
      .select([
        'conversation.id as id',
        'conversation.channel as channel',
        'conversation.subject as subject',
        'conversation.status as status',
        'conversation.tickets as tickets',
        'conversation.lastAt as lastAt',
      ])
      .where('conversationLink.recordId', '=', recordId)
      .orderBy('conversation.lastAt', 'desc')
      .limit(50)
      .execute()
    return { items }
  },
})

/** How many conversations wait. */
export const ownConversations = query(conversationTable)({
  name: 'waitingConversations',
  path: '/me/conversations',
  summary: 'How many open conversations there are for one to answer, and how many nobody has filed',
  permission: 'conversation.read',
  parameters: z.object({}),
  reply: z.object({ mine: z.int(), unassigned: z.int(), triage: z.int() }),
  async run({ db, principal }) {
    const row = await db
      .selectFrom('conversation')
      .select([
        sql<number>`(count(*) filter (where assignee_id = ${principal.actor.kind === 'user' ? principal.actor.id : null}))::int`.as(
          'mine',
        ),
        sql<number>`(count(*) filter (where assignee_id is null))::int`.as('unassigned'),
        sql<number>`(count(*) filter (where not filed or cardinality(held_ids) > 0))::int`.as('triage'),
      ])
      .where('status', '=', 'open')
      .where('snoozedUntil', 'is', null)
      .executeTakeFirst()
    return row ?? { mine: 0, unassigned: 0, triage: 0 }
  },
})
