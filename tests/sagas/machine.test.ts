import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/process/ids.ts'
import type { AnyProcessManager } from '../../src/sagas/process-manager.ts'
import { type RunningSagas, runSagas, type SagasOptions } from '../../src/sagas/run.ts'
import { eventually } from '../support/eventually.ts'
import { testStores } from '../support/stores.ts'
import { codec, eventsOf, executeOn, keeper, marksOf, person } from './task.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
let now = '2026-11-21T12:00:00.000Z'
const clock = () => now
const later = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString()

const places: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const leave of places.splice(0)) await leave()
})

/** A log and a database of its own, on which workers are started one after the other. */
async function place() {
  const { pg, store, close } = await testStores({ shared: true })
  const running: RunningSagas[] = []
  places.push(async () => {
    for (const one of running) await one.stop()
    await close()
  })
  const people = executeOn(store, clock)
  const execute = (command: string, body: object, id?: string) =>
    people({ command, body, principal: person, ...(id !== undefined && { id }) })
  const marks = (id: string) => marksOf(store, id)
  return {
    pg,
    store,
    execute,
    marks,
    marked: (id: string, expected: string[]) =>
      eventually(async () => expect(await marks(id)).toStrictEqual(expected)),
    opened: async (dueAt: string | null = later(3600)) => (await execute('task.open', { dueAt })).id,
    start: async (over: Partial<SagasOptions> = {}) => {
      const options = {
        pg,
        store,
        codec,
        managers: [keeper],
        execute: executeOn(store, clock),
        clock,
        log: quiet,
      }
      const sagas = await runSagas({ ...options, ...over })
      running.push(sagas)
      return sagas
    },
  }
}

/** Everything read, nothing under way, twice in a row: what has not happened by now will not. */
async function settled(sagas: RunningSagas): Promise<void> {
  let calm = 0
  await eventually(async () => {
    calm++
    for (const { lag, outbox, timers, state } of await sagas.status()) {
      if (lag > 0 || outbox.waiting > 0 || timers.due > 0 || state !== 'running') calm = 0
    }
    expect(calm).toBe(2)
  })
}

describe('the saga machine', () => {
  it('ES-11 carries out what reactions send, with the cause and the saga in the audit trail', async () => {
    const { start, store, marked, opened } = await place()
    await start()
    const id = await opened()
    await marked(id, ['opened'])
    const [first, mark] = await eventsOf(store, id)
    expect(mark?.metadata).toMatchObject({
      actor: { kind: 'system', id: 'keeper', roles: ['system'] },
      via: { kind: 'saga', id: `keeper/${id}` },
      $causationId: first?.id,
      $correlationId: first?.metadata.$correlationId,
    })
  })

  it('ES-11 keeps the order within an instance, lets a refusal be answered, and goes on', async () => {
    const { start, execute, marks, opened } = await place()
    const sagas = await start()
    const id = await opened()
    for (const n of [1, 3]) await execute('task.poke', { n }, id)
    await settled(sagas)
    const all = await marks(id)
    expect(all.filter((mark) => !mark.startsWith('sorry'))).toStrictEqual([
      'opened',
      'poked 1',
      'poked again 1',
      'poked again 3',
    ])
    expect(all.filter((mark) => mark.startsWith('sorry'))).toStrictEqual(['sorry task.bad-mark'])
    expect(await sagas.deadLetters.list()).toStrictEqual([])
  })

  it('ES-11 fires a timer at its due instant, also when the worker was down then', async () => {
    const { start, store, marked, opened } = await place()
    const first = await start()
    const dueAt = later(60)
    const id = await opened(dueAt)
    await settled(first)
    await first.stop()
    now = later(600)
    await start()
    await marked(id, ['opened', `due ${dueAt}`])
    const events = await eventsOf(store, id)
    expect(events.at(-1)).toMatchObject({ occurredAt: dueAt, metadata: { via: { kind: 'timer' } } })
  })

  it('ES-11 fires no timer early, and none that was moved or taken away in time', async () => {
    const { start, execute, marks, marked, opened } = await place()
    const sagas = await start()
    const [moved, gone, closed] = [await opened(later(60)), await opened(later(60)), await opened(later(60))]
    const dueAt = later(300)
    await execute('task.move', { dueAt }, moved)
    await execute('task.move', { dueAt: null }, gone)
    await execute('task.close', {}, closed)
    now = later(299)
    await settled(sagas)
    for (const id of [moved, gone, closed]) expect(await marks(id)).toStrictEqual(['opened'])
    now = later(1)
    await marked(moved, ['opened', `due ${dueAt}`])
    await settled(sagas)
    for (const id of [gone, closed]) expect(await marks(id)).toStrictEqual(['opened'])
  })

  it('ES-11 fires a timer that ran out before the event that would move it, though both are read later', async () => {
    const { start, execute, marked, opened } = await place()
    const dueAt = later(60)
    const id = await opened(dueAt)
    now = later(120)
    await execute('task.move', { dueAt: later(600) }, id)
    await start()
    await marked(id, ['opened', `due ${dueAt}`])
  })

  it('ES-11 wakes for a timer that is set while it sleeps for a later one', async () => {
    const { start, marked, opened } = await place()
    const sagas = await start({ clock: () => new Date().toISOString() })
    now = new Date().toISOString()
    await opened(later(3600))
    await settled(sagas)
    const dueAt = new Date(Date.now() + 150).toISOString()
    const id = await opened(dueAt)
    now = new Date(Date.now() + 3_600_000).toISOString()
    await marked(id, ['opened', `due ${dueAt}`])
  })

  it('ES-11 retries what failed for the moment, in order, and never drops it', async () => {
    const { start, store, marked, opened } = await place()
    const id = await opened()
    let failures = 0
    const begun = performance.now()
    const carryOut = executeOn(store, clock)
    const sagas = await start({
      clock: () => new Date(Date.parse(now) + (performance.now() - begun) * 100).toISOString(),
      execute: async (request) => {
        if (failures < 4) {
          failures++
          throw new Error('the network is down')
        }
        return carryOut(request)
      },
    })
    await marked(id, ['opened'])
    expect(failures).toBe(4)
    await settled(sagas)
  })

  it('ES-11 keeps a refusal that nothing answers where a person can see, retry and dismiss it', async () => {
    const { start, execute, marked, opened } = await place()
    const { refused: _, ...rest } = keeper
    const deaf: AnyProcessManager = { ...rest, name: 'deaf', refused: {} }
    const id = await opened()
    const sagas = await start({ managers: [deaf] })
    await execute('task.poke', { n: 3 }, id)
    await marked(id, ['opened', 'poked again 3'])
    await settled(sagas)
    const [letter] = await sagas.deadLetters.list()
    expect(letter).toMatchObject({
      saga: 'deaf',
      key: id,
      command: 'task.mark',
      code: 'task.bad-mark',
      attempts: 1,
    })
    expect(await sagas.deadLetters.retry(letter?.id ?? '')).toBe(true)
    await eventually(async () => expect((await sagas.deadLetters.list())[0]?.attempts).toBe(2))
    const note = { reason: 'marked by hand', by: 'ada' }
    expect(await sagas.deadLetters.dismiss(letter?.id ?? '', note)).toBe(true)
    expect(await sagas.deadLetters.dismiss(letter?.id ?? '', note)).toBe(false)
    expect(await sagas.deadLetters.list()).toStrictEqual([])
  })

  it('ES-11 shows of an instance its state, timers and every step with its outcome', async () => {
    const { start, execute, opened } = await place()
    const sagas = await start()
    const dueAt = later(3600)
    const id = await opened(dueAt)
    await execute('task.poke', { n: 3 }, id)
    await settled(sagas)
    const view = await sagas.instances.get('keeper', id)
    expect(view).toMatchObject({ state: { pokes: 1 }, done: false, timers: [{ name: 'due', dueAt }] })
    expect(view?.steps.map(({ name, status, error }) => [name, status, error?.code])).toStrictEqual([
      ['task.mark', 'sent', undefined],
      ['first', 'handled', 'task.bad-mark'],
      ['second', 'sent', undefined],
      ['task.mark', 'sent', undefined],
    ])
    await execute('task.close', {}, id)
    await settled(sagas)
    expect(await sagas.instances.list('keeper')).toMatchObject([{ key: id, done: true, nextTimer: null }])
    expect(await sagas.instances.get('keeper', newId())).toBeUndefined()
  })

  it('ES-11 stops a manager whose reaction fails, at the event and visibly; the others go on, and it too without that one (issue 22.5)', async () => {
    const { start, pg, execute, marked, opened } = await place()
    const broken: AnyProcessManager = {
      ...keeper,
      name: 'broken',
      on: {
        'task.poked': {
          key: () => 'one',
          react: () => {
            throw new Error('a mistake')
          },
        },
      },
    }
    const aside: { model: string; eventId: string }[] = []
    const sagas = await start({ managers: [broken, keeper], setAside: async () => aside })
    const id = await opened()
    await execute('task.poke', { n: 1 }, id)
    await marked(id, ['opened', 'poked 1', 'poked again 1'])
    await eventually(async () =>
      expect(await sagas.status()).toMatchObject([
        { state: 'failed', failure: { message: 'a mistake', event: { type: 'task.poked' } } },
        { state: 'running' },
      ]),
    )
    // What is set aside for it is passed over, and that alone; until then trying again changes nothing.
    await sagas.resume('broken')
    await eventually(async () => expect((await sagas.status())[0]?.state).toBe('failed'))
    const { failure } = (await sagas.status())[0] ?? expect.unreachable()
    aside.push({ model: 'broken', eventId: failure?.event?.id ?? '' })
    await sagas.resume('broken')
    await settled(sagas)
    await execute('task.poke', { n: 2 }, id)
    await eventually(async () => expect((await sagas.status())[0]?.state).toBe('failed'))
    expect((await sagas.status())[0]?.failure?.event?.id).not.toBe(failure?.event?.id)
    await sagas.stop()
    // Mended, it takes up where it stood.
    const mended = { ...broken, on: keeper.on }
    await settled(await start({ managers: [mended, keeper] }))
    const { rows } = await pg.owner.query<{ key: string }>(
      `select key from pm.instance where manager = 'broken'`,
    )
    expect(rows.map(({ key }) => key)).toContain(id)
  })

  it('ES-11 begins a manager that is new at the beginning of the log, or where it says', async () => {
    const { start, marked, opened } = await place()
    const id = await opened()
    const sagas = await start({ managers: [] })
    await sagas.stop()
    const since = new Date(Date.now() + 1000).toISOString()
    const next = await start({ managers: [keeper, { ...keeper, name: 'later', since }] })
    await marked(id, ['opened'])
    await settled(next)
    expect((await next.status()).map(({ name, instances }) => [name, instances > 0])).toStrictEqual([
      ['keeper', true],
      ['later', false],
    ])
  })

  it('ES-11 begins a manager that speaks to the outside where the log ends, whatever it has forgotten', async () => {
    const { pg, store, start, opened, marks, marked } = await place()
    const carriedOut: string[] = []
    const mark = executeOn(store, clock)
    const effects = {
      'task.mark': (requests: readonly Parameters<typeof mark>[0][]) => {
        carriedOut.push(...requests.map(({ id }) => id ?? ''))
        return Promise.all(requests.map(mark))
      },
    }
    const outside = (version: number) => ({
      managers: [{ ...keeper, effect: 'task.mark', version }],
      effects,
    })
    const before = await opened()
    const met = await start(outside(1))
    const first = await opened()
    await marked(first, ['opened'])
    await met.stop()
    const unheard = await opened()
    const other = await start(outside(2))
    const second = await opened()
    await marked(second, ['opened'])
    await other.stop()
    await pg.owner.query('update pm.manager set position = null')
    const anew = await start(outside(2))
    const third = await opened()
    await marked(third, ['opened'])
    await settled(anew)
    expect(await Promise.all([before, first, unheard, second].map(marks))).toEqual([
      [],
      ['opened'],
      [],
      ['opened'],
    ])
    expect(new Set(carriedOut)).toEqual(new Set([first, second, third]))
    await anew.stop()
    const mute = await start({ ...outside(2), effects: {} })
    const unsent = await opened()
    await settled(mute)
    expect(await marks(unsent)).toEqual([])
  })

  it('ES-11 reads the log anew for another version, and has no effect a second time', async () => {
    const { start, pg, execute, marks, opened } = await place()
    const sagas = await start()
    const dueAt = later(10)
    const id = await opened(dueAt)
    for (const n of [1, 3]) await execute('task.poke', { n }, id)
    now = later(20)
    await settled(sagas)
    const before = await marks(id)
    expect(before).toHaveLength(6)
    await sagas.stop()
    const upgraded: AnyProcessManager = { ...keeper, version: 2 }
    await settled(await start({ managers: [upgraded] }))
    expect(await marks(id)).toStrictEqual(before)
    const { rows } = await pg.owner.query<{ version: number; state: unknown }>(
      'select version, state from pm.manager join pm.instance on manager = name where key = $1',
      [id],
    )
    expect(rows).toStrictEqual([{ version: 2, state: { pokes: 2 } }])
  })

  it('ES-11 refuses another store, and one that is older than what was read', async () => {
    const { start, store, opened } = await place()
    const sagas = await start()
    await opened()
    await settled(sagas)
    await sagas.stop()
    const other = { ...store, identity: async () => newId() }
    await expect(start({ store: other })).rejects.toThrow(
      /has read the event store .*, but this is the event store/,
    )
    const older = { ...store, lastPosition: async () => undefined }
    await expect(start({ store: older })).rejects.toThrow(/restored from an older copy/)
    await settled(await start())
  })

  it('ES-11 lets only the newest worker write', async () => {
    const { start, pg, marks, marked, opened } = await place()
    const first = await start()
    await settled(first)
    const second = await start()
    const id = await opened()
    await marked(id, ['opened'])
    await settled(second)
    const { rows } = await pg.owner.query<{ epoch: number }>('select epoch from pm.manager')
    expect(rows).toStrictEqual([{ epoch: 1 }])
    expect(await marks(id)).toStrictEqual(['opened'])
  })

  it('ES-11 makes through a saga one aggregate, whose id the reaction knew', async () => {
    const { start, store, execute, opened } = await place()
    const made: string[] = []
    const maker: AnyProcessManager = {
      ...keeper,
      name: 'maker',
      on: {
        'task.poked': {
          key: (event: { aggregateId: string }) => event.aggregateId,
          react: (_state: unknown, _event: unknown, context) => {
            made.push(context.made('copy'))
            return { send: [{ command: 'task.copy', body: {}, name: 'copy' }] }
          },
        },
      },
    }
    const id = await opened()
    const sagas = await start({ managers: [maker] })
    await execute('task.poke', { n: 1 }, id)
    await eventually(async () => expect(made).toHaveLength(1))
    await settled(sagas)
    expect((await eventsOf(store, made[0] ?? '')).map(({ type }) => type)).toStrictEqual(['task.opened'])
  })
})
