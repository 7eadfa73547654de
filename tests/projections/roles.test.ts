import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPg } from '../../src/platform/pg/pg.ts'
import { readerRole } from '../../src/platform/pg/readers.ts'
import { ConfigError } from '../../src/platform/process/config.ts'
import { parcelLog, registered } from '../support/parcels.ts'
import { type ReadSide, readSide, silent } from '../support/read-side.ts'

let side: ReadSide
let administrator: pg.Client
const user = `test_${randomUUID().slice(0, 8)}`
beforeEach(async () => {
  side = await readSide()
  administrator = new pg.Client({ connectionString: side.url })
  await administrator.connect()
  await administrator.query(`create role ${user} login password 'secret'`)
  await administrator.query(`grant create on database "${new URL(side.url).pathname.slice(1)}" to ${user}`)
  await administrator.query(`grant create on schema public to ${user}`)
})
afterEach(async () => {
  await administrator.query(`drop owned by ${user} cascade`)
  await administrator.query(`drop role ${user}`)
  await administrator.end()
  await side.close()
})

it('needs no superuser: the owner of the database and a granted role are enough, and row visibility holds', async () => {
  const url = new URL(side.url)
  url.username = user
  url.password = 'secret'
  const owner = openPg({ url: url.href, log: silent })
  try {
    const refused = side.models(undefined, { pg: owner })
    const started = refused.start()
    await expect(started).rejects.toThrow(ConfigError)
    await expect(started).rejects.toThrow(`GRANT ${readerRole}`)

    await administrator.query(
      `do $$ begin create role ${readerRole} nologin; exception when duplicate_object then null; end $$`,
    )
    await administrator.query(`grant ${readerRole} to ${user}`)
    const models = side.models(undefined, { pg: owner })
    await models.start()
    await parcelLog(side.store)('parcel', randomUUID(), [registered({ owner: 'ann' })])
    await side.settled(models)
    const seen = (keys: readonly string[]) =>
      models.read({ keys }, {}, async (db) => (await db.selectFrom('parcel' as never).execute()).length)
    expect(await seen(['user:ann'])).toBe(1)
    expect(await seen(['user:bob'])).toBe(0)
    await models.rebuild()
    expect(await seen(['user:ann'])).toBe(1)
    expect(await seen(['user:bob'])).toBe(0)
    await models.stop()
  } finally {
    await owner.close()
  }
})
