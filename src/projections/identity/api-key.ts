import { apiKey } from '../../domain/identity/api-key.ts'
import { instant, nullable, projection, text, texts, uuid } from '../projection.ts'

/** The API keys there are and were; the keys themselves are not here. */
export const apiKeyTable = projection(apiKey)({
  name: 'apiKey',
  version: 1,
  columns: {
    ownerId: uuid,
    name: text,
    prefix: text,
    scopes: texts,
    expiresAt: instant,
    revokedAt: nullable(instant),
  },
  indexes: [['ownerId']],
  on: {
    'apiKey.issued': (_, { data }) => ({ ...data, revokedAt: null }),
    'apiKey.revoked': (row, { occurredAt }) => row && { ...row, revokedAt: occurredAt },
  },
})
