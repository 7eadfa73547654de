import { account } from '../../domain/customers/account.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { type Notice, type NoticeKind, noticeEvents, noticesOf } from '../../domain/identity/notice.ts'
import { share } from '../../domain/identity/share.ts'
import { training } from '../../domain/identity/training.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { quote } from '../../domain/sales/quote.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Column, nullable, projection, text, uuid } from '../projection.ts'

const kindText: Column<NoticeKind> = { sql: 'text', nullable: false }

/** What each person was to hear of, straight from the events that are told: a notice is no event of its own. */
export const noticeTable = projection(
  account,
  lead,
  opportunity,
  quote,
  ticket,
  share,
  training,
)({
  name: 'notice',
  version: 1,
  private: true,
  columns: {
    kind: kindText,
    model: text,
    recordId: uuid,
    /** For one of the two. */
    userId: nullable(uuid),
    teamId: nullable(uuid),
    actorId: text,
  },
  grants: ({ userId, teamId }) => [keyOf.own(userId ?? teamId ?? '')],
  indexes: [
    ['userId', 'position'],
    ['teamId', 'position'],
  ],
  on: Object.fromEntries(noticeEvents.map((type) => [type, { key: keys, fold }])),
})

const none: ReadonlyMap<string, Notice> = new Map()

/** Once for each event: one may be for a thousand. */
const made = new WeakMap<RecordedEvent, ReadonlyMap<string, Notice>>()

function noticesByKey(event: RecordedEvent): ReadonlyMap<string, Notice> {
  const known = made.get(event)
  if (known) return known
  const told = noticesOf(event)
  if (told.length === 0) return none
  const keyFor = ({ to }: Notice) => derivedId('notice', event.id, 'userId' in to ? to.userId : to.teamId)
  const notices = new Map(told.map((notice) => [keyFor(notice), notice]))
  made.set(event, notices)
  return notices
}

function keys(event: RecordedEvent): string[] {
  return [...noticesByKey(event).keys()]
}

function fold(_: unknown, event: RecordedEvent, key: string) {
  const notice = noticesByKey(event).get(key)
  if (!notice) return undefined
  const { to, ...about } = notice
  return { userId: null, teamId: null, ...about, ...to, actorId: event.metadata.actor.id }
}
