import { assignAction } from '../../records/assign.tsx'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import { Tag } from '../../ui/values.tsx'
import { quickCampaignAction } from '../marketing/quick-campaign-action.ts'
import { type Account, account as entry } from './account.entry.ts'
import { alikeIn, LedOn } from './alike.tsx'
import { classifyAction, relations, sizes } from './choices.ts'
import { placeFields, reachFields } from './reach.tsx'

/** Who has bought something, and with whom nobody has had to do for 90 days (CUS-16). */
const dormant = {
  id: '6f6a1d3e-6c1b-4c0e-9b0a-5d1f0c9e2a16',
  list: 'accounts',
  name: 'Dormant customers',
  isDefault: false,
  columns: ['relation', 'classification', 'city', 'ownerId', 'tags'],
  sort: 'updatedAt',
  filters: {
    where: JSON.stringify({
      all: [
        { related: 'orders', atLeast: 1 },
        {
          related: 'activities',
          where: { field: 'at', operator: 'from', value: { days: -90 } },
          atMost: 0,
        },
        {
          related: 'orders',
          where: { field: 'placedAt', operator: 'from', value: { days: -90 } },
          atMost: 0,
        },
      ],
    }),
  },
}

export const account = resource<Account>(entry)({
  title: ({ name }) => name,
  state: (row) => (
    <>
      {row.keyCustomer && <Tag tone="accent">Key customer</Tag>}
      <LedOn path={entry.path} row={row} />
    </>
  ),
  Warning: alikeIn('account', 'accounts'),
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
    {
      key: 'naics',
      label: 'NAICS code',
      kind: 'text',
      width: 100,
      hint: 'Of the list of 2022: 2 to 6 digits, as in 3345 or 54',
    },
    { key: 'industry', label: 'Industry', kind: 'text', fixed: true, width: 180 },
    { key: 'revenue', label: 'Yearly revenue', kind: 'money', sortable: true, width: 150 },
    { key: 'employees', label: 'Employees', kind: 'number', sortable: true, width: 100 },
    {
      key: 'sizeBand',
      label: 'Size',
      kind: 'choice',
      choices: sizes,
      fixed: true,
      filter: true,
      width: 100,
    },
    { key: 'country', label: 'Country', kind: 'text', width: 90, hint: 'Two letters, as in DE or UG' },
    { key: 'website', label: 'Website', kind: 'url' },
    { key: 'email', label: 'E-mail', kind: 'email', width: 200 },
    {
      key: 'phone',
      label: 'Telephone',
      kind: 'phone',
      width: 150,
      hint: 'With the country, as in +256 700 123456',
    },
    ...reachFields,
    ...placeFields,
    { key: 'yearEstablished', label: 'Established', kind: 'text' },
    { key: 'parentId', label: 'Belongs to', kind: 'ref', model: 'account' },
    {
      key: 'slaPolicyId',
      label: 'Service tier',
      kind: 'ref',
      model: 'slaPolicy',
      filter: true,
      width: 140,
      hint: 'The service level policy of their tickets',
    },
    {
      key: 'serviceNotes',
      label: 'Service notes',
      kind: 'long-text',
      hint: 'Shown to whoever works on a ticket of theirs',
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    { key: 'keyCustomer', label: 'Key customer', kind: 'yes-no', fixed: true, filter: true, width: 110 },
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    archivedField,
  ],
  columns: ['relation', 'classification', 'sector', 'revenue', 'employees', 'country', 'ownerId', 'tags'],
  sort: 'name',
  starters: [dormant],
  searchable: true,
  change: 'account.change',
  archive: 'account.archive',
  bulk: [
    assignAction(entry, { command: 'account.change' }),
    ...tagActions(entry),
    classifyAction(entry),
    quickCampaignAction('account'),
  ],
  empty: 'Accounts are the organisations you deal with. Add one, or convert a lead and it is made for you.',
})
