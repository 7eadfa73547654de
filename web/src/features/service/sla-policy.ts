import { resource } from '../../records/resource.ts'
import { slaPolicy as entry, type SlaPolicy } from './sla-policy.entry.ts'

export const slaPolicy = resource<SlaPolicy>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true },
    { key: 'default', label: 'For tickets that name none', kind: 'yes-no', width: 200 },
    {
      key: 'version',
      label: 'Version',
      kind: 'number',
      fixed: true,
      width: 90,
      hint: 'Tickets keep the version they were opened under',
    },
  ],
  columns: ['default', 'version'],
  sort: 'name',
  searchable: false,
  empty: 'A policy promises how soon a ticket is answered and resolved.',
})
