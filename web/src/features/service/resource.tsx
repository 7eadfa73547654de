import type { Choice } from '../../records/field.ts'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { SkillsInput, SkillsShown } from '../identity/user/skills.tsx'
import { plannedResource as entry, type PlannedResource } from './resource.entry.ts'

const kinds: readonly Choice[] = [
  { value: 'person', label: 'Person' },
  { value: 'equipment', label: 'Equipment' },
  { value: 'facility', label: 'Facility' },
]

export const plannedResource = resource<PlannedResource>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'kind', label: 'Kind', kind: 'choice', choices: kinds, required: true, filter: true, width: 100 },
    { key: 'userId', label: 'Colleague', kind: 'ref', model: 'user', width: 150 },
    { key: 'skills', label: 'Skills', kind: 'own', Show: SkillsShown, Input: SkillsInput, width: 200 },
    {
      key: 'calendarId',
      label: 'Works by',
      kind: 'ref',
      model: 'businessCalendar',
      required: true,
      width: 160,
    },
    {
      key: 'capacity',
      label: 'How many at once',
      kind: 'number',
      required: true,
      width: 110,
      hint: 'A room of four benches has four',
    },
    { key: 'site', label: 'Where', kind: 'text', width: 150 },
    archivedField,
  ],
  columns: ['kind', 'userId', 'skills', 'calendarId', 'capacity'],
  sort: 'name',
  searchable: true,
  initial: { kind: 'person', capacity: 1 },
  change: 'resource.change',
  archive: 'resource.archive',
  empty: 'A resource is somebody or something whose time is planned: a technician, a van, a room.',
})
