import { aggregates } from '../../src/commands/aggregates.ts'
import { claimIds } from '../../src/commands/claims.ts'
import { Contention, InFlight } from '../../src/commands/errors.ts'
import { createExecute, type Request } from '../../src/commands/execute.ts'
import { DomainError } from '../../src/domain/error.ts'
import type { RecordedEvent } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { StoredEvent } from '../../src/platform/log/event-store.ts'
import { commands, deciders } from '../../src/registry.ts'
import {
  type Instance,
  keyOf,
  noInstance,
  type Outgoing,
  onEvent,
  onRefusal,
} from '../../src/sagas/instance.ts'
import type { AnyProcessManager } from '../../src/sagas/process-manager.ts'
import { memoryStore } from './memory-store.ts'

export interface World {
  /** Everything that happened, in order. */
  events(type?: string): RecordedEvent[]
  execute: (
    request: Omit<Request, 'principal'> & { principal?: Request['principal'] },
  ) => Promise<{ id: string }>
  /** One step of the machinery, chosen by a number; false: there was nothing to do. */
  step(choice: number): Promise<boolean>
  /** Refusals that no process manager has an answer to. */
  dead: string[]
}

const principal = {
  actor: { kind: 'system', id: 'test', roles: [] },
  via: { kind: 'cli' },
  may: ['*'],
  keys: ['all:*'],
  masks: { hidden: {}, readOnly: {} },
} as const

/**
 * The product in memory: the real write path and the real reactions over a log in an array, stepped by whoever holds
 * it. Every manager reads the log at its own pace, sends go out in order within an instance, and a send may be carried
 * out without that being noted, as after a crash, so that it is carried out again.
 */
export function world(managers: readonly AnyProcessManager[]): World {
  const log: StoredEvent[] = []
  let ticks = 0
  const clock = () => new Date(Date.UTC(2026, 0, 1) + ticks++ * 1000).toISOString()
  const codec = eventCodec(deciders)
  const store = memoryStore(log, clock)
  const execute = createExecute({
    store,
    codec,
    aggregates: aggregates({ store, codec }),
    commands,
    claimIds: claimIds(Buffer.alloc(32, 'key'), { older: false }),
    clock,
    app: 'test',
  })

  const followers = managers.map((manager) => ({
    manager,
    read: 0,
    instances: new Map<string, Instance>(),
    outbox: new Map<string, Outgoing[]>(),
  }))
  const dead: string[] = []

  function decoded(stored: StoredEvent): RecordedEvent {
    const event = codec.decode(stored)
    if (!event) throw new Error(`${stored.type} is not in the registry`)
    return event
  }

  function take(
    follower: (typeof followers)[number],
    key: string,
    step: { instance: Instance; sends: readonly Outgoing[] },
  ) {
    follower.instances.set(key, step.instance)
    follower.outbox.set(key, [...(follower.outbox.get(key) ?? []), ...step.sends])
  }

  function read(follower: (typeof followers)[number]) {
    const stored = log[follower.read]
    if (!stored) return
    follower.read++
    const event = decoded(stored)
    const key = keyOf(follower.manager, event)
    if (key !== undefined) {
      take(follower, key, onEvent(follower.manager, key, follower.instances.get(key) ?? noInstance, event))
    }
  }

  async function deliver(follower: (typeof followers)[number], key: string, noted: boolean) {
    const [send] = follower.outbox.get(key) ?? []
    if (!send) return
    const outcome = await execute({
      command: send.command,
      ...(send.aggregateId !== null && { id: send.aggregateId }),
      body: send.body,
      principal,
      commandId: send.id,
      correlationId: send.correlationId,
      causationId: send.causationId,
    }).catch((error: unknown) => {
      if (error instanceof DomainError || error instanceof InFlight || error instanceof Contention)
        return error
      throw error
    })
    // These pass by themselves: the send stays where it is.
    if (outcome instanceof InFlight || outcome instanceof Contention) return
    const refusal = outcome instanceof DomainError ? outcome : undefined
    if (!noted || follower.outbox.get(key)?.[0] !== send) return
    follower.outbox.set(key, follower.outbox.get(key)?.slice(1) ?? [])
    if (!refusal) return
    const answer = onRefusal(follower.manager, follower.instances.get(key) ?? noInstance, send, refusal)
    if (answer) take(follower, key, answer)
    else dead.push(`${send.command}: ${refusal.code}`)
  }

  return {
    dead,
    events: (type) => log.map(decoded).filter((event) => type === undefined || event.type === type),
    execute: (request) => execute({ principal, ...request }),
    async step(choice) {
      const reads = followers.filter((each) => each.read < log.length).map((each) => () => read(each))
      const sends = followers.flatMap((each) =>
        [...each.outbox]
          .filter(([, waiting]) => waiting.length > 0)
          // One time in three the outcome is forgotten.
          .map(
            ([key]) =>
              () =>
                deliver(each, key, choice % 3 !== 0),
          ),
      )
      const possible = [...reads, ...sends]
      const chosen = possible[choice % possible.length]
      // Now and then two at the same time.
      const beside = choice % 5 === 0 ? possible[(choice + 1) % possible.length] : undefined
      await Promise.all([chosen, beside].map(async (each) => each?.()))
      return possible.length > 0
    },
  }
}
