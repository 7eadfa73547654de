import type { RoleRef } from '../../domain/identity/authority.ts'
import { user } from '../../domain/identity/user.ts'
import { merged } from '../../domain/record.ts'
import { boolean, type Column, instant, nullable, projection, text, texts, uuid } from '../projection.ts'

const noSkills = (): string[] => []
const roleText: Column<RoleRef> = { sql: 'text', nullable: false }

export const userTable = projection(user)({
  name: 'user',
  version: 5,
  label: ['name'],
  columns: {
    name: text,
    email: text,
    role: roleText,
    teamId: nullable(uuid),
    timeZone: text,
    skills: texts,
    active: boolean,
    /** Sessions begun earlier have ended, which those who hold them open are told by this. */
    sessionsFrom: instant,
    /** For good: nobody can sign in as them, or change them, any more. */
    removed: boolean,
  },
  indexes: [['email'], ['teamId'], ['name']],
  on: {
    'user.registered': (_, { data, occurredAt }) => ({
      ...data,
      skills: noSkills(),
      active: true,
      sessionsFrom: occurredAt,
      removed: false,
    }),
    'user.changed': (row, { data }) => row && merged(row, data.changes),
    'user.role-assigned': (row, { data }) => row && { ...row, role: data.role },
    'user.password-set': (row, { occurredAt }) => row && { ...row, sessionsFrom: occurredAt },
    'user.second-factor-removed': (row, { data, occurredAt }) =>
      row && (data.cause === 'reset' ? { ...row, sessionsFrom: occurredAt } : row),
    'user.deactivated': (row, { occurredAt }) => row && { ...row, active: false, sessionsFrom: occurredAt },
    'user.reactivated': (row) => row && { ...row, active: true },
    // Told from each other, as far as the ids in the audit trail tell them.
    'user.erased': (row, { aggregateId }) =>
      row && {
        ...row,
        name: `Former user ${aggregateId.slice(0, 8)}`,
        email: '',
        skills: noSkills(),
        removed: true,
      },
  },
})
