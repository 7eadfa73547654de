import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { type Actor, creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { day } from '../values/day.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { warrantyAnswer } from './promised-warranty.ts'
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

// What people write about themselves and each other: personal, whatever it says.
const text = personal(prose(20_000))
const reason = personal(prose(500))
const clocks = slaClocks.nullable()

const subject = z.object({
  subject: personal(line(300)),
  description: text.nullable(),
  requester: z.object({ name: personal(line(200)), email: personal(email).nullable() }).nullable(),
  accountId: z.uuid().nullable(),
  contactId: z.uuid().nullable(),
  priority,
  category: line(100).nullable(),
  channel: z
    .enum(['email', 'phone', 'chat', 'web', 'portal', 'social'])
    .register(vocabulary, { id: 'TicketChannel' }),
  assigneeId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  /** The colleague who asks, where it is none of a customer's. */
  askerId: z.uuid().optional(),
  /** What it is about. */
  productId: z.uuid().nullable().optional(),
  assetId: z.uuid().nullable().optional(),
})
/** The contract by which it is covered, as it was when the ticket was opened, and what of it covers it. */
export const entitlement = z.object({
  contractId: z.uuid(),
  number: z.string(),
  tier: z.string().nullable(),
  covers: z.enum(['asset', 'product', 'everything']),
})
/** Whether the asset was under warranty on the day on which it failed, by the terms that it was sold with. */
export const failure = z.object({
  failedOn: day,
  warranty: warrantyAnswer,
  terms: z.object({ name: z.string(), version: count.min(1), endsOn: day }).nullable(),
})
const opening = subject.extend({
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
  productId: true,
})
const ofAsset = z.object({ assetId: z.uuid().nullable(), failure: failure.nullable() })
const assignment = z.object({ assigneeId: z.uuid().nullable(), teamId: z.uuid().nullable() })
const author = z.enum(['agent', 'requester'])
/** The articles that a reply cites. */
const cited = z.array(z.uuid()).min(1).max(10).optional()
const cause = z.enum(['manual', 'response-breach', 'resolution-breach'])

const person = subjectOf('ticket')
const tags = tagging('ticket')

const events = {
  'ticket.opened': creates(opening.extend({ clocks })),
  'ticket.changed': z.object({ changes: correctable.partial() }),
  'ticket.asset-set': ofAsset,
  /** `untouched`: an assignment is taken back, before which nobody had done anything about it. */
  'ticket.assigned': assignment.extend({ untouched: z.literal(true).optional() }),
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
  ...person.events,
  ...tags.events,
}

/** Who of those it is with, or would go to, has been deactivated: nobody there reads it. */
const gone = z.array(z.uuid()).default([])

const commands = {
  'ticket.open': creates(opening),
  'ticket.change': correctable.partial(),
  'ticket.set-asset': ofAsset,
  'ticket.assign': assignment,
  'ticket.take-back': assignment.extend({ untouched: z.boolean() }),
  'ticket.reply': z.object({ body: text, author: author.default('agent'), articleIds: cited, gone }),
  'ticket.add-note': z.object({ body: text }),
  'ticket.pend': z.object({ reason: reason.nullable().default(null) }),
  'ticket.resume': z.object({ gone }),
  'ticket.resolve': z.object({ resolution: text.nullable().default(null) }),
  'ticket.reopen': z.object({ reason: reason.nullable().default(null), gone }),
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
  ...person.commands,
  ...tags.commands,
}

export type Entitlement = z.output<typeof entitlement>
export type Failure = z.output<typeof failure>

export type TicketStatus = 'new' | 'open' | 'pending' | 'resolved' | 'closed'

export interface TicketState
  extends AboutPerson,
    Tagged,
    Customised,
    Omit<z.output<typeof subject>, 'askerId'> {
  number: string
  status: TicketStatus
  /** The person who opened it, whom it concerns whoever works on it. */
  openedBy: string | null
  escalation: number
  responded: boolean
  terms: SlaTerms | null
  clocks: SlaClocks | null
}

const own = decider<TicketState>()({
  name: 'ticket',
  events,
  commands,
  evolve: {
    'ticket.opened': (_, { askerId: __, entitlement: ___, failure: ____, ...data }, { actor }) => ({
      ...data,
      status: 'new',
      openedBy: openerIn(actor),
      escalation: 0,
      responded: false,
    }),
    'ticket.changed': (state, { changes }) => merged(state, changes),
    'ticket.asset-set': (state, { assetId }) => ({ ...state, assetId }),
    'ticket.assigned': (state, { untouched, ...data }) => ({
      ...(untouched ? { ...state, status: 'new' } : takenUp(state)),
      ...data,
    }),
    'ticket.replied': (state, { author: by, clocks: after }) =>
      by === 'agent' ? { ...takenUp(state), responded: true, clocks: after } : state,
    'ticket.noted': (state) => state,
    'ticket.pended': (state, { clocks: after }) => ({ ...state, status: 'pending', clocks: after }),
    'ticket.resumed': (state, { clocks: after }) => ({ ...state, status: 'open', clocks: after }),
    'ticket.resolved': (state, { clocks: after }) => ({ ...state, status: 'resolved', clocks: after }),
    'ticket.reopened': (state, { clocks: after }) => ({ ...state, status: 'open', clocks: after }),
    'ticket.closed': (state) => ({ ...state, status: 'closed' }),
    'ticket.priority-changed': (state, data) => ({ ...state, ...data }),
    'ticket.sla-breached': (state, { clocks: after }) => ({ ...state, clocks: after }),
    'ticket.escalated': (state, { level, assigneeId, teamId }) => ({
      ...state,
      escalation: level,
      assigneeId,
      teamId,
    }),
    ...person.evolve,
    ...tags.evolve,
  },
  decide: {
    'ticket.open': (_, input, { at }) => {
      const started = input.terms && startClocks(input.terms, input.priority, at)
      return [{ type: 'ticket.opened', data: { ...input, clocks: started } }]
    },
    'ticket.change': (state, input) => {
      const changes = changed<Partial<TicketState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'ticket.changed', data: { changes } }] : []
    },
    'ticket.set-asset': (state, input) => {
      mustNotBeClosed(state)
      return (state.assetId ?? null) === null && input.assetId === null
        ? []
        : [{ type: 'ticket.asset-set', data: input }]
    },
    'ticket.assign': (state, input) => {
      mustNotBeClosed(state)
      if (state.assigneeId === input.assigneeId && state.teamId === input.teamId) return []
      return [{ type: 'ticket.assigned', data: input }]
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
      const reply = { type: 'ticket.replied', data: { ...input, clocks: state.clocks } } as const
      const back = backToQueue(state, left)
      const going = runningAgain(state, at)
      if (state.status === 'pending')
        return [reply, { type: 'ticket.resumed', data: { clocks: going } }, ...back]
      if (state.status === 'resolved') {
        const reopened = { reason: 'The requester replied', clocks: going }
        return [reply, { type: 'ticket.reopened', data: reopened }, ...back]
      }
      return [reply, ...back]
    },
    'ticket.add-note': (_, input) => [{ type: 'ticket.noted', data: input }],
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
    'ticket.resolve': (state, input, { at }) => {
      mustNotBeClosed(state)
      if (state.status === 'resolved') return []
      return [{ type: 'ticket.resolved', data: { ...input, clocks: halted(state, at) } }]
    },
    'ticket.reopen': (state, { gone: left, reason: why }, { at }) => {
      if (state.status !== 'closed') mustBeResolved(state)
      return [
        { type: 'ticket.reopened', data: { reason: why, clocks: runningAgain(state, at) } },
        ...backToQueue(state, left),
      ]
    },
    'ticket.close': (state) => {
      if (state.status === 'closed') return []
      mustBeResolved(state)
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
    ...person.decide,
    ...tags.decide,
  },
})

/** A customer's request, and the promise of when it will be answered and resolved. */
export const ticket = withLinks(
  'ticket',
  withCustomValues('ticket', own, { create: 'ticket.open', change: 'ticket.change' }),
  subject.pick({ accountId: true, contactId: true }),
)

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

function mustNotBeClosed({ status }: TicketState): void {
  if (status === 'closed')
    conflict('ticket.closed', 'This ticket is closed; reopen it first, or open a new one.')
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
