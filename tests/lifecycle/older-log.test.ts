import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { signerOf } from '../../src/platform/log/transparency-log/note.ts'
import { verifyTree } from '../../src/platform/log/transparency-log/verify.ts'
import { createTransparencyLog, originOf } from '../../src/platform/log/transparency-log.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { bePresent } from '../../src/platform/pg/presence.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import type { AnyProcessManager } from '../../src/sagas/process-manager.ts'
import { runSagas } from '../../src/sagas/run.ts'
import { acceptOlderLog, type Beyond } from '../../src/start/older-log.ts'
import { codec, executeOn, keeper, marksOf, person } from '../sagas/task.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { logOn, type TestLog, testDatabase, testLog } from '../support/servers.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const seed = randomBytes(32)

/**
 * The tests' manager; a task that is moved gets a mark that changes nothing, and so leaves no event. One that is moved out
 * of time gets one if it is open yet.
 */
const manager: AnyProcessManager = {
  ...keeper,
  on: {
    ...keeper.on,
    'task.moved': {
      key: (event: { aggregateId: string }) => event.aggregateId,
      react: (
        _: unknown,
        { aggregateId: id, data }: { aggregateId: string; data: { dueAt: string | null } },
      ) => ({
        send: [{ command: 'task.mark', id, body: { label: data.dueAt === null ? 'open' : 'none' } }],
      }),
    },
  },
}

const removals: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of removals.splice(0).reverse()) await remove()
})

async function emptyLog(): Promise<TestLog> {
  return kept(await testLog())
}

function kept(log: TestLog): TestLog {
  removals.push(log.remove)
  return log
}

async function readSide(): Promise<{ url: string; pg: Pg }> {
  const { url, drop } = await testDatabase()
  removals.push(drop)
  const pg = openPg({ url, log: quiet })
  removals.push(() => pg.close())
  return { url, pg }
}

/** Serves the log while `work` is done with it, so that it can be copied afterwards. */
async function withLog<T>(log: TestLog, work: (store: EventStore) => Promise<T>): Promise<T> {
  const server = await log.serve()
  const store = connectEventStore(server.url)
  try {
    // A copy has it too.
    await store.identity()
    return await work(store)
  } finally {
    await store.close()
    await server.stop()
  }
}

/** Runs what follows the log, until there is nothing left to do; tells which commands were carried out meanwhile. */
async function follow(pg: Pg, store: EventStore, during: () => Promise<void> = async () => {}) {
  const carriedOut: string[] = []
  const execute = executeOn(store, systemClock)
  const tree = createTransparencyLog({ pg, store, log: quiet, seed, checkpointEvery: 60_000 })
  await tree.start()
  const sagas = await runSagas({
    pg,
    store,
    codec,
    managers: [manager],
    async execute(request) {
      carriedOut.push(request.commandId)
      return execute(request)
    },
    clock: systemClock,
    log: quiet,
  })
  try {
    await during()
    let calm = 0
    await eventually(async () => {
      calm++
      for (const { lag, outbox, timers, state } of await sagas.status())
        if (lag > 0 || outbox.waiting > 0 || timers.due > 0 || state !== 'running') calm = 0
      expect(calm).toBe(3)
    })
    expect(await tree.waitFor((await store.lastPosition()) ?? 0n, patience)).toBe(true)
  } finally {
    await sagas.stop()
    await tree.stop()
  }
  return carriedOut
}

/** All that a manager keeps, but for when it was done. */
async function keptBy(pg: Pg) {
  const rows = async (sql: string) => (await pg.owner.query<Record<string, unknown>>(sql)).rows
  return {
    managers: await rows('select name, position, failure from pm.manager'),
    instances: await rows('select key, state, done from pm.instance order by key'),
    timers: await rows('select key, name, due_at, set_by from pm.timer order by key, name'),
    commands: await rows('select id, key, name, status, written, error from pm.outbox order by id'),
  }
}

const soon = (ms: number) => new Date(Date.now() + ms).toISOString()

async function verified(pg: Pg, store: EventStore) {
  const key = signerOf(originOf(await store.identity()), seed)
  return verifyTree({ db: pg.owner, store, key })
}

async function checkpointsOf(pg: Pg, table: 'checkpoint' | 'contradicted') {
  const { rows } = await pg.owner.query<{ size: number; note: string }>(
    `select size, note from tree.${table} order by size`,
  )
  return rows
}

describe('ES-06 a log that is older than what was made of it', { timeout: 10 * patience }, () => {
  it('is refused, and once accepted gives what it alone gives: each effect once, what is lost never', async () => {
    const { url, pg } = await readSide()
    const log = await emptyLog()
    let [first, second, third, closed] = ['', '', '', '']
    let settled: string[] = []
    await withLog(log, async (store) => {
      const execute = executeOn(store, systemClock)
      settled = await follow(pg, store, async () => {
        first = (await execute({ command: 'task.open', body: { dueAt: soon(3_600_000) }, principal: person }))
          .id
        for (const n of [1, 6])
          await execute({ command: 'task.poke', id: first, body: { n }, principal: person })
        await execute({
          command: 'task.move',
          id: first,
          body: { dueAt: soon(7_200_000) },
          principal: person,
        })
        await eventually(async () => expect(await marksOf(store, first)).toHaveLength(5))
      })
      // Causes that the older log has, and whose effects come after its end.
      for (const n of [3, 2])
        await execute({ command: 'task.poke', id: first, body: { n }, principal: person })
      second = (await execute({ command: 'task.open', body: { dueAt: soon(500) }, principal: person })).id
      closed = (await execute({ command: 'task.open', body: { dueAt: null }, principal: person })).id
      await execute({ command: 'task.move', id: closed, body: { dueAt: null }, principal: person })
    })
    const older = kept(await log.copy())
    const control = kept(await log.copy())
    const signedBefore = await checkpointsOf(pg, 'checkpoint')
    await withLog(log, async (store) => {
      const execute = executeOn(store, systemClock)
      // So that its mark finds nothing to do, as it would not in the older log.
      await execute({ command: 'task.close', id: closed, body: {}, principal: person })
      await follow(pg, store, async () => {
        third = (await execute({ command: 'task.open', body: { dueAt: soon(500) }, principal: person })).id
        await execute({ command: 'task.poke', id: third, body: { n: 9 }, principal: person })
        for (const [id, marks] of [
          [second, 2],
          [third, 4],
        ] as const)
          await eventually(async () => expect(await marksOf(store, id)).toHaveLength(marks))
      })
    })
    // As if the clock of the server had been far behind that of the store.
    await pg.owner.query(`update pm.outbox set settled_at = '2000-01-01' where key = $1`, [third])
    const signed = await checkpointsOf(pg, 'checkpoint')
    expect(signed.length).toBeGreaterThan(signedBefore.length)

    await withLog(older, async (store) => {
      await expect(follow(pg, store)).rejects.toThrow('--accept-older-log')
      const accept = () => acceptOlderLog({ pg, store, by: 'anna' }, (beyond) => told.push(beyond))
      const told: Beyond[] = []

      const leave = await bePresent(url, quiet)
      await expect(accept()).rejects.toThrow('is running on this database')
      await leave()
      expect(told).toStrictEqual([])
      expect(await checkpointsOf(pg, 'checkpoint')).toStrictEqual(signed)

      await accept()
      const end = await store.lastPosition()
      expect(told).toMatchObject([{ end: { position: end } }])
      expect(told[0]?.ahead.map(({ what }) => what)).toStrictEqual([
        'the signed tree',
        'the process manager keeper',
      ])
      // Of what came before the end five marks and a refusal's answer; the closing; and the third task with its poke and four.
      expect(told[0]?.lost).toStrictEqual([{ category: 'task', events: 13 }])
      const after = await keptBy(pg)
      expect(await accept()).toBeUndefined()
      expect(await keptBy(pg)).toStrictEqual(after)

      const carriedOut = await follow(pg, store)
      // What was settled when the log had its end is not even tried again.
      expect(carriedOut.filter((id) => settled.includes(id))).toStrictEqual([])
      expect(new Set(carriedOut).size).toBe(carriedOut.length)
      expect(await marksOf(store, third)).toStrictEqual([])
      const marks = await Promise.all([first, second, closed].map((id) => marksOf(store, id)))
      expect(marks[2]).toStrictEqual(['open'])

      const { accepted, problems, ok, contradicted } = await verified(pg, store)
      expect({ ok, problems, contradicted }).toStrictEqual({ ok: false, problems: [], contradicted: 0 })
      const gone = await checkpointsOf(pg, 'contradicted')
      expect([...(await checkpointsOf(pg, 'checkpoint')), ...gone]).toEqual(expect.arrayContaining(signed))
      expect(gone.length).toBeGreaterThan(0)
      expect(accepted).toMatchObject([
        { acceptedBy: 'anna', position: Number(end), contradicted: gone.length },
      ])
      expect(accepted[0]?.checkpoints.map(({ size }) => size).reverse()).toStrictEqual(
        gone.map(({ size }) => size),
      )

      // The same log, followed by somebody who never saw more of it.
      const { pg: fresh } = await readSide()
      await withLog(control, async (same) => {
        await follow(fresh, same)
        expect(await Promise.all([first, second, closed].map((id) => marksOf(same, id)))).toStrictEqual(marks)
      })
      const [mine, theirs] = [await keptBy(pg), await keptBy(fresh)]
      expect(mine.instances).toStrictEqual(theirs.instances)
      expect(mine.timers).toStrictEqual(theirs.timers)
      expect(mine.commands.map(({ id, status }) => ({ id, status }))).toStrictEqual(
        theirs.commands.map(({ id, status }) => ({ id, status })),
      )
    })
  })

  it('is told from one that is as long, because others have written to the copy', async () => {
    const { pg } = await readSide()
    const log = await emptyLog()
    const open = (store: EventStore) =>
      executeOn(store, systemClock)({ command: 'task.open', body: { dueAt: null }, principal: person })
    await withLog(log, async (store) => void (await open(store)))
    const copy = kept(await log.copy())
    await withLog(log, async (store) => {
      await open(store)
      await follow(pg, store)
    })
    await withLog(copy, async (store) => {
      const end = await store.lastPosition()
      for (let n = 0; n < 3; n++) await open(store)
      await expect(follow(pg, store)).rejects.toThrow('--accept-older-log')
      const told: Beyond[] = []
      await acceptOlderLog({ pg, store, by: 'anna' }, (beyond) => told.push(beyond))
      expect(told).toMatchObject([{ end: { position: end }, lost: [{ category: 'task', events: 1 }] }])
      await follow(pg, store)
      const { problems, checked, size } = await verified(pg, store)
      expect(problems).toStrictEqual([])
      expect(checked).toBe(size)
    })
  })

  // Nobody can take an event out of the midst of a server's log.
  it.skipIf(process.env.HINDSIGHT_TEST_STORE)(
    'is not one that lacks an event in the midst: it stays refused',
    async () => {
      const { pg } = await readSide()
      const { name, url, drop } = await testDatabase()
      const log = kept(logOn({ name, url, drop }))
      const open = (store: EventStore) =>
        executeOn(store, systemClock)({ command: 'task.open', body: { dueAt: null }, principal: person })
      await withLog(log, async (store) => {
        for (let n = 0; n < 3; n++) await open(store)
        await follow(pg, store)
      })
      const holed = openPg({ url, log: quiet })
      await holed.owner.query(
        `delete from eventstore.event where position = (
         select position from eventstore.event where type like 'task.opened%' order by position offset 1 limit 1)`,
      )
      await holed.close()
      const accept = (store: EventStore) => acceptOlderLog({ pg, store, by: 'anna' }, () => {})
      await withLog(log, async (store) => {
        await expect(accept(store)).rejects.toThrow('not all that came before it')
      })
    },
  )

  it('is not another log: that stays refused', async () => {
    const { pg } = await readSide()
    await withLog(await emptyLog(), (store) => follow(pg, store))
    await withLog(await emptyLog(), async (store) => {
      await expect(acceptOlderLog({ pg, store, by: 'anna' }, () => {})).rejects.toThrow('another log')
    })
  })
})
