import { assignAction } from '../../records/assign.tsx'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { type Account, account as entry } from './account.entry.ts'
import { relations } from './choices.ts'

export const account = resource<Account>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'relation', label: 'Relation', kind: 'choice', choices: relations, filter: true, width: 110 },
    { key: 'sector', label: 'Sector', kind: 'text', width: 140 },
    { key: 'revenue', label: 'Yearly revenue', kind: 'money', sortable: true, width: 150 },
    { key: 'employees', label: 'Employees', kind: 'number', width: 100 },
    { key: 'country', label: 'Country', kind: 'text', width: 90, hint: 'Two letters, as in DE or UG' },
    { key: 'website', label: 'Website', kind: 'url' },
    { key: 'yearEstablished', label: 'Established', kind: 'text' },
    { key: 'parentId', label: 'Belongs to', kind: 'ref', model: 'account' },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    archivedField,
  ],
  columns: ['relation', 'sector', 'revenue', 'employees', 'country', 'ownerId'],
  sort: 'name',
  searchable: true,
  change: 'account.change',
  archive: 'account.archive',
  bulk: [assignAction(entry, { command: 'account.change' })],
  empty: 'Accounts are the organisations you deal with. Add one, or convert a lead and it is made for you.',
})
