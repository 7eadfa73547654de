import { type PrivacyRequestState, privacyRequest } from '../../domain/settings/privacy-request.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const kindText: Column<PrivacyRequestState['kind']> = { sql: 'text', nullable: false }
const groundText: Column<PrivacyRequestState['ground']> = { sql: 'text', nullable: false }

export const privacyRequestTable = projection(privacyRequest)({
  name: 'privacyRequest',
  version: 1,
  columns: {
    kind: kindText,
    ground: groundText,
    subjectType: text,
    subjectId: uuid,
    records: json<PrivacyRequestState['records']>(),
    requestedBy: text,
    /** Null while it is under way. */
    completedAt: nullable(instant),
    keys: integer,
    unsealed: integer,
  },
  indexes: [['subjectId', 'createdAt'], ['kind', 'createdAt'], ['completedAt'], ['createdAt']],
  on: {
    'privacyRequest.made': (_, { data: { subject, changes: _changes, ...data }, metadata }) => ({
      ...data,
      subjectType: subject.aggregate,
      subjectId: subject.id,
      requestedBy: metadata.actor.id,
      completedAt: null,
      keys: 0,
      unsealed: 0,
    }),
    'privacyRequest.completed': (row, { data, occurredAt }) =>
      row && { ...row, completedAt: occurredAt, keys: data.keys.length, unsealed: data.unsealed },
  },
})
