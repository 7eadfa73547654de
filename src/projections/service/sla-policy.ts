import { merged } from '../../domain/record.ts'
import { type SlaPolicyState, slaPolicy } from '../../domain/service/sla-policy.ts'
import { boolean, integer, json, nullable, projection, text, uuid } from '../projection.ts'

export const slaPolicyTable = projection(slaPolicy)({
  name: 'slaPolicy',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    calendarId: uuid,
    targets: json<SlaPolicyState['targets']>(),
    escalateTo: nullable(json<NonNullable<SlaPolicyState['escalateTo']>>()),
    default: boolean,
    version: integer,
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'slaPolicy.created': (_, { data }) => ({ ...data, version: 1, archived: false }),
    'slaPolicy.changed': (row, { data }) => row && { ...merged(row, data.changes), version: row.version + 1 },
    'slaPolicy.archived': (row) => row && { ...row, archived: true, default: false },
    'slaPolicy.restored': (row) => row && { ...row, archived: false },
  },
})
