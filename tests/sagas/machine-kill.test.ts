import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadedDice } from '../../src/demo/dice.ts'
import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { seed, times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'
import { executeOn, marksOf, person } from './task.ts'

const rounds = Number(process.env['HINDSIGHT_KILL_ROUNDS'] ?? times(3, 8))
const bundle = join(import.meta.dirname, `../../dist/test/saga-worker-${process.pid}.js`)

let server: TestEventStore
let store: EventStore
let database: TestDatabase
let worker: ChildProcess | undefined
beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'machine-worker.ts')],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
  server = await testEventStore()
  store = connectEventStore(server.url)
  database = await testDatabase()
})
afterAll(async () => {
  worker?.kill('SIGKILL')
  await store.close()
  await server.stop()
  await database.drop()
  rmSync(bundle, { force: true })
})

function start(): ChildProcess {
  return fork(bundle, {
    env: { ...process.env, EVENTSTORE_URL: server.url, DATABASE_URL: database.url },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

it('ES-11 has every effect exactly once although its process is killed again and again', async () => {
  const dice = await loadedDice(seed)
  const within = (ms: number) => dice.whole(0, ms - 1)
  const execute = executeOn(store, systemClock)
  const ask = (command: string, body: object, id?: string) =>
    execute({ command, body, principal: person, ...(id !== undefined && { id }) })
  const expected = new Map<string, string[]>()
  let pokes = 0

  for (let round = 0; round < rounds; round++) {
    worker = start()
    // Killed while it starts, reads, carries out, wakes or sleeps; work comes in all the time.
    const killed = sleep(within(900)).then(() => worker?.kill('SIGKILL'))
    for (let one = 0; one < 5; one++) {
      const dueAt = inMs(within(600))
      const { id } = await ask('task.open', { dueAt })
      const marks = ['opened', `due ${dueAt}`]
      for (let poke = within(3); poke > 0; poke--) {
        const n = ++pokes
        await ask('task.poke', { n }, id)
        marks.push(n % 3 === 0 ? 'sorry task.bad-mark' : `poked ${n}`, `poked again ${n}`)
      }
      expected.set(id, marks)
    }
    const { id } = await ask('task.open', { dueAt: inMs(600_000) })
    await ask('task.move', { dueAt: inMs(700_000) }, id)
    expected.set(id, ['opened'])
    await killed
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit')
  }

  worker = start()
  const found = async () =>
    new Map(
      await Promise.all(
        [...expected.keys()].map(async (id) => [id, (await marksOf(store, id)).sort()] as const),
      ),
    )
  const wanted = new Map([...expected].map(([id, marks]) => [id, marks.sort()]))
  await eventually(async () => expect(await found()).toStrictEqual(wanted))

  const pg = openPg({ url: database.url, log: { warn: () => {} } })
  const left = async () => {
    // All that was carried out has left events, and so is pruned; the refusals that were answered stay.
    const sql = `select (select count(*) from pm.outbox where status <> 'handled') as waiting,
      (select count(*) from pm.timer) as timers`
    return (await pg.owner.query<{ waiting: number; timers: number }>(sql)).rows[0]
  }
  await eventually(async () => expect(await left()).toStrictEqual({ waiting: 0, timers: rounds }))
  await pg.close()
  expect(await found()).toStrictEqual(wanted)
}, 600_000)
