import { CalendarSync } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MaintenancePlan = Replies['/maintenance-plans/{id}']

export const maintenancePlan: RecordEntry = {
  is: 'record',
  model: 'maintenancePlan',
  path: 'maintenance-plans',
  one: 'maintenance plan',
  many: 'maintenance plans',
  group: 'Service',
  create: 'maintenancePlan.create',
  on: {
    asset: { by: 'assetId', columns: ['serviceId', 'nextDueOn'], empty: 'It is looked after by no plan.' },
    contract: {
      by: 'contractId',
      columns: ['serviceId', 'nextDueOn'],
      empty: 'No plan is of this contract.',
    },
  },
  icon: CalendarSync,
  load: async () => (await import('./maintenance-plan.tsx')).maintenancePlan,
}
