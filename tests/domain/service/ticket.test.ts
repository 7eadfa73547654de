import { describe, expect, it } from 'vitest'
import type { SlaClocks } from '../../../src/domain/service/sla.ts'
import { ticket } from '../../../src/domain/service/ticket.ts'
import { given, idOf } from '../../support/given.ts'
import { terms } from './terms.ts'

/** Monday, half past ten in Berlin; the day has hours until 12:00 and from 13:00 to 18:00. */
const openedAt = '2026-03-02T09:30:00.000Z'
const at = (time: string, day = '2026-03-02') => ({ at: `${day}T${time}:00.000Z` })

const subject = {
  number: 'T-1',
  subject: 'It does not start',
  description: null,
  requester: { name: 'Grace', email: null },
  accountId: null,
  contactId: null,
  priority: 'normal',
  category: null,
  channel: 'email',
  assigneeId: null,
  teamId: null,
} as const

/** A ticket on which these commands were carried out, each at its time. */
function after(...steps: readonly (readonly [command: string, input: object, when: { at: string }])[]) {
  type Event = Parameters<typeof given<unknown, typeof ticket.events, typeof ticket.commands>>[1]
  const events: Event[] = []
  const ask = (command: string, input: object, when: { at: string }) => {
    const decided = given(ticket, ...(events as never[])).when(command as never, input as never, when)
    events.push(...(decided.events().map((event) => ({ ...event, ...when })) as Event[]))
  }
  ask('ticket.open', { ...subject, terms }, { at: openedAt })
  for (const [command, input, when] of steps) ask(command, input, when)
  return given(ticket, ...(events as never[]))
}

const clocks = (of: ReturnType<typeof after>): SlaClocks => of.state.clocks ?? expect.unreachable('no clocks')
const due = (of: ReturnType<typeof after>) => ({
  response: clocks(of).response.dueAt,
  resolution: clocks(of).resolution.dueAt,
})

const replied = ['ticket.reply', { body: 'We look into it.' }] as const
const pended = ['ticket.pend', {}] as const
const resumed = ['ticket.resume', {}] as const
const resolved = ['ticket.resolve', {}] as const
const closed = ['ticket.close', {}] as const

describe('a ticket', () => {
  it('SLA-03 starts both clocks when it is opened, in business time, and pins the terms', () => {
    const opened = after()
    expect(due(opened)).toStrictEqual({
      response: '2026-03-02T10:30:00.000Z',
      resolution: '2026-03-02T14:30:00.000Z',
    })
    expect(opened.state.terms).toStrictEqual(terms)
  })

  it('SLA-03 stops the response clock with the first public reply of an agent, and only that one', () => {
    const answered = after([...replied, at('10:00')])
    expect(clocks(answered).response).toMatchObject({ runningSince: null, dueAt: null, leftMs: 30 * 60_000 })
    expect(due(answered).resolution).toBe('2026-03-02T14:30:00.000Z')
    const asked = after(['ticket.reply', { body: 'Well?', author: 'requester' }, at('10:00')])
    const noted = after(['ticket.add-note', { body: 'Known fault.' }, at('10:00')])
    for (const one of [asked, noted]) expect(due(one).response).toBe('2026-03-02T10:30:00.000Z')
  })

  it('SLA-05 stands still while it is pending, and goes on with what was left', () => {
    const waiting = after([...pended, at('10:00')])
    expect(due(waiting)).toStrictEqual({ response: null, resolution: null })
    // Half an hour of response and three and a half of resolution are left on Tuesday morning.
    const again = after([...pended, at('10:00')], [...resumed, at('08:00', '2026-03-03')])
    expect(due(again)).toStrictEqual({
      response: '2026-03-03T08:30:00.000Z',
      resolution: '2026-03-03T12:30:00.000Z',
    })
  })

  it('SLA-03 stops with the resolution and goes on when it is reopened', () => {
    const steps = [
      [...replied, at('10:00')],
      [...resolved, at('14:00')],
    ] as const
    expect(due(after(...steps))).toStrictEqual({ response: null, resolution: null })
    const reopened = after(...steps, ['ticket.reopen', {}, at('10:00', '2026-03-03')])
    expect(due(reopened)).toStrictEqual({ response: null, resolution: '2026-03-03T10:30:00.000Z' })
    expect(reopened.state.status).toBe('open')
  })

  it('SLA-03 counts the time already spent against the target of another priority, never into the past', () => {
    const raised = after(['ticket.change-priority', { priority: 'high' }, at('09:50')])
    expect(due(raised)).toStrictEqual({
      response: '2026-03-02T10:00:00.000Z',
      resolution: '2026-03-02T12:30:00.000Z',
    })
    const late = after(['ticket.change-priority', { priority: 'urgent' }, at('10:00')])
    expect(due(late).response).toBe('2026-03-02T10:00:00.000Z')
    const lowered = after(
      [...pended, at('10:00')],
      ['ticket.change-priority', { priority: 'low' }, at('10:10')],
    )
    expect(clocks(lowered).response).toMatchObject({ runningSince: null, leftMs: 210 * 60_000, dueAt: null })
  })

  it('SLA-03 records a breach once, with the instant at which the promise ran out', () => {
    const opened = after()
    opened.when('ticket.record-breach', { clock: 'response' }, at('10:29')).thenNothing()
    const [breach] = opened.when('ticket.record-breach', { clock: 'response' }, at('10:30')).events()
    expect(breach).toMatchObject({ data: { clock: 'response', dueAt: '2026-03-02T10:30:00.000Z' } })
    const recorded = after(['ticket.record-breach', { clock: 'response' }, at('10:30')])
    recorded.when('ticket.record-breach', { clock: 'response' }, at('10:40')).thenNothing()
    recorded.when('ticket.record-breach', { clock: 'resolution' }, at('10:40')).thenNothing()
  })

  it('SLA-03 knows a promise that was missed although the clock has been stopped since', () => {
    const late = after([...replied, at('10:31')], [...resolved, at('10:40')], [...closed, at('10:50')])
    const [breach] = late.when('ticket.record-breach', { clock: 'response' }, at('11:00')).events()
    expect(breach).toMatchObject({ data: { dueAt: '2026-03-02T10:30:00.000Z' } })
    const inTime = after([...replied, at('10:30')])
    inTime.when('ticket.record-breach', { clock: 'response' }, at('11:00')).thenNothing()
  })

  it('SLA-03 has no clocks without terms', () => {
    const opened = given(ticket, { type: 'ticket.opened', data: { ...subject, terms: null, clocks: null } })
    opened.when('ticket.pend', {}).thenEvents({ type: 'ticket.pended', data: { reason: null, clocks: null } })
    opened.when('ticket.record-breach', { clock: 'response' }).thenRefused('ticket.no-sla')
  })

  it('TIC-08 goes from new to open when somebody does something about it', () => {
    expect(after().state.status).toBe('new')
    expect(after([...replied, at('10:00')]).state.status).toBe('open')
    expect(
      after(['ticket.assign', { assigneeId: idOf('agent'), teamId: null }, at('10:00')]).state.status,
    ).toBe('open')
  })

  it.each([
    ['ticket.resume', 'new', 'ticket.not-pending'],
    ['ticket.reopen', 'new', 'ticket.not-resolved'],
    ['ticket.close', 'new', 'ticket.not-resolved'],
    ['ticket.pend', 'resolved', 'ticket.resolved'],
    ['ticket.change-priority', 'resolved', 'ticket.resolved'],
    ['ticket.escalate', 'resolved', 'ticket.resolved'],
    ['ticket.reply', 'closed', 'ticket.closed'],
    ['ticket.assign', 'closed', 'ticket.closed'],
    ['ticket.resolve', 'closed', 'ticket.closed'],
  ] as const)('TIC-08 refuses %s of a %s ticket', (command, status, code) => {
    const steps = {
      new: [],
      resolved: [[...resolved, at('10:00')]],
      closed: [
        [...resolved, at('10:00')],
        [...closed, at('10:10')],
      ],
    } as const
    const inputs: Record<string, object> = {
      'ticket.reply': { body: 'Hello' },
      'ticket.assign': { assigneeId: null, teamId: idOf('team') },
      'ticket.change-priority': { priority: 'high' },
    }
    const error = after(...steps[status])
      .when(command, (inputs[command] ?? {}) as never, at('11:00'))
      .thenRefused(code)
    expect(error.kind).toBe('conflict')
  })

  it.each([
    ['ticket.pend', [...pended, at('10:00')]],
    ['ticket.resolve', [...resolved, at('10:00')]],
    ['ticket.change-priority', ['ticket.change-priority', { priority: 'normal' }, at('10:00')]],
  ] as const)('TIC-08 does nothing when %s is asked for again', (command, step) => {
    const input = command === 'ticket.change-priority' ? { priority: 'normal' } : {}
    after(step)
      .when(command, input as never, at('11:00'))
      .thenNothing()
  })

  it('TIC-08 resumes or reopens by itself when the requester replies', () => {
    const reply = { body: 'Here you are.', author: 'requester' } as const
    after([...pended, at('10:00')])
      .when('ticket.reply', reply, at('10:10'))
      .thenTypes('ticket.replied', 'ticket.resumed')
    after([...resolved, at('10:00')])
      .when('ticket.reply', reply, at('10:10'))
      .thenTypes('ticket.replied', 'ticket.reopened')
  })

  it('FAULTS 28 is reopened when it was closed, its clocks going on', () => {
    const closing = [
      [...resolved, at('10:00')],
      [...closed, at('10:10')],
    ] as const
    const again = after(...closing, ['ticket.reopen', { reason: 'It is back' }, at('11:00')])
    expect(again.state.status).toBe('open')
    expect(due(again).response).toBe('2026-03-02T12:30:00.000Z')
  })

  it('FAULTS 28 is corrected, also when it is closed', () => {
    const changes = { subject: 'Printer, not scanner', accountId: idOf('account'), category: 'Hardware' }
    after().when('ticket.change', changes).thenEvents({ type: 'ticket.changed', data: { changes } })
    after([...resolved, at('10:00')], [...closed, at('10:10')])
      .when('ticket.change', changes, at('11:00'))
      .thenTypes('ticket.changed')
    after(['ticket.change', changes, at('10:00')])
      .when('ticket.change', changes, at('11:00'))
      .thenNothing()
  })

  it('FAULTS 28 goes back to its team when it is taken up again and its agent has left', () => {
    const agent = idOf('agent')
    const owned = ['ticket.assign', { assigneeId: agent, teamId: idOf('team') }, at('09:40')] as const
    const reply = { body: 'Well?', author: 'requester' as const, gone: [agent] }
    const back = { type: 'ticket.assigned', data: { assigneeId: null, teamId: idOf('team') } }
    expect(after(owned).when('ticket.reply', reply, at('10:00')).events().at(-1)).toStrictEqual(back)
    const done = after(owned, [...resolved, at('10:00')])
    done
      .when('ticket.reply', reply, at('10:10'))
      .thenTypes('ticket.replied', 'ticket.reopened', 'ticket.assigned')
    done.when('ticket.reopen', { gone: [agent] }, at('10:10')).thenTypes('ticket.reopened', 'ticket.assigned')
    after(owned, [...pended, at('10:00')])
      .when('ticket.resume', { gone: [agent] }, at('10:10'))
      .thenTypes('ticket.resumed', 'ticket.assigned')
    done
      .when('ticket.reply', { ...reply, gone: [] }, at('10:10'))
      .thenTypes('ticket.replied', 'ticket.reopened')
    const [escalated] = after(owned)
      .when('ticket.escalate', { to: { assigneeId: null, teamId: null }, gone: [agent] }, at('10:10'))
      .events()
    expect(escalated?.data).toMatchObject({ assigneeId: null, takenFrom: agent })
  })

  it('TIC-13 escalates to where the policy says, or where the person says, one level at a time', () => {
    const owned = after(['ticket.assign', { assigneeId: idOf('agent'), teamId: idOf('team') }, at('09:40')])
    const system = { ...at('10:30'), actor: { kind: 'system', id: 'ticket-sla', roles: ['system'] } } as const
    owned.when('ticket.escalate', { cause: 'response-breach' }, system).thenEvents({
      type: 'ticket.escalated',
      data: {
        level: 1,
        cause: 'response-breach',
        note: null,
        assigneeId: null,
        teamId: idOf('second line'),
        takenFrom: idOf('agent'),
      },
    })
    const to = { assigneeId: idOf('boss'), teamId: null }
    owned.when('ticket.escalate', { to, note: 'Angry' }, at('10:30')).thenEvents({
      type: 'ticket.escalated',
      data: {
        level: 1,
        cause: 'manual',
        note: 'Angry',
        assigneeId: idOf('boss'),
        teamId: idOf('team'),
        takenFrom: idOf('agent'),
      },
    })
    owned.when('ticket.escalate', { to, cause: 'response-breach' }, at('10:30')).thenEvents({
      type: 'ticket.escalated',
      data: {
        level: 1,
        cause: 'manual',
        note: null,
        assigneeId: idOf('boss'),
        teamId: idOf('team'),
        takenFrom: idOf('agent'),
      },
    })
    after([...resolved, at('10:00')])
      .when('ticket.escalate', { cause: 'response-breach' }, system)
      .thenNothing()
    const twice = after(['ticket.escalate', {}, at('10:30')], ['ticket.escalate', {}, at('10:40')])
    expect(twice.state.escalation).toBe(2)
  })
})

describe('TIC-14 a complaint', () => {
  const complaint = ['ticket.change', { type: 'complaint' }, at('09:40')] as const

  it('TIC-14 is neither resolved nor turned into one when resolved without a root cause', () => {
    const open = after(complaint)
    expect(() => open.when('ticket.resolve', {}, at('09:50')).events()).toThrow(/root cause/)
    const events = open.when('ticket.resolve', { rootCause: 'Product defect' }, at('09:50')).events()
    expect(events.map(({ type }) => type)).toStrictEqual(['ticket.changed', 'ticket.resolved'])
    const done = after([...resolved, at('09:50')])
    expect(() => done.when('ticket.change', { type: 'complaint' }, at('09:55')).events()).toThrow(
      /root cause/,
    )
    const said = after(complaint, ['ticket.resolve', { rootCause: 'Billing' }, at('09:50')])
    expect(() => said.when('ticket.change', { rootCause: null }, at('09:55')).events()).toThrow(/root cause/)
  })
})

describe('TIC-12 a ticket that is merged', () => {
  const survivorId = idOf('survivor')

  it('TIC-12 is as closed, its clocks standing still, and comes back as it was with what was left', () => {
    const merged = after([...pended, at('09:40')], ['ticket.merge', { survivorId }, at('09:50')])
    expect(merged.state).toMatchObject({ status: 'closed', absorbedById: survivorId })
    expect(() => merged.when('ticket.resume', {}, at('09:55')).events()).toThrow(/part of another/)
    expect(() => merged.when('ticket.reopen', {}, at('09:55')).events()).toThrow(/part of another/)
    const back = after(
      [...pended, at('09:40')],
      ['ticket.merge', { survivorId }, at('09:50')],
      ['ticket.unmerge', { survivorId }, at('09:55')],
    )
    expect(back.state).toMatchObject({ status: 'pending', absorbedById: null })
    expect(due(back)).toStrictEqual({ response: null, resolution: null })
    const ran = after(
      ['ticket.merge', { survivorId }, at('09:40')],
      ['ticket.unmerge', { survivorId }, at('10:10')],
    )
    expect(due(ran).response).toBe('2026-03-02T11:00:00.000Z')
  })
})

describe('TIC-08 a closed ticket', () => {
  it('TIC-08 is reopened for as many days as the policy says, and a resolved one whenever', () => {
    const shut = after([...resolved, at('09:40')], [...closed, at('09:45')])
    const reopen = (day: string) => () =>
      shut.when('ticket.reopen', { reopenDays: 7 }, at('09:45', day)).events()
    expect(reopen('2026-03-09')().map(({ type }) => type)).toStrictEqual(['ticket.reopened'])
    expect(reopen('2026-03-10')).toThrow(/more than 7 days ago/)
    expect(shut.when('ticket.reopen', { reopenDays: null }, at('09:45', '2027-03-10')).events()).toHaveLength(
      1,
    )
    const done = after([...resolved, at('09:40')])
    expect(done.when('ticket.reopen', { reopenDays: 0 }, at('09:45', '2027-03-10')).events()).toHaveLength(1)
  })
})
