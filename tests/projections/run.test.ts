import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checksum } from '../../src/projections/read-models.ts'
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
