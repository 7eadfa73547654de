import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { team as entry, type Team } from './team.entry.ts'

export const team = resource<Team>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'region', label: 'Region', kind: 'text', sortable: true, width: 160 },
    {
      key: 'managerId',
      label: 'Manager',
      kind: 'ref',
      model: 'user',
      filter: true,
      width: 200,
      hint: 'Sees what the members own, here and in teams that are part of this one, where the role says so',
    },
    {
      key: 'parentId',
      label: 'Part of',
      kind: 'ref',
      model: 'team',
      filter: true,
      width: 200,
      hint: 'The managers of that team, and of what it is part of, see what is owned here too',
    },
    archivedField,
  ],
  columns: ['region', 'parentId', 'managerId'],
  sort: 'name',
  searchable: true,
  change: 'team.change',
  archive: 'team.archive',
  empty: 'Teams are people who work together. A team has a manager, and records can be shared with it.',
})
