import { account } from '../../domain/customers/account.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { noticeEvents, noticesOf } from '../../domain/identity/notice.ts'
import { share } from '../../domain/identity/share.ts'
import { training } from '../../domain/identity/training.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { quote } from '../../domain/sales/quote.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { processManager, type Reaction, type Send } from '../process-manager.ts'

/** Mails each person what they are told of. What goes to a team stands in the app only: a mail has one reader. */
export const mailing = processManager()(account, lead, opportunity, quote, ticket, share, training)({
  name: 'mailing',
  version: 1,
  outside: true,
  on: Object.fromEntries(noticeEvents.map((type) => [type, { key, react }])),
})

function key(event: RecordedEvent): string | undefined {
  return mailsOf(event).length > 0 ? event.aggregateId : undefined
}

function react(_: unknown, event: RecordedEvent): Reaction<never> {
  return { send: mailsOf(event), done: true }
}

function mailsOf(event: RecordedEvent): Send[] {
  const cause = {
    actorId: event.metadata.actor.id,
    at: event.occurredAt,
    since: event.recordedAt,
    position: String(event.position),
  }
  return noticesOf(event).flatMap(({ to, ...about }) =>
    'userId' in to ? [{ command: 'mail.send', name: to.userId, body: { ...about, ...to, ...cause } }] : [],
  )
}
