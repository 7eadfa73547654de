import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Notices } from '../../../api/models.ts'
import { derivedQuery } from '../../../api/queries.ts'

/** What one is told of now, whichever instant is on screen; the live channel keeps it fresh. */
export const ownNotices = (limit: number) =>
  queryOptions({
    ...derivedQuery<Notices>('notice', '/me/notices', { limit }, null),
    placeholderData: keepPreviousData,
  })

export const firstNotices = 30
/** The most that the server gives at once. */
export const mostNotices = 200
