import { share } from '../../domain/identity/share.ts'
import { type Column, instant, nullable, projection, text, uuid } from '../projection.ts'

const granteeText: Column<'user' | 'team'> = { sql: 'text', nullable: false }
const levelText: Column<'read' | 'write'> = { sql: 'text', nullable: false }

/** Which record was shared with whom, by whom, until when. */
export const shareTable = projection(share)({
  name: 'share',
  version: 1,
  columns: {
    model: text,
    recordId: uuid,
    grantee: granteeText,
    granteeId: uuid,
    level: levelText,
    reason: text,
    expiresAt: nullable(instant),
    grantedBy: text,
    revokedAt: nullable(instant),
  },
  indexes: [['recordId'], ['granteeId'], ['createdAt']],
  on: {
    'share.granted': (_, { data }) => ({ ...data, revokedAt: null }),
    'share.revoked': (row, { occurredAt }) => row && { ...row, revokedAt: occurredAt },
  },
})
