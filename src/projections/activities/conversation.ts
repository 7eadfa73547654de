import type { ChatAuthor, CitedArticle, Visitor } from '../../domain/activities/chat.ts'
import type {
  Authenticity,
  Automatic,
  ConversationChannel,
  ConversationState,
} from '../../domain/activities/conversation.ts'
import { conversation } from '../../domain/activities/conversation.ts'
import type { Mailbox } from '../../domain/activities/email.ts'
import type { FiledUnder } from '../../domain/activities/filed-under.ts'
import { merged } from '../../domain/record.ts'
import { everyone, keyOf, mailReaders } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { linkFolds } from '../linking.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const channelText: Column<ConversationChannel> = { sql: 'text', nullable: false }
const authorText: Column<ChatAuthor> = { sql: 'text', nullable: false }
const statusText: Column<ConversationState['status']> = { sql: 'text', nullable: false }
const directionText: Column<'inbound' | 'outbound'> = { sql: 'text', nullable: false }
const automaticText: Column<Automatic> = { sql: 'text', nullable: false }

export const conversationTable = projection(conversation)({
  name: 'conversation',
  version: 3,
  label: ['subject'],
  columns: {
    channel: channelText,
    mailboxId: nullable(uuid),
    widgetId: nullable(uuid),
    numberId: nullable(uuid),
    /** Whose number it is with, of one by text. */
    number: nullable(text),
    /** Of one in a social network: which account of ours, with whom, and whether nobody else sees it. */
    socialAccountId: nullable(uuid),
    handle: nullable(text),
    direct: boolean,
    /** Whether they have said STOP. */
    optedOut: boolean,
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
    subject: nullable(text),
    tickets: boolean,
    status: statusText,
    snoozedUntil: nullable(instant),
    assigneeId: nullable(uuid),
    records: json<readonly FiledUnder[]>(),
    /** Whether it is filed with any. */
    filed: boolean,
    /** The mails that nobody vouches for, and nobody has looked at. */
    heldIds: texts,
    messages: integer,
    /** Who a visitor says that they are, and the page that they wrote from. */
    visitor: nullable(json<Visitor>()),
    page: nullable(text),
    /** Whether a bot answers, until it hands over or somebody takes it. */
    bot: boolean,
    /** Who wrote to us last, or first was written to. */
    from: nullable(json<Mailbox>()),
    lastAt: instant,
    lastDirection: nullable(directionText),
    lastAutomatic: nullable(automaticText),
  },
  sameField: [
    ['records', 'filed'],
    ['heldIds', 'held', 'activityIds'],
    ['snoozedUntil', 'until'],
    ['lastAt', 'at'],
    ['lastDirection', 'direction'],
    ['lastAutomatic', 'automatic'],
    ['handle', 'social'],
  ],
  indexes: [
    ['status', 'lastAt'],
    ['mailboxId', 'lastAt'],
    ['numberId', 'lastAt'],
    ['socialAccountId', 'lastAt'],
    ['channel', 'lastAt'],
    ['assigneeId', 'lastAt'],
    ['lastAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'conversation.begun': (_, { data: { social, ...data }, occurredAt }) => ({
      ...data,
      socialAccountId: social?.socialAccountId ?? null,
      handle: social?.handle ?? null,
      direct: social?.direct ?? false,
      optedOut: false,
      status: 'open',
      snoozedUntil: null,
      assigneeId: null,
      records: [],
      filed: false,
      heldIds: [] as string[],
      messages: 0,
      from: null,
      lastAt: occurredAt,
      lastDirection: null,
      lastAutomatic: null,
    }),
    'conversation.said': (row, { data: { author }, occurredAt }) =>
      row && {
        ...row,
        messages: row.messages + 1,
        lastAt: occurredAt,
        lastDirection: author === 'visitor' ? 'inbound' : 'outbound',
        bot: author === 'agent' ? false : row.bot,
      },
    'conversation.introduced': (row, { data }) =>
      row && { ...row, visitor: row.visitor && merged(row.visitor, data.visitor) },
    'conversation.handed-over': (row) => row && { ...row, bot: false },
    'conversation.message-added': (row, { data: { activityId, direction, at, from, automatic, held } }) =>
      row && {
        ...row,
        heldIds: held ? [...row.heldIds, activityId] : row.heldIds,
        messages: row.messages + 1,
        from: direction === 'inbound' ? from : row.from,
        lastAt: at > row.lastAt ? at : row.lastAt,
        lastDirection: direction,
        lastAutomatic: automatic,
      },
    'conversation.accepted': (row, { data: { activityIds } }) =>
      row && { ...row, heldIds: row.heldIds.filter((id) => !activityIds.includes(id)) },
    'conversation.filed': (row, { data: { records } }) =>
      row && { ...row, records: [...row.records, ...records], filed: true },
    'conversation.taken-off': (row, { data: { records } }) => {
      if (!row) return row
      const left = row.records.filter(({ id }) => !records.some((one) => one.id === id))
      return { ...row, records: left, filed: left.length > 0 }
    },
    'conversation.assigned': (row, { data }) =>
      row && { ...row, ...data, bot: data.assigneeId === null && row.bot },
    'conversation.snoozed': (row, { data: { until } }) => row && { ...row, snoozedUntil: until },
    'conversation.woken': (row) => row && { ...row, snoozedUntil: null },
    'conversation.closed': (row) => row && { ...row, status: 'closed', snoozedUntil: null },
    'conversation.reopened': (row) => row && { ...row, status: 'open' },
    'conversation.opted-out': (row) => row && { ...row, optedOut: true },
    'conversation.opted-in': (row) => row && { ...row, optedOut: false },
    'conversation.social-added': (row, { data: { direction, at } }) =>
      row && {
        ...row,
        messages: row.messages + 1,
        lastAt: at > row.lastAt ? at : row.lastAt,
        lastDirection: direction,
        lastAutomatic: null,
      },
    ...linkFolds('conversation'),
  },
})

/** The mails of conversations: by their keys answers find where they belong. */
export const conversationMessageTable = projection(conversation)({
  name: 'conversationMessage',
  version: 2,
  columns: {
    conversationId: uuid,
    key: nullable(uuid),
    automatic: nullable(automaticText),
    authenticity: nullable(json<Authenticity>()),
    held: boolean,
    /** Whether it may be the one before it, told twice. */
    repeats: boolean,
  },
  // It says that there is a mail, and nothing of it.
  grants: () => [everyone],
  indexes: [['conversationId'], ['key']],
  on: {
    'conversation.message-added': {
      key: ({ data: { activityId } }) => activityId,
      fold: (_, { aggregateId, data: { key, automatic, authenticity, held, repeats } }) => ({
        conversationId: aggregateId,
        key,
        automatic,
        authenticity,
        held,
        repeats: repeats ?? false,
      }),
    },
    'conversation.accepted': {
      key: ({ data: { activityIds } }) => activityIds,
      fold: (row) => row && { ...row, held: false },
    },
  },
})

const sayingKey = (id: string, number: number) => derivedId(id, 'saying', number)

/** What was said in chats: a row each. */
export const chatMessageTable = projection(conversation)({
  name: 'chatMessage',
  version: 1,
  columns: {
    conversationId: uuid,
    /** Which one of its chat it is, from 1. */
    number: integer,
    author: authorText,
    /** Of what one of us has said, who. */
    actorId: text,
    text,
    articles: json<readonly CitedArticle[]>(),
    at: instant,
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
  },
  grants: (row) => [...mailReaders(row), keyOf.record(row.conversationId)],
  indexes: [['conversationId', 'number']],
  on: {
    'conversation.said': {
      key: ({ aggregateId, data: { number } }) => sayingKey(aggregateId, number),
      fold: (_, { aggregateId, data: { asks: __, ...data }, metadata, occurredAt }) => ({
        ...data,
        conversationId: aggregateId,
        actorId: metadata.actor.id,
        at: occurredAt,
      }),
    },
  },
})

const linkKey = (id: string, recordId: string) => derivedId(id, 'conversation', recordId)

/** Which records conversations are filed with: a row for each. */
export const conversationLinkTable = projection(conversation)({
  name: 'conversationLink',
  version: 1,
  columns: { conversationId: uuid, model: text, recordId: uuid },
  // It says that there is a conversation, and nothing of it.
  grants: () => [everyone],
  indexes: [['recordId', 'conversationId'], ['conversationId']],
  on: {
    'conversation.filed': {
      key: ({ aggregateId, data: { records } }) => records.map(({ id }) => linkKey(aggregateId, id)),
      fold: (_, { aggregateId, data: { records } }, key) => {
        const found = records.find(({ id }) => linkKey(aggregateId, id) === key)
        return found ? { conversationId: aggregateId, model: found.model, recordId: found.id } : null
      },
    },
    'conversation.taken-off': {
      key: ({ aggregateId, data: { records } }) => records.map(({ id }) => linkKey(aggregateId, id)),
      fold: () => null,
    },
    'conversation.relinked': {
      key: ({ aggregateId, data: { oldId, links } }) =>
        [oldId, ...(links.records ?? []).map(({ id }) => id)].map((id) => linkKey(aggregateId, id)),
      fold: (row, { aggregateId, data: { links } }, key) => {
        if (!links.records) return row
        const found = links.records.find(({ id }) => linkKey(aggregateId, id) === key)
        return found ? { conversationId: aggregateId, model: found.model, recordId: found.id } : null
      },
    },
  },
})
