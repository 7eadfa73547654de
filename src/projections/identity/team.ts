import { team } from '../../domain/identity/team.ts'
import { merged } from '../../domain/record.ts'
import { boolean, nullable, projection, text, uuid } from '../projection.ts'

export const teamTable = projection(team)({
  name: 'team',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    region: nullable(text),
    managerId: nullable(uuid),
    parentId: nullable(uuid),
    archived: boolean,
  },
  indexes: [['managerId'], ['parentId'], ['name']],
  on: {
    'team.created': (_, { data }) => ({ ...data, archived: false }),
    'team.changed': (row, { data }) => row && merged(row, data.changes),
    'team.archived': (row) => row && { ...row, archived: true },
    'team.restored': (row) => row && { ...row, archived: false },
  },
})
