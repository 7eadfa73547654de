import { noticeEndpoints } from '../../api/identity/notice.ts'
import { inboxCommands } from '../../commands/identity/inbox.ts'
import { inbox } from '../../domain/identity/inbox.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { inboxTable } from '../../projections/identity/inbox.ts'
import { noticeTable } from '../../projections/identity/notice.ts'
import { feature } from '../feature.ts'

/** Whom what concerns, as each feature says; how far one has read of it is one's inbox. */
export const notice = feature({
  decider: inbox,
  resource: 'inboxes',
  grants: ({ userId }) => [keyOf.own(userId)],
  table: inboxTable,
  tables: ({ notices }) => [noticeTable(notices)],
  commands: inboxCommands,
  endpoints: [(parts) => noticeEndpoints({ ...parts, mails: parts.mailer !== undefined })],
})
