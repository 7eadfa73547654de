import { inbox } from '../../domain/identity/inbox.ts'
import { bigint, projection, uuid } from '../projection.ts'

/** How far each person has read, so that what is read on one screen is read on all of theirs. */
export const inboxTable = projection(inbox)({
  name: 'inbox',
  version: 1,
  private: true,
  columns: { userId: uuid, readTo: bigint },
  on: {
    'inbox.opened': (_, { data: { userId, readTo } }) => ({ userId, readTo: Number(readTo) }),
    'inbox.read': (row, { data }) => row && { ...row, readTo: Number(data.readTo) },
  },
})
