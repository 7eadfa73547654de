import { z } from 'zod'
import { type ActivityState, activity } from '../../domain/activities/activity.ts'
import { conversation } from '../../domain/activities/conversation.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import type { SlaTerms } from '../../domain/service/sla.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { documentNumber } from '../../domain/values/document-number.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { withoutQuotes } from '../../platform/mail/quoted.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { stillInUse } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { defaultPolicyClaim } from './sla-policy.ts'

const { schema: opened } = ticket.commands['ticket.open']
const { shape } = opened
const requester = shape.requester
  .unwrap()
  .partial({ email: true })
  .register(vocabulary, { id: 'TicketRequesterInput' })
  .nullable()
const open = opened.omit({ number: true, terms: true }).extend({
  description: shape.description.default(null),
  requester: requester.default(null),
  accountId: shape.accountId.default(null),
  contactId: shape.contactId.default(null),
  priority: shape.priority.default('normal'),
  category: shape.category.default(null),
  channel: shape.channel.default('web'),
  assigneeId: shape.assigneeId.default(null),
  teamId: shape.teamId.default(null),
  slaPolicyId: z.uuid().optional(),
})

const listed = { category: 'ticket-category' } as const

/** What it says is taken from the mail itself, so that no copy of it has to wait in a saga. */
const byMail = z.object({ activityId: uuid })

async function mailNamed(id: string, { load }: Pick<Asking, 'load'>): Promise<ActivityState> {
  const mail = await load(activity, id)
  if (!mail) refuse('ticket.mail-unknown', 'There is no such mail.', { field: 'activityId' })
  return mail
}

export const ticketCommands = commandsOf(ticket, (prepared) => ({
  'ticket.open': {
    summary: 'Open a ticket; its service level clocks start',
    ...prepared(open, async ({ slaPolicyId, ...body }, asking) => {
      await mustExist(account, 'accountId', body.accountId, asking)
      await mustExist(contact, 'contactId', body.contactId, asking)
      await mustBePeople(body, asking)
      if (body.askerId !== undefined && body.askerId !== asking.actor.id)
        refuse('ticket.other-asker', 'Nobody asks in the name of another.', { field: 'askerId' })
      // What colleagues ask the product for has a category of its own.
      const told = body.askerId === undefined ? await chosen('ticket', body, listed, asking) : body
      return {
        ...told,
        requester: body.requester && { ...body.requester, email: body.requester.email ?? null },
        number: documentNumber('T', asking.id),
        terms: await termsOf(slaPolicyId, body.accountId, asking),
      }
    }),
  },
  'ticket.open-by-mail': {
    summary: 'Open a ticket by a mail that has come',
    internal: true,
    ...prepared(byMail.extend({ conversationId: uuid }), async ({ activityId, conversationId }, asking) => {
      const mail = await mailNamed(activityId, asking)
      const about = await asking.load(conversation, conversationId)
      if (!about)
        refuse('ticket.conversation-unknown', 'There is no such conversation.', { field: 'conversationId' })
      const from = mail.email?.from ?? null
      const has = (model: string) => about.records.find((one) => one.model === model)?.id ?? null
      const accountId = has('account')
      return {
        ...open.parse({ subject: mail.subject ?? '(no subject)', channel: 'email' }),
        description: mail.body,
        requester: from && { name: from.name ?? from.address, email: from.address },
        accountId,
        contactId: has('contact'),
        teamId: about.teamId,
        number: documentNumber('T', asking.id),
        terms: await termsOf(undefined, accountId, asking),
      }
    }),
  },
  'ticket.reply-by-mail': {
    summary: 'Take what the requester has answered by mail',
    internal: true,
    ...prepared(byMail, async ({ activityId }, asking) => {
      const mail = await mailNamed(activityId, asking)
      return withGone({ body: withoutQuotes(mail.body ?? mail.subject ?? '(no text)') }, asking)
    }),
  },
  'ticket.change': {
    summary: 'Correct what was taken down of a ticket: subject, requester, account, category and the like',
    inverse: asBefore('ticket.change'),
    ...prepared(
      ticket.commands['ticket.change'].extend({ requester: requester.optional() }),
      async ({ requester: asks, ...body }, asking) => {
        await mustExist(account, 'accountId', body.accountId, asking)
        await mustExist(contact, 'contactId', body.contactId, asking)
        return {
          ...(await chosen('ticket', body, listed, asking)),
          ...(asks !== undefined && { requester: asks && { ...asks, email: asks.email ?? null } }),
        }
      },
    ),
  },
  'ticket.assign': {
    summary: 'Assign a ticket to a person, a team or both; null gives it back to the queue',
    inverse: ({ assigneeId, teamId, status }, { alone }) => ({
      command: 'ticket.take-back',
      body: { assigneeId, teamId, untouched: alone && status === 'new' },
    }),
    ...prepared(
      z.object({ assigneeId: z.uuid().nullable().optional(), teamId: z.uuid().nullable().optional() }),
      async ({ assigneeId, teamId }, asking) => {
        await mustBePeople({ assigneeId, teamId }, asking)
        const { state } = asking
        return {
          assigneeId: assigneeId === undefined ? state.assigneeId : assigneeId,
          teamId: teamId === undefined ? state.teamId : teamId,
        }
      },
    ),
  },
  'ticket.take-back': {
    summary: 'Take an assignment of a ticket back',
    internal: true,
    permission: 'ticket.assign',
    ...prepared(ticket.commands['ticket.take-back'], async (body, asking) => {
      await mustBePeople(body, asking)
      return body
    }),
  },
  'ticket.reply': {
    summary:
      'Reply in public; the first reply of an agent stops the response clock, one of the requester gives the ticket of somebody who has left back to the queue',
    ...prepared(ticket.commands['ticket.reply'].omit({ gone: true }), withGone),
  },
  'ticket.add-note': { summary: 'Add an internal note, which the requester never sees' },
  'ticket.pend': { summary: 'Wait for the requester; the clocks stand still' },
  'ticket.resume': {
    summary: 'Go on with a pending ticket; the clocks run again',
    ...prepared(ticket.commands['ticket.resume'].omit({ gone: true }), withGone),
  },
  'ticket.resolve': { summary: 'Resolve a ticket; the clocks stop' },
  'ticket.reopen': {
    summary: 'Reopen a resolved or closed ticket; the clocks go on where they stopped',
    ...prepared(ticket.commands['ticket.reopen'].omit({ gone: true }), withGone),
  },
  'ticket.close': { summary: 'Close a resolved ticket' },
  'ticket.change-priority': {
    summary: 'Change the priority; time already spent counts against the new target',
    inverse: asBefore('ticket.change-priority'),
  },
  'ticket.escalate': {
    summary: 'Escalate a ticket to a team or person, or to whom its policy names',
    ...prepared(ticket.commands['ticket.escalate'].omit({ gone: true }), async (body, asking) => {
      if (body.to) await mustBePeople(body.to, asking)
      return withGone(body, asking)
    }),
  },
  'ticket.record-breach': { summary: 'Record that a service level was missed', internal: true },
  ...subjectCommands('ticket'),
  ...taggingCommands('ticket'),
}))

/** Who of those a ticket is with, or would be escalated to, has been deactivated. */
async function withGone<B extends object>(
  body: B,
  { state, load }: Pick<Asking<TicketState>, 'state' | 'load'>,
) {
  const ids = [state.assigneeId, state.terms?.escalateTo?.userId].filter((id) => typeof id === 'string')
  const users = await Promise.all(ids.map((id) => load(user, id)))
  return { ...body, gone: ids.filter((_, n) => users[n]?.active !== true) }
}

/**
 * The named policy, else that of the account, else the default one, with its calendar, as they are now; null when nothing is
 * promised.
 */
async function termsOf(
  named: string | undefined,
  accountId: string | null,
  asking: Asking,
): Promise<SlaTerms | null> {
  const { slaPolicyId = null } = (accountId && (await asking.load(account, accountId))) || {}
  const theirs = await stillInUse(slaPolicy, slaPolicyId, asking)
  const policyId = named ?? theirs ?? (await asking.holder(defaultPolicyClaim))
  if (policyId === undefined) return null
  const policy = await asking.load(slaPolicy, policyId)
  if (!policy || policy.archived) {
    if (named === undefined) return null
    return refuse('ticket.unknown-sla-policy', 'There is no such service level policy.', {
      field: 'slaPolicyId',
      details: { slaPolicyId: named },
    })
  }
  const hours = await asking.load(businessCalendar, policy.calendarId)
  if (!hours) throw new Error(`the policy ${policyId} names a calendar that does not exist`)
  const { archived: _, holidays, ...hoursNow } = hours
  const dayBefore = new Date(Date.parse(asking.at) - 86_400_000).toISOString().slice(0, 10)
  return {
    policy: { id: policyId, version: policy.version, name: policy.name },
    // Holidays gone by cannot matter to a clock that starts now.
    calendar: { ...hoursNow, id: policy.calendarId, holidays: holidays.filter((date) => date >= dayBefore) },
    targets: policy.targets,
    escalateTo: policy.escalateTo,
  }
}

async function mustBePeople(
  { assigneeId, teamId }: { assigneeId?: string | null | undefined; teamId?: string | null | undefined },
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  await mustExist(user, 'assigneeId', assigneeId, asking)
  await mustExist(team, 'teamId', teamId, asking)
}

async function mustExist(
  of: AnyDecider,
  field: string,
  id: string | null | undefined,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  if (!id) return
  const found = (await load(of, id)) as { archived?: boolean; active?: boolean } | undefined
  if (!found || found.archived === true || found.active === false)
    refuse(`ticket.unknown-${of.name}`, `There is no such ${of.name}.`, { field, details: { [field]: id } })
}
