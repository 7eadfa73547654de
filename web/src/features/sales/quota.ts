import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { quota as entry, type Quota } from './quota.entry.ts'

export const quota = resource<Quota>(entry)({
  title: ({ ownerName, teamName, startsOn, endsOn }) =>
    `${ownerName ?? teamName ?? 'Quota'}, ${startsOn} to ${endsOn}`,
  fields: [
    {
      key: 'ownerId',
      label: 'Person',
      kind: 'ref',
      model: 'user',
      once: true,
      filter: true,
      width: 180,
      hint: 'Or a team, below: a quota is of one of them',
    },
    { key: 'teamId', label: 'Team', kind: 'ref', model: 'team', once: true, filter: true, width: 180 },
    { key: 'startsOn', label: 'From', kind: 'date', required: true, sortable: true, width: 120 },
    { key: 'endsOn', label: 'To', kind: 'date', required: true, sortable: true, width: 120 },
    {
      key: 'target',
      label: 'To be won',
      kind: 'money',
      required: true,
      width: 140,
      hint: 'Deals in this currency count',
    },
    archivedField,
  ],
  columns: ['ownerId', 'teamId', 'startsOn', 'endsOn', 'target'],
  sort: '-startsOn',
  searchable: false,
  change: 'quota.change',
  archive: 'quota.archive',
  empty:
    'A quota is how much a person or a team is to win in a period. What is won of it stands on the forecast.',
})
