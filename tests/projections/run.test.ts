import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { checksum, type ReadModels } from '../../src/projections/read-models.ts'
import {
  depotTable,
  parcelLog,
  parcelProjections,
  parcelTable,
  registered,
  tagTable,
} from '../support/parcels.ts'
import { patience } from '../support/patience.ts'
import { type ReadSide, readSide, silent } from '../support/read-side.ts'
import { testDatabase, testEventStore } from '../support/servers.ts'

let side: ReadSide
beforeEach(async () => {
  side = await readSide()
})
afterEach(async () => {
  await side.close()
})

const checksums = (of: ReadSide) => Promise.all(parcelProjections.map((each) => checksum(of.pg, each)))
const rows = async (of: ReadSide, table: string) =>
  (await of.pg.owner.query(`select * from rm.${table} order by id, position`)).rows

it('folds events into rows, and keeps every version with the time in which it held', async () => {
  const models = side.models()
  await models.start()
  const append = parcelLog(side.store)
  const id = randomUUID()
  const [north, south] = [randomUUID(), randomUUID()]
  await append('parcel', id, [registered({ depotId: north })], { occurredAt: '2024-01-01T10:00:00.000Z' })
  await append('parcel', id, [{ type: 'parcel.moved', data: { from: north, to: south } }], {
    occurredAt: '2024-01-02T10:00:00.000Z',
  })
  const last = await append('parcel', id, [{ type: 'parcel.scanned', data: {} }])
  expect(await models.waitFor(last.position, patience)).toBe(true)

  const [row] = await rows(side, 'parcel')
  expect(row).toMatchObject({
    id,
    label: registered().data.label,
    tags: registered().data.tags,
    notes: registered().data.notes,
    depot_id: south,
    grams: 250.5,
    value: 12_345,
    due: '2024-02-29',
    moves: 1,
    last_moved_at: '2024-01-02T10:00:00.000Z',
    created_at: '2024-01-01T10:00:00.000Z',
    updated_at: '2024-01-02T10:00:00.000Z',
    revision: 2,
    grants: ['user:ann', `team:${south}`],
  })
  const history = await rows(side, 'parcel_history')
  expect(
    history.map(({ depot_id, occurred_from, occurred_to }) => [depot_id, occurred_from, occurred_to]),
  ).toEqual([
    [north, '2024-01-01T10:00:00.000Z', '2024-01-02T10:00:00.000Z'],
    [south, '2024-01-02T10:00:00.000Z', 'infinity'],
  ])
})

describe('R9: records that the log no longer has', () => {
  it('are noted before a rebuild drops them, whoever asks for it, and told by the status from then on', async () => {
    const database = await testDatabase()
    let server = await testEventStore(database.url)
    const here = await readSide(server.url)
    const models = here.models()
    await models.start()
    const append = parcelLog(here.store)
    const [cut, gone, kept, depot] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
    for (const id of [cut, gone, kept])
      await append('parcel', id, [
        registered({ depotId: depot, owner: 'ann' }),
        { type: 'parcel.noted', data: { by: 'x', text: 'y' } },
        { type: 'parcel.handed-over', data: { owner: 'bob' } },
      ])
    await here.settled(models)
    await models.stop()
    await server.stop()
    // What a scavenge leaves of a stream that was cut off at its beginning, and of one that was deleted for good.
    const tables = openPg({ url: database.url, log: silent })
    await tables.owner.query(
      `delete from eventstore.event e using eventstore.stream s
         where s.number = e.stream and (s.name = $1 and e.revision = 0 or s.name = $2)`,
      [`parcel-${cut}`, `parcel-${gone}`],
    )
    await tables.close()
    server = await testEventStore(database.url)
    const store = connectEventStore(server.url)
    const log = { ...silent, error: vi.fn() }
    const lost = async (of: ReadModels) =>
      (await of.status()).projections.find(({ name }) => name === parcelTable.name)?.lost

    // A new version drops the older tables too.
    const bumped = here.models([{ ...parcelTable, version: 2 }, depotTable, tagTable], {
      store,
      log: log as never,
    })
    await bumped.start()
    const ids = [cut, gone].sort()
    expect(await lost(bumped)).toEqual({ records: 2, ids })
    expect(log.error.mock.calls.map(([about]) => about)).toContainEqual({
      projection: parcelTable.name,
      records: 2,
      ids,
    })
    await bumped.rebuild()
    expect(await lost(bumped)).toEqual({ records: 2, ids })
    expect((await rows(here, 'parcel')).map(({ id }) => id)).toEqual([kept])
    await bumped.stop()
    await store.close()
    await here.close()
    await server.stop()
    await database.drop()
  })
})

it('gives the same rows and history by a rebuild as by following', async () => {
  const models = side.models()
  await models.start()
  const append = parcelLog(side.store)
  const depots = [randomUUID(), randomUUID(), randomUUID()]
  for (const [i, depot] of depots.entries())
    await append('depot', depot, [
      { type: 'depot.opened', data: { name: `D${i}`, at: '2024-01-01T00:00:00Z' } },
      ...(i === 0 ? [{ type: 'depot.closed', data: {} }] : []),
    ])
  for (let n = 0; n < 40; n++) {
    const id = randomUUID()
    const [from, to] = [depots[n % 3] ?? '', depots[(n + 1) % 3] ?? '']
    await append('parcel', id, [registered({ depotId: from, owner: n % 2 ? null : 'ann' })])
    await append('parcel', id, [
      { type: 'parcel.moved', data: { from, to } },
      { type: 'parcel.moved', data: { from: to, to: from } },
      { type: 'parcel.scanned', data: {} },
      { type: 'parcel.noted', data: { by: 'x', text: 'y' } },
    ])
  }
  await side.settled(models)
  const before = await checksums(side)
  expect(await rows(side, 'parcel_history')).toHaveLength(160)
  await models.rebuild()
  expect(await checksums(side)).toEqual(before)

  await models.stop()
  const bumped = side.models([{ ...parcelTable, version: 2 }, depotTable, tagTable])
  await bumped.start()
  expect(await checksums(side)).toEqual(before)
})
