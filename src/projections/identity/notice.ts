import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { Notice, Notices } from '../../domain/identity/notice.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { nullable, projection, text, uuid } from '../projection.ts'

/** What each person was to hear of, straight from the events that are told: a notice is no event of its own. */
export function noticeTable(notices: Notices) {
  const byKey = noticesByKey(notices)
  const fold = (_: unknown, event: RecordedEvent, key: string) => {
    const notice = byKey(event).get(key)
    if (!notice) return undefined
    const { to, ...about } = notice
    return { userId: null, teamId: null, ...about, ...to, actorId: event.metadata.actor.id }
  }
  const key = (event: RecordedEvent) => [...byKey(event).keys()]
  return projection<readonly AnyDecider[]>()({
    name: 'notice',
    version: 1,
    private: true,
    columns: {
      kind: text,
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
    on: Object.fromEntries(notices.events.map((type) => [type, { key, fold }])),
  })
}

const none: ReadonlyMap<string, Notice> = new Map()

/** Once for each event: one may be for a thousand. */
function noticesByKey(notices: Notices): (event: RecordedEvent) => ReadonlyMap<string, Notice> {
  const made = new WeakMap<RecordedEvent, ReadonlyMap<string, Notice>>()
  const keyFor = (event: RecordedEvent, { to }: Notice) =>
    derivedId('notice', event.id, 'userId' in to ? to.userId : to.teamId)
  return (event) => {
    const known = made.get(event)
    if (known) return known
    const of = notices.of(event)
    if (of.length === 0) return none
    const keyed = new Map(of.map((notice) => [keyFor(event, notice), notice]))
    made.set(event, keyed)
    return keyed
  }
}
