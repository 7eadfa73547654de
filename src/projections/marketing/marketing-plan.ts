import type { z } from 'zod'
import { marketingPlan, type PlanTarget, type planGoal } from '../../domain/marketing/marketing-plan.ts'
import { merged } from '../../domain/record.ts'
import { boolean, date, json, projection, text } from '../projection.ts'

export const marketingPlanTable = projection(marketingPlan)({
  name: 'marketingPlan',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    startsOn: date,
    endsOn: date,
    targets: json<readonly PlanTarget[]>(),
    goals: json<readonly z.output<typeof planGoal>[]>(),
    archived: boolean,
  },
  indexes: [['name'], ['startsOn'], ['endsOn'], ['createdAt'], ['updatedAt']],
  on: {
    'marketingPlan.created': (_, { data }) => ({ ...data, archived: false }),
    'marketingPlan.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'marketingPlan.archived': (row) => row && { ...row, archived: true },
    'marketingPlan.restored': (row) => row && { ...row, archived: false },
  },
})
