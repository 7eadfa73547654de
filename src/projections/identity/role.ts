import { type RoleState, role } from '../../domain/identity/role.ts'
import { merged } from '../../domain/record.ts'
import { boolean, json, nullable, projection, text, texts } from '../projection.ts'

/** Roles, and what they let their holders do and see. */
export const roleTable = projection(role)({
  name: 'role',
  version: 2,
  columns: {
    name: text,
    builtIn: nullable(text),
    may: texts,
    seesAll: texts,
    seesMembers: boolean,
    queues: texts,
    hidden: json<RoleState['hidden']>(),
    readOnly: json<RoleState['readOnly']>(),
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'role.defined': (_, { data }) => ({ ...data, archived: false }),
    'role.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'role.followed': (row, { data: { changes } }) => row && merged(row, changes),
    'role.archived': (row) => row && { ...row, archived: true },
    'role.restored': (row) => row && { ...row, archived: false },
  },
})
