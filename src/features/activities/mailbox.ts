import { mailboxTitles } from '../../api/activities/conversation-titles.ts'
import { mailboxQueries } from '../../api/activities/mail/mailbox.ts'
import { mailboxEndpoints } from '../../api/activities/mail/mailbox-endpoints.ts'
import { createReceiving } from '../../api/activities/mail/receiving.ts'
import { mailboxCommands } from '../../commands/activities/mailbox.ts'
import { mailbox as decider } from '../../domain/activities/mailbox.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { feature } from '../feature.ts'

const own = {
  may: ['mailbox.read', 'mailbox.create', 'mailbox.change', 'mailbox.archive', 'mailbox.restore'],
} as const

export const mailbox = feature({
  decider,
  resource: 'mailboxes',
  grants: mailReaders,
  authority: { manager: own, rep: own, agent: own },
  table: mailboxTable,
  commands: mailboxCommands,
  queries: mailboxQueries,
  titles: mailboxTitles,
  inMail: [],
  endpoints: [mailboxEndpoints],
  schedules: (parts) => {
    const { fetchAll } = createReceiving(parts)
    return [{ name: 'mailboxes', at: '*/30 * * * * *', work: (_, signal) => fetchAll(signal) }]
  },
})
