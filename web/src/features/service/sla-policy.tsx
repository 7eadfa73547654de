import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { EscalationInput, EscalationShown } from './sla-policy/escalation.tsx'
import { TargetsInput, TargetsShown } from './sla-policy/targets.tsx'
import { slaPolicy as entry, type SlaPolicy } from './sla-policy.entry.ts'

const target = (response: number, resolution: number) => ({
  responseMinutes: response * 60,
  resolutionMinutes: resolution * 60,
})
const firstTargets = { urgent: target(1, 8), high: target(2, 16), normal: target(4, 40), low: target(8, 80) }

export const slaPolicy = resource<SlaPolicy>(entry)({
  title: ({ name }) => name,
  state: ({ default: isDefault }) => isDefault && <Tag tone="accent">Default</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'default', label: 'For tickets that name none', kind: 'yes-no', width: 200 },
    {
      key: 'calendarId',
      label: 'Business calendar',
      kind: 'ref',
      model: 'businessCalendar',
      required: true,
      width: 180,
      hint: 'The hours in which its clocks run',
    },
    {
      key: 'targets',
      label: 'Promised',
      kind: 'own',
      Show: TargetsShown,
      Input: TargetsInput,
      required: true,
    },
    {
      key: 'escalateTo',
      label: 'Escalates to',
      kind: 'own',
      Show: EscalationShown,
      Input: EscalationInput,
      hint: 'Where a ticket goes whose promise is broken',
    },
    {
      key: 'version',
      label: 'Version',
      kind: 'number',
      fixed: true,
      width: 90,
      hint: 'Tickets keep the version they were opened under',
    },
    archivedField,
  ],
  columns: ['default', 'calendarId', 'version'],
  sort: 'name',
  searchable: false,
  change: 'slaPolicy.change',
  archive: 'slaPolicy.archive',
  initial: { targets: firstTargets },
  empty: 'A policy promises how soon a ticket is answered and resolved. Without one tickets have no clocks.',
})
