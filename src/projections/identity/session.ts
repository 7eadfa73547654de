import { session } from '../../domain/identity/session.ts'
import { instant, nullable, projection, text, texts, uuid } from '../projection.ts'

/** Who was signed in, from when to when and from where. */
export const sessionTable = projection(session)({
  name: 'session',
  version: 2,
  columns: {
    userId: uuid,
    begunAt: instant,
    endedAt: nullable(instant),
    cause: nullable(text),
    ip: nullable(text),
    userAgent: nullable(text),
    /** What was shown to sign in; empty for sessions from before that was kept. */
    factors: texts,
  },
  indexes: [['userId'], ['begunAt']],
  on: {
    'session.begun': (_, { data, occurredAt, metadata }) => ({
      userId: data.userId,
      begunAt: occurredAt,
      endedAt: null,
      cause: null,
      ip: metadata.ip ?? null,
      userAgent: metadata.userAgent ?? null,
      factors: data.factors ?? [],
    }),
    'session.ended': (row, { data, occurredAt }) => row && { ...row, endedAt: occurredAt, cause: data.cause },
  },
})
