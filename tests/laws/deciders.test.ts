import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyDecider, decideOne, evolveOne } from '../../src/domain/decider.ts'
import { DomainError } from '../../src/domain/error.ts'
import { type DomainEvent, specOf } from '../../src/domain/event.ts'
import { deciders } from '../../src/registry.ts'
import { arbitraryOf } from '../support/arbitrary.ts'
import { times } from '../support/chance.ts'

const actor = { kind: 'user', id: '00000000-0000-4000-8000-000000000000', roles: ['rep'] } as const
const id = '00000000-0000-4000-8000-00000000abcd'

const commandsOf = (decider: AnyDecider) =>
  Object.entries(decider.commands).map(([type, of]) => ({ type, spec: specOf(of) }))

/** Anything that may be asked first, or of what is there. */
const asked = (decider: AnyDecider, creating: boolean) =>
  fc.oneof(
    ...commandsOf(decider)
      .filter(({ spec }) => spec.creates === creating)
      .map(({ type, spec }) =>
        // What a decider is given went through its schema: defaults are filled in.
        arbitraryOf(spec.schema).map((input) => ({ type, input: spec.schema.parse(input) })),
      ),
  )

/** A creation, then anything in any order. */
function historyOf(decider: AnyDecider) {
  const later = commandsOf(decider).some(({ spec }) => !spec.creates)
    ? fc.array(asked(decider, false), { maxLength: 12 })
    : fc.constant([])
  return fc.tuple(asked(decider, true), later).map(([first, rest]) => [first, ...rest])
}

function recorded(event: DomainEvent, at: string) {
  return { ...event, aggregateId: id, occurredAt: at, metadata: { actor } }
}

describe.each(deciders.map((decider) => [decider.name, decider] as const))('the decider %s', (_, decider) => {
  it('refuses only with DomainError; its events satisfy their schema, survive JSON and replay to the running state', () => {
    fc.assert(
      fc.property(historyOf(decider), (history) => {
        let state: unknown
        // A refused creation leaves nothing to ask more of.
        if (!accepted(decider, history[0])) return
        const log: ReturnType<typeof recorded>[] = []
        history.forEach((asked, step) => {
          const at = new Date(Date.UTC(2026, 0, 1) + step * 3_600_000).toISOString()
          let events: readonly DomainEvent[]
          try {
            events = decideOne(decider, asked.type, state, asked.input, { id, at, actor })
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
            expect(error.code).toMatch(/^[a-z][a-zA-Z]*(\.[a-z0-9-]+)+$/)
            expect(error.message).not.toBe('')
            return
          }
          for (const event of events) {
            const spec = specOf(
              decider.events[event.type] ?? expect.unreachable(`unknown event ${event.type}`),
            )
            expect(spec.creates).toBe(state === undefined)
            const data = spec.schema.parse(event.data)
            expect(JSON.parse(JSON.stringify(data))).toStrictEqual(data)
            const stored = recorded({ type: event.type, data }, at)
            state = evolveOne(decider, state, stored)
            log.push(stored)
          }
        })
        const replayed = log.reduce<unknown>(
          (folded, event) => evolveOne(decider, folded, JSON.parse(JSON.stringify(event)) as typeof event),
          undefined,
        )
        expect(replayed).toStrictEqual(state)
      }),
      { numRuns: times(40, 200) },
    )
  })

  it('accepts random creations', () => {
    const creations = fc.sample(asked(decider, true), 2_000)
    expect(
      creations.some((one) => accepted(decider, one)),
      'none was: give its schema examples',
    ).toBe(true)
  })

  it('decides without touching what it is given', () => {
    fc.assert(
      fc.property(historyOf(decider), (history) => {
        let state: unknown
        if (!accepted(decider, history[0])) return
        for (const asked of history) {
          deepFreeze(state)
          deepFreeze(asked.input)
          try {
            const context = { id, at: '2026-01-01T00:00:00.000Z', actor }
            for (const event of decideOne(decider, asked.type, state, asked.input, context)) {
              state = evolveOne(decider, state, recorded(event, context.at))
            }
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
          }
        }
      }),
      { numRuns: times(10, 50) },
    )
  })
})

function accepted(decider: AnyDecider, asked: { type: string; input: unknown } | undefined): boolean {
  try {
    const context = { id, at: '2026-01-01T00:00:00.000Z', actor }
    return asked !== undefined && decideOne(decider, asked.type, undefined, asked.input, context).length > 0
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

function deepFreeze(value: unknown) {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
}
