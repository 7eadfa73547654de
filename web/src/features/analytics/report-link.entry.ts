import { Link2 } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ReportLink = Replies['/report-links/{id}']
export type ReportLinkAddress = Replies['/report-links/{id}/address']

export const reportLink: RecordEntry = {
  is: 'record',
  model: 'reportLink',
  path: 'report-links',
  one: 'shared report',
  many: 'shared reports',
  group: 'Work',
  icon: Link2,
  load: async () => (await import('./report-link.tsx')).reportLink,
}
