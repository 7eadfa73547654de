import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sees } from '../../src/platform/people/permissions.ts'
import type { Database } from '../../src/platform/pg/readers.ts'
import type { TableOf } from '../../src/projections/projection.ts'
import type { ReadModels, ReadOptions } from '../../src/projections/read-models.ts'
import { times } from '../support/chance.ts'
import { type depotTable, parcelLog, type parcelTable, registered } from '../support/parcels.ts'
import { type ReadSide, readSide } from '../support/read-side.ts'

interface Tables {
  parcel: TableOf<typeof parcelTable>
  parcelHistory: TableOf<typeof parcelTable>
  depotLoad: TableOf<typeof depotTable>
}

let side: ReadSide
let models: ReadModels
beforeAll(async () => {
  side = await readSide()
  models = side.models()
  await models.start()
})
afterAll(async () => {
  await side.close()
})

const tables = (db: Database) => db as never as Kysely<Tables>
const idsSeen = (keys: readonly string[], options: ReadOptions = {}) =>
  models.read({ keys }, options, async (db) =>
    (await tables(db).selectFrom('parcel').select('id').execute()).map(({ id }) => id),
  )

it('reads in camelCase, with instants, days and amounts as the API gives them', async () => {
  const append = parcelLog(side.store)
  const id = randomUUID()
  await append('parcel', id, [registered()], { occurredAt: '2024-03-01T08:00:00.120Z' })
  await side.settled(models)
  const row = await models.read({ keys: ['all:*'] }, {}, (db) =>
    tables(db).selectFrom('parcel').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  expect(row).toMatchObject({
    ...registered().data,
    depotId: expect.any(String),
    createdAt: '2024-03-01T08:00:00.120Z',
    lastMovedAt: null,
    moves: 0,
  })
})

it('shows a row to exactly those who hold one of its grants, now and as of an instant', async () => {
  const word = fc.constantFrom('ann', 'bob', 'o"brien', 'x,y', '{}', 'a\\b', '', 'everyone')
  const key = fc.oneof(
    word.map((name) => `user:${name}`),
    fc.constantFrom('all:*', 'all:parcel', 'all:depotLoad', 'everyone', 'queue:depot', 'NULL', ''),
  )
  const append = parcelLog(side.store)
  const parcels = new Map<string, readonly string[]>()
  for (const owner of [null, 'ann', 'bob', 'o"brien', 'x,y', '{}', 'a\\b', '', 'everyone']) {
    const id = randomUUID()
    const depotId = randomUUID()
    await append('parcel', id, [registered({ owner, depotId })])
    parcels.set(id, owner === null ? ['everyone'] : [`user:${owner}`, `team:${depotId}`])
  }
  await side.settled(models)
  const options = fc.constantFrom<ReadOptions>(
    {},
    { asOf: '2999-01-01T00:00:00Z' },
    {
      asOf: '2999-01-01T00:00:00Z',
      basis: 'recorded',
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 5 }), options, async (keys, at) => {
      const seen = new Set(await idsSeen(keys, at))
      for (const [id, grants] of parcels)
        expect([id, seen.has(id)]).toEqual([id, sees(keys, 'parcel', id, grants)])
    }),
    { numRuns: times(30, 150) },
  )
})

it('never lets a reader past the policy, by another schema, table or role', async () => {
  const append = parcelLog(side.store)
  const id = randomUUID()
  await append('parcel', id, [registered({ owner: 'zoe' })])
  await append('parcel', id, [{ type: 'parcel.lost', data: {} }])
  await side.settled(models)
  const count = (from: string, keys: readonly string[]) =>
    models.read({ keys }, { asOf: '2999-01-01T00:00:00Z' }, async (db) => {
      const { rows } = await db.executeQuery<{ n: number }>(
        compiled(`select count(*) as n from ${from} where id = '${id}'`),
      )
      return rows[0]?.n
    })
  for (const from of [
    'rm.parcel',
    'rm.parcel_past',
    'rm.parcel_history',
    'asof.parcel',
    'asof_recorded.parcel',
  ]) {
    expect([from, await count(from, ['user:ann'])]).toEqual([from, 0])
    expect([from, await count(from, ['user:zoe'])]).toEqual([from, from === 'rm.parcel_history' ? 2 : 1])
  }
  const refuse = (sql: string) =>
    expect(models.read({ keys: ['all:*'] }, {}, (db) => db.executeQuery(compiled(sql))))
  await refuse('select * from rm.change').rejects.toThrow(/permission denied/)
  await refuse('select * from rm.checkpoint').rejects.toThrow(/permission denied/)
  await refuse(`update rm.parcel set owner = 'me'`).rejects.toThrow(/read-only|permission denied/)
  await refuse('select * from pg_authid').rejects.toThrow(/permission denied/)
})

it('USR-08 shows what was before by the rights of today, to the new owner all of it and to the old one nothing', async () => {
  const append = parcelLog(side.store)
  const [id, north, south] = [randomUUID(), randomUUID(), randomUUID()]
  const at = (day: string) => ({ occurredAt: `2024-03-${day}T08:00:00Z` })
  await append('parcel', id, [registered({ owner: 'first', depotId: north })], at('01'))
  await append('parcel', id, [{ type: 'parcel.moved', data: { from: north, to: south } }], at('02'))
  await side.settled(models)
  const seenBy = async (key: string, options: ReadOptions) => (await idsSeen([key], options)).includes(id)
  const instants: ReadOptions[] = [{}, { asOf: '2024-03-01T09:00:00Z' }, { asOf: '2024-03-02T09:00:00Z' }]
  for (const options of instants) expect(await seenBy('user:first', options)).toBe(true)

  await append('parcel', id, [{ type: 'parcel.handed-over', data: { owner: 'second' } }], at('03'))
  await side.settled(models)
  for (const options of instants) {
    expect([options, await seenBy('user:second', options)]).toEqual([options, true])
    expect([options, await seenBy('user:first', options)]).toEqual([options, false])
    expect([options, await seenBy(`team:${north}`, options)]).toEqual([options, false])
  }
})

it('gives many readers at once each their own rows', async () => {
  const append = parcelLog(side.store)
  const owners = Array.from({ length: 30 }, (_, n) => `reader-${n}`)
  const own = new Map<string, string>()
  for (const owner of owners) {
    const id = randomUUID()
    own.set(owner, id)
    await append('parcel', id, [registered({ owner })])
  }
  await side.settled(models)
  await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      const owner = owners[(n * 7) % owners.length] ?? ''
      const options = n % 3 === 0 ? { asOf: '2999-01-01T00:00:00Z' } : {}
      const seen = await idsSeen([`user:${owner}`], options)
      expect(seen.filter((id) => [...own.values()].includes(id))).toEqual([own.get(owner)])
    }),
  )
})

it('shows what had happened, or what was known, by an instant', async () => {
  const append = parcelLog(side.store)
  const id = randomUUID()
  const [a, b] = [randomUUID(), randomUUID()]
  // In the millisecond before: the first event may be recorded in this one.
  const before = new Date(Date.now() - 1).toISOString()
  await append('parcel', id, [registered({ depotId: a })], { occurredAt: '2020-01-01T00:00:00.000Z' })
  await append('parcel', id, [{ type: 'parcel.moved', data: { from: a, to: b } }], {
    occurredAt: '2020-06-01T00:00:00.000Z',
  })
  await side.settled(models)
  const depotOf = (options: ReadOptions) =>
    models.read({ keys: ['all:*'] }, options, async (db) => {
      const row = await tables(db)
        .selectFrom('parcel')
        .select('depotId')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.depotId
    })
  expect(await depotOf({ asOf: '2019-12-31T23:59:59.999Z' })).toBeUndefined()
  expect(await depotOf({ asOf: '2020-01-01T00:00:00.000Z' })).toBe(a)
  expect(await depotOf({ asOf: '2020-05-31T23:59:59.999Z' })).toBe(a)
  expect(await depotOf({ asOf: '2020-06-01T00:00:00.000Z' })).toBe(b)
  expect(await depotOf({ asOf: '2020-06-01T00:00:00.000Z', basis: 'recorded' })).toBeUndefined()
  expect(await depotOf({ asOf: before, basis: 'recorded' })).toBeUndefined()
  expect(await depotOf({ asOf: '2999-01-01T00:00:00Z', basis: 'recorded' })).toBe(b)
})

it('goes on reading after its connections were cut', async () => {
  await idsSeen(['all:*'])
  await side.pg.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'hindsight-reader' and datname = current_database()`,
  )
  expect((await idsSeen(['all:*'])).length).toBeGreaterThan(0)
})

function compiled(sql: string) {
  return {
    sql,
    parameters: [],
    query: { kind: 'RawNode' as const, sqlFragments: [sql], parameters: [] },
    queryId: { queryId: sql },
  }
}
