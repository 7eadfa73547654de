import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EventStore, positionOf } from '../../src/platform/log/event-store.ts'
import { changesAfter, ResumeTooOld } from '../../src/projections/changes.ts'
import { WrongLog } from '../../src/projections/checkpoint.ts'
import type { AnyProjection } from '../../src/projections/projection.ts'
import { checksum, type ReadModels } from '../../src/projections/read-models.ts'
import { RebuildFailed } from '../../src/projections/renew.ts'
import type { Commit } from '../../src/projections/run.ts'
import { modelOf } from '../../src/projections/tables.ts'
import {
  depotTable,
  parcelLog,
  parcelProjections,
  parcelTable,
  registered,
  tagTable,
} from '../support/parcels.ts'
import { patience } from '../support/patience.ts'
import { type ReadSide, readSide } from '../support/read-side.ts'

let side: ReadSide
let append: ReturnType<typeof parcelLog>
beforeEach(async () => {
  side = await readSide()
  append = parcelLog(side.store)
})
afterEach(async () => {
  await side.close()
})

const checksums = () => Promise.all(parcelProjections.map((each) => checksum(side.pg, each)))
const standing = async (models: ReadModels, name: string) =>
  (await models.status()).projections.find((one) => one.name === name)
const count = async (table: string) =>
  Number((await side.pg.owner.query(`select count(*) as n from rm.${table}`)).rows[0].n)

/** The parcel table with a fold that can be broken and mended. */
function fragile(): { projection: AnyProjection; broken: boolean } {
  const state = {
    broken: true,
    projection: {
      ...parcelTable,
      on: {
        ...parcelTable.on,
        'parcel.lost': {
          key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
          fold: (row: object | undefined) => {
            if (state.broken) throw new Error('cannot fold a lost parcel')
            return row && { ...row, lost: true }
          },
        },
      },
    },
  }
  return state
}

it('stops a projection alone on an event it cannot fold, remembers it, and goes on when told', async () => {
  const weak = fragile()
  const all = [weak.projection, depotTable, tagTable]
  const models = side.models(all)
  await models.start()
  const [before, lost, after] = [randomUUID(), randomUUID(), randomUUID()]
  await append('parcel', before, [registered()])
  await append('parcel', lost, [registered(), { type: 'parcel.lost', data: {} }])
  await append('parcel', after, [registered()])
  await side.settled(models)

  expect(await count('parcel')).toBe(2)
  expect(await count('depot_load')).toBe(3)
  const failed = await standing(models, 'parcel')
  expect(failed).toMatchObject({
    state: 'failed',
    failure: {
      error: 'cannot fold a lost parcel',
      event: { type: 'parcel.lost.v1', stream: `parcel-${lost}` },
    },
  })
  expect(failed?.lag?.positions).toBeGreaterThan(0)
  expect((await standing(models, 'depotLoad'))?.state).toBe('running')
  await models.stop()

  const restarted = side.models(all)
  await restarted.start()
  await append('parcel', randomUUID(), [registered()])
  await side.settled(restarted)
  expect(await standing(restarted, 'parcel')).toMatchObject({
    state: 'failed',
    failure: failed?.failure ?? {},
  })
  expect((await restarted.resume('parcel')).state).toBe('failed')
  await expect(restarted.rebuild(['parcel'])).rejects.toThrow(RebuildFailed)
  expect(await count('parcel')).toBe(2)

  weak.broken = false
  expect((await restarted.resume('parcel')).state).toBe('running')
  expect(await count('parcel')).toBe(4)
  await append('parcel', randomUUID(), [registered()])
  await side.settled(restarted)
  expect(await count('parcel')).toBe(5)
  const followed = await checksums()
  await restarted.rebuild()
  expect(await checksums()).toEqual(followed)
  await expect(restarted.resume('nothing')).rejects.toThrow('no projection nothing')
})

it.each([
  ['a NUL', { label: 'a\0b' }],
  ['half a character', { label: 'a\ud83d' }],
  ['a NUL in JSON', { notes: [{ by: '\0', text: '' }] }],
  ['a number too large', { value: 2 ** 60 }],
  ['a day that does not exist', { due: '2024-13-01' }],
  ['a reference that is no UUID', { depotId: 'north' }],
])('stops on %s as on a fold that throws', async (_, values) => {
  const models = side.models([parcelTable])
  await models.start()
  await append('parcel', randomUUID(), [registered()])
  await append('parcel', randomUUID(), [registered(values)])
  await side.settled(models)
  expect(await standing(models, 'parcel')).toMatchObject({ state: 'failed' })
  expect(await count('parcel')).toBe(1)
})

it('finds the event that Postgres refuses although the fold did not', async () => {
  const models = side.models()
  await models.start()
  await side.pg.owner.query(`alter table rm.parcel add check (value < 1000)`)
  const ids = Array.from({ length: 20 }, () => randomUUID())
  await Promise.all(
    ids.map((id, n) =>
      append('parcel', id, [registered({ value: n === 12 ? 5_000 : n, depotId: ids[0] ?? '' })]),
    ),
  )
  await side.settled(models)
  expect(await standing(models, 'parcel')).toMatchObject({
    state: 'failed',
    failure: { event: { stream: `parcel-${ids[12]}` } },
  })
  expect((await side.pg.owner.query('select parcels from rm.depot_load')).rows).toEqual([{ parcels: 20 }])
  await side.pg.owner.query(`alter table rm.parcel drop constraint parcel_value_check`)
  expect((await models.resume('parcel')).state).toBe('running')
  expect(await count('parcel')).toBe(20)
})

it('lets no worker write whose turn is over', async () => {
  const first = side.models()
  await first.start()
  await append('parcel', randomUUID(), [registered()])
  await side.settled(first)

  const second = side.models(parcelProjections, { pg: side.connect() })
  await second.start()
  const last = await append('parcel', randomUUID(), [registered()])
  expect(await second.waitFor(last.position, patience)).toBe(true)
  await expect.poll(async () => (await first.status()).trouble).toMatch('another worker has taken over')
  expect(await count('parcel')).toBe(2)
  await expect(first.rebuild()).rejects.toThrow(/taken over|abort/)
  const followed = await checksums()
  await second.rebuild()
  expect(await checksums()).toEqual(followed)
})

it('refuses another event store, and one that has lost events', async () => {
  const models = side.models()
  await models.start()
  await append('parcel', randomUUID(), [registered()])
  await side.settled(models)
  await models.stop()
  const store = (changed: Partial<EventStore>) =>
    side.models(parcelProjections, { store: { ...side.store, ...changed } })
  await expect(store({ identity: async () => randomUUID() }).start()).rejects.toThrow(WrongLog)
  await expect(
    store({ lastPosition: async () => positionOf(1), eventAt: async () => undefined }).start(),
  ).rejects.toThrow(/restored from an older copy/)
  await expect(
    store({ lastPosition: async () => undefined, eventAt: async () => undefined }).start(),
  ).rejects.toThrow(WrongLog)
  await side.models().start()
})

it('loses and doubles nothing when its connections are cut all the time', async () => {
  const models = side.models()
  await models.start()
  let cutting = true
  const cutter = (async () => {
    const other = side.connect()
    while (cutting) {
      await other.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
      await sleep(20 + Math.random() * 100)
    }
  })()
  const [north, south] = [randomUUID(), randomUUID()]
  for (let n = 0; n < 150; n++) {
    const id = randomUUID()
    await append('parcel', id, [registered({ depotId: north })])
    await append('parcel', id, [{ type: 'parcel.moved', data: { from: north, to: south } }])
  }
  cutting = false
  await cutter
  await side.settled(models)
  expect(await count('parcel')).toBe(150)
  const followed = await checksums()
  await models.rebuild()
  expect(await checksums()).toEqual(followed)
})

it('rebuilds while events keep coming, without readers or followers noticing', async () => {
  const models = side.models()
  await models.start()
  const depot = randomUUID()
  for (let n = 0; n < 50; n++) await append('parcel', randomUUID(), [registered({ depotId: depot })])
  await side.settled(models)
  let writing = true
  let written = 50
  const writer = (async () => {
    while (writing) {
      await append('parcel', randomUUID(), [registered({ depotId: depot })])
      written++
    }
  })()
  let reads = 0
  const reader = (async () => {
    while (writing) {
      const seen = await models.read({ keys: ['all:*'] }, {}, async (db) => {
        const rows = await db
          .selectFrom('parcel' as never)
          .select('id' as never)
          .execute()
        return rows.length
      })
      expect(seen).toBeGreaterThanOrEqual(50)
      reads++
    }
  })()
  const progress: number[] = []
  // Until there were some reads meanwhile, however slow they are.
  for (let n = 0; n < 5 || reads <= 5; n++)
    await models.rebuild(undefined, ({ position }) => progress.push(position))
  writing = false
  await Promise.all([writer, reader])
  await side.settled(models)
  expect(progress.length).toBeGreaterThan(0)
  expect(await count('parcel')).toBe(written)
  const followed = await checksums()
  await models.rebuild()
  expect(await checksums()).toEqual(followed)
})

it('R9: names the records it drops because the log no longer has them', async () => {
  const said: { projection?: string; records?: number; ids?: string[] }[] = []
  const [kept, gone] = [randomUUID(), randomUUID()]
  const models = side.models()
  await models.start()
  for (const id of [kept, gone]) await append('parcel', id, [registered()])
  await side.settled(models)
  await models.stop()
  const without: EventStore['readAll'] = async function* (options) {
    for await (const page of side.store.readAll(options))
      yield page.filter(({ stream }) => stream !== `parcel-${gone}`)
  }
  const log = pino(
    { level: 'error' },
    { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[number]) },
  )
  const rest = side.models(parcelProjections, { store: { ...side.store, readAll: without }, log })
  await rest.start()
  await rest.rebuild()
  expect(said).toContainEqual(expect.objectContaining({ projection: 'parcel', records: 1, ids: [gone] }))
  await rest.stop()
})

it('leaves nothing behind of a rebuild that was cut off', async () => {
  const models = side.models()
  await models.start()
  for (let n = 0; n < 30; n++) await append('parcel', randomUUID(), [registered()])
  await side.settled(models)
  const before = await checksums()
  const cut = models.rebuild(undefined, () => {
    throw new Error('cut off')
  })
  await expect(cut).rejects.toThrow('cut off')
  const { rows } = await side.pg.owner.query(`select nspname from pg_namespace where nspname like 'rm\\_%'`)
  expect(rows).toEqual([])
  expect(await checksums()).toEqual(before)
  expect((await models.status()).projections.every(({ state }) => state === 'running')).toBe(true)
  await models.rebuild()
  expect(await checksums()).toEqual(before)
})

it('tells what has changed in the order of the log, live and later alike', async () => {
  const models = side.models()
  await models.start()
  const start = models.position() ?? -1n
  const commits: Commit[] = []
  models.onCommitted((commit) => {
    commits.push(commit)
  })
  const [id, north, south] = [randomUUID(), randomUUID(), randomUUID()]
  await append('depot', north, [{ type: 'depot.opened', data: { name: 'N', at: '2024-01-01T00:00:00Z' } }])
  await append('parcel', id, [
    registered({ depotId: north, owner: 'ann' }),
    { type: 'parcel.moved', data: { from: north, to: south } },
    { type: 'parcel.handed-over', data: { owner: 'bob' } },
  ])
  await append('depot', north, [{ type: 'depot.closed', data: {} }])
  await side.settled(models)

  const live = commits.flatMap(({ changes }) => changes)
  const later = await models.changesAfter(start, 1_000)
  // Rights are those of today: a version read later carries the grants that its record has by then.
  const grantsOf = (id: string | null) =>
    live.findLast((change) => change.id === id && change.row)?.row?.grants
  expect(later).toEqual(
    live.map((change) =>
      change.row ? { ...change, row: { ...change.row, grants: grantsOf(change.id) } } : change,
    ),
  )
  expect(
    later.filter(({ model }) => model === 'parcel').map(({ op, grants, row }) => [op, grants, row?.revision]),
  ).toEqual([
    ['upsert', ['user:ann', `team:${north}`], 0],
    ['upsert', ['user:ann', `team:${north}`, `team:${south}`], 1],
    ['upsert', ['user:ann', `team:${south}`, 'user:bob'], 2],
  ])
  expect(later.at(-1)).toMatchObject({ model: 'depotLoad', id: north, op: 'remove', row: null })

  const paged = []
  let after = start
  for (;;) {
    const page = await models.changesAfter(after, 1)
    const last = page.at(-1)
    if (!last) break
    paged.push(...page)
    after = BigInt(last.position)
  }
  expect(paged).toEqual(later)
})

it('says so when the changes after a position are no longer kept', async () => {
  const models = side.models(parcelProjections, { keepChanges: 10 })
  await models.start()
  await append('parcel', randomUUID(), [registered({ tags: [] })])
  await append('parcel', randomUUID(), [registered({ tags: [] })])
  await side.settled(models)
  const { pruneChanges } = await import('../../src/projections/changes.ts')
  await pruneChanges(side.pg, 2)
  await expect(models.changesAfter(-1n, 100)).rejects.toThrow(ResumeTooOld)
  const byName = new Map(parcelProjections.map((each) => [each.name, modelOf(each)]))
  const oldest = await changesAfter(side.pg, byName, -1n, 1).catch((error: ResumeTooOld) => error.oldest)
  expect(await models.changesAfter(oldest as bigint, 100)).toHaveLength(2)
})

it('tells those who follow a model to read it anew after it was rebuilt', async () => {
  const models = side.models()
  await models.start()
  await append('parcel', randomUUID(), [registered({ tags: [] })])
  await side.settled(models)
  const before = models.position() ?? -1n
  await models.rebuild(['parcel'])
  await append('parcel', randomUUID(), [registered({ tags: [] })])
  await side.settled(models)
  const changes = await models.changesAfter(before, 100)
  expect(changes.map(({ model, op }) => [model, op])).toEqual([
    ['parcel', 'reset'],
    ['parcel', 'upsert'],
    ['depotLoad', 'upsert'],
  ])
})

it('keeps the past in order when a row comes again, or clocks go back', async () => {
  const models = side.models()
  await models.start()
  const depot = randomUUID()
  const at = (name: string) => ({ type: 'depot.opened', data: { name, at: '2024-01-01T00:00:00Z' } })
  await append('depot', depot, [at('one')], { occurredAt: '2024-01-01T00:00:00.000Z' })
  await append('depot', depot, [{ type: 'depot.closed', data: {} }], {
    occurredAt: '2024-03-01T00:00:00.000Z',
  })
  await append('parcel', randomUUID(), [registered({ depotId: depot, tags: [] })], {
    occurredAt: '2024-02-01T00:00:00.000Z',
  })
  await side.settled(models)
  const { rows } = await side.pg.owner.query(
    `select parcels, occurred_from, occurred_to from rm.depot_load_history order by position`,
  )
  expect(rows).toEqual([
    { parcels: 0, occurred_from: '2024-01-01T00:00:00.000Z', occurred_to: '2024-03-01T00:00:00.000Z' },
    { parcels: 1, occurred_from: '2024-03-01T00:00:00.000Z', occurred_to: 'infinity' },
  ])
  const followed = await checksums()
  await models.rebuild()
  expect(await checksums()).toEqual(followed)
})
