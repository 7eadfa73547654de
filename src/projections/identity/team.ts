import { team } from '../../domain/identity/team.ts'
import { merged } from '../../domain/record.ts'
import { boolean, nullable, projection, text, uuid } from '../projection.ts'

export const teamTable = projection(team)({
  name: 'team',
  version: 3,
  label: ['name'],
  columns: {
    name: text,
    region: nullable(text),
    managerId: nullable(uuid),
    parentId: nullable(uuid),
    /** By which the organisation's directory knows it. */
    directoryKey: nullable(text),
    archived: boolean,
  },
  indexes: [['managerId'], ['parentId'], ['name'], ['directoryKey']],
  on: {
    'team.created': (_, { data }) => ({ ...data, directoryKey: data.directoryKey ?? null, archived: false }),
    'team.changed': (row, { data }) => row && merged(row, data.changes),
    'team.archived': (row) => row && { ...row, archived: true },
    'team.restored': (row) => row && { ...row, archived: false },
  },
})
