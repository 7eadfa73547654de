import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { Notices } from '../../domain/identity/notice.ts'
import { processManager, type Send } from '../process-manager.ts'

/** Mails each person what they are told of. What goes to a team stands in the app only: a mail has one reader. */
export function mailing(notices: Notices) {
  const mailsOf = (event: RecordedEvent): Send[] => {
    const cause = {
      actorId: event.metadata.actor.id,
      at: event.occurredAt,
      since: event.recordedAt,
      position: String(event.position),
    }
    return notices
      .of(event)
      .flatMap(({ to, ...about }) =>
        'userId' in to
          ? [{ command: 'noticeMail.send', name: to.userId, body: { ...about, ...to, ...cause } }]
          : [],
      )
  }
  const reaction = {
    key: (event: RecordedEvent) => (mailsOf(event).length > 0 ? event.aggregateId : undefined),
    react: (_: unknown, event: RecordedEvent) => ({ send: mailsOf(event), done: true as const }),
  }
  return processManager()<readonly AnyDecider[]>()({
    name: 'mailing',
    version: 1,
    effect: 'noticeMail.send',
    // By whom they are for: the first few as things happen, what comes thick and fast in one mail.
    gathers: { each: 10, withinMs: 3_600_000, pauseMs: 900_000 },
    on: Object.fromEntries(notices.events.map((type) => [type, reaction])),
  })
}
