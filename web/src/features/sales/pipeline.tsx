import { lazy } from 'react'
import { currencies } from '../../../../src/domain/values/currency.ts'
import type { Pipeline } from '../../api/models.ts'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { StagesInput, StagesShown } from './pipeline/stages-input.tsx'
import { pipeline as entry } from './pipeline.entry.ts'

/** What a new pipeline starts with; each of them can be called otherwise. */
const firstStages = [
  { name: 'Qualification', probability: 0.2, kind: 'open' },
  { name: 'Proposal', probability: 0.5, kind: 'open' },
  { name: 'Negotiation', probability: 0.8, kind: 'open' },
  { name: 'Closed won', probability: 1, kind: 'won' },
  { name: 'Closed lost', probability: 0, kind: 'lost' },
]

export const pipeline = resource<Pipeline>(entry)({
  title: ({ name }) => name,
  state: ({ isDefault }) => isDefault && <Tag tone="accent">Default</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'currency',
      label: 'Currency',
      kind: 'choice',
      choices: currencies.map((value) => ({ value, label: value })),
      required: true,
      width: 100,
    },
    {
      key: 'isDefault',
      label: 'Default',
      kind: 'yes-no',
      width: 100,
      hint: 'Deals that name no pipeline are opened in this one',
    },
    {
      key: 'stages',
      label: 'Stages',
      kind: 'own',
      Show: StagesShown,
      Input: StagesInput,
      required: true,
      once: true,
    },
    archivedField,
  ],
  columns: ['currency', 'isDefault', 'stages'],
  sort: 'name',
  searchable: true,
  change: 'pipeline.change',
  archive: 'pipeline.archive',
  initial: { stages: firstStages },
  empty:
    'A pipeline is the way deals go, stage by stage. Without one no deal can be opened: make the first one.',
  Page: lazy(async () => ({ default: (await import('./pipeline/page.tsx')).PipelinePage })),
})
