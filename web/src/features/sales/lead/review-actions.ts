import { ShieldCheck, ShieldQuestion, ShieldX } from 'lucide-react'
import type { BulkAction } from '../../../records/resource.ts'

/** What can be said of whether the chosen leads are genuine. */
export const reviewActions: readonly BulkAction[] = [
  {
    label: 'Genuine',
    icon: ShieldCheck,
    permission: 'lead.review',
    asked: { command: 'lead.review', body: { genuine: true } },
  },
  {
    label: 'Not genuine',
    icon: ShieldX,
    permission: 'lead.review',
    asked: { command: 'lead.review', body: { genuine: false } },
  },
  {
    label: 'Check anew',
    icon: ShieldQuestion,
    permission: 'lead.check',
    asked: { command: 'lead.check', body: {} },
  },
]
