import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { phoneLine as entry, type PhoneLine } from './phone-line.entry.ts'

export const phoneLine = resource<PhoneLine>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'userId',
      label: 'User',
      kind: 'ref',
      model: 'user',
      width: 160,
      hint: 'Who telephones by it. Somebody else needs the password anew',
    },
    {
      key: 'server',
      label: 'Server',
      kind: 'text',
      required: true,
      width: 220,
      hint: 'Where browsers speak SIP with it, as in wss://sip.example.com:5061/ws',
    },
    { key: 'domain', label: 'Domain', kind: 'text', required: true, width: 160 },
    {
      key: 'login',
      label: 'SIP user name',
      kind: 'text',
      required: true,
      width: 120,
      hint: 'What stands before the domain in its address',
    },
    {
      key: 'country',
      label: 'Country',
      kind: 'text',
      required: true,
      width: 90,
      hint: 'Of which country a number is that says none: DE, US',
    },
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
  columns: ['userId', 'domain', 'login', 'hasPassword'],
  sort: 'name',
  searchable: true,
  change: 'phoneLine.change',
  archive: 'phoneLine.archive',
  empty:
    'A telephone line is what one user makes and takes calls by in the browser. Set up the first one; its password is asked for on its page.',
  Page: lazy(async () => ({ default: (await import('./phone-line/page.tsx')).PhoneLinePage })),
})
