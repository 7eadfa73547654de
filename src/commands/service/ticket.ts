import { z } from 'zod'
import { activity } from '../../domain/activities/activity.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { product } from '../../domain/sales/product.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import type { SlaTerms } from '../../domain/service/sla.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { documentNumber } from '../../domain/values/document-number.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mergingCommands } from '../customers/merging.ts'
import { asBefore } from '../inverse.ts'
import { ancestorsFrom, oneMoveAtATime, stillInUse } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { defaultPolicyClaim } from './sla-policy.ts'
import { ticketRulesNow } from './ticket-policy.ts'

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

const listed = {
  category: 'ticket-category',
  severity: 'ticket-severity',
  rootCause: 'root-cause',
} as const
const other = z.object({ ticketId: z.uuid() })
const split = open
  .pick({ subject: true, priority: true, category: true })
  .extend({ splitFromId: z.uuid(), splitMessageId: z.uuid() })
const ticketChange = ticket.commands['ticket.change'].omit({ ancestors: true })

export const ticketCommands = commandsOf(ticket, (prepared) => ({
  'ticket.open': {
    summary: 'Open a ticket; its service level clocks start',
    ...prepared(open, async ({ slaPolicyId, ...body }, asking) => {
      await mustExist(account, 'accountId', body.accountId, asking)
      await mustExist(contact, 'contactId', body.contactId, asking)
      await mustBePeople(body, asking)
      await mustExist(product, 'productId', body.productId, asking)
      await mustExist(ticket, 'parentId', body.parentId, asking)
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
  'ticket.split': {
    summary: 'Open a ticket of what one message of another one says',
    internal: true,
    ...prepared(split, async (body, asking) => {
      const from = await asking.load(ticket, body.splitFromId)
      const access = await asking.access('ticket', body.splitFromId)
      if (!from || access === undefined || access === 'read')
        refuse('ticket.unknown-ticket', 'There is no such ticket.', { field: 'splitFromId' })
      if (from.given?.includes(body.splitMessageId))
        conflict('ticket.message-given', 'This message is a ticket of its own already.')
      return {
        ...(await chosen('ticket', body, listed, asking)),
        description: null,
        requester: from.requester,
        accountId: from.accountId,
        contactId: from.contactId,
        channel: from.channel,
        productId: from.productId ?? null,
        assigneeId: null,
        teamId: await stillInUse(team, from.teamId, asking),
        number: documentNumber('T', asking.id),
        terms: await termsOf(undefined, from.accountId, asking),
      }
    }),
  },
  'ticket.give-message': { summary: 'Give a message to the ticket it became', internal: true },
  'ticket.link': {
    summary: 'Say that a ticket has to do with another one',
    ...prepared(other, async (body, asking) => {
      await mustExist(ticket, 'ticketId', body.ticketId, asking)
      return body
    }),
  },
  'ticket.unlink': { summary: 'Say that a ticket has nothing to do with another one after all' },
  'ticket.plan-correction': {
    summary: 'Name the task that is to see to it that what a complaint is about does not come again',
    ...prepared(ticket.commands['ticket.plan-correction'], async (body, asking) => {
      const task = await asking.load(activity, body.activityId)
      const isOfIt =
        task?.kind === 'task' &&
        task.regarding.some(({ model, id }) => model === 'ticket' && id === asking.id)
      if (!isOfIt)
        refuse('ticket.unknown-correction', 'There is no such task about this ticket.', {
          field: 'activityId',
        })
      return body
    }),
  },
  'ticket.drop-correction': { summary: 'Take a task off what corrects a complaint' },
  'ticket.change': {
    summary: 'Correct what was taken down of a ticket: subject, requester, account, category and the like',
    inverse: asBefore('ticket.change'),
    alone: oneMoveAtATime(ticket),
    ...prepared(
      ticketChange.extend({ requester: requester.optional() }),
      async ({ requester: asks, ...body }, asking) => {
        await mustExist(account, 'accountId', body.accountId, asking)
        await mustExist(contact, 'contactId', body.contactId, asking)
        await mustExist(product, 'productId', body.productId, asking)
        return {
          ...(await chosen('ticket', body, listed, asking)),
          ancestors: await ancestorsFrom(body.parentId, (id) => parentOf(id, asking)),
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
  'ticket.route': {
    summary: 'Have the rules of assignment say who gets a ticket',
    permission: 'ticket.assign',
    // Whom it went to is taken back by hand.
    inverse: () => undefined,
  },
  'ticket.assign-by-rules': {
    summary: 'Give a ticket to whom the rules of assignment have chosen',
    internal: true,
    permission: 'ticket.assign',
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
  'ticket.resolve': {
    summary: 'Resolve a ticket; the clocks stop. A complaint is resolved by saying its root cause',
    ...prepared(ticket.commands['ticket.resolve'], (body, asking) => chosen('ticket', body, listed, asking)),
  },
  'ticket.reopen': {
    summary:
      'Reopen a resolved ticket, or a closed one for as long as the rules of tickets say; the clocks go on where they stopped',
    ...prepared(
      ticket.commands['ticket.reopen'].omit({ gone: true, reopenDays: true }),
      async (body, asking) => ({
        ...(await withGone(body, asking)),
        reopenDays: (await ticketRulesNow(asking)).reopenDays,
      }),
    ),
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
  ...mergingCommands('ticket'),
}))

async function parentOf(id: string, { load }: Pick<Asking, 'load'>) {
  const found = await load(ticket, id)
  return found && { parentId: found.parentId ?? null }
}

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
  const found = (await load(of, id)) as
    | { archived?: boolean; active?: boolean; absorbedById?: string | null }
    | undefined
  if (!found || found.archived === true || found.active === false || found.absorbedById)
    refuse(`ticket.unknown-${of.name}`, `There is no such ${of.name}.`, { field, details: { [field]: id } })
}
