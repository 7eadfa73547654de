import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { socialAccount as entry, type SocialAccount } from './social-account.entry.ts'

export const socialAccount = resource<SocialAccount>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'server',
      label: 'Server',
      kind: 'text',
      required: true,
      once: true,
      hint: 'That speaks Mastodon’s API, as in https://social.example',
    },
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
    { key: 'handle', label: 'Known there as', kind: 'text', fixed: true, width: 200 },
    {
      key: 'hasPassword',
      label: 'Token',
      kind: 'yes-no',
      fixed: true,
      hint: 'Whether it is known',
      width: 90,
    },
    archivedField,
  ],
  columns: ['handle', 'server', 'ownerId', 'teamId', 'hasPassword'],
  sort: 'name',
  searchable: true,
  change: 'socialAccount.change',
  archive: 'socialAccount.archive',
  empty: 'What names an account of yours in a social network comes to the inbox. Set up the first one.',
  Page: lazy(async () => ({ default: (await import('./social-account/page.tsx')).SocialAccountPage })),
})
