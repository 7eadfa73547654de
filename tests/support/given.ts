import { expect } from 'vitest'
import type { z } from 'zod'
import { type AnyDecider, type Decider, decideOne, evolveOne } from '../../src/domain/decider.ts'
import { DomainError } from '../../src/domain/error.ts'
import {
  type Actor,
  type DomainEvent,
  type Metadata,
  type RecordedEvent,
  type SchemaOf,
  type SpecMap,
  specOf,
} from '../../src/domain/event.ts'
import { derivedId } from '../../src/platform/process/ids.ts'
import type { AnyProjection, Projection } from '../../src/projections/projection.ts'
import { projections } from '../../src/registry.ts'
import { noInstance, onEvent, onRefusal, onTime, type Step } from '../../src/sagas/instance.ts'
import type { AnyProcessManager } from '../../src/sagas/process-manager.ts'

/*
 * One vocabulary for everything that is a function of events:
 *
 *   given(decider, events).when(command, input).thenEvents(events) or .thenRefused(code)
 *   given(projection, events).thenRow(id, columns)
 *   given(processManager, events).when(event).thenSends(commands), .thenWakes(timers) or .thenDone()
 */

/** Anybody's id, the same for the same name. */
export const idOf = (name: string) => derivedId('test', name)

export const rep: Actor = { kind: 'user', id: idOf('rep'), roles: ['rep'] }
export const manager: Actor = { kind: 'user', id: idOf('manager'), roles: ['manager'] }

export const noon = '2026-03-02T12:00:00.000Z'

/** An event as a test writes it down; what is left out is that of the aggregate `it` at noon. */
export interface Happening extends DomainEvent {
  id?: string
  at?: string
  actor?: Actor
}

type EventIn<E extends SpecMap> = {
  [K in keyof E & string]: Omit<Happening, 'type' | 'data'> & { type: K; data: z.input<SchemaOf<E[K]>> }
}[keyof E & string]

const it = idOf('it')

/** The event as the log would hold it: its data went through its schema and JSON. */
export function happened(deciders: readonly AnyDecider[], event: Happening, revision = 0): RecordedEvent {
  const aggregate = event.type.slice(0, event.type.indexOf('.'))
  const of = deciders.find(({ name }) => name === aggregate)?.events[event.type]
  const at = event.at ?? noon
  const id = derivedId('event', event.id ?? it, event.type, revision)
  const metadata: Metadata = {
    actor: event.actor ?? rep,
    via: { kind: 'session' },
    command: { id: derivedId('command', id), type: event.type, hash: '' },
    $correlationId: id,
    $causationId: id,
    occurredAt: at,
    app: 'test',
  }
  const data = of ? specOf(of).schema.parse(event.data) : event.data
  return {
    id,
    type: event.type,
    data: JSON.parse(JSON.stringify(data)) as unknown,
    aggregate,
    aggregateId: event.id ?? it,
    revision,
    position: BigInt(revision),
    occurredAt: at,
    recordedAt: at,
    metadata,
  }
}

/** A decider after these events. */
export function given<State, E extends SpecMap, C extends SpecMap>(
  of: Decider<State, E, C>,
  ...events: readonly EventIn<E>[]
) {
  const decider = of as never as AnyDecider
  const after = (before: unknown, more: readonly Happening[]) =>
    more.reduce<unknown>((state, event) => evolveOne(decider, state, happened([decider], event)), before)
  const state = after(undefined, events)
  return {
    state: state as State,
    when<K extends keyof C & string>(
      type: K,
      input: z.input<SchemaOf<C[K]>>,
      context: { at?: string; actor?: Actor } = {},
    ) {
      const decide = () => {
        const parsed = specOf(of.commands[type] ?? expect.unreachable(`no command ${type}`)).schema.parse(
          input,
        )
        const facts = { id: it, at: noon, actor: rep, ...context }
        return decideOne(decider, type, state, parsed, facts).map((event) => ({
          type: event.type,
          data: specOf(decider.events[event.type] ?? expect.unreachable(event.type)).schema.parse(event.data),
        }))
      }
      return {
        /** Exactly these events. */
        thenEvents: (...expected: readonly EventIn<E>[]) => expect(decide()).toStrictEqual(expected),
        /** Events of these types, when what they carry is not the point. */
        thenTypes: (...types: readonly (keyof E)[]) =>
          expect(decide().map(({ type: of }) => of)).toStrictEqual(types),
        thenNothing: () => expect(decide()).toStrictEqual([]),
        thenRefused(code: string, field?: string) {
          const error = refusalOf(decide)
          expect(error.code).toBe(code)
          if (field !== undefined) expect(error.field).toBe(field)
          return error
        },
        /** The events, for what the other words cannot say. */
        events: decide,
      }
    },
  }
}

function refusalOf(decide: () => readonly DomainEvent[]): DomainError {
  try {
    decide()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  return expect.unreachable('it was not refused')
}

/** A read model after these events; `deciders` are those whose events it folds. */
export function givenRows<Row>(
  of: Projection<Row>,
  deciders: readonly AnyDecider[],
  ...events: readonly Happening[]
) {
  const projection = of as never as AnyProjection
  const rows = new Map<string, object>()
  for (const [revision, each] of events.entries()) {
    const event = happened(deciders, each, revision)
    const fold = projection.on[event.type]
    const keys = fold ? [fold.key(event as never) ?? []].flat() : []
    for (const key of keys) {
      const after = fold?.fold(rows.get(key) as never, event as never, key)
      if (after === null) rows.delete(key)
      else if (after !== undefined) rows.set(key, after)
    }
  }
  // Who sees a record's own row is said by its feature.
  const whole = projections.find(({ name }) => name === of.name) ?? projection
  const row = (id = it) => rows.get(id) as Row | undefined
  return {
    row,
    /** At least these columns with these values. */
    thenRow: (columns: Partial<Row>, id = it) => expect(row(id)).toMatchObject(columns),
    thenGrants(grants: readonly string[], id = it) {
      expect(whole.grants((row(id) as never) ?? expect.unreachable('there is no such row'))).toStrictEqual(
        grants,
      )
    },
  }
}

/** One instance of a process manager after these events; what they made it send is over and done. */
export function givenProcess(
  manager: AnyProcessManager,
  deciders: readonly AnyDecider[],
  ...events: readonly Happening[]
) {
  const take = (before: { step: Step; key: string | undefined }, each: Happening, revision: number) => {
    const event = happened(deciders, each, revision)
    const key = manager.on[event.type]?.key(event as never)
    return key === undefined
      ? { step: { ...before.step, sends: [] }, key: before.key }
      : { step: onEvent(manager, key, before.step.instance, event), key }
  }
  const nothing = { step: { instance: noInstance, sends: [] } as Step, key: undefined as string | undefined }
  const before = events.reduce(take, nothing)

  function outcome(after: () => Step) {
    return {
      thenSends(...expected: readonly { command: string; id?: string; body: unknown }[]) {
        const sent = after().sends.map(({ command, aggregateId, body }) => ({
          command,
          ...(aggregateId !== null && { id: aggregateId }),
          body,
        }))
        expect(sent).toStrictEqual(expected)
      },
      thenWakes(timers: Readonly<Record<string, string>>) {
        const set = Object.entries(after().instance.timers).map(([name, { dueAt }]) => [name, dueAt])
        expect(Object.fromEntries(set)).toStrictEqual(timers)
      },
      thenDone: () => expect(after().instance.done).toBe(true),
      /** The step itself, for what the other words cannot say. */
      step: after,
    }
  }

  return {
    /** What the last of the given events made it send. */
    sent: before.step.sends,
    when: (event: Happening) => outcome(() => take(before, event, events.length).step),
    whenTime: (now: string) => outcome(() => onTime(manager, before.key ?? it, before.step.instance, now)),
    whenRefused(command: string, refusal: { code: string; message?: string }) {
      const sent = before.step.sends.find((each) => each.command === command)
      return outcome(
        () =>
          onRefusal(manager, before.step.instance, sent ?? expect.unreachable(`${command} was not sent`), {
            message: 'Refused.',
            ...refusal,
          }) ?? expect.unreachable('there is no answer to this refusal'),
      )
    },
  }
}
