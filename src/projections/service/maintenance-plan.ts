import { merged } from '../../domain/record.ts'
import {
  type MaintenanceTerms,
  maintenancePlan,
  type NextDue,
} from '../../domain/service/maintenance-plan.ts'
import { linkFolds } from '../linking.ts'
import {
  boolean,
  date,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

export const maintenancePlanTable = projection(maintenancePlan)({
  name: 'maintenancePlan',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    accountId: uuid,
    serviceId: uuid,
    assetId: nullable(uuid),
    contractId: nullable(uuid),
    ownerId: nullable(uuid),
    rhythm: json<MaintenanceTerms['rhythm']>(),
    startsOn: date,
    endsOn: nullable(date),
    aheadDays: integer,
    tasks: texts,
    nextDueOn: nullable(date),
    /** When the order of that is made. */
    nextMadeAt: nullable(instant),
    lastDueOn: nullable(date),
    archived: boolean,
  },
  sameField: [['nextDueOn', 'nextMadeAt', 'next']],
  indexes: [
    ['name'],
    ['accountId'],
    ['assetId'],
    ['contractId'],
    ['serviceId'],
    ['nextDueOn'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'maintenancePlan.created': (_, { data: { next, ...data } }) => ({
      ...data,
      ...due(next),
      lastDueOn: null,
      archived: false,
    }),
    'maintenancePlan.changed': (row, { data: { changes, next } }) =>
      row && { ...merged(row, changes), ...due(next) },
    'maintenancePlan.fell-due': (row, { data: { dueOn, next } }) =>
      row && { ...row, lastDueOn: dueOn, ...due(next) },
    'maintenancePlan.archived': (row) => row && { ...row, ...due(null), archived: true },
    'maintenancePlan.restored': (row, { data: { next } }) => row && { ...row, ...due(next), archived: false },
    ...linkFolds('maintenancePlan'),
  },
})

const due = (next: NextDue) => ({ nextDueOn: next?.dueOn ?? null, nextMadeAt: next?.makeAt ?? null })
