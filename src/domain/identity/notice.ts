import type { account } from '../customers/account.ts'
import type { RecordedEvent, RecordedIn } from '../event.ts'
import type { lead } from '../sales/lead.ts'
import type { opportunity } from '../sales/opportunity.ts'
import type { quote } from '../sales/quote.ts'
import type { ticket } from '../service/ticket.ts'
import type { share } from './share.ts'
import type { training } from './training.ts'

/** What somebody may be told of, and in which words; the kinds are those of the preferences. */
export const noticeTitles = {
  'lead.assigned': 'A lead was assigned to you',
  'opportunity.assigned': 'A deal was assigned to you',
  'account.assigned': 'An account was assigned to you',
  'quote.accepted': 'Your quote was accepted',
  'quote.rejected': 'Your quote was rejected',
  'ticket.assigned': 'A ticket was assigned to you',
  'ticket.escalated': 'A ticket of yours or your team was escalated',
  'share.granted': 'A record was shared with you',
  'training.assigned': 'A security training was assigned to you',
} as const
export type NoticeKind = keyof typeof noticeTitles
export const noticeKinds = Object.keys(noticeTitles) as readonly NoticeKind[]

/** That something concerns one person, or whoever is in one team. Ids only: what they are called is read beside it. */
export interface Notice {
  kind: NoticeKind
  model: string
  recordId: string
  to: { userId: string } | { teamId: string }
}

type Events = typeof account.events &
  typeof lead.events &
  typeof opportunity.events &
  typeof quote.events &
  typeof ticket.events &
  typeof share.events &
  typeof training.events
type Concerned = Omit<Notice, 'to'> & {
  userIds: readonly (string | null | undefined)[]
  teamId?: string | null
}

/** Of what an event is, for whom; who did it themselves is left out elsewhere. */
const concerned: { [K in keyof Events]?: (event: RecordedIn<Events, K>) => Concerned } = {
  'lead.captured': (event) => owned('lead.assigned', event),
  'lead.assigned': (event) => owned('lead.assigned', event),
  'opportunity.opened': (event) => owned('opportunity.assigned', event),
  'opportunity.assigned': (event) => owned('opportunity.assigned', event),
  'account.created': (event) => owned('account.assigned', event),
  'account.changed': ({ data, ...event }) => owned('account.assigned', { ...event, data: data.changes }),
  'quote.accepted': (event) => owned('quote.accepted', event),
  'quote.rejected': (event) => owned('quote.rejected', event),
  'ticket.opened': (event) => about('ticket.assigned', event, [event.data.assigneeId]),
  'ticket.assigned': (event) => about('ticket.assigned', event, [event.data.assigneeId]),
  'ticket.escalated': (event) => {
    const { assigneeId, teamId, takenFrom } = event.data
    const told = about('ticket.escalated', event, [assigneeId, takenFrom])
    return { ...told, teamId: assigneeId === null ? teamId : null }
  },
  'share.granted': ({ data: { model, recordId, grantee, granteeId } }) => ({
    kind: 'share.granted',
    model,
    recordId,
    userIds: grantee === 'user' ? [granteeId] : [],
    teamId: grantee === 'team' ? granteeId : null,
  }),
  'training.assigned': (event) => about('training.assigned', event, event.data.userIds),
  'training.people-added': (event) => about('training.assigned', event, event.data.userIds),
}

/** The events that may concern somebody. */
export const noticeEvents = Object.keys(concerned)

/**
 * Whom an event concerns: not whoever did it themselves, and nobody where history was loaded or told long after it
 * happened. What a process does beside what a person asked for is that person's own doing.
 */
export function noticesOf(event: RecordedEvent): Notice[] {
  const of = concerned[event.type as keyof Events] as ((event: RecordedEvent) => Concerned) | undefined
  if (!of || !isNews(event)) return []
  const { userIds, teamId, ...rest } = of(event)
  const { actor } = event.metadata
  const others = userIds.filter(
    (id): id is string => id != null && id !== actor.id && id !== actor.onBehalfOf,
  )
  return [
    ...[...new Set(others)].map((userId) => ({ ...rest, to: { userId } })),
    ...(teamId ? [{ ...rest, to: { teamId } }] : []),
  ]
}

const day = 86_400_000

function isNews({ metadata: { via }, revision, occurredAt, recordedAt }: RecordedEvent): boolean {
  switch (via.kind) {
    case 'import':
    case 'cli':
      return false
    case 'saga':
    case 'timer':
      return revision > 0
    case 'session':
    case 'api-key':
      return Date.parse(recordedAt) - Date.parse(occurredAt) <= day
  }
}

function owned(
  kind: NoticeKind,
  event: { aggregate: string; aggregateId: string; data: { ownerId?: string | null | undefined } },
): Concerned {
  return about(kind, event, [event.data.ownerId])
}

function about(
  kind: NoticeKind,
  { aggregate, aggregateId }: { aggregate: string; aggregateId: string },
  userIds: Concerned['userIds'],
): Concerned {
  return { kind, model: aggregate, recordId: aggregateId, userIds }
}
