import { invitationStep } from '../../api/activities/calendar/invitation-step.ts'
import { outgoingMailRelations } from '../../api/activities/conversation-person.ts'
import { outgoingMailTitles } from '../../api/activities/conversation-titles.ts'
import { outgoingMailQueries } from '../../api/activities/mail/outgoing.ts'
import { outgoingMailStep, ticketMailStep } from '../../api/activities/mail/outgoing-step.ts'
import { outgoingMailCommands } from '../../commands/activities/outgoing-mail.ts'
import { outgoingMail as decider } from '../../domain/activities/outgoing-mail.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { outgoingMailTable } from '../../projections/activities/outgoing-mail.ts'
import { appointmentInvitations } from '../../sagas/activities/appointment-invitations.ts'
import { outgoingMailCalls, outgoingMailFiling, ticketMail } from '../../sagas/activities/outgoing-mail.ts'
import { feature } from '../feature.ts'

const whole = { may: ['outgoingMail.*'] } as const

export const outgoingMail = feature({
  decider,
  resource: 'outgoing-mails',
  grants: (record) => mailReaders(record),
  authority: { manager: whole, rep: whole, agent: whole },
  table: outgoingMailTable,
  commands: outgoingMailCommands,
  queries: outgoingMailQueries,
  titles: outgoingMailTitles,
  sagas: [outgoingMailCalls, outgoingMailFiling, ticketMail, appointmentInvitations],
  effects: {
    'outgoingMail.send': outgoingMailStep,
    'outgoingMail.order': ticketMailStep,
    'outgoingMail.invite': invitationStep,
  },
  inMail: [],
  relations: outgoingMailRelations,
  retained: true,
})
