import { assignAction } from '../../records/assign.tsx'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import { type Account, account as entry } from './account.entry.ts'
import { classifyAction, relations } from './choices.ts'

export const account = resource<Account>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'relation', label: 'Relation', kind: 'choice', choices: relations, filter: true, width: 110 },
    {
      key: 'classification',
      label: 'Class',
      kind: 'listed',
      list: 'classification',
      sortable: true,
      filter: true,
      width: 80,
    },
    { key: 'sector', label: 'Sector', kind: 'text', width: 140 },
    { key: 'revenue', label: 'Yearly revenue', kind: 'money', sortable: true, width: 150 },
    { key: 'employees', label: 'Employees', kind: 'number', width: 100 },
    { key: 'country', label: 'Country', kind: 'text', width: 90, hint: 'Two letters, as in DE or UG' },
    { key: 'website', label: 'Website', kind: 'url' },
    { key: 'yearEstablished', label: 'Established', kind: 'text' },
    { key: 'parentId', label: 'Belongs to', kind: 'ref', model: 'account' },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    archivedField,
  ],
  columns: ['relation', 'classification', 'sector', 'revenue', 'employees', 'country', 'ownerId', 'tags'],
  sort: 'name',
  searchable: true,
  change: 'account.change',
  archive: 'account.archive',
  bulk: [assignAction(entry, { command: 'account.change' }), ...tagActions(entry), classifyAction(entry)],
  empty: 'Accounts are the organisations you deal with. Add one, or convert a lead and it is made for you.',
})
