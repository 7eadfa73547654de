import type { RoleRef } from '../../domain/identity/authority.ts'
import { user } from '../../domain/identity/user.ts'
import { merged } from '../../domain/record.ts'
import { boolean, type Column, instant, nullable, projection, text, texts, uuid } from '../projection.ts'

const noSkills = (): string[] => []
const noDirectory = { userName: null, externalId: null, givenName: null, familyName: null }
const roleText: Column<RoleRef> = { sql: 'text', nullable: false }

export const userTable = projection(user)({
  name: 'user',
  version: 6,
  label: ['name'],
  columns: {
    name: text,
    email: text,
    role: roleText,
    teamId: nullable(uuid),
    timeZone: text,
    skills: texts,
    active: boolean,
    /** What the organisation's directory says of them; null: nothing. */
    userName: nullable(text),
    externalId: nullable(text),
    givenName: nullable(text),
    familyName: nullable(text),
    /** Whom the directory has deleted it does not know any more. */
    leftDirectory: boolean,
    /** Sessions begun earlier have ended, which those who hold them open are told by this. */
    sessionsFrom: instant,
    /** For good: nobody can sign in as them, or change them, any more. */
    removed: boolean,
  },
  indexes: [['email'], ['teamId'], ['name'], ['userName'], ['externalId']],
  on: {
    'user.registered': (_, { data, occurredAt }) => ({
      ...data,
      ...noDirectory,
      leftDirectory: false,
      skills: noSkills(),
      active: true,
      sessionsFrom: occurredAt,
      removed: false,
    }),
    'user.changed': (row, { data }) => row && merged(row, data.changes),
    'user.role-assigned': (row, { data }) => row && { ...row, role: data.role },
    'user.directory-linked': (row, { data }) => row && { ...row, ...data, leftDirectory: false },
    'user.directory-left': (row) => row && { ...row, ...noDirectory, leftDirectory: true },
    'user.password-set': (row, { occurredAt }) => row && { ...row, sessionsFrom: occurredAt },
    'user.second-factor-removed': (row, { data, occurredAt }) =>
      row && (data.cause === 'reset' ? { ...row, sessionsFrom: occurredAt } : row),
    'user.deactivated': (row, { occurredAt }) => row && { ...row, active: false, sessionsFrom: occurredAt },
    'user.reactivated': (row) => row && { ...row, active: true, leftDirectory: false },
    // Told from each other, as far as the ids in the audit trail tell them.
    'user.erased': (row, { aggregateId }) =>
      row && {
        ...row,
        name: `Former user ${aggregateId.slice(0, 8)}`,
        email: '',
        ...noDirectory,
        skills: noSkills(),
        removed: true,
      },
  },
})
