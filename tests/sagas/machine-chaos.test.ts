import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { type RunningSagas, runSagas } from '../../src/sagas/run.ts'
import { times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { type TestStores, testStores } from '../support/stores.ts'
import { codec, executeOn, keeper, marksOf, person } from './task.ts'

const runs = Number(process.env['HINDSIGHT_CHAOS_RUNS'] ?? times(4, 15))
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

let url: string
let pg: Pg
let store: TestStores['store']
let close: TestStores['close']
beforeAll(async () => {
  ;({ url, pg, store, close } = await testStores())
})
afterAll(() => close())

/** Commands happen at even seconds and timers are due at odd ones, so that which comes first is never a matter of luck. */
let seconds = 0
const second = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()
const clock = () => second(seconds)

type Op =
  | { op: 'open' | 'move'; task: number; due: number | null }
  | { op: 'poke' | 'close'; task: number }
  | { op: 'advance'; by: number }
  | { op: 'cut'; what: 'transaction' | 'execution'; when: 'before' | 'after'; skip: number }
  | { op: 'cut connections' | 'restart' | 'abandon' | 'pause' }

const task = fc.integer({ min: 0, max: 2 })
const due = fc.option(
  fc.integer({ min: -3, max: 12 }).map((n) => 2 * n + 1),
  { freq: 6 },
)
const ops: fc.Arbitrary<Op> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('open', 'move'), task, due }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('poke', 'poke', 'poke', 'close'), task }) },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('advance'),
      by: fc.integer({ min: 1, max: 6 }).map((n) => 2 * n),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('cut'),
      what: fc.constantFrom('transaction', 'execution'),
      when: fc.constantFrom('before', 'after'),
      skip: fc.integer({ min: 0, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constantFrom('cut connections', 'restart', 'abandon', 'pause') }),
  },
)

/** What a task should bear in the end, from what people did and nothing else. */
class Expected {
  readonly marks: string[] = []
  private due: number | null = null

  at(now: number): void {
    if (this.due === null || this.due >= now) return
    this.marks.push(`due ${second(this.due)}`)
    this.due = null
  }

  set(due: number | null): void {
    this.due = due
  }
}

/** Cuts that are to come: each lets some go by and then fails one, before or after it has taken effect. */
function saboteur() {
  const planned: { what: string; when: 'before' | 'after'; skip: number }[] = []
  const cut = () => Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' })
  return {
    plan: (one: (typeof planned)[number]) => planned.push({ ...one }),
    heal: () => planned.splice(0),
    async run<T>(what: string, work: (fail: () => never) => Promise<T>, whole: () => Promise<T>): Promise<T> {
      const next = planned.find((one) => one.what === what)
      if (!next || next.skip-- > 0) return whole()
      planned.splice(planned.indexOf(next), 1)
      if (next.when === 'after') {
        await whole()
        throw cut()
      }
      return work(() => {
        throw cut()
      })
    },
  }
}

it('ES-11 has every effect exactly once and no timer early or lost, wherever it is cut', async () => {
  const sabotage = saboteur()
  const sabotaged: Pg = {
    ...pg,
    transaction: (work) =>
      sabotage.run(
        'transaction',
        (fail) =>
          pg.transaction(async (client) => {
            await work(client)
            return fail()
          }),
        () => pg.transaction(work),
      ),
  }
  const workers: RunningSagas[] = []
  let pokes = 0

  async function start() {
    const carryOut = executeOn(store, clock)
    const begin = () =>
      runSagas({
        pg: sabotaged,
        store,
        codec,
        managers: [keeper],
        clock,
        log: quiet,
        execute: (request) =>
          sabotage.run(
            'execution',
            async (fail) => fail(),
            () => carryOut(request),
          ),
      })
    // A start may be cut as well; then it is made again.
    workers.push(await eventually(begin))
  }
  /** Time has to go on for what is tried again later; where it does not, there may be no rest. */
  const settled = async (step: number, longest = patience) => {
    let calm = 0
    await vi.waitFor(
      async () => {
        const [status] = (await workers.at(-1)?.status()) ?? []
        const busy = !status || status.lag > 0 || status.outbox.waiting > 0 || status.timers.due > 0
        calm = busy ? 0 : calm + 1
        seconds += step
        expect({ calm, status }).toMatchObject({ calm: 2 })
      },
      { timeout: longest, interval: 10 },
    )
  }

  await fc.assert(
    fc.asyncProperty(fc.array(ops, { minLength: 5, maxLength: 40 }), async (script) => {
      const people = executeOn(store, clock)
      const tasks = new Map<number, { id: string; expected: Expected }>()
      const ask = (command: string, body: object, id?: string) =>
        people({ command, body, principal: person, ...(id !== undefined && { id }) })
      await start()
      for (const op of script) {
        const known = 'task' in op ? tasks.get(op.task) : undefined
        known?.expected.at(seconds)
        if ('due' in op) {
          const at = op.due === null ? null : seconds + op.due
          const dueAt = at === null ? null : second(at)
          if (op.op === 'open') {
            if (known) continue
            const { id } = await ask('task.open', { dueAt })
            const expected = new Expected()
            expected.set(at)
            // A task without an instant begins no instance.
            if (at !== null) expected.marks.push('opened')
            tasks.set(op.task, { id, expected })
          } else if (known) {
            await ask('task.move', { dueAt }, known.id)
            known.expected.set(at)
          }
        } else if (op.op === 'poke') {
          if (!known) continue
          const n = ++pokes
          await ask('task.poke', { n }, known.id)
          known.expected.marks.push(n % 3 === 0 ? 'sorry task.bad-mark' : `poked ${n}`, `poked again ${n}`)
        } else if (op.op === 'close') {
          if (!known) continue
          await ask('task.close', {}, known.id)
          known.expected.set(null)
        } else if (op.op === 'advance') seconds += op.by
        else if (op.op === 'cut') sabotage.plan(op)
        else if (op.op === 'restart') {
          await workers.pop()?.stop()
          await start()
        } else if (op.op === 'abandon') await start()
        else if (op.op === 'cut connections') {
          const other = openPg({ url, log: quiet })
          await other.owner.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()`,
          )
          await other.close()
        } else await settled(0, 2_000).catch(() => {})
      }
      sabotage.heal()
      seconds += 1000
      await start()
      await settled(2)
      for (const worker of workers.splice(0)) await worker.stop()
      for (const { id, expected } of tasks.values()) {
        expected.at(seconds)
        const marks = await marksOf(store, id)
        expect([...marks].sort()).toStrictEqual([...expected.marks].sort())
        const poked = marks.filter((mark) => mark.startsWith('poked'))
        for (const mark of poked.filter((one) => !one.startsWith('poked again')))
          expect(poked.indexOf(mark)).toBeLessThan(poked.indexOf(mark.replace('poked', 'poked again')))
      }
      seconds += 2
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
