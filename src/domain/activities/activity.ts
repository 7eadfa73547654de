import { z } from 'zod'
import { newOwner, ownerFor } from '../customers/owner.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { type Actor, creates, personIn } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { isOnQuarter, mostQuarters, quarterMs, quartersBetween } from '../service/quarters.ts'
import { priority } from '../service/sla.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { callDirection, callOutcome, requirable } from './call.ts'
import { due, dueAfter, dueInstant, movedAlong, recurrence, recurrenceRule } from './due.ts'
import { emailHead } from './email.ts'

export const activityKinds = ['call', 'task', 'appointment', 'note', 'email', 'sms', 'letter'] as const
export const activityKind = z.enum(activityKinds).register(vocabulary, { id: 'ActivityKind' })
export type ActivityKind = z.output<typeof activityKind>

export const activityStatus = z
  .enum(['open', 'done', 'cancelled'])
  .register(vocabulary, { id: 'ActivityStatus' })
export type ActivityStatus = z.output<typeof activityStatus>

/** What an activity can be about; whoever sees one of these sees it. */
export const regardedModels = ['account', 'contact', 'lead', 'opportunity', 'ticket', 'conversation'] as const
export const regarded = z
  .object({ model: z.enum(regardedModels).register(vocabulary, { id: 'RegardedModel' }), id: uuid })
  .register(vocabulary, { id: 'Regarded' })
export type Regarded = z.output<typeof regarded>

/** Who takes part: somebody of a customer's, somebody who may become one, or a colleague. */
export const participant = z
  .object({
    model: z.enum(['contact', 'lead', 'user']).register(vocabulary, { id: 'ParticipantModel' }),
    id: uuid,
  })
  .register(vocabulary, { id: 'Participant' })
export type Participant = z.output<typeof participant>

export const inviteResponse = z
  .enum(['accepted', 'tentative', 'declined'])
  .register(vocabulary, { id: 'InviteResponse' })
export type InviteResponse = z.output<typeof inviteResponse>

const aWeek = 7 * 24 * 60 * 60
const durationSeconds = z.int().min(0).max(aWeek)
const regarding = z.array(regarded).max(50)
const participants = z.array(participant).max(100)

/** What people write about each other is personal, whatever it says. */
const content = z.object({
  subject: personal(line(300)).nullable(),
  /** Markdown: what was said, what is to be done, the agenda, the note itself. */
  body: personal(prose(20_000)).nullable(),
  priority: priority.nullable(),
  due: due.nullable(),
  recurrence: recurrence.nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  direction: callDirection.nullable(),
  durationSeconds: durationSeconds.nullable(),
  purpose: personal(line(200)).nullable(),
  outcome: callOutcome.nullable(),
  location: personal(line(300)).nullable(),
  remindAt: instant.nullable(),
  /** Of an appointment: who takes part has nothing else that is exclusive then. */
  exclusive: z.boolean().optional(),
  /** Of an appointment: who takes part is invited by mail, and reminded. */
  invites: z.boolean().optional(),
})
type Content = z.output<typeof content>

/** What follows from it, kept as it was worked out. */
const derived = z.object({
  /** From when on it is late: of a task its due time, of a call its start, of an appointment its end. */
  dueAt: instant.nullable(),
  /** When it took place; null while it has not. */
  happenedAt: instant.nullable(),
})
const changes = content.extend(derived.shape).partial()

const next = z
  .object({ due, dueAt: instant, recurrence, remindAt: instant.nullable() })
  .register(vocabulary, { id: 'NextOccurrence' })
/** How long before it begins people are reminded of what they were invited to. */
export const reminderLead = z.enum(['day', 'hour']).register(vocabulary, { id: 'ReminderLead' })
export type ReminderLead = z.output<typeof reminderLead>
export const leadMs: Readonly<Record<ReminderLead, number>> = { day: 86_400_000, hour: 3_600_000 }

/** Another time that somebody who was invited asks for (RFC 5546, COUNTER). */
const counter = z.object({
  participant,
  startsAt: instant,
  endsAt: instant.nullable(),
  note: personal(prose(500)).nullable(),
})
const mentioned = z.array(uuid).max(50)
const reason = personal(prose(500)).nullable()
const person = subject('activity')

const events = {
  'activity.added': creates(
    content.extend({
      ...derived.shape,
      kind: activityKind,
      status: activityStatus.exclude(['cancelled']).register(vocabulary, { id: 'FirstActivityStatus' }),
      regarding,
      participants,
      assigneeId: uuid.nullable(),
      /** The activity that this one follows up, or is the next of. */
      followsId: uuid.nullable(),
      mentioned,
      /** Of an e-mail. */
      email: emailHead.nullable().optional(),
      /** The page by which a customer has booked it. */
      bookingPageId: uuid.optional(),
    }),
  ),
  'activity.changed': z.object({ changes, mentioned }),
  'activity.linked': z.object({ records: regarding }),
  'activity.unlinked': z.object({ records: regarding }),
  'activity.invited': z.object({ participants }),
  'activity.uninvited': z.object({ participants }),
  'activity.assigned': z.object({ assigneeId: uuid.nullable() }),
  /** `next`: when it comes again, which another activity is made for. */
  'activity.completed': z.object({ changes, mentioned, next: next.nullable() }),
  'activity.reopened': z.object({ happenedAt: instant.nullable(), remindAt: instant.nullable() }),
  'activity.cancelled': z.object({ reason }),
  'activity.responded': z.object({ participant, response: inviteResponse }),
  'activity.countered': counter,
  /** Another e-mail of the conversation came, after this one was sent. */
  'activity.replied': z.object({ replyId: uuid, repliedAt: instant }),
  /** `lead`: of what they were invited to, so long before; without it, when somebody had said. */
  'activity.reminded': z.object({ userIds: z.array(uuid).max(101), lead: reminderLead.optional() }),
  ...person.events,
}

const required = z.array(z.enum(requirable)).max(requirable.length).default([])

const asked = content.extend({ recurrence: recurrenceRule.nullable(), regarding, participants })
const { shape } = asked

const add = z.object({
  kind: activityKind,
  subject: shape.subject.default(null),
  body: shape.body.default(null),
  priority: shape.priority.default(null),
  due: shape.due.default(null),
  recurrence: shape.recurrence.default(null),
  startsAt: shape.startsAt.default(null),
  endsAt: shape.endsAt.default(null),
  direction: shape.direction.default(null),
  durationSeconds: shape.durationSeconds.default(null),
  purpose: shape.purpose.default(null),
  outcome: shape.outcome.default(null),
  location: shape.location.default(null),
  remindAt: shape.remindAt.default(null),
  exclusive: shape.exclusive,
  invites: shape.invites,
  regarding: regarding.default([]),
  participants: participants.default([]),
  assigneeId: newOwner,
  followsId: uuid.nullable().default(null),
  bookingPageId: uuid.optional(),
  /** Whether it has taken place; where nothing is said, notes and calls that are not to come have. */
  done: z.boolean().optional(),
})
/** Facts that are looked up: whom a text mentions, and what a call must say. */
const facts = { mentioned: mentioned.default([]), required }

const commands = {
  'activity.add': creates(add.extend(facts).extend({ email: emailHead.nullable().optional() })),
  /** A mail that has come to a mailbox, or gone out of it. */
  'activity.file-mail': creates(add.extend(facts).extend({ email: emailHead })),
  /** A text that has come to a number of ours, or gone out from it. */
  'activity.file-sms': creates(add.extend(facts)),
  /** A letter that was posted. */
  'activity.file-letter': creates(add.extend(facts)),
  /** A call by one of our lines that is over. */
  'activity.file-call': creates(add.extend(facts)),
  /** One of many: somebody of a selection is to be called. */
  'activity.plan-call': creates(add.extend(facts)),
  /** The next of a task that comes again. */
  'activity.repeat': creates(
    add.omit({ recurrence: true }).extend({ recurrence: recurrence.nullable(), ...facts }),
  ),
  /** Of what it is about has become more. */
  'activity.link': z.object({ records: regarding }),
  /** What of that is there no more. */
  'activity.unlink': z.object({ records: regarding }),
  'activity.change': asked.partial().extend({ mentioned: facts.mentioned }),
  'activity.assign': z.object({ assigneeId: uuid.nullable() }),
  'activity.complete': content
    .pick({ body: true, purpose: true, outcome: true, durationSeconds: true, startsAt: true, endsAt: true })
    .partial()
    .extend(facts),
  'activity.reopen': z.object({}),
  'activity.cancel': z.object({ reason: reason.default(null) }),
  /** Whose answer it is; where nobody is named, the asker's own. */
  'activity.respond': z.object({
    participant: participant.optional(),
    response: inviteResponse,
    /** Which invitation it answers; what was moved since is not answered by it. */
    sequence: count.optional(),
  }),
  'activity.counter': counter.extend({ sequence: count }),
  'activity.note-reply': z.object({ replyId: uuid, repliedAt: instant }),
  'activity.remind': z.object({ lead: reminderLead.optional() }),
  ...person.commands,
}

export interface ActivityState extends Content, z.output<typeof derived>, AboutPerson {
  kind: ActivityKind
  status: ActivityStatus
  regarding: readonly Regarded[]
  participants: readonly Participant[]
  /** By participant. */
  responses: Readonly<Record<string, InviteResponse>>
  assigneeId: string | null
  /** The person who added it. */
  madeById: string | null
  followsId: string | null
  /** Everybody whom its text has ever mentioned. */
  mentioned: readonly string[]
  reminded: boolean
  /** How often it was moved, renamed or cancelled: by it an answer is known to be to this invitation (RFC 5546). */
  sequence: number
  /** Of an e-mail. */
  email?: z.output<typeof emailHead> | null | undefined
  /** The page by which a customer has booked it. */
  bookingPageId?: string | undefined
  /** When an answer to it came. */
  repliedAt?: string
  /** When it comes again; null where it does not, or has not been done. */
  next: z.output<typeof next> | null
}

const own = decider<ActivityState>()({
  name: 'activity',
  events,
  commands,
  evolve: {
    'activity.added': (_, data, { actor }) => ({
      ...data,
      responses: {},
      madeById: personIn(actor),
      reminded: false,
      sequence: 0,
      next: null,
    }),
    'activity.changed': (state, { changes: made, mentioned: more }) => ({
      ...merged<ActivityState>(state, made),
      mentioned: [...new Set([...state.mentioned, ...more])],
      reminded: made.remindAt === undefined ? state.reminded : false,
      sequence: state.sequence + (isNews(made) ? 1 : 0),
      // What was accepted was that time.
      responses: state.invites === true && isMove(made) ? {} : state.responses,
    }),
    'activity.linked': (state, { records }) => ({ ...state, regarding: [...state.regarding, ...records] }),
    'activity.unlinked': (state, { records }) => ({ ...state, regarding: without(state.regarding, records) }),
    'activity.invited': (state, { participants: more }) => ({
      ...state,
      participants: [...state.participants, ...more],
    }),
    'activity.uninvited': (state, { participants: gone }) => ({
      ...state,
      participants: without(state.participants, gone),
      responses: Object.fromEntries(
        Object.entries(state.responses).filter(([id]) => !gone.some((one) => one.id === id)),
      ),
    }),
    'activity.assigned': (state, data) => ({ ...state, ...data }),
    'activity.completed': (state, { changes: made, mentioned: more, next: following }) => ({
      ...merged<ActivityState>(state, made),
      mentioned: [...new Set([...state.mentioned, ...more])],
      status: 'done',
      next: following ?? state.next,
    }),
    'activity.reopened': (state, data) => ({
      ...state,
      ...data,
      status: data.happenedAt === null ? 'open' : 'done',
      reminded: data.remindAt === null && state.reminded,
      sequence: state.sequence + 1,
    }),
    'activity.cancelled': (state) => ({ ...state, status: 'cancelled', sequence: state.sequence + 1 }),
    'activity.responded': (state, { participant: { id }, response }) => ({
      ...state,
      responses: { ...state.responses, [id]: response },
    }),
    'activity.replied': (state, { repliedAt }) => ({ ...state, repliedAt }),
    'activity.countered': (state) => state,
    'activity.reminded': (state, { lead }) => (lead === undefined ? { ...state, reminded: true } : state),
    ...person.evolve,
  },
  decide: {
    'activity.add': (_, { recurrence: rule, ...input }, { at, actor }) =>
      added({ ...input, recurrence: rule && withFirst(rule, input.due) }, at, actor),
    'activity.plan-call': (_, input, { at, actor }) => added({ ...input, recurrence: null }, at, actor),
    'activity.file-mail': (_, input, { at, actor }) => added({ ...input, recurrence: null }, at, actor),
    'activity.file-sms': (_, input, { at, actor }) => added({ ...input, recurrence: null }, at, actor),
    'activity.file-letter': (_, input, { at, actor }) => added({ ...input, recurrence: null }, at, actor),
    'activity.file-call': (_, input, { at, actor }) => added({ ...input, recurrence: null }, at, actor),
    'activity.repeat': (_, input, { at, actor }) => added(input, at, actor),
    'activity.change': (state, { mentioned: named, ...input }, { at }) => {
      mustNotBeCancelled(state)
      const { regarding: records, participants: people, recurrence: rule, ...plain } = input
      const before = contentOf(state)
      const whole = merged<Content>(before, plain)
      if (rule !== undefined) whole.recurrence = rule && withFirst(rule, whole.due)
      mustBeOfKind(state.kind, changed(before, whole))
      mustMakeSense(state.kind, whole, state.status === 'done', at)
      mustNotHoldTooMuch(whole, people ?? state.participants)
      if (whole.remindAt !== state.remindAt)
        mustBeAhead(whole.remindAt, isAwaited(state.kind, whole, state), at)
      const made = changed<Content & z.output<typeof derived>>(
        { ...before, dueAt: state.dueAt, happenedAt: state.happenedAt },
        {
          ...whole,
          dueAt: dueOf(state.kind, whole),
          happenedAt: state.happenedAt && momentOf(state.kind, whole, state.happenedAt, at),
        },
      )
      const news = named.filter((id) => !state.mentioned.includes(id))
      return [
        ...(Object.keys(made).length > 0
          ? [{ type: 'activity.changed' as const, data: { changes: made, mentioned: news } }]
          : []),
        ...relinked(state.regarding, records),
        ...reinvited(state, people),
      ]
    },
    'activity.unlink': (state, { records }) => relinked(state.regarding, without(state.regarding, records)),
    'activity.link': (state, { records }) => relinked(state.regarding, [...state.regarding, ...records]),
    'activity.assign': (state, { assigneeId }) => {
      if (state.assigneeId === assigneeId) return []
      if (state.kind === 'note') conflict('activity.note', 'A note is its author’s; nobody is to do it.')
      if (state.status !== 'open') conflict('activity.not-open', 'This is over; reopen it to give it away.')
      return [{ type: 'activity.assigned', data: { assigneeId } }]
    },
    'activity.complete': (state, { mentioned: named, required: needed, ...input }, { at }) => {
      mustNotBeCancelled(state)
      if (state.status === 'done') return []
      const before = contentOf(state)
      const whole = merged<Content>(before, input)
      mustBeOfKind(state.kind, changed(before, whole))
      mustMakeSense(state.kind, whole, true, at)
      mustSay(state.kind, whole, needed)
      const happenedAt = momentOf(state.kind, whole, null, at)
      return [
        {
          type: 'activity.completed',
          data: {
            changes: { ...changed<Content>(before, whole), happenedAt },
            mentioned: named.filter((id) => !state.mentioned.includes(id)),
            // What was done, reopened and done again has come again already.
            next: state.next === null ? nextOf(whole, at) : null,
          },
        },
      ]
    },
    'activity.reopen': (state, _, { at }) => {
      if (state.status === 'open' || (isWritten(state.kind) && state.status === 'done')) return []
      const remindAt = state.remindAt !== null && state.remindAt > at ? state.remindAt : null
      // What was written down has been written all the same.
      const happenedAt = isWritten(state.kind) ? state.happenedAt : null
      return [{ type: 'activity.reopened', data: { happenedAt, remindAt } }]
    },
    'activity.cancel': (state, input) =>
      state.status === 'cancelled' ? [] : [{ type: 'activity.cancelled', data: input }],
    'activity.respond': (state, { participant: named, response, sequence }, { actor }) => {
      if (sequence !== undefined && sequence < state.sequence) return []
      mustNotBeCancelled(state)
      const who = named ?? { model: 'user' as const, id: actor.id }
      const invited = state.participants.find(({ model, id }) => model === who.model && id === who.id)
      if (!invited)
        refuse('activity.not-invited', 'Only who was invited accepts or declines.', { field: 'participant' })
      if (invited.model === 'user' && actor.kind === 'user' && actor.id !== invited.id)
        refuse('activity.other-answer', 'A colleague answers for themselves.', { field: 'participant' })
      if (state.responses[invited.id] === response) return []
      return [{ type: 'activity.responded', data: { participant: invited, response } }]
    },
    // Whoever asks only prompts: whether that is an answer is for the e-mail to say.
    'activity.note-reply': (state, { replyId, repliedAt }) => {
      const isAnswered = state.repliedAt !== undefined || !isSent(state.kind, state)
      if (isAnswered || (state.happenedAt !== null && repliedAt < state.happenedAt)) return []
      return [{ type: 'activity.replied', data: { replyId, repliedAt } }]
    },
    'activity.counter': (state, { sequence, ...data }) => {
      if (sequence < state.sequence || state.status !== 'open') return []
      if (!state.participants.some(isSame(data.participant)))
        refuse('activity.not-invited', 'Only who was invited asks for another time.', {
          field: 'participant',
        })
      return [{ type: 'activity.countered', data }]
    },
    // Whoever asks only prompts: whether it is time is for the activity itself to say.
    'activity.remind': (state, { lead }, { at }) => {
      if (lead !== undefined) {
        if (!isAhead(state, lead, at)) return []
        return [{ type: 'activity.reminded', data: { userIds: busyIn(state), lead } }]
      }
      const { reminded, remindAt } = state
      if (reminded || remindAt === null || remindAt > at || !isAwaited(state.kind, state, state)) return []
      return [{ type: 'activity.reminded', data: { userIds: busyIn(state) } }]
    },
    ...person.decide,
  },
})

/** What somebody does or is to do with a customer: a call, a task, an appointment, a note, an e-mail. */
export const activity = withLinks(
  'activity',
  own,
  z.object({
    regarding,
    participants,
    /** What those answered who take part. */
    responses: z.record(uuid, inviteResponse),
  }),
)

function added(
  {
    required: needed,
    done,
    assigneeId,
    regarding: records,
    participants: people,
    kind,
    followsId,
    mentioned: named,
    email,
    bookingPageId,
    ...given
  }: Omit<z.output<(typeof commands)['activity.repeat']['schema']>, 'recurrence'> & {
    recurrence: Content['recurrence']
    email?: z.output<typeof emailHead> | null | undefined
  },
  at: string,
  actor: Actor,
) {
  const whole: Content = {
    ...given,
    priority: kind === 'task' ? (given.priority ?? 'normal') : given.priority,
  }
  mustBeOfKind(kind, whole)
  if (people.length > 0 && !ofKind[kind].includes('participants'))
    refuse('activity.not-of-kind', `${noun(kind)} has no participants.`, { field: 'participants' })
  const { startsAt } = whole
  const isOver = done ?? (isWritten(kind) || (kind === 'call' && (startsAt === null || startsAt <= at)))
  if (kind === 'note' && !isOver)
    refuse('activity.note', 'A note is written; it is not to come.', { field: 'done' })
  if (kind === 'email') mustBeSent(whole, email ?? null, isOver)
  else if (email)
    refuse('activity.not-of-kind', 'Only an e-mail goes from somebody to somebody.', { field: 'email' })
  if (kind === 'sms' || kind === 'letter') mustBeGone(kind, whole, isOver)
  mustMakeSense(kind, whole, isOver, at)
  mustNotHoldTooMuch(whole, people)
  mustBeAhead(whole.remindAt, isAwaited(kind, whole, { status: isOver ? 'done' : 'open' }), at)
  if (isOver) mustSay(kind, whole, needed)
  return [
    {
      type: 'activity.added',
      data: {
        ...whole,
        kind,
        status: isOver ? 'done' : 'open',
        regarding: distinct(records),
        participants: distinct(people),
        assigneeId: ownerFor(assigneeId, actor),
        followsId,
        mentioned: named,
        ...(email && { email }),
        ...(bookingPageId && { bookingPageId }),
        dueAt: dueOf(kind, whole),
        happenedAt: isOver ? momentOf(kind, whole, null, at) : null,
      },
    },
  ] as const
}

function contentOf(state: ActivityState): Content {
  const { subject: title, body, priority: level, due: by, recurrence: rule, startsAt, endsAt } = state
  const {
    direction,
    durationSeconds: lasted,
    purpose,
    outcome,
    location,
    remindAt,
    exclusive,
    invites,
  } = state
  return {
    subject: title,
    body,
    priority: level,
    due: by,
    recurrence: rule,
    startsAt,
    endsAt,
    direction,
    durationSeconds: lasted,
    purpose,
    outcome,
    location,
    remindAt,
    exclusive,
    invites,
  }
}

const ofKind: Readonly<Record<ActivityKind, readonly (keyof Content | 'participants')[]>> = {
  call: ['startsAt', 'direction', 'durationSeconds', 'purpose', 'outcome', 'remindAt', 'participants'],
  task: ['due', 'recurrence', 'priority', 'remindAt'],
  appointment: ['startsAt', 'endsAt', 'location', 'remindAt', 'exclusive', 'invites', 'participants'],
  note: [],
  email: ['startsAt', 'direction', 'remindAt', 'participants'],
  sms: ['startsAt', 'direction', 'participants'],
  letter: ['startsAt', 'direction', 'participants'],
}

const nouns: Readonly<Partial<Record<ActivityKind, string>>> = { email: 'e-mail', sms: 'text message' }

const noun = (kind: ActivityKind) =>
  `${kind === 'appointment' || kind === 'email' ? 'An' : 'A'} ${nouns[kind] ?? kind}`

const words: Readonly<Partial<Record<keyof Content, string>>> = {
  priority: 'priority',
  due: 'due date',
  recurrence: 'recurrence',
  startsAt: 'start',
  endsAt: 'end',
  direction: 'direction',
  durationSeconds: 'duration',
  purpose: 'purpose',
  outcome: 'outcome',
  location: 'place',
  remindAt: 'reminder',
  exclusive: 'exclusive time',
  invites: 'invitations',
}

/** What is there once it is written down, and is never to come. */
const isWritten = (kind: ActivityKind) =>
  kind === 'note' || kind === 'email' || kind === 'sms' || kind === 'letter'
const isSent = (kind: ActivityKind, { direction }: Pick<Content, 'direction'>) =>
  kind === 'email' && direction === 'outbound'

/** Whether somebody can be reminded of it: it is open, or an e-mail that was sent and has no answer yet. */
function isAwaited(
  kind: ActivityKind,
  whole: Pick<Content, 'direction'>,
  { status, repliedAt }: Pick<ActivityState, 'status' | 'repliedAt'>,
): boolean {
  return status === 'open' || (status === 'done' && isSent(kind, whole) && repliedAt === undefined)
}

function mustBeSent(whole: Content, head: z.output<typeof emailHead> | null, isOver: boolean): void {
  if (!isOver)
    refuse('activity.email', 'An e-mail is filed once it was sent or has come; it is not to come.', {
      field: 'done',
    })
  if (whole.direction === null)
    refuse('activity.direction-missing', 'Say whether it was sent or has come.', { field: 'direction' })
  if (head === null || (head.from === null && head.to.length === 0))
    refuse('activity.address-missing', 'Say from whom it came, or to whom it went.', { field: 'email' })
}

function mustBeGone(kind: ActivityKind, { direction, body }: Content, isOver: boolean): void {
  if (!isOver)
    refuse(
      'activity.not-to-come',
      `${noun(kind)} is filed once it was sent or has come; it is not to come.`,
      {
        field: 'done',
      },
    )
  if (direction === null)
    refuse('activity.direction-missing', 'Say whether it was sent or has come.', { field: 'direction' })
  if (body === null) refuse('activity.empty', `${noun(kind)} says something.`, { field: 'body' })
}

/** @throws DomainError for what only other kinds have. */
function mustBeOfKind(kind: ActivityKind, given: Partial<Content>): void {
  for (const [field, word] of Object.entries(words)) {
    const value = given[field as keyof Content]
    if (
      value === undefined ||
      value === null ||
      value === false ||
      ofKind[kind].includes(field as keyof Content)
    )
      continue
    refuse('activity.not-of-kind', `${noun(kind)} has no ${word}.`, {
      field,
    })
  }
}

function mustMakeSense(kind: ActivityKind, whole: Content, isOver: boolean, at: string): void {
  const { subject: title, body, startsAt, endsAt, due: by, recurrence: rule } = whole
  if ((kind === 'task' || kind === 'appointment') && title === null)
    refuse('activity.subject-missing', 'Say in a line what it is.', { field: 'subject' })
  if (kind === 'note' && title === null && body === null)
    refuse('activity.empty', 'A note says something.', { field: 'body' })
  if (kind === 'appointment' && startsAt === null)
    refuse('activity.start-missing', 'An appointment has a time.', { field: 'startsAt' })
  if (endsAt !== null && (startsAt === null || endsAt < startsAt))
    refuse('activity.ends-before', 'It cannot end before it begins.', { field: 'endsAt' })
  if (whole.exclusive) mustBeOnQuarters(whole)
  if (rule !== null && by === null)
    refuse('activity.recurrence-without-due', 'What comes again is due at some time.', { field: 'due' })
  if (rule?.until && by && rule.until < by.day)
    refuse('activity.recurrence-ended', 'It cannot end before it is due first.', {
      field: 'recurrence.until',
    })
  if (isOver && startsAt !== null && startsAt > at)
    refuse('activity.not-yet', 'What is still to come has not taken place.', { field: 'startsAt' })
}

function mustBeOnQuarters({ startsAt, endsAt }: Content): void {
  if (startsAt === null || endsAt === null || endsAt <= startsAt)
    refuse('activity.end-missing', 'What is exclusive has an end.', { field: 'endsAt' })
  for (const [field, at] of Object.entries({ startsAt, endsAt }))
    if (!isOnQuarter(at))
      refuse('activity.off-quarter', 'What is exclusive begins and ends on a quarter of an hour.', { field })
  if (Date.parse(endsAt) - Date.parse(startsAt) > mostQuarters * quarterMs)
    refuse('activity.too-long', 'What is exclusive is at most a day long.', { field: 'endsAt' })
}

/** So many quarters of an hour of people can be held at once: each is a claim of its own. */
const mostHeld = 500

function mustNotHoldTooMuch({ exclusive, startsAt, endsAt }: Content, people: readonly Participant[]): void {
  if (!exclusive || startsAt === null || endsAt === null) return
  const colleagues = people.filter(({ model }) => model === 'user').length + 1
  if (colleagues * quartersBetween(startsAt, endsAt).length > mostHeld)
    refuse('activity.too-much-held', 'That is too long for so many people; let it not be exclusive.', {
      field: 'participants',
    })
}

/** Who has something to do at the time of it: whose it is, and the colleagues who have not declined. */
export function busyIn({
  assigneeId,
  participants: people,
  responses,
}: Pick<ActivityState, 'assigneeId' | 'participants' | 'responses'>): string[] {
  const going = people.filter(({ model, id }) => model === 'user' && responses[id] !== 'declined')
  return [...new Set([...(assigneeId ? [assigneeId] : []), ...going.map(({ id }) => id)])]
}

/** What of whose time nobody else can have (107): a quarter of an hour each. */
export function timeHeld(state: ActivityState): { userId: string; quarter: number }[] {
  const { kind, status, exclusive, startsAt, endsAt } = state
  if (kind !== 'appointment' || status !== 'open' || !exclusive || startsAt === null || endsAt === null)
    return []
  const quarters = quartersBetween(startsAt, endsAt)
  return busyIn(state).flatMap((userId) => quarters.map((quarter) => ({ userId, quarter })))
}

/** Whether people are to be reminded of it now: it is as far off as that, and not further. */
export function isAhead(
  { kind, status, invites, startsAt }: Pick<ActivityState, 'kind' | 'status' | 'invites' | 'startsAt'>,
  lead: ReminderLead,
  at: string,
): boolean {
  if (kind !== 'appointment' || status !== 'open' || !invites || startsAt === null) return false
  return startsAt > at && Date.parse(startsAt) - Date.parse(at) <= leadMs[lead]
}

type Changes = z.output<typeof changes>
const isMove = ({ startsAt, endsAt }: Changes) => startsAt !== undefined || endsAt !== undefined
/** What who was invited has to be told. */
export const isNews = (made: Changes) =>
  isMove(made) || made.subject !== undefined || made.location !== undefined

function mustBeAhead(remindAt: string | null, isOpen: boolean, at: string): void {
  if (remindAt === null) return
  if (!isOpen) refuse('activity.reminder-over', 'Nobody is reminded of what is over.', { field: 'remindAt' })
  if (remindAt <= at)
    refuse('activity.reminder-past', 'A reminder is for later than now.', { field: 'remindAt' })
}

function mustSay(kind: ActivityKind, whole: Content, needed: readonly (typeof requirable)[number][]): void {
  if (kind !== 'call') return
  for (const field of needed)
    if (whole[field] === null)
      refuse('activity.required', `A call must say its ${words[field] ?? field}.`, { field })
}

function mustNotBeCancelled({ status }: ActivityState): void {
  if (status === 'cancelled') conflict('activity.cancelled', 'This was cancelled; reopen it first.')
}

function withFirst(rule: z.output<typeof recurrenceRule>, by: Content['due']): Content['recurrence'] {
  if (by === null)
    refuse('activity.recurrence-without-due', 'What comes again is due at some time.', { field: 'due' })
  return {
    ...rule,
    weekdays: rule.every === 'week' ? [...new Set(rule.weekdays)].sort((a, b) => a - b) : [],
    from: by.day,
  }
}

function dueOf(kind: ActivityKind, { due: by, startsAt, endsAt }: Content): string | null {
  if (kind === 'task') return by && dueInstant(by)
  return kind === 'appointment' ? (endsAt ?? startsAt) : startsAt
}

/** When it took place: when it began, where that is known and past; else when it was said to be done. */
function momentOf(kind: ActivityKind, { startsAt }: Content, before: string | null, at: string): string {
  if (kind !== 'task' && kind !== 'note' && startsAt !== null && startsAt <= at) return startsAt
  return before ?? at
}

function nextOf({ due: by, recurrence: rule, remindAt }: Content, at: string) {
  const following = by && rule && dueAfter(by, rule, at)
  if (!by || !rule || !following) return null
  const reminder = remindAt && movedAlong(remindAt, by, following)
  return {
    due: following,
    dueAt: dueInstant(following),
    recurrence: rule,
    // Whatever is past then reminds nobody.
    remindAt: reminder && reminder > at ? reminder : null,
  }
}

interface Ref {
  model: string
  id: string
}

const isSame = (a: Ref) => (b: Ref) => a.model === b.model && a.id === b.id

function without<R extends Ref>(all: readonly R[], gone: readonly Ref[]): R[] {
  return all.filter((one) => !gone.some(isSame(one)))
}

function distinct<R extends Ref>(all: readonly R[]): R[] {
  return all.filter((one, index) => all.findIndex(isSame(one)) === index)
}

function relinked(before: readonly Regarded[], after: readonly Regarded[] | undefined) {
  if (after === undefined) return []
  const more = without(distinct(after), before)
  const gone = without(before, after)
  return [
    ...(more.length > 0 ? [{ type: 'activity.linked' as const, data: { records: more } }] : []),
    ...(gone.length > 0 ? [{ type: 'activity.unlinked' as const, data: { records: gone } }] : []),
  ]
}

function reinvited(state: ActivityState, after: readonly Participant[] | undefined) {
  if (after === undefined) return []
  const more = without(distinct(after), state.participants)
  const gone = without(state.participants, after)
  if (more.length > 0 && !ofKind[state.kind].includes('participants'))
    refuse('activity.not-of-kind', `${noun(state.kind)} has no participants.`, { field: 'participants' })
  return [
    ...(more.length > 0 ? [{ type: 'activity.invited' as const, data: { participants: more } }] : []),
    ...(gone.length > 0 ? [{ type: 'activity.uninvited' as const, data: { participants: gone } }] : []),
  ]
}
