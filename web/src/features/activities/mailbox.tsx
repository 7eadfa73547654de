import { Select, TextInput } from '@mantine/core'
import { lazy } from 'react'
import { archivedField, type Choice, type OwnInput } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'
import { mailbox as entry, type Mailbox } from './mailbox.entry.ts'

/** A server as the API has it. */
interface Server {
  host: string
  port: number
  tls: 'implicit' | 'starttls' | 'none'
}

const secured: readonly Choice[] = [
  { value: 'implicit', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'none', label: 'None (this machine only)' },
]

function ServerValue({ value }: { value: unknown }) {
  const server = value as Server | null
  if (!server) return <Nothing />
  return `${server.host}:${server.port}, ${secured.find((one) => one.value === server.tls)?.label}`
}

/** A server as its three parts; empty is none. */
const serverInput = (port: number) =>
  function ServerInput({ label, description, error, value, onChange }: OwnInput) {
    const server = value as Server | null | undefined
    const put = (part: Partial<Server>) => {
      const next = { host: '', port, tls: 'implicit' as const, ...server, ...part }
      onChange(next.host.trim() === '' ? null : next)
    }
    return (
      <>
        <TextInput
          label={`${label}: server`}
          placeholder="mail.example.com"
          description={description}
          error={error}
          value={server?.host ?? ''}
          onChange={(event) => put({ host: event.currentTarget.value })}
        />
        {server && (
          <>
            {/* A port is a name of digits: nobody writes it as their country writes numbers. */}
            <TextInput
              label={`${label}: port`}
              inputMode="numeric"
              value={String(server.port)}
              onChange={(event) => put({ port: Number(event.currentTarget.value.replace(/\D/g, '')) })}
            />
            <Select
              label={`${label}: encryption`}
              data={secured.map(({ value: of, label: words }) => ({ value: of, label: words }))}
              allowDeselect={false}
              value={server.tls}
              onChange={(next) => put({ tls: (next ?? 'implicit') as Server['tls'] })}
            />
          </>
        )}
      </>
    )
  }

export const mailbox = resource<Mailbox>(entry)({
  title: ({ name }) => name,
  fields: [
    {
      key: 'name',
      label: 'Name',
      kind: 'text',
      required: true,
      sortable: true,
      hint: 'Whom its mails are from',
    },
    { key: 'address', label: 'Address', kind: 'email', required: true, sortable: true, width: 220 },
    {
      key: 'ownerId',
      label: 'Owner',
      kind: 'ref',
      model: 'user',
      once: true,
      width: 150,
      hint: 'Whose own it is, which no colleague reads; nobody’s is shared',
    },
    {
      key: 'teamId',
      label: 'Team',
      kind: 'ref',
      model: 'team',
      once: true,
      width: 150,
      hint: 'Of a shared one: who reads it. Without a team everybody does',
    },
    { key: 'login', label: 'User name', kind: 'text', required: true, hint: 'As the mail server knows it' },
    {
      key: 'imap',
      label: 'Fetched by IMAP',
      kind: 'own',
      Show: ServerValue,
      Input: serverInput(993),
      hint: 'Nothing is changed over there, nor marked as read',
    },
    { key: 'smtp', label: 'Sent by SMTP', kind: 'own', Show: ServerValue, Input: serverInput(465) },
    {
      key: 'tickets',
      label: 'Opens tickets',
      kind: 'yes-no',
      width: 120,
      hint: 'Whether a mail that begins a conversation opens a ticket',
    },
    {
      key: 'checkedBy',
      label: 'Senders checked by',
      kind: 'text',
      hint: 'What your mail server calls itself in Authentication-Results, as mx.example.com. Empty: signatures are checked here',
    },
    { key: 'signature', label: 'Signature', kind: 'long-text' },
    {
      key: 'hasPassword',
      label: 'Password',
      kind: 'yes-no',
      fixed: true,
      hint: 'Whether it is known',
      width: 110,
    },
    archivedField,
  ],
  columns: ['address', 'ownerId', 'teamId', 'tickets', 'hasPassword'],
  sort: 'name',
  searchable: true,
  change: 'mailbox.change',
  archive: 'mailbox.archive',
  initial: { tickets: false },
  empty:
    'A mailbox is where mails come from and go out of. Set up the first one; its password is asked for on its page.',
  Page: lazy(async () => ({ default: (await import('./mailbox/page.tsx')).MailboxPage })),
})
