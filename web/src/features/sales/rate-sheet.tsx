import { resource } from '../../records/resource.ts'
import { RatesDrop } from './rate-sheet/drop.tsx'
import { RatesInput, RatesShown } from './rate-sheet/shown.tsx'
import { rateSheet as entry, type RateSheet } from './rate-sheet.entry.ts'

export const rateSheet = resource<RateSheet>(entry)({
  title: ({ on }) => on,
  fields: [
    { key: 'on', label: 'Day', kind: 'date', fixed: true, sortable: true, width: 120 },
    { key: 'base', label: 'One unit of', kind: 'text', fixed: true, width: 110 },
    { key: 'rateCount', label: 'Currencies', kind: 'number', fixed: true, width: 110 },
    { key: 'rates', label: 'Is worth', kind: 'own', fixed: true, Show: RatesShown, Input: RatesInput },
  ],
  columns: ['base', 'rateCount'],
  sort: '-on',
  searchable: false,
  empty: 'Drop a file of the European Central Bank’s reference rates above.',
  Above: RatesDrop,
})
