import { z } from 'zod'
import { share } from '../../domain/identity/share.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { shareTable } from '../../projections/identity/share.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const shareQueries = recordQueries(shareTable)({
  resource: 'shares',
  summary: 'What was shared with whom, by whom, until when',
  row: z.object({
    model: z.string(),
    recordId: uuid,
    grantee: z.enum(['user', 'team']),
    granteeId: z.string(),
    level: z.enum(['read', 'write']),
    reason: z.string(),
    expiresAt: instant.nullable(),
    grantedBy: z.string(),
    revokedAt: instant.nullable(),
  }),
  shown: (row) => row,
  filters: { model: z.string(), recordId: uuid, granteeId: uuid, grantedBy: z.string() },
  sorts: ['-createdAt', 'updatedAt'],
})

export const shareTitles = titlesOf(share, {
  'share.granted': ({ data }) =>
    `Shared with a ${data.grantee} to ${data.level}${data.expiresAt ? ` until ${data.expiresAt}` : ''}: ${data.reason}`,
  'share.revoked': () => 'Share taken back',
})
