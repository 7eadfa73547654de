import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { sessionTable } from '../../projections/identity/session.ts'
import { list } from '../lists/list.ts'
import { keptColumns, pageOf, pageParameters, sortBy } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { told } from '../lists/record-queries.ts'

const row = keptColumns.extend({
  userId: uuid,
  begunAt: instant,
  endedAt: instant.nullable(),
  cause: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  factors: z.array(z.string()),
})

/** USR-09: who was signed in, when and from where. */
export const sessionQueries = [
  query(sessionTable)({
    name: 'sessions',
    path: '/sessions',
    summary: 'Sign-ins by user and time, with address and browser',
    permission: 'session.read',
    parameters: pageParameters.omit({ q: true }).extend({
      sort: sortBy(['begunAt', 'endedAt']),
      userId: uuid.optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    reply: pageOf(row),
    async run({ db, parameters: { userId, from, to, ...page }, scope }) {
      const { items, ...rest } = await list(db, sessionTable, {
        sort: '-begunAt',
        ...page,
        filters: [
          { column: 'userId', eq: userId },
          { column: 'begunAt', from, to },
        ],
        scope,
      })
      return { ...rest, items: items.map(told) }
    },
  }),
]
