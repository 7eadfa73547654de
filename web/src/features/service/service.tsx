import type { Choice } from '../../records/field.ts'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { SkillsInput, SkillsShown } from '../identity/user/skills.tsx'
import { serviceOffered as entry, type Service } from './service.entry.ts'

const prices: readonly Choice[] = [
  { value: 'visit', label: 'A visit' },
  { value: 'hour', label: 'An hour' },
]

export const serviceOffered = resource<Service>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'description', label: 'What is done', kind: 'long-text' },
    { key: 'price', label: 'Price', kind: 'money', width: 120 },
    { key: 'priceFor', label: 'For', kind: 'choice', choices: prices, required: true, width: 90 },
    {
      key: 'minutes',
      label: 'Takes',
      kind: 'number',
      unit: 'minutes',
      required: true,
      width: 110,
      hint: 'By quarters of an hour',
    },
    {
      key: 'skills',
      label: 'Skills',
      kind: 'own',
      Show: SkillsShown,
      Input: SkillsInput,
      width: 180,
      hint: 'What whoever does it needs to be able to do',
    },
    { key: 'slaPolicyId', label: 'Service level', kind: 'ref', model: 'slaPolicy', width: 150 },
    {
      key: 'calendarId',
      label: 'Offered within',
      kind: 'ref',
      model: 'businessCalendar',
      hint: 'Left empty: whenever somebody works',
    },
    { key: 'available', label: 'Available', kind: 'yes-no', filter: true, width: 90 },
    archivedField,
  ],
  columns: ['price', 'priceFor', 'minutes', 'skills', 'available'],
  sort: 'name',
  searchable: true,
  initial: { priceFor: 'visit', minutes: 60, available: true },
  change: 'service.change',
  archive: 'service.archive',
  empty:
    'A service is something that you do for customers: what it costs, how long it takes, and what it takes to do it.',
})
