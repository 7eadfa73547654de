import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { counted } from '../../ui/format.ts'
import { Tag } from '../../ui/values.tsx'
import { ruleSet as entry, type RuleSet } from './rule-set.entry.ts'

export const ruleSet = resource<RuleSet>(entry)({
  title: ({ name }) => name,
  state: ({ draft }) => draft && <Tag tone="accent">Draft</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'versions',
      label: 'Versions',
      kind: 'shown',
      show: ({ versions = [] }: RuleSet) => counted(versions.length, 'version', 'versions'),
      width: 120,
    },
    { key: 'updatedAt', label: 'Changed', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['versions', 'updatedAt'],
  sort: 'name',
  searchable: true,
  change: 'ruleSet.change',
  empty:
    'Rules say how leads are scored, which are qualified, who gets them, and which price book holds for whom. They are made at the first start.',
  Page: lazy(async () => ({ default: (await import('./rule-set/page.tsx')).RuleSetPage })),
})
