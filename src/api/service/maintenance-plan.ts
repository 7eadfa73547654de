import { z } from 'zod'
import { maintenancePlan, rhythm } from '../../domain/service/maintenance-plan.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { maintenancePlanTable } from '../../projections/service/maintenance-plan.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const maintenancePlanQueries = recordQueries(maintenancePlanTable)({
  resource: 'maintenance-plans',
  summary: 'Maintenance plans by account, asset, contract and when they are due next',
  row: z.object({
    name: z.string(),
    accountId: uuid,
    serviceId: uuid,
    assetId: uuid.nullable(),
    contractId: uuid.nullable(),
    ownerId: uuid.nullable(),
    rhythm,
    startsOn: day,
    endsOn: day.nullable(),
    aheadDays: z.int(),
    tasks: z.array(z.string()),
    nextDueOn: day.nullable(),
    nextMadeAt: instant.nullable().describe('When the order of that is made.'),
    lastDueOn: day.nullable().describe('The last day for which an order was made.'),
    archived: z.boolean(),
  }),
  references: {
    accountId: accountTable,
    serviceId: serviceTable,
    assetId: assetTable,
    contractId: contractTable,
    ownerId: userTable,
  },
  filters: { accountId: uuid, assetId: uuid, contractId: uuid, serviceId: uuid, archived: flag },
  ranges: { nextDueOn: day },
  sorts: ['nextDueOn', 'name', 'createdAt', 'updatedAt'],
  search: ['name', 'accountId'],
})

export const maintenancePlanTitles = titlesOf(maintenancePlan, {
  'maintenancePlan.created': ({ data }) =>
    `${data.name} planned every ${data.rhythm.every} ${data.rhythm.unit}s from ${data.startsOn}`,
  'maintenancePlan.changed': () => 'Plan changed',
  'maintenancePlan.fell-due': ({ data }) => `Order made for ${data.dueOn}`,
  'maintenancePlan.archived': () => 'Stopped',
  'maintenancePlan.restored': () => 'Gone on with',
})
