import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { aggregates } from '../../src/commands/aggregates.ts'
import { claim, claimIds } from '../../src/commands/claims.ts'
import { commandsOf } from '../../src/commands/command.ts'
import {
  Contention,
  Forbidden,
  InFlight,
  InvalidInput,
  KeyReused,
  NotFound,
  PreconditionRequired,
  StaleRevision,
} from '../../src/commands/errors.ts'
import { createExecute, type Execute, type Request } from '../../src/commands/execute.ts'
import { decider } from '../../src/domain/decider.ts'
import { DomainError, refuse } from '../../src/domain/error.ts'
import { creates } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { noMasks, type Principal } from '../../src/platform/people/permissions.ts'
import { derivedId, newId } from '../../src/platform/process/ids.ts'
import { times } from '../support/chance.ts'
import { testEventStore } from '../support/servers.ts'

interface Counter {
  label: string
  owner: string
  count: number
}
const counter = decider<Counter>()({
  name: 'counter',
  events: {
    'counter.made': creates(z.object({ label: z.string(), owner: z.string() })),
    'counter.grown': z.object({ by: z.number() }),
    'counter.renamed': z.object({ label: z.string() }),
  },
  commands: {
    'counter.make': creates(
      z.object({ label: z.string().min(1), nested: z.object({ a: z.number() }).optional() }),
    ),
    'counter.grow': z.object({ by: z.number().int() }),
    'counter.rename': z.object({ label: z.string() }),
  },
  evolve: {
    'counter.made': (_, data) => ({ ...data, count: 0 }),
    'counter.grown': (state, { by }) => ({ ...state, count: state.count + by }),
    'counter.renamed': (state, { label }) => ({ ...state, label }),
  },
  decide: {
    'counter.make': (_, { label }, { actor }) => [{ type: 'counter.made', data: { label, owner: actor.id } }],
    'counter.grow': (state, { by }) => {
      if (state.count + by > 1000) refuse('counter.too-big', 'It would be too big.', { field: 'by' })
      return by === 0 ? [] : [{ type: 'counter.grown', data: { by } }]
    },
    'counter.rename': (state, { label }) =>
      label === state.label ? [] : [{ type: 'counter.renamed', data: { label } }],
  },
})
const commands = commandsOf(
  counter,
  () => ({
    'counter.make': { summary: 'Make' },
    'counter.grow': { summary: 'Grow' },
    'counter.rename': { summary: 'Rename', ifMatch: 'required' },
  }),
  { unique: (state) => [{ kind: 'counter-label', value: state.label }] },
).map((one) => ({
  ...one,
  resource: 'counters',
  grants: (state: unknown) => [`user:${(state as Counter).owner}`],
  seenWith: () => [],
}))

const ada = newId()
const principal = (may: string[] = ['counter.*'], id = ada): Principal => ({
  actor: { kind: 'user', id, roles: ['rep'] },
  via: { kind: 'session', id: 'one' },
  may,
  keys: [`user:${id}`],
  masks: noMasks,
})
let now = '2026-03-31T12:00:00.000Z'
let server: Awaited<ReturnType<typeof testEventStore>>
let store: EventStore

beforeAll(async () => {
  server = await testEventStore()
  store = connectEventStore(server.url)
})
afterAll(async () => {
  await store.close()
  await server.stop()
})

/** A process of its own, as it were: its own cache over the shared log. */
function process(over: Partial<{ store: EventStore }> = {}): Execute {
  const codec = eventCodec([counter, claim])
  const ids = claimIds(Buffer.alloc(32, 'key'), { older: false })
  const parts = { store: over.store ?? store, codec, claimIds: ids }
  return createExecute({ ...parts, aggregates: aggregates(parts), commands, clock: () => now, app: 'test' })
}
const label = () => `label ${newId()}`
async function made(execute: Execute) {
  return execute({ command: 'counter.make', body: { label: label() }, principal: principal() })
}
const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('execute', () => {
  it('ES-01 writes the events with who, when, why, and by which way', async () => {
    const execute = process()
    const { id } = await made(execute)
    const grown = await execute({
      command: 'counter.grow',
      id,
      body: { by: 2 },
      principal: principal(),
      reason: { code: 'audit', text: 'counted again' },
      ip: '127.0.0.1',
      userAgent: 'test/1',
      causationId: derivedId('cause'),
      correlationId: derivedId('all'),
    })
    expect(grown).toMatchObject({ id, revision: 1, events: ['counter.grown'], repeated: false })
    const [, event] = await store.readStream(`counter-${id}`)
    expect(event).toMatchObject({
      type: 'counter.grown.v1',
      revision: 1n,
      position: grown.position,
      data: { by: 2 },
    })
    expect(event?.metadata).toMatchObject({
      actor: { kind: 'user', id: ada, roles: ['rep'] },
      via: { kind: 'session', id: 'one' },
      command: { type: 'counter.grow' },
      $causationId: derivedId('cause'),
      $correlationId: derivedId('all'),
      occurredAt: now,
      reason: { code: 'audit', text: 'counted again' },
      ip: '127.0.0.1',
      userAgent: 'test/1',
      app: 'test',
    })
    expect(await execute.load(counter, id)).toMatchObject({ count: 2 })
  })

  it('ES-16 answers a repeated command id as the first time, in another process too, and writes once', async () => {
    const commandId = newId()
    const request: Request = {
      command: 'counter.make',
      body: { label: label() },
      principal: principal(),
      commandId,
    }
    const first = await process()(request)
    const again = await process()(request)
    expect(again).toStrictEqual({ ...first, repeated: true })
    const grow: Request = {
      command: 'counter.grow',
      id: first.id,
      body: { by: 1 },
      principal: principal(),
      commandId: newId(),
    }
    const execute = process()
    const grown = await execute(grow)
    expect(await execute(grow)).toStrictEqual({ ...grown, repeated: true })
    expect(await process()(grow)).toStrictEqual({ ...grown, repeated: true })
    expect(await store.readStream(`counter-${first.id}`)).toHaveLength(2)
  })

  it('ES-16 refuses the same command id with another body, and while the first is in flight', async () => {
    const execute = process()
    const commandId = newId()
    const { id } = await execute({
      command: 'counter.make',
      body: { label: label() },
      principal: principal(),
      commandId,
    })
    expect(
      await refusalOf(
        execute({ command: 'counter.make', body: { label: 'other' }, principal: principal(), commandId }),
      ),
    ).toBeInstanceOf(KeyReused)
    const request: Request = {
      command: 'counter.grow',
      id,
      body: { by: 1 },
      principal: principal(),
      commandId: newId(),
    }
    const both = await Promise.allSettled([execute(request), execute(request)])
    expect(both.map((one) => one.status).sort()).toStrictEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(InFlight)
  })

  it('names the field and the rule of bad input, unknown fields at any depth included, and changes nothing', async () => {
    const execute = process()
    const ask = (body: unknown) =>
      refusalOf(execute({ command: 'counter.make', body, principal: principal() }))
    expect(await ask({ label: '' })).toMatchObject({ issues: [{ field: 'label', rule: 'too_small' }] })
    expect(await ask({ label: 'x', lable: 'y' })).toMatchObject({
      issues: [{ field: 'lable', rule: 'unknown' }],
    })
    expect(await ask({ label: 'x', nested: { a: 1, b: 2 } })).toMatchObject({
      issues: [{ field: 'nested.b', rule: 'unknown' }],
    })
    expect(await ask(null)).toBeInstanceOf(InvalidInput)
    const { id } = await made(execute)
    expect(
      await refusalOf(execute({ command: 'counter.grow', id, body: { by: 1001 }, principal: principal() })),
    ).toBeInstanceOf(DomainError)
    expect(await store.readStream(`counter-${id}`)).toHaveLength(1)
  })

  it('SEC-02 denies by default: no permission 403, not seen 404 as if it did not exist', async () => {
    const execute = process()
    const { id } = await made(execute)
    const grow = (who: Principal, of = id) =>
      refusalOf(execute({ command: 'counter.grow', id: of, body: { by: 1 }, principal: who }))
    expect(await grow(principal([]))).toBeInstanceOf(Forbidden)
    expect(await grow(principal(['counter.read']))).toBeInstanceOf(Forbidden)
    const stranger = await grow(principal(['counter.*'], newId()))
    const missing = await grow(principal(), newId())
    expect(stranger).toBeInstanceOf(NotFound)
    expect(missing).toBeInstanceOf(NotFound)
  })

  it('ES-02 refuses a stale If-Match with what happened since, and demands one where it is required', async () => {
    const execute = process()
    const { id } = await made(execute)
    await process()({ command: 'counter.grow', id, body: { by: 5 }, principal: principal() })
    const rename = (ifMatch?: Request['ifMatch']) =>
      refusalOf(
        execute({
          command: 'counter.rename',
          id,
          body: { label: label() },
          principal: principal(),
          ...(ifMatch !== undefined && { ifMatch }),
        }),
      )
    expect(await rename()).toBeInstanceOf(PreconditionRequired)
    const stale = await rename([0])
    expect(stale).toBeInstanceOf(StaleRevision)
    expect(stale).toMatchObject({
      expected: 0,
      current: 1,
      since: [{ type: 'counter.grown', data: { by: 5 } }],
    })
    // FAULTS 14: of a list the newest that is older counts; what names no revision of ours fits none.
    expect(await rename([0, 7])).toMatchObject({
      expected: 0,
      current: 1,
      since: [{ type: 'counter.grown' }],
    })
    expect(await rename([])).toMatchObject({ expected: undefined, current: 1, since: [] })
    expect(await rename([0, 1])).toBeUndefined()
    expect(await rename('any')).toBeUndefined()
    expect(await rename([3])).toBeUndefined()
  })

  it('ES-02 decides again on what another process wrote', async () => {
    const [one, two] = [process(), process()]
    const { id } = await made(one)
    await two({ command: 'counter.grow', id, body: { by: 990 }, principal: principal() })
    // `one` still has 0 cached: a blind write would pass 1000.
    const refused = await refusalOf(
      one({ command: 'counter.grow', id, body: { by: 20 }, principal: principal() }),
    )
    expect(refused).toMatchObject({ code: 'counter.too-big', field: 'by' })
    expect(
      await one({ command: 'counter.grow', id, body: { by: 10 }, principal: principal() }),
    ).toMatchObject({ revision: 2 })
  })

  it('ES-02 keeps every one of many concurrent increments from many processes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 12 }),
        async (steps) => {
          const { id } = await made(process())
          const processes = [process(), process(), process()]
          const results = await Promise.all(
            steps.map(async (by, n) => {
              const execute = processes[n % 3] ?? expect.unreachable()
              const error = await refusalOf(
                execute({ command: 'counter.grow', id, body: { by }, principal: principal() }),
              )
              if (error && !(error instanceof Contention)) throw error
              return error ? 0 : by
            }),
          )
          const expected = results.reduce((sum, by) => sum + by, 0)
          expect(await process().load(counter, id)).toMatchObject({ count: expected })
        },
      ),
      { numRuns: times(5, 15) },
    )
  })

  it('lets only one aggregate hold a unique value, whoever asks at the same time', async () => {
    const name = label()
    const asked = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        process()({ command: 'counter.make', body: { label: name }, principal: principal() }),
      ),
    )
    const won = asked.filter((one) => one.status === 'fulfilled')
    expect(won).toHaveLength(1)
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'counter.label-taken' })
  })

  it('gives a unique value up with the change that drops it', async () => {
    const execute = process()
    const name = label()
    const { id } = await execute({ command: 'counter.make', body: { label: name }, principal: principal() })
    await execute({
      command: 'counter.rename',
      id,
      body: { label: label() },
      principal: principal(),
      ifMatch: [0],
    })
    await expect(
      execute({ command: 'counter.make', body: { label: name }, principal: principal() }),
    ).resolves.toMatchObject({ revision: 0 })
  })

  it('takes over a claim that a crash left behind, but not while its command may still be running', async () => {
    const name = label()
    const crashing: EventStore = {
      ...store,
      append: async (stream, events, expected) => {
        if (stream.startsWith('counter-')) throw new Error('killed')
        return store.append(stream, events, expected)
      },
    }
    const make = (execute: Execute) =>
      execute({ command: 'counter.make', body: { label: name }, principal: principal() })
    await expect(make(process({ store: crashing }))).rejects.toThrow('killed')
    await expect(make(process())).rejects.toMatchObject({ code: 'counter.label-taken' })
    const before = now
    now = '2026-03-31T12:02:00.000Z'
    await expect(make(process())).resolves.toMatchObject({ revision: 0 })
    now = before
  })

  it('records the past only with the import right, never the future, never backwards within a stream', async () => {
    const execute = process()
    const importer = principal(['counter.*', 'import.backdate'])
    const make = (who: Principal, occurredAt: string) =>
      execute({ command: 'counter.make', body: { label: label() }, principal: who, occurredAt })
    expect(await refusalOf(make(principal(), '2020-01-01T00:00:00.000Z'))).toBeInstanceOf(Forbidden)
    expect(await refusalOf(make(importer, '2030-01-01T00:00:00.000Z'))).toMatchObject({
      code: 'command.occurred-in-future',
    })
    const { id } = await make(importer, '2020-01-01T00:00:00.000Z')
    const grow = (occurredAt: string, clampOccurredAt?: true) =>
      execute({
        command: 'counter.grow',
        id,
        body: { by: 1 },
        principal: importer,
        occurredAt,
        ...(clampOccurredAt && { clampOccurredAt }),
      })
    expect(await refusalOf(grow('2019-01-01T00:00:00.000Z'))).toMatchObject({
      code: 'command.occurred-before-last',
    })
    await grow('2019-01-01T00:00:00.000Z', true)
    const events = await store.readStream(`counter-${id}`)
    expect(events.map(({ metadata }) => (metadata as { occurredAt: string }).occurredAt)).toStrictEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-01T00:00:00.000Z',
    ])
  })

  it('writes nothing when there is nothing to do', async () => {
    const execute = process()
    const { id, position } = await made(execute)
    expect(
      await execute({ command: 'counter.grow', id, body: { by: 0 }, principal: principal() }),
    ).toStrictEqual({
      id,
      revision: 0,
      position,
      events: [],
      repeated: false,
    })
  })
})
