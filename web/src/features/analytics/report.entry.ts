import { ChartColumn, ScanSearch } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry, ScreenEntry } from '../../records/entry.ts'

export type Report = Replies['/reports/{id}']
export type Result = Replies['/report-results']
export type Definition = Result['definition']
export type ReadyMade = Replies['/ready-made-reports']['items'][number]

export const report: RecordEntry = {
  is: 'record',
  model: 'report',
  path: 'reports',
  one: 'report',
  many: 'reports',
  group: 'Work',
  icon: ChartColumn,
  load: async () => (await import('./report.tsx')).report,
}

export const explore: ScreenEntry = {
  is: 'screen',
  path: 'explore',
  label: 'Explore',
  group: 'Work',
  needs: 'report.read',
  models: [],
  icon: ScanSearch,
  load: async () => (await import('./report/explore.tsx')).ExploreScreen,
}
