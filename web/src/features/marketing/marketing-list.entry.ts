import { ListChecks } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MarketingList = Replies['/marketing-lists/{id}']

export const marketingList: RecordEntry = {
  is: 'record',
  model: 'marketingList',
  path: 'marketing-lists',
  one: 'marketing list',
  many: 'marketing lists',
  group: 'Marketing',
  create: 'marketingList.create',
  icon: ListChecks,
  load: async () => (await import('./marketing-list.tsx')).marketingList,
}
