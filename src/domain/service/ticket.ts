import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { type Mergeable, withMerging } from '../customers/merging.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { type Actor, creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { ancestors, checkParent } from '../parent.ts'
import { personal } from '../personal.ts'
import { changed, type Mentioned, merged } from '../record.ts'
import { assignmentDecision, routingCause } from '../rules/assignment.ts'
import { submission } from '../sales/submission.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { type Failure, failure } from './failure.ts'
import {
  alarmOf,
  type Clock,
  clockName,
  halt,
  priority,
  retarget,
  run,
  type SlaClocks,
  type SlaTerms,
  settle,
  slaClocks,
  slaTerms,
  startClocks,
} from './sla.ts'
import { type Survey, surveyCommands, surveyDecide, surveyEvents, surveyEvolve } from './survey.ts'

// What people write about themselves and each other: personal, whatever it says.
const text = personal(prose(20_000))
const reason = personal(prose(500))
const clocks = slaClocks.nullable()

/** What kind of request it is. A problem is what several of the others have as their cause (ITIL). */
export const ticketType = z
  .enum(['question', 'incident', 'request', 'problem', 'complaint'])
  .register(vocabulary, { id: 'TicketType' })
export type TicketType = z.output<typeof ticketType>

/** What is known of some tickets only; absent in what was written before it could be said. */
const particulars = z.object({
  type: ticketType.nullable().optional(),
  /** How bad it is for the customer, whatever comes first here. */
  severity: line(100).nullable().optional(),
  productId: z.uuid().nullable().optional(),
  /** The problem that it is one case of. */
  parentId: z.uuid().nullable().optional(),
  /** Why it came to it. */
  rootCause: line(100).nullable().optional(),
})

export const ticketChannel = z
  .enum(['email', 'phone', 'chat', 'web', 'portal', 'social'])
  .register(vocabulary, { id: 'TicketChannel' })

const subject = z.object({
  subject: personal(line(300)),
  description: text.nullable(),
  requester: z.object({ name: personal(line(200)), email: personal(email).nullable() }).nullable(),
  accountId: z.uuid().nullable(),
  contactId: z.uuid().nullable(),
  priority,
  category: line(100).nullable(),
  channel: ticketChannel,
  assigneeId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  /** The colleague who asks, where it is none of a customer's. */
  askerId: z.uuid().optional(),
  assetId: z.uuid().nullable().optional(),
})
/** The contract by which it is covered, as it was when the ticket was opened, and what of it covers it. */
export const entitlement = z.object({
  contractId: z.uuid(),
  number: z.string(),
  tier: z.string().nullable(),
  covers: z.enum(['asset', 'product', 'everything']),
})
/** By which form it came. */
const sent = submission.omit({ message: true })
const opening = subject.extend({
  ...particulars.shape,
  /** The conversation that it was made from. */
  conversationId: z.uuid().optional(),
  number: z.string(),
  terms: slaTerms.nullable(),
  entitlement: entitlement.nullable().optional(),
  failure: failure.nullable().optional(),
})
/** What may have been taken down wrongly. */
const correctable = subject.pick({
  subject: true,
  description: true,
  requester: true,
  accountId: true,
  contactId: true,
  category: true,
  channel: true,
})
const ofAsset = z.object({ assetId: z.uuid().nullable(), failure: failure.nullable() })
const changes = correctable.extend(particulars.shape)
/** Of a ticket that a message of another one became. */
const splitFrom = { splitFromId: z.uuid(), splitMessageId: z.uuid() }
const assignment = z.object({ assigneeId: z.uuid().nullable(), teamId: z.uuid().nullable() })
const author = z.enum(['agent', 'requester'])
/** The articles that a reply cites. */
const cited = z.array(z.uuid()).min(1).max(10).optional()
const cause = z.enum(['manual', 'response-breach', 'resolution-breach'])

const person = subjectOf('ticket')
const tags = tagging('ticket')

const events = {
  'ticket.opened': creates(
    opening.extend({ ...z.object(splitFrom).partial().shape, submission: sent.optional(), clocks }),
  ),
  'ticket.receipt-sent': z.object({}),
  /** Whoever has the mailbox says that it was them. */
  'ticket.confirmed': z.object({}),
  'ticket.changed': z.object({ changes: changes.partial() }),
  'ticket.asset-set': ofAsset,
  'ticket.linked': z.object({ ticketId: z.uuid() }),
  'ticket.unlinked': z.object({ ticketId: z.uuid() }),
  /** One message, by the id of its event, is read in that ticket from then on. */
  'ticket.message-given': z.object({ messageId: z.uuid(), ticketId: z.uuid() }),
  'ticket.correction-planned': z.object({ activityId: z.uuid() }),
  'ticket.correction-dropped': z.object({ activityId: z.uuid() }),
  /** `untouched`: an assignment is taken back, before which nobody had done anything about it. */
  'ticket.assigned': assignment.extend({
    untouched: z.literal(true).optional(),
    /** Of an assignment by rules, why. */
    decision: assignmentDecision.optional(),
  }),
  /** The rules gave it to nobody. */
  'ticket.left-unassigned': z.object({ decision: assignmentDecision }),
  'ticket.routing-requested': z.object({ cause: routingCause }),
  'ticket.replied': z.object({ author, body: text, articleIds: cited, clocks }),
  'ticket.noted': z.object({ body: text }),
  'ticket.pended': z.object({ reason: reason.nullable(), clocks }),
  'ticket.resumed': z.object({ clocks }),
  'ticket.resolved': z.object({ resolution: text.nullable(), clocks }),
  'ticket.reopened': z.object({ reason: reason.nullable(), clocks }),
  'ticket.closed': z.object({}),
  'ticket.priority-changed': z.object({ priority, clocks }),
  'ticket.sla-breached': z.object({ clock: clockName, dueAt: instant, clocks }),
  'ticket.escalated': z.object({
    level: count.min(1),
    cause,
    note: reason.nullable(),
    assigneeId: z.uuid().nullable(),
    teamId: z.uuid().nullable(),
    /** Whose it was until then, where it is theirs no more. */
    takenFrom: z.uuid().optional(),
  }),
  ...surveyEvents,
  ...person.events,
  ...tags.events,
}

/** Who of those it is with, or would go to, has been deactivated: nobody there reads it. */
const gone = z.array(z.uuid()).default([])

const commands = {
  'ticket.open': creates(opening),
  /** By a mail that begins a conversation, and by those that go on with it. */
  'ticket.open-by-mail': creates(opening),
  'ticket.reply-by-mail': z.object({ body: text, gone }),
  'ticket.open-by-form': creates(opening.extend({ submission: sent })),
  'ticket.open-in-portal': creates(opening),
  'ticket.send-receipt': z.object({}),
  'ticket.confirm': z.object({}),
  'ticket.split': creates(opening.extend(splitFrom)),
  'ticket.change': changes.extend({ ancestors }).partial(),
  'ticket.set-asset': ofAsset,
  'ticket.link': z.object({ ticketId: z.uuid() }),
  'ticket.unlink': z.object({ ticketId: z.uuid() }),
  'ticket.give-message': z.object({ messageId: z.uuid(), ticketId: z.uuid() }),
  'ticket.plan-correction': z.object({ activityId: z.uuid() }),
  'ticket.drop-correction': z.object({ activityId: z.uuid() }),
  'ticket.assign': assignment,
  'ticket.route': z.object({}),
  'ticket.assign-by-rules': assignment.extend({ decision: assignmentDecision }),
  'ticket.take-back': assignment.extend({ untouched: z.boolean() }),
  'ticket.reply': z.object({ body: text, author: author.default('agent'), articleIds: cited, gone }),
  'ticket.add-note': z.object({ body: text }),
  'ticket.pend': z.object({ reason: reason.nullable().default(null) }),
  'ticket.resume': z.object({ gone }),
  'ticket.resolve': z.object({
    resolution: text.nullable().default(null),
    rootCause: particulars.shape.rootCause,
  }),
  /** For so many days after it was closed; null: whenever. */
  'ticket.reopen': z.object({
    reason: reason.nullable().default(null),
    gone,
    reopenDays: count.nullable().default(null),
  }),
  'ticket.close': z.object({}),
  'ticket.change-priority': z.object({ priority }),
  /** Without a target it goes where the policy says. A cause other than `manual` is for the system to give. */
  'ticket.escalate': z.object({
    cause: cause.default('manual'),
    note: reason.nullable().default(null),
    to: assignment.optional(),
    gone,
  }),
  'ticket.record-breach': z.object({ clock: clockName }),
  ...surveyCommands,
  ...person.commands,
  ...tags.commands,
}

export const ticketStatus = z
  .enum(['new', 'open', 'pending', 'resolved', 'closed'])
  .register(vocabulary, { id: 'TicketStatus' })
export type TicketStatus = z.output<typeof ticketStatus>
export type Entitlement = z.output<typeof entitlement>

export interface TicketState
  extends AboutPerson,
    Tagged,
    Customised,
    Mergeable,
    Omit<z.output<typeof subject>, 'askerId'>,
    z.output<typeof particulars> {
  number: string
  status: TicketStatus
  closedAt?: string
  /** What it was before it was merged into another one. */
  statusBefore?: TicketStatus
  splitFromId?: string | undefined
  /** Tickets that have to do with it, where this one says so; the other one need not. */
  relatedIds?: readonly string[]
  /** The messages that were given to tickets of their own. */
  given?: readonly string[]
  /** The tasks that are to see to it that this does not come again. */
  correctionIds?: readonly string[]
  /** The person who opened it, whom it concerns whoever works on it. */
  openedBy: string | null
  escalation: number
  responded: boolean
  terms: SlaTerms | null
  clocks: SlaClocks | null
  /** What covers it, and whether what failed was under warranty. */
  contractId?: string
  failure?: Failure | null | undefined
  submission?: z.output<typeof sent> | undefined
  receiptSent?: true
  confirmed?: true
  /** The last time that whoever asked was to be asked what they think of it. */
  survey?: Survey
}

const own = decider<TicketState>()({
  name: 'ticket',
  events,
  commands,
  evolve: {
    'ticket.opened': (_, { askerId: __, splitMessageId: ___, entitlement, ...data }, { actor }) => ({
      ...data,
      ...(entitlement && { contractId: entitlement.contractId }),
      status: 'new',
      openedBy: openerIn(actor),
      escalation: 0,
      responded: false,
    }),
    'ticket.changed': (state, { changes: said }) => merged(state, said),
    'ticket.asset-set': (state, data) => ({ ...state, ...data }),
    'ticket.linked': (state, { ticketId }) => ({
      ...state,
      relatedIds: [...(state.relatedIds ?? []), ticketId],
    }),
    'ticket.unlinked': (state, { ticketId }) => ({
      ...state,
      relatedIds: (state.relatedIds ?? []).filter((id) => id !== ticketId),
    }),
    'ticket.message-given': (state, { messageId }) => ({
      ...state,
      given: [...(state.given ?? []), messageId],
    }),
    'ticket.correction-planned': (state, { activityId }) => ({
      ...state,
      correctionIds: [...(state.correctionIds ?? []), activityId],
    }),
    'ticket.correction-dropped': (state, { activityId }) => ({
      ...state,
      correctionIds: (state.correctionIds ?? []).filter((id) => id !== activityId),
    }),
    // Whom rules choose has not seen it yet.
    'ticket.assigned': (state, { untouched, decision, ...data }) => ({
      ...(untouched ? { ...state, status: 'new' } : decision ? state : takenUp(state)),
      ...data,
    }),
    'ticket.left-unassigned': (state) => state,
    'ticket.routing-requested': (state) => state,
    'ticket.replied': (state, { author: by, clocks: after }) =>
      by === 'agent' ? { ...takenUp(state), responded: true, clocks: after } : state,
    'ticket.noted': (state) => state,
    'ticket.pended': (state, { clocks: after }) => ({ ...state, status: 'pending', clocks: after }),
    'ticket.resumed': (state, { clocks: after }) => ({ ...state, status: 'open', clocks: after }),
    'ticket.resolved': (state, { clocks: after }) => ({ ...state, status: 'resolved', clocks: after }),
    'ticket.reopened': (state, { clocks: after }) => ({ ...state, status: 'open', clocks: after }),
    'ticket.closed': (state, _, { at }) => ({ ...state, status: 'closed', closedAt: at }),
    'ticket.priority-changed': (state, data) => ({ ...state, ...data }),
    'ticket.sla-breached': (state, { clocks: after }) => ({ ...state, clocks: after }),
    'ticket.escalated': (state, { level, assigneeId, teamId }) => ({
      ...state,
      escalation: level,
      assigneeId,
      teamId,
    }),
    'ticket.receipt-sent': (state) => ({ ...state, receiptSent: true }),
    'ticket.confirmed': (state) => ({ ...state, confirmed: true }),
    ...surveyEvolve,
    ...person.evolve,
    ...tags.evolve,
  },
  decide: {
    'ticket.open': (_, input, { at }) => [{ type: 'ticket.opened', data: startedAt(input, at) }],
    'ticket.open-by-mail': (_, input, { at }) => [{ type: 'ticket.opened', data: startedAt(input, at) }],
    'ticket.open-by-form': (_, input, { at }) => [{ type: 'ticket.opened', data: startedAt(input, at) }],
    'ticket.open-in-portal': (_, input, { at }) => [{ type: 'ticket.opened', data: startedAt(input, at) }],
    'ticket.send-receipt': (state) => (state.receiptSent ? [] : [{ type: 'ticket.receipt-sent', data: {} }]),
    'ticket.confirm': (state) =>
      state.submission?.confirm && !state.confirmed ? [{ type: 'ticket.confirmed', data: {} }] : [],
    'ticket.split': (_, input, { at }) => [{ type: 'ticket.opened', data: startedAt(input, at) }],
    'ticket.change': (state, { ancestors: above, ...input }, { id }) => {
      mustNotBeMerged(state)
      checkParent('ticket', id, { parentId: input.parentId, ancestors: above })
      const { rootCause, type } = merged<TicketState>(state, input)
      // What was resolved as a complaint was resolved for a reason.
      if (isOver(state)) mustHaveCause({ rootCause, type })
      return said(state, input)
    },
    'ticket.link': (state, input, { id }) => {
      mustNotBeMerged(state)
      const { ticketId } = input
      if (ticketId === id)
        refuse('ticket.own-link', 'A ticket has nothing to do with itself.', { field: 'ticketId' })
      if (state.relatedIds?.includes(ticketId)) return []
      if ((state.relatedIds ?? []).length >= mostRelated)
        conflict('ticket.too-many-links', `A ticket names at most ${mostRelated} others.`)
      return [{ type: 'ticket.linked', data: input }]
    },
    'ticket.set-asset': (state, input) => {
      mustNotBeClosed(state)
      return (state.assetId ?? null) === null && input.assetId === null
        ? []
        : [{ type: 'ticket.asset-set', data: input }]
    },
    'ticket.unlink': (state, input) =>
      state.relatedIds?.includes(input.ticketId) ? [{ type: 'ticket.unlinked', data: input }] : [],
    'ticket.give-message': (state, input) =>
      state.given?.includes(input.messageId) ? [] : [{ type: 'ticket.message-given', data: input }],
    'ticket.plan-correction': (state, input) => {
      mustNotBeMerged(state)
      if (state.type !== 'complaint')
        conflict('ticket.no-complaint', 'What is corrected is what a complaint is about; this is none.')
      if (state.correctionIds?.includes(input.activityId)) return []
      if ((state.correctionIds ?? []).length >= mostCorrections)
        conflict('ticket.too-many-corrections', `A complaint has at most ${mostCorrections} of them.`)
      return [{ type: 'ticket.correction-planned', data: input }]
    },
    'ticket.drop-correction': (state, input) =>
      state.correctionIds?.includes(input.activityId)
        ? [{ type: 'ticket.correction-dropped', data: input }]
        : [],
    'ticket.assign': (state, input) => {
      mustNotBeClosed(state)
      if (state.assigneeId === input.assigneeId && state.teamId === input.teamId) return []
      return [{ type: 'ticket.assigned', data: input }]
    },
    'ticket.route': (state) => {
      mustBeUnderWay(state)
      return [{ type: 'ticket.routing-requested', data: { cause: 'asked' as const } }]
    },
    // Whatever it has become since, there is nobody to refuse that to.
    'ticket.assign-by-rules': (state, { assigneeId, teamId, decision }) => {
      if (isOver(state)) return []
      if (assigneeId === null) return [{ type: 'ticket.left-unassigned', data: { decision } }]
      return [{ type: 'ticket.assigned', data: { assigneeId, teamId, decision } }]
    },
    'ticket.take-back': (state, { untouched, ...input }) => {
      mustNotBeClosed(state)
      const anew = untouched && state.status === 'open'
      if (state.assigneeId === input.assigneeId && state.teamId === input.teamId && !anew) return []
      return [{ type: 'ticket.assigned', data: { ...input, ...(anew && { untouched: true as const }) } }]
    },
    'ticket.reply': (state, { gone: left, ...input }, { at }) => {
      mustNotBeClosed(state)
      if (input.author === 'agent') {
        return [{ type: 'ticket.replied', data: { ...input, clocks: responded(state, at) } }]
      }
      return requesterReplied(state, { body: input.body, left, at })
    },
    // Who writes a mail cannot know that the ticket is closed, or part of another one.
    'ticket.reply-by-mail': (state, { body, gone: left }, { at }) =>
      requesterReplied(state, { body, left, at }),
    'ticket.add-note': (state, input) => {
      mustNotBeMerged(state)
      return [{ type: 'ticket.noted', data: input }]
    },
    'ticket.pend': (state, input, { at }) => {
      mustBeUnderWay(state)
      if (state.status === 'pending') return []
      return [{ type: 'ticket.pended', data: { ...input, clocks: halted(state, at) } }]
    },
    'ticket.resume': (state, { gone: left }, { at }) => {
      mustBeUnderWay(state)
      if (state.status !== 'pending') conflict('ticket.not-pending', 'This ticket is not pending.')
      return [
        { type: 'ticket.resumed', data: { clocks: runningAgain(state, at) } },
        ...backToQueue(state, left),
      ]
    },
    'ticket.resolve': (state, { resolution, rootCause }, { at }) => {
      mustNotBeClosed(state)
      if (state.status === 'resolved') return []
      mustHaveCause(merged<TicketState>(state, { rootCause }))
      return [
        ...said(state, { rootCause }),
        { type: 'ticket.resolved', data: { resolution, clocks: halted(state, at) } },
      ]
    },
    'ticket.reopen': (state, { gone: left, reason: why, reopenDays }, { at }) => {
      mustNotBeMerged(state)
      if (state.status === 'closed') mustBeInTime(state, reopenDays, at)
      if (state.status !== 'closed') mustBeResolved(state)
      return [
        { type: 'ticket.reopened', data: { reason: why, clocks: runningAgain(state, at) } },
        ...backToQueue(state, left),
      ]
    },
    'ticket.close': (state) => {
      if (state.status === 'closed') return []
      mustBeResolved(state)
      mustHaveCause(state)
      return [{ type: 'ticket.closed', data: {} }]
    },
    'ticket.change-priority': (state, input, { at }) => {
      mustBeUnderWay(state)
      if (state.priority === input.priority) return []
      return [
        {
          type: 'ticket.priority-changed',
          data: { ...input, clocks: retargeted(state, input.priority, at) },
        },
      ]
    },
    'ticket.escalate': (state, input, { actor }) => {
      const byItself = actor.kind === 'system'
      // Of a breach that is told late, when the ticket is done with, nobody needs to hear.
      if (byItself && (state.status === 'resolved' || state.status === 'closed')) return []
      mustBeUnderWay(state)
      const planned = state.terms?.escalateTo
      const { gone: left } = input
      const to = input.to ?? (planned && { assigneeId: here(planned.userId, left), teamId: planned.teamId })
      // Another team's ticket is not the former assignee's; another assignee may be of the same team.
      const stays = here(state.assigneeId, left)
      const assigneeId = to ? (to.assigneeId ?? (to.teamId ? null : stays)) : stays
      const takenFrom = state.assigneeId !== assigneeId ? state.assigneeId : null
      return [
        {
          type: 'ticket.escalated',
          data: {
            level: state.escalation + 1,
            cause: byItself ? input.cause : 'manual',
            note: input.note,
            assigneeId,
            teamId: to?.teamId ?? state.teamId,
            ...(takenFrom !== null && { takenFrom }),
          },
        },
      ]
    },
    // Whoever asks only prompts: whether and when a promise was missed is for the ticket's own clocks to say.
    'ticket.record-breach': (state, { clock }, { at }) => {
      if (!state.clocks) refuse('ticket.no-sla', 'No service level was promised for this ticket.')
      const of = state.clocks[clock]
      const alarm = alarmOf(of)
      const dueAt = of.missedAt ?? (alarm !== null && alarm <= at ? alarm : null)
      if (of.breached || dueAt === null) return []
      const breached: Clock = { ...of, missedAt: dueAt, breached: true }
      return [
        {
          type: 'ticket.sla-breached',
          data: { clock, dueAt, clocks: { ...state.clocks, [clock]: breached } },
        },
      ]
    },
    ...surveyDecide,
    ...person.decide,
    ...tags.decide,
  },
})

const linked = withLinks(
  'ticket',
  withCustomValues('ticket', own, { create: 'ticket.open', change: 'ticket.change' }),
  subject.pick({ accountId: true, contactId: true }).extend({
    parentId: z.uuid().nullable(),
    splitFromId: z.uuid(),
    relatedIds: z.array(z.uuid()),
  }),
)

/** A customer's request, and the promise of when it will be answered and resolved. */
export const ticket = withMerging('ticket', linked, z.object({}), {
  // Merged, it is as closed, and its clocks stand still; whoever looks for work does not meet it twice.
  merged: {
    fields: z.object({ clocks }),
    said: (state, at) => ({ clocks: halted(state, at) }),
    state: (state, { clocks: after }) => ({
      ...state,
      clocks: after,
      status: 'closed' as const,
      statusBefore: state.status,
    }),
  },
  unmerged: {
    fields: z.object({ status: ticketStatus, clocks }),
    said: (state, at) => {
      const { statusBefore: status = 'open' } = state
      const runs = status === 'new' || status === 'open'
      return { status, clocks: runs ? runningAgain(state, at) : state.clocks }
    },
    state: (state, { status, clocks: after }) => ({ ...state, clocks: after, status }),
  },
  survives: mustNotBeClosed,
})

const mostRelated = 100
const mostCorrections = 20

function startedAt<T extends { terms: SlaTerms | null; priority: z.output<typeof priority> }>(
  input: T,
  at: string,
) {
  return { ...input, clocks: input.terms && startClocks(input.terms, input.priority, at) }
}

/** What is said of a ticket, as far as it is new; where nothing was said, nothing is said. */
function said(state: TicketState, input: Mentioned<TicketState>) {
  const news = Object.entries(changed<TicketState>(state, input)).filter(
    ([field, value]) => value !== null || state[field as keyof TicketState] !== undefined,
  )
  if (news.length === 0) return []
  return [{ type: 'ticket.changed', data: { changes: Object.fromEntries(news) } }] as const
}

const isOver = ({ status }: TicketState) => status === 'resolved' || status === 'closed'

function requesterReplied(
  state: TicketState,
  { body, left, at }: { body: string; left: readonly string[]; at: string },
) {
  const reply = {
    type: 'ticket.replied',
    data: { author: 'requester', body, clocks: state.clocks },
  } as const
  // It is read in the ticket that this one is part of.
  if (state.absorbedById) return [reply]
  const back = backToQueue(state, left)
  const going = runningAgain(state, at)
  if (state.status === 'pending')
    return [reply, { type: 'ticket.resumed', data: { clocks: going } } as const, ...back]
  if (state.status === 'resolved' || state.status === 'closed') {
    const reopened = { reason: 'The requester replied', clocks: going }
    return [reply, { type: 'ticket.reopened', data: reopened } as const, ...back]
  }
  return [reply, ...back]
}

/** The machine opens tickets for others. */
export function openerIn({ kind, id }: Actor): string | null {
  return kind === 'user' ? id : null
}

/** Nobody waits for an answer of somebody who has left: the ticket goes to its team, or to the queue. */
function backToQueue({ assigneeId, teamId }: TicketState, left: readonly string[]) {
  if (here(assigneeId, left) === assigneeId) return []
  return [{ type: 'ticket.assigned', data: { assigneeId: null, teamId } }] as const
}

const here = (userId: string | null, left: readonly string[]) =>
  userId !== null && left.includes(userId) ? null : userId

/** A new ticket is open as soon as somebody does something about it. */
function takenUp(state: TicketState): TicketState {
  return state.status === 'new' ? { ...state, status: 'open' } : state
}

function mustNotBeMerged({ absorbedById }: TicketState): void {
  if (absorbedById)
    conflict('ticket.merged', 'This ticket is part of another one; go on there, or undo the merge first.')
}

/** Whoever complained is owed more than that it is over. */
function mustHaveCause({ type, rootCause }: Pick<TicketState, 'type' | 'rootCause'>): void {
  if (type === 'complaint' && !rootCause)
    conflict('ticket.no-root-cause', 'A complaint is resolved by saying its root cause.', {
      field: 'rootCause',
    })
}

function mustNotBeClosed(state: TicketState): void {
  mustNotBeMerged(state)
  if (state.status === 'closed')
    conflict('ticket.closed', 'This ticket is closed; reopen it first, or open a new one.')
}

function mustBeInTime({ closedAt }: TicketState, days: number | null, at: string): void {
  if (days === null || closedAt === undefined) return
  if (Date.parse(at) > Date.parse(closedAt) + days * 86_400_000)
    conflict(
      'ticket.closed-too-long',
      `This ticket was closed more than ${days} days ago; open a new one and link it to this.`,
    )
}

function mustBeUnderWay(state: TicketState): void {
  mustNotBeClosed(state)
  if (state.status === 'resolved') conflict('ticket.resolved', 'This ticket is resolved; reopen it first.')
}

function mustBeResolved({ status }: TicketState): void {
  if (status !== 'resolved') conflict('ticket.not-resolved', 'This ticket is not resolved.')
}

/** Both clocks after a change to those that matter: what has been answered once has no response clock any more. */
function clocksWith(
  { terms, clocks: before, responded: answered }: TicketState,
  change: (of: Clock, name: keyof SlaClocks, terms: SlaTerms) => Clock,
): SlaClocks | null {
  if (!terms || !before) return null
  return {
    response: answered ? before.response : change(before.response, 'response', terms),
    resolution: change(before.resolution, 'resolution', terms),
  }
}

const halted = (state: TicketState, at: string) =>
  clocksWith(state, (of, _, { calendar }) => halt(calendar, of, at))

const runningAgain = (state: TicketState, at: string) =>
  clocksWith(state, (of, _, { calendar }) => run(calendar, of, at))

const responded = (state: TicketState, at: string) =>
  clocksWith(state, (of, name, { calendar }) =>
    name === 'response' ? halt(calendar, of, at) : settle(of, at),
  )

function retargeted(state: TicketState, to: keyof SlaTerms['targets'], at: string): SlaClocks | null {
  return clocksWith(state, (of, name, { calendar, targets }) => {
    const { responseMinutes, resolutionMinutes } = targets[to]
    return retarget(calendar, of, name === 'response' ? responseMinutes : resolutionMinutes, at)
  })
}
