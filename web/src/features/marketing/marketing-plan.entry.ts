import { Target } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MarketingPlan = Replies['/marketing-plans/{id}']
export type PlanAttainment = Replies['/marketing-plans/{id}/attainment']

export const marketingPlan: RecordEntry = {
  is: 'record',
  model: 'marketingPlan',
  path: 'marketing-plans',
  one: 'marketing plan',
  many: 'marketing plans',
  group: 'Marketing',
  create: 'marketingPlan.create',
  icon: Target,
  load: async () => (await import('./marketing-plan.tsx')).marketingPlan,
}
