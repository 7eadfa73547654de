import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explained } from '../../../src/api/service/ticket-sla.ts'
import { decideOne, evolveOne } from '../../../src/domain/decider.ts'
import { DomainError } from '../../../src/domain/error.ts'
import type { RecordedEvent } from '../../../src/domain/event.ts'
import { type ClockName, priorities, type SlaTerms } from '../../../src/domain/service/sla.ts'
import { type TicketState, ticket } from '../../../src/domain/service/ticket.ts'
import type { BusinessHours } from '../../../src/domain/values/business-time.ts'
import { ticketTable } from '../../../src/projections/service/ticket.ts'
import { ticketSlaTable } from '../../../src/projections/service/ticket-sla.ts'
import { noInstance, type Outgoing, onEvent, onTime } from '../../../src/sagas/instance.ts'
import { ticketSla } from '../../../src/sagas/service/ticket-sla.ts'
import { simulate } from '../../../src/sagas/simulate.ts'
import { terms as standard } from '../../domain/service/terms.ts'
import { times } from '../../support/chance.ts'
import { givenRows, happened, idOf, rep } from '../../support/given.ts'
import { openAt } from '../../support/wall-clock.ts'

const it5 = 5 * 60_000
const iso = (ms: number) => new Date(ms).toISOString()
const id = idOf('it')

interface Step {
  /** From the opening, in steps of five minutes. */
  after: number
  command: string
  input: object
}

/** A ticket and its process manager, wired as the machine wires them, but for a worker that looks only now and then. */
function world(terms: SlaTerms, openedAt: number) {
  const log: RecordedEvent[] = []
  let state: TicketState | undefined
  let instance = noInstance
  let read = 0

  function execute(command: string, input: object, wanted: number): boolean {
    const at = iso(Math.max(wanted, Date.parse(log.at(-1)?.occurredAt ?? iso(wanted))))
    try {
      for (const { type, data } of decideOne(ticket as never, command, state, input, {
        id,
        at,
        actor: rep,
      })) {
        const event = happened([ticket as never], { type, data, id, at }, log.length)
        log.push(event)
        state = evolveOne(ticket as never, state, event) as TicketState
      }
      return true
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return false
    }
  }

  /** The worker reads what it has not read, wakes what is due by now, and has the commands carried out. */
  function look(now: number): void {
    const sends: Outgoing[] = []
    do {
      sends.length = 0
      for (; read < log.length; read++) {
        const event = log[read]
        if (!event || ticketSla.on[event.type]?.key(event as never) === undefined) continue
        const step = onEvent(ticketSla, id, instance, event)
        instance = step.instance
        sends.push(...step.sends)
      }
      const step = onTime(ticketSla, id, instance, iso(now))
      instance = step.instance
      sends.push(...step.sends)
      for (const { command, body, occurredAt } of sends) {
        execute(
          command,
          { note: null, ...(body as object) },
          occurredAt === null ? now : Date.parse(occurredAt),
        )
      }
    } while (sends.length > 0 || read < log.length)
  }

  const opening = {
    number: 'T-1',
    subject: 'It does not start',
    description: null,
    requester: null,
    accountId: null,
    contactId: null,
    priority: 'normal',
    category: null,
    channel: 'web',
    assigneeId: null,
    teamId: null,
    terms,
  }
  execute('ticket.open', opening, openedAt)
  return { log, execute, look }
}

/** What was missed and when, counted out by the wall clock, five minutes at a time. */
function missed(terms: SlaTerms, openedAt: number, accepted: readonly Step[], steps: number): string[] {
  const open = openAt(terms.calendar)
  const result: string[] = []
  let priority: keyof SlaTerms['targets'] = 'normal'
  let waiting = false
  let resolved = false
  let responded = false
  const clocks = { response: { spent: 0, over: false }, resolution: { spent: 0, over: false } }
  for (let step = 0; step <= steps; step++) {
    const at = openedAt + step * it5
    for (const { command, input } of accepted.filter(({ after }) => after === step)) {
      if (command === 'ticket.pend') waiting = true
      if (command === 'ticket.resume') waiting = false
      if (command === 'ticket.resolve') resolved = true
      if (command === 'ticket.reopen') [resolved, waiting] = [false, false]
      if (command === 'ticket.change-priority') ({ priority } = input as { priority: typeof priority })
      if (command === 'ticket.reply') {
        if ((input as { author: string }).author === 'agent') responded = true
        else [resolved, waiting] = [false, false]
      }
    }
    for (const name of ['response', 'resolution'] as const) {
      const runs = !waiting && !resolved && !(name === 'response' && responded)
      if (!runs) continue
      const clock = clocks[name]
      const { responseMinutes, resolutionMinutes } = terms.targets[priority]
      const target = name === 'response' ? responseMinutes : resolutionMinutes
      if (clock.spent >= target && !clock.over) {
        clock.over = true
        result.push(`${name} ${iso(at)}`)
      }
      if (open(at)) clock.spent += 5
    }
  }
  return result.sort()
}

const breaches = (log: readonly RecordedEvent[]) =>
  log
    .filter(({ type }) => type === 'ticket.sla-breached')
    .map(({ data }) => {
      const { clock, dueAt } = data as { clock: ClockName; dueAt: string }
      return `${clock} ${dueAt}`
    })
    .sort()

const commands = fc.oneof(
  fc.constant({ command: 'ticket.pend', input: { reason: null } }),
  fc.constant({ command: 'ticket.resume', input: {} }),
  fc.constant({ command: 'ticket.resolve', input: { resolution: null } }),
  fc.constant({ command: 'ticket.reopen', input: { reason: null } }),
  fc
    .constantFrom('agent', 'requester')
    .map((author) => ({ command: 'ticket.reply', input: { body: 'Hm', author } })),
  fc
    .constantFrom(...priorities)
    .map((priority) => ({ command: 'ticket.change-priority', input: { priority } })),
)
/** Four days, which is enough for every target and a weekend. */
const horizon = (4 * 24 * 60) / 5
const histories = fc
  .array(
    fc.tuple(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: horizon })), commands),
    { maxLength: 14 },
  )
  .map((steps) => steps.map(([after, asked]) => ({ after, ...asked })).sort((a, b) => a.after - b.after))
const looks = fc
  .array(fc.integer({ min: 0, max: horizon }), { maxLength: 20 })
  .map((steps) => steps.sort((a, b) => a - b))
const night: BusinessHours['weekly'] = [1, 3, 5, 6].map((day) => ({ day, from: '20:00', to: '04:00' }))
const calendars: fc.Arbitrary<BusinessHours> = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'),
  weekly: fc.constantFrom(standard.calendar.weekly, night, [...night, ...standard.calendar.weekly]),
  holidays: fc.constantFrom([], ['2026-03-27', '2026-10-30']),
})
/** Shortly before the clocks change, in either direction, and on an ordinary Tuesday. */
const openings = fc
  .tuple(
    fc.constantFrom('2026-03-06', '2026-03-26', '2026-10-23', '2026-10-30', '2026-06-09'),
    fc.integer({ min: 0, max: 287 }),
  )
  .map(([date, step]) => Date.parse(date) + step * it5)

/** Plays a history; the worker looks between the steps where `watched` says, half a step later than anything happens. */
function play(terms: SlaTerms, openedAt: number, history: readonly Step[], watched: readonly number[]) {
  const played = world(terms, openedAt)
  const moments = [...watched]
  const accepted = history.filter((step) => {
    while ((moments[0] ?? Infinity) < step.after) played.look(openedAt + ((moments.shift() ?? 0) + 0.5) * it5)
    return played.execute(step.command, step.input, openedAt + step.after * it5)
  })
  for (const moment of moments) played.look(openedAt + (moment + 0.5) * it5)
  played.look(openedAt + horizon * it5)
  return { log: played.log, accepted }
}

describe('the service level of tickets', () => {
  it('SLA-03 is missed at the instants that counting out the time gives, whenever the worker looks', () => {
    fc.assert(
      fc.property(calendars, openings, histories, looks, (calendar, openedAt, history, watched) => {
        const terms = { ...standard, calendar: { ...standard.calendar, ...calendar } }
        const { log, accepted } = play(terms, openedAt, history, watched)
        expect(breaches(log)).toStrictEqual(missed(terms, openedAt, accepted, horizon))
      }),
      { numRuns: times(30, 120) },
    )
  })

  it('SLA-03 escalates every breach of a ticket that is still open, once', () => {
    fc.assert(
      fc.property(openings, histories, looks, (openedAt, history, watched) => {
        const { log } = play(standard, openedAt, history, watched)
        const escalations = log.filter(({ type }) => type === 'ticket.escalated').length
        expect(escalations).toBeLessThanOrEqual(breaches(log).length)
        const last = log.filter(({ type }) => /resolved|reopened|closed/.test(type)).at(-1)
        const resolvedEver = log.some(({ type }) => type === 'ticket.resolved')
        if (!resolvedEver) expect(escalations).toBe(breaches(log).length)
        expect(last?.type).not.toBe('ticket.closed')
      }),
    )
  })

  it('ES-09 simulates over the finished log what the worker did while it was written', () => {
    fc.assert(
      fc.property(openings, histories, looks, (openedAt, history, watched) => {
        const { log } = play(standard, openedAt, history, watched)
        const { sends } = simulate(ticketSla, log, { until: iso(openedAt + horizon * it5) })
        const recorded = sends.filter(({ command }) => command === 'ticket.escalate').length
        expect(recorded).toBe(breaches(log).length)
      }),
    )
  })

  it('SLA-05 explains each stretch: what counts adds up to what the clock says, and nothing is left out', () => {
    fc.assert(
      fc.property(calendars, openings, histories, looks, (calendar, openedAt, history, watched) => {
        const terms = { ...standard, calendar: { ...standard.calendar, ...calendar } }
        const { log } = play(terms, openedAt, history, watched)
        const row = givenRows(ticketSlaTable, [ticket as never], ...withTimes(log)).row(id)
        if (!row) return expect.unreachable('there is no row')
        const at = iso(openedAt + horizon * it5)
        for (const name of ['response', 'resolution'] as const) {
          const clock = row.clocks[name]
          const account = explained(name, terms.calendar, clock, row.phases[name], at)
          expect(account.stretches[0]?.from ?? at).toBe(iso(openedAt))
          expect(account.stretches.at(-1)?.to ?? at).toBe(at)
          account.stretches.reduce((end, { from, to }) => {
            expect(from).toBe(end)
            return to
          }, iso(openedAt))
          if (clock.runningSince === null) expect(account.leftMinutes).toBeCloseTo(clock.leftMs / 60_000, 6)
          expect(account.missedAt !== null).toBe(account.breached)
        }
      }),
    )
  })

  it('SLA-04 shows in the queue what the clocks of the ticket say', () => {
    fc.assert(
      fc.property(openings, histories, looks, (openedAt, history, watched) => {
        const { log } = play(standard, openedAt, history, watched)
        const of = log.reduce<unknown>(
          (state, event) => evolveOne(ticket as never, state, event),
          undefined,
        ) as TicketState
        const row = givenRows(ticketTable, [ticket as never], ...withTimes(log)).row(id)
        const running = [of.clocks?.response, of.clocks?.resolution].filter(
          (one) => one?.runningSince != null,
        )
        expect(row).toMatchObject({
          status: of.status,
          priority: of.priority,
          escalation: of.escalation,
          dueAt: running.flatMap((one) => one?.dueAt ?? []).sort()[0] ?? null,
          breached: breaches(log).length > 0,
        })
        expect((row?.sla?.pausedAt ?? null) !== null).toBe(of.status === 'pending')
        expect((row?.sla?.respondedAt ?? null) !== null).toBe(of.responded)
      }),
    )
  })
})

function withTimes(log: readonly RecordedEvent[]) {
  return log.map(({ type, data, occurredAt }) => ({ type, data, id, at: occurredAt }))
}
