import { describe, expect, it } from 'vitest'
import { activity } from '../../../src/domain/activities/activity.ts'
import { mentionsIn } from '../../../src/domain/activities/mention.ts'
import { given, idOf, noon, rep } from '../../support/given.ts'

const later = '2026-03-03T09:00:00.000Z'
const deal = { model: 'opportunity', id: idOf('deal') } as const
const customer = { model: 'contact', id: idOf('customer') } as const
const colleague = { model: 'user', id: idOf('colleague') } as const

/** An activity that was added with this, then asked these things. */
function after(
  added: object,
  ...steps: readonly (readonly [command: keyof typeof activity.commands, input: object, at?: string])[]
) {
  type Event = Parameters<typeof given<unknown, typeof activity.events, typeof activity.commands>>[1]
  const events: Event[] = []
  for (const [command, input, at = noon] of [['activity.add', added] as const, ...steps]) {
    const decided = given(activity, ...events).when(command, input as never, { at })
    events.push(...(decided.events().map((event) => ({ ...event, at })) as Event[]))
  }
  return given(activity, ...events)
}

const adding = (input: object, at = noon) => given(activity).when('activity.add', input as never, { at })
const task = { kind: 'task', subject: 'Send the offer' } as const
const due = { day: '2026-03-03', time: '10:00', timeZone: 'Europe/Berlin' }

describe('ACT-01 a call', () => {
  it('is logged as done where it is not to come, when it began', () => {
    const call = { kind: 'call', direction: 'inbound', durationSeconds: 420, outcome: 'reached' }
    expect(after(call).state).toMatchObject({ status: 'done', happenedAt: noon, direction: 'inbound' })
    const earlier = '2026-03-02T09:00:00.000Z'
    expect(after({ ...call, startsAt: earlier }).state).toMatchObject({ status: 'done', happenedAt: earlier })
  })

  it('is planned where it is to come, and is done when somebody says so, with what came of it', () => {
    const planned = after({ kind: 'call', startsAt: later, subject: 'Price' })
    expect(planned.state).toMatchObject({ status: 'open', dueAt: later, happenedAt: null })
    planned.when('activity.complete', { outcome: 'reached' }, { at: noon }).thenRefused('activity.not-yet')
    const half = '2026-03-03T09:30:00.000Z'
    const [done] = planned
      .when('activity.complete', { outcome: 'no-answer', durationSeconds: 0 }, { at: half })
      .events()
    expect(done).toMatchObject({
      type: 'activity.completed',
      data: { changes: { outcome: 'no-answer', durationSeconds: 0, happenedAt: later }, next: null },
    })
  })

  it('must say what the policy asks for before it counts', () => {
    const asked = { kind: 'call', required: ['purpose', 'outcome'] }
    adding(asked).thenRefused('activity.required', 'purpose')
    adding({ ...asked, purpose: 'Renewal' }).thenRefused('activity.required', 'outcome')
    adding({ ...asked, purpose: 'Renewal', outcome: 'busy' }).thenTypes('activity.added')
    // Nothing can be said yet of what is to come.
    adding({ ...asked, startsAt: later }).thenTypes('activity.added')
    after({ ...asked, startsAt: later })
      .when('activity.complete', { purpose: 'Renewal', required: ['purpose', 'outcome'] }, { at: later })
      .thenRefused('activity.required', 'outcome')
  })
})

describe('ACT-04 a task', () => {
  it('is due by the clocks of a zone, for whoever adds it unless another is named', () => {
    expect(after({ ...task, due }).state).toMatchObject({
      status: 'open',
      dueAt: later,
      priority: 'normal',
      assigneeId: rep.id,
      madeById: rep.id,
    })
    expect(after({ ...task, assigneeId: colleague.id }).state.assigneeId).toBe(colleague.id)
    expect(after({ ...task, assigneeId: null }).state.assigneeId).toBeNull()
  })

  it('says in a line what it is, and has nothing that only other kinds have', () => {
    adding({ kind: 'task' }).thenRefused('activity.subject-missing', 'subject')
    adding({ ...task, location: 'Berlin' }).thenRefused('activity.not-of-kind', 'location')
    adding({ ...task, participants: [customer] }).thenRefused('activity.not-of-kind', 'participants')
    after(task).when('activity.change', { outcome: 'busy' }).thenRefused('activity.not-of-kind', 'outcome')
    after(task)
      .when('activity.change', { participants: [customer] })
      .thenRefused('activity.not-of-kind')
  })

  it('is moved to another day, and is due then', () => {
    after({ ...task, due })
      .when('activity.change', { due: { ...due, day: '2026-03-30' } })
      .thenEvents({
        type: 'activity.changed',
        data: {
          changes: { due: { ...due, day: '2026-03-30' }, dueAt: '2026-03-30T08:00:00.000Z' },
          mentioned: [],
        },
      })
    after({ ...task, due })
      .when('activity.change', { due, subject: task.subject })
      .thenNothing()
  })

  it('is given away, done, taken up again and cancelled', () => {
    const open = after(task)
    open.when('activity.assign', { assigneeId: rep.id }).thenNothing()
    open.when('activity.assign', { assigneeId: colleague.id }).thenTypes('activity.assigned')
    const done = after(task, ['activity.complete', {}, later])
    expect(done.state).toMatchObject({ status: 'done', happenedAt: later })
    done.when('activity.complete', {}).thenNothing()
    done.when('activity.assign', { assigneeId: colleague.id }).thenRefused('activity.not-open')
    const again = after(task, ['activity.complete', {}, later], ['activity.reopen', {}, later])
    expect(again.state).toMatchObject({ status: 'open', happenedAt: null })
    const cancelled = after(task, ['activity.cancel', { reason: 'Not needed' }])
    cancelled.when('activity.change', { subject: 'Else' }).thenRefused('activity.cancelled')
    cancelled.when('activity.complete', {}).thenRefused('activity.cancelled')
    cancelled.when('activity.cancel', {}).thenNothing()
    cancelled.when('activity.reopen', {}).thenTypes('activity.reopened')
  })

  it('comes again when it is done: when that is, is decided then, and only once', () => {
    const recurrence = { every: 'week' }
    adding({ ...task, recurrence }).thenRefused('activity.recurrence-without-due', 'due')
    adding({ ...task, due, recurrence: { every: 'day', until: '2026-03-02' } }).thenRefused(
      'activity.recurrence-ended',
    )
    const remindAt = '2026-03-03T08:45:00.000Z'
    const weekly = after({
      ...task,
      due: { ...due, day: '2026-03-24' },
      recurrence,
      remindAt: '2026-03-24T08:45:00.000Z',
    })
    const at = '2026-03-24T10:00:00.000Z'
    const [done] = weekly.when('activity.complete', {}, { at }).events()
    expect(done?.data).toMatchObject({
      next: {
        due: { ...due, day: '2026-03-31' },
        dueAt: '2026-03-31T08:00:00.000Z',
        recurrence: { every: 'week', from: '2026-03-24' },
        // A quarter of an hour before, by the clock that was put on meanwhile.
        remindAt: '2026-03-31T07:45:00.000Z',
      },
    })
    const twice = after(
      { ...task, due, recurrence, remindAt },
      ['activity.complete', {}, later],
      ['activity.reopen', {}, later],
    )
    const [again] = twice.when('activity.complete', {}, { at: later }).events()
    expect(again?.data).toMatchObject({ next: null })
  })
})

describe('ACT-05 an appointment', () => {
  const meeting = {
    kind: 'appointment',
    subject: 'Kick-off',
    startsAt: later,
    endsAt: '2026-03-03T10:00:00.000Z',
    location: 'Berlin',
    body: '1. Goals',
    participants: [customer, colleague],
  }

  it('has a time, a place, an agenda and people', () => {
    expect(after(meeting).state).toMatchObject({
      status: 'open',
      location: 'Berlin',
      dueAt: '2026-03-03T10:00:00.000Z',
      participants: [customer, colleague],
    })
    adding({ ...meeting, startsAt: null }).thenRefused('activity.start-missing', 'startsAt')
    adding({ ...meeting, endsAt: noon }).thenRefused('activity.ends-before', 'endsAt')
    adding({ ...meeting, done: true }).thenRefused('activity.not-yet')
  })

  it('records who accepts and declines, a colleague for themselves', () => {
    const actor = { kind: 'user', id: colleague.id, roles: ['rep'] } as const
    const response = 'accepted'
    const planned = after(meeting)
    planned.when('activity.respond', { response }).thenRefused('activity.not-invited')
    planned
      .when('activity.respond', { response }, { actor })
      .thenEvents({ type: 'activity.responded', data: { participant: colleague, response } })
    planned
      .when('activity.respond', { participant: colleague, response })
      .thenRefused('activity.other-answer')
    planned
      .when('activity.respond', { participant: customer, response: 'declined' })
      .thenTypes('activity.responded')
    const once = after(meeting, ['activity.respond', { participant: customer, response }])
    once.when('activity.respond', { participant: customer, response }).thenNothing()
  })

  it('invites more people and fewer', () => {
    const planned = after(meeting)
    const other = { model: 'contact', id: idOf('other') } as const
    planned
      .when('activity.change', { participants: [customer, other] })
      .thenEvents(
        { type: 'activity.invited', data: { participants: [other] } },
        { type: 'activity.uninvited', data: { participants: [colleague] } },
      )
  })
})

describe('ACT-06 a note', () => {
  const text = `Talked to [@Grace](user:${colleague.id}) about it`

  it('is what somebody wrote, and keeps what it said before', () => {
    const note = after({ kind: 'note', body: 'First', regarding: [deal, deal] })
    expect(note.state).toMatchObject({ status: 'done', happenedAt: noon, regarding: [deal] })
    note.when('activity.change', { body: 'Second' }).thenEvents({
      type: 'activity.changed',
      data: { changes: { body: 'Second' }, mentioned: [] },
    })
    adding({ kind: 'note' }).thenRefused('activity.empty')
    adding({ kind: 'note', body: 'x', done: false }).thenRefused('activity.note')
    note.when('activity.complete', {}).thenNothing()
    note.when('activity.assign', { assigneeId: colleague.id }).thenRefused('activity.note')
    expect(
      after({ kind: 'note', body: 'x' }, ['activity.cancel', {}], ['activity.reopen', {}]).state,
    ).toMatchObject({ status: 'done', happenedAt: noon })
  })

  it('mentions colleagues, whom a change tells once', () => {
    expect(mentionsIn(text)).toEqual([colleague.id])
    expect(mentionsIn(`${text} ${text.toUpperCase()}`)).toEqual([colleague.id])
    expect(mentionsIn('[@Grace](user:1) [x](https://user.example)')).toEqual([])
    const note = after({ kind: 'note', body: text, mentioned: [colleague.id] })
    note.when('activity.change', { body: `${text}!`, mentioned: [colleague.id, idOf('third')] }).thenEvents({
      type: 'activity.changed',
      data: { changes: { body: `${text}!` }, mentioned: [idOf('third')] },
    })
  })
})

describe('LEAD-19 a reminder', () => {
  const remindAt = later
  const reminded = { ...task, remindAt }

  it('is for later than now, and for what is open', () => {
    adding({ ...task, remindAt: noon }).thenRefused('activity.reminder-past', 'remindAt')
    adding({ ...reminded, done: true }).thenRefused('activity.reminder-over', 'remindAt')
    after(task, ['activity.complete', {}])
      .when('activity.change', { remindAt })
      .thenRefused('activity.reminder-over')
  })

  it('comes when it is time and not before, once, to those who are to do it', () => {
    const open = after(reminded)
    open.when('activity.remind', {}, { at: noon }).thenNothing()
    open
      .when('activity.remind', {}, { at: later })
      .thenEvents({ type: 'activity.reminded', data: { userIds: [rep.id] } })
    after(reminded, ['activity.remind', {}, later]).when('activity.remind', {}, { at: later }).thenNothing()
    after(reminded, ['activity.complete', {}]).when('activity.remind', {}, { at: later }).thenNothing()
    const moved = after(
      reminded,
      ['activity.remind', {}, later],
      ['activity.change', { remindAt: '2026-03-04T09:00:00.000Z' }, later],
    )
    moved.when('activity.remind', {}, { at: '2026-03-04T09:00:00.000Z' }).thenTypes('activity.reminded')
  })

  it('comes to the colleagues who take part, unless they declined', () => {
    const meeting = {
      kind: 'appointment',
      subject: 'Kick-off',
      startsAt: '2026-03-03T10:00:00.000Z',
      participants: [colleague, customer, { model: 'user', id: idOf('third') }],
      remindAt,
    }
    const actor = { kind: 'user', id: colleague.id, roles: ['rep'] } as const
    const planned = after(meeting)
    const [declined] = planned.when('activity.respond', { response: 'declined' }, { actor }).events()
    const events = [...planned.when('activity.remind', {}, { at: later }).events()]
    expect(events[0]?.data).toEqual({ userIds: [rep.id, colleague.id, idOf('third')] })
    expect(declined?.data).toMatchObject({ response: 'declined' })
    const without = after(meeting, [
      'activity.respond',
      { participant: { model: 'contact', id: customer.id }, response: 'declined' },
    ])
    const [told] = without.when('activity.remind', {}, { at: later }).events()
    expect(told?.data).toEqual({ userIds: [rep.id, colleague.id, idOf('third')] })
  })
})

describe('CUS-10 what it is about', () => {
  it('grows and shrinks, and each is told', () => {
    const call = after({ kind: 'call', regarding: [deal] })
    call
      .when('activity.change', { regarding: [customer] })
      .thenEvents(
        { type: 'activity.linked', data: { records: [customer] } },
        { type: 'activity.unlinked', data: { records: [deal] } },
      )
    call.when('activity.link', { records: [deal] }).thenNothing()
    call
      .when('activity.link', { records: [deal, customer] })
      .thenEvents({ type: 'activity.linked', data: { records: [customer] } })
  })
})

describe('ACT-02 ACT-03 an e-mail', () => {
  const head = {
    from: { name: null, address: 'grace@acme.example' },
    to: [],
    cc: [],
    msgid: null,
    threadId: idOf('thread'),
  }
  const sent = {
    kind: 'email',
    direction: 'outbound',
    email: head,
    startsAt: '2026-03-01T09:00:00.000Z',
  } as const
  const reply = { replyId: idOf('reply'), repliedAt: '2026-03-02T09:00:00.000Z' }

  it('is filed once it was sent or has come, with from whom to whom', () => {
    adding(sent).thenTypes('activity.added')
    adding({ ...sent, done: false }).thenRefused('activity.email', 'done')
    adding({ ...sent, direction: null }).thenRefused('activity.direction-missing', 'direction')
    adding({ ...sent, email: null }).thenRefused('activity.address-missing', 'email')
    adding({ ...sent, email: { ...head, from: null } }).thenRefused('activity.address-missing', 'email')
    adding({ ...sent, startsAt: later }).thenRefused('activity.not-yet', 'startsAt')
    adding({ ...sent, outcome: 'busy' }).thenRefused('activity.not-of-kind', 'outcome')
    adding({ kind: 'note', body: 'Said', email: head }).thenRefused('activity.not-of-kind', 'email')
  })

  it('that was sent reminds when it is time, unless an answer has come', () => {
    adding({ ...sent, direction: 'inbound', remindAt: later }).thenRefused(
      'activity.reminder-over',
      'remindAt',
    )
    const awaited = after({ ...sent, remindAt: later })
    awaited
      .when('activity.remind', {}, { at: later })
      .thenEvents({ type: 'activity.reminded', data: { userIds: [rep.id] } })
    const answered = after({ ...sent, remindAt: later }, ['activity.note-reply', reply])
    answered.when('activity.remind', {}, { at: later }).thenNothing()
    answered.when('activity.note-reply', reply).thenNothing()
    answered
      .when('activity.change', { remindAt: '2026-03-09T09:00:00.000Z' })
      .thenRefused('activity.reminder-over')
    // What came before is no answer, and what came is not answered by us.
    awaited.when('activity.note-reply', { ...reply, repliedAt: '2026-02-01T09:00:00.000Z' }).thenNothing()
    after({ ...sent, direction: 'inbound' })
      .when('activity.note-reply', reply)
      .thenNothing()
  })
})
