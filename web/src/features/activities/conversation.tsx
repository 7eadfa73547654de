import { lazy } from 'react'
import { assignAction } from '../../records/assign.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Nothing, Tag } from '../../ui/values.tsx'
import { type ConversationRow, conversation as entry } from './conversation.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'open', label: 'Open', tone: 'accent' },
  { value: 'closed', label: 'Closed', tone: 'neutral' },
]

const channels: readonly Choice[] = [
  { value: 'email', label: 'Mail', tone: 'neutral' },
  { value: 'sms', label: 'Text', tone: 'neutral' },
  { value: 'chat', label: 'Chat', tone: 'accent' },
  { value: 'social', label: 'Social', tone: 'neutral' },
]

const lastWas: Readonly<Record<string, string>> = {
  inbound: 'They wrote',
  outbound: 'We wrote',
  bounce: 'A mail came back',
  'auto-reply': 'An automatic reply',
  list: 'A list',
}

const view = (id: string, name: string, filters: Record<string, string>) => ({
  id,
  list: entry.path,
  name,
  filters,
  isDefault: false,
})

export const conversation = resource<ConversationRow>(entry)({
  title: ({ subject }) => subject ?? 'Without a subject',
  state: ({ heldIds = [], filed, bot, snoozedUntil, status, optedOut }) => (
    <>
      {optedOut && <Tag tone="warn">Wants no texts</Tag>}
      {heldIds.length > 0 && <Tag tone="warn">Sender not vouched for</Tag>}
      {bot && status === 'open' && <Tag tone="neutral">Bot</Tag>}
      {!filed && status === 'open' && <Tag tone="neutral">Not filed</Tag>}
      {snoozedUntil && <Tag tone="neutral">Put off</Tag>}
    </>
  ),
  fields: [
    { key: 'subject', label: 'Subject', kind: 'text', once: true, hint: 'Of a conversation by mail' },
    {
      key: 'channel',
      label: 'By',
      kind: 'choice',
      choices: channels,
      fixed: true,
      filter: true,
      width: 80,
    },
    {
      key: 'mailboxId',
      label: 'Mailbox',
      kind: 'ref',
      model: 'mailbox',
      once: true,
      filter: true,
      width: 160,
    },
    {
      key: 'numberId',
      label: 'Number of ours',
      kind: 'ref',
      model: 'smsNumber',
      once: true,
      filter: true,
      hint: 'Instead of a mailbox: to write by text',
      width: 160,
    },
    {
      key: 'number',
      label: 'With number',
      kind: 'phone',
      once: true,
      width: 150,
      hint: 'Of a conversation by text',
    },
    {
      key: 'socialAccountId',
      label: 'Account of ours',
      kind: 'ref',
      model: 'socialAccount',
      once: true,
      filter: true,
      hint: 'Instead of a mailbox: to write direct messages in a social network',
      width: 160,
    },
    {
      key: 'handle',
      label: 'With handle',
      kind: 'text',
      once: true,
      width: 160,
      hint: 'Of one in a social network, as in anna@social.example',
    },
    {
      key: 'from',
      label: 'From',
      kind: 'shown',
      show: (row) => {
        const { from, number, visitor, channel, handle } = row as ConversationRow
        if (handle) return `@${handle}`
        if (channel === 'chat') return visitor?.name ?? visitor?.email ?? 'A visitor'
        if (number) return number
        return from ? (from.name ?? from.address) : <Nothing />
      },
      fixed: true,
      width: 190,
    },
    {
      key: 'lastDirection',
      label: 'Last',
      kind: 'shown',
      show: (row) => {
        const { lastDirection, lastAutomatic } = row as ConversationRow
        return lastWas[lastAutomatic ?? lastDirection ?? ''] ?? <Nothing />
      },
      fixed: true,
      width: 130,
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 90,
    },
    {
      key: 'assigneeId',
      label: 'Assignee',
      kind: 'ref',
      model: 'user',
      filter: true,
      later: true,
      width: 150,
      by: 'assign',
    },
    { key: 'filed', label: 'Filed', kind: 'yes-no', fixed: true, filter: true, width: 80 },
    { key: 'snoozedUntil', label: 'Put off until', kind: 'instant', fixed: true },
    { key: 'messages', label: 'Messages', kind: 'number', fixed: true, width: 70 },
    { key: 'lastAt', label: 'Last message', kind: 'instant', fixed: true, sortable: true, width: 130 },
  ],
  columns: ['from', 'channel', 'lastDirection', 'status', 'assigneeId', 'mailboxId', 'messages', 'lastAt'],
  sort: '-lastAt',
  searchable: true,
  starters: [
    view('conversations-open', 'Open', { status: 'open' }),
    view('conversations-chats', 'Chats', { status: 'open', channel: 'chat' }),
    view('conversations-triage', 'To file', { status: 'open', filed: 'false' }),
  ],
  bulk: [assignAction(entry, { field: 'assigneeId' })],
  empty:
    'Mails that answer each other are a conversation, and so is a chat. They come by the mailboxes, numbers and chats that are set up.',
  Page: lazy(async () => ({ default: (await import('./conversation/page.tsx')).ConversationPage })),
})
