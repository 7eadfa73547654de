import { assignAction } from '../../records/assign.tsx'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import { personName } from '../../ui/format.ts'
import { quickCampaignAction } from '../marketing/quick-campaign-action.ts'
import { alikeIn, LedOn } from './alike.tsx'
import { channelFields, DoNotContact } from './channels.tsx'
import { classifyAction, genders } from './choices.ts'
import { type Contact, contact as entry } from './contact.entry.ts'
import { placeFields, reachFields, textOf } from './reach.tsx'

export const contact = resource<Contact>(entry)({
  title: ({ name }) => personName(name),
  state: (row) => (
    <>
      <DoNotContact row={row} />
      <LedOn path={entry.path} row={row} />
    </>
  ),
  Warning: alikeIn('contact', 'contacts'),
  fields: [
    { key: 'name', label: 'Name', kind: 'name', required: true },
    { key: 'title', label: 'Job title', kind: 'text', width: 180 },
    { key: 'accountId', label: 'Account', kind: 'ref', model: 'account', filter: true, width: 180 },
    { key: 'email', label: 'E-mail', kind: 'email', width: 220 },
    {
      key: 'phone',
      label: 'Telephone',
      kind: 'phone',
      width: 150,
      hint: 'With the country, as in +256 700 123456',
    },
    ...reachFields,
    ...placeFields,
    { key: 'country', label: 'Country', kind: 'shown', width: 90, sortable: true, show: textOf('country') },
    ...channelFields,
    { key: 'birthDate', label: 'Date of birth', kind: 'date', sortable: true, width: 110 },
    { key: 'gender', label: 'Gender', kind: 'choice', choices: genders, filter: true, width: 90 },
    { key: 'language', label: 'Language', kind: 'text', width: 90, hint: 'A tag such as en or de-AT' },
    { key: 'region', label: 'Region', kind: 'text', width: 120 },
    {
      key: 'classification',
      label: 'Class',
      kind: 'listed',
      list: 'classification',
      sortable: true,
      filter: true,
      width: 80,
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    archivedField,
  ],
  columns: ['title', 'accountId', 'email', 'phone', 'ownerId', 'tags'],
  sort: '-updatedAt',
  searchable: true,
  change: 'contact.change',
  archive: 'contact.archive',
  bulk: [
    assignAction(entry, { command: 'contact.change' }),
    ...tagActions(entry),
    classifyAction(entry),
    quickCampaignAction('contact'),
  ],
  empty: 'Contacts are the people you deal with. Add one, or convert a lead and it is made for you.',
})
