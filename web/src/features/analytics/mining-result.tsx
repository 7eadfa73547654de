import { resource } from '../../records/resource.ts'
import { minedWords } from './insight/keep.tsx'
import { MiningResultPage } from './mining-result/page.tsx'
import { miningResult as entry, type MiningResult } from './mining-result.entry.ts'

export const miningResult = resource<MiningResult>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', fixed: true, sortable: true, width: 260 },
    {
      key: 'mined',
      label: 'Of',
      kind: 'choice',
      choices: Object.entries(minedWords).map(([value, label]) => ({ value, label })),
      fixed: true,
      filter: true,
      width: 220,
    },
    { key: 'asOf', label: 'As of', kind: 'instant', fixed: true, width: 150 },
    { key: 'upTo', label: 'Position of the log', kind: 'text', fixed: true, width: 130 },
    { key: 'keeperId', label: 'Kept by', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    { key: 'createdAt', label: 'Kept', kind: 'instant', fixed: true, sortable: true, width: 150 },
  ],
  columns: ['name', 'mined', 'asOf', 'upTo', 'keeperId', 'createdAt'],
  sort: '-createdAt',
  searchable: true,
  empty: 'Insight has a button Keep on groups of customers, products bought together, look-alikes and paths.',
  Page: MiningResultPage,
})
