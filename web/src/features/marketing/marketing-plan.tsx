import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { marketingPlan as entry, type MarketingPlan } from './marketing-plan.entry.ts'
import { GoalsInput, GoalsShown } from './plan-goals.tsx'
import { TargetsInput, TargetsShown } from './plan-targets.tsx'

export const marketingPlan = resource<MarketingPlan>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'startsOn', label: 'First day', kind: 'date', required: true, sortable: true, width: 120 },
    { key: 'endsOn', label: 'Last day', kind: 'date', required: true, sortable: true, width: 120 },
    {
      key: 'targets',
      label: 'To reach, in numbers',
      kind: 'own',
      Show: TargetsShown,
      Input: TargetsInput,
      hint: 'By days, products and country; no two may be about the same',
    },
    { key: 'goals', label: 'To reach, in words', kind: 'own', Show: GoalsShown, Input: GoalsInput },
    archivedField,
  ],
  columns: ['startsOn', 'endsOn'],
  sort: '-startsOn',
  searchable: true,
  change: 'marketingPlan.change',
  archive: 'marketingPlan.archive',
  empty: 'A plan says what marketing is to reach in a period, in numbers and in words. Make the first one.',
  Page: lazy(async () => ({ default: (await import('./marketing-plan/page.tsx')).MarketingPlanPage })),
})
