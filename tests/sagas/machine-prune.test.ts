import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/platform/process/clock.ts'
import type { AnyProcessManager } from '../../src/sagas/process-manager.ts'
import { type Pruning, prune } from '../../src/sagas/prune.ts'
import { runSagas } from '../../src/sagas/run.ts'
import { eventually } from '../support/eventually.ts'
import { type TestStores, testStores } from '../support/stores.ts'
import { codec, executeOn, keeper, marksOf, person } from './task.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }

let pg: TestStores['pg']
let store: TestStores['store']
let close: TestStores['close']
beforeAll(async () => {
  ;({ pg, store, close } = await testStores({ shared: true }))
})
afterAll(() => close())

const start = (manager: AnyProcessManager, pruning: Pruning) =>
  runSagas({
    pg,
    store,
    codec,
    managers: [manager],
    execute: executeOn(store, systemClock),
    clock: systemClock,
    log,
    pruning,
  })

/** The tests' manager; a task that is moved gets a mark that changes nothing, and so leaves no event. */
const manager: AnyProcessManager = {
  ...keeper,
  on: {
    ...keeper.on,
    'task.moved': {
      key: (event: { aggregateId: string }) => event.aggregateId,
      react: (_state: unknown, { aggregateId: id }: { aggregateId: string }) => ({
        send: [{ command: 'task.mark', id, body: { label: 'none' } }],
      }),
    },
  },
}
/** The next version of it says the same in other words. */
const reworded: AnyProcessManager = {
  ...manager,
  version: 2,
  on: {
    ...manager.on,
    'task.opened': {
      key: (event: { aggregateId: string }) => event.aggregateId,
      react: (_state: unknown, { aggregateId: id }: { aggregateId: string }) => ({
        state: { pokes: 0 },
        send: [{ command: 'task.mark', id, body: { label: 'is open' } }],
      }),
    },
  },
}

async function left() {
  const { rows } = await pg.owner.query<{ status: string; written: boolean }>(
    'select status, written from pm.outbox order by status, written',
  )
  return rows
}

const never: Pruning = { at: '0 0 29 2 *', keepMs: 0 }
const always: Pruning = { at: '* * * * * *', keepMs: 0 }
const answered = { status: 'handled', written: false }
const nothing = { status: 'sent', written: false }
const done = { status: 'sent', written: true }

describe('pruning the outbox', () => {
  it('ES-11 deletes what has left events, on time, and keeps what only it knows; read anew, nothing happens twice', async () => {
    const execute = executeOn(store, systemClock)
    const dueAt = new Date(Date.now() + 3_600_000).toISOString()
    const first = await start(manager, never)
    const { id } = await execute({ command: 'task.open', body: { dueAt }, principal: person })
    for (const n of [1, 3]) await execute({ command: 'task.poke', id, body: { n }, principal: person })
    await execute({ command: 'task.move', id, body: { dueAt: null }, principal: person })
    // Opened, poked, poked again twice, and the answer to the refusal.
    const written = [done, done, done, done, done]
    await eventually(async () => expect(await left()).toStrictEqual([answered, nothing, ...written]))
    const marks = await marksOf(store, id)
    expect(marks).toHaveLength(5)
    await first.stop()

    expect(await prune(pg, systemClock, 3_600_000)).toBe(0)
    const second = await start(manager, always)
    await eventually(async () => expect(await left()).toStrictEqual([answered, nothing]))
    await second.stop()

    // Read anew without the rows: each is sent again under its id, and the log knows it, whatever its words are now.
    const third = await start(reworded, never)
    await eventually(async () => expect(await left()).toStrictEqual([answered, nothing, ...written]))
    expect(await marksOf(store, id)).toStrictEqual(marks)
    expect(await third.deadLetters.list()).toStrictEqual([])
    await third.stop()
  })
})
