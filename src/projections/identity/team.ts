import { team } from '../../domain/identity/team.ts'
import { merged } from '../../domain/record.ts'
import { keyOf } from '../../platform/permissions.ts'
import { boolean, nullable, projection, text, uuid } from '../projection.ts'

export const teamTable = projection(team)({
  name: 'team',
  version: 1,
  columns: {
    id: uuid,
    name: text,
    region: nullable(text),
    managerId: nullable(uuid),
    archived: boolean,
  },
  grants: (row) => [keyOf.team(row.id)],
  indexes: [['managerId'], ['name']],
  on: {
    'team.created': (_, { aggregateId, data }) => ({ id: aggregateId, ...data, archived: false }),
    'team.changed': (row, { data }) => row && merged(row, data.changes),
    'team.archived': (row) => row && { ...row, archived: true },
    'team.restored': (row) => row && { ...row, archived: false },
  },
})
