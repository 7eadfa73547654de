import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Notices, UnreadNotices } from '../../../api/models.ts'
import { derivedQuery } from '../../../api/queries.ts'

/** What one is told of now, whichever instant is on screen; the live channel keeps it fresh. */
export const ownNotices = (limit: number) =>
  queryOptions({
    ...derivedQuery<Notices>('notice', '/me/notices', { limit }, null),
    placeholderData: keepPreviousData,
  })

/** How much of it is unread: asked for on every screen, and so without what it is. */
export const unreadNotices = derivedQuery<UnreadNotices>('notice', '/me/notices/unread', {}, null)

export const firstNotices = 30
/** The most that the server gives at once. */
export const mostNotices = 200
