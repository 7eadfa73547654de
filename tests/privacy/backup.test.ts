import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { verifyTree } from '../../src/platform/log/transparency-log/verify.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { whileAlone } from '../../src/platform/pg/presence.ts'
import { backUp, restoreBackup } from '../../src/platform/process/backup.ts'
import { localKey } from '../../src/platform/vault/key-encryption-key.ts'
import { fileLedger } from '../../src/platform/vault/ledger.ts'
import { renewReadModels } from '../../src/projections/forget.ts'
import { checksum } from '../../src/projections/read-models.ts'
import { projections } from '../../src/registry.ts'
import { compose } from '../../src/start/compose.ts'
import type { Hindsight } from '../../src/start/hindsight.ts'
import { acceptOlderLog } from '../../src/start/older-log.ts'
import { patience } from '../support/patience.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'

/** The log lies in the same database, as it does in the embedded default. */
interface Place {
  database: TestDatabase
  store: TestEventStore
  hindsight: Hindsight
  close(): Promise<void>
}

const silent = pino({ level: 'silent' })
const folder = mkdtempSync(join(tmpdir(), 'backup-'))
const file = join(folder, 'backup')
const parts = {
  log: silent,
  signingSeed: randomBytes(32),
  keys: [localKey(randomBytes(32))] as const,
  ledger: fileLedger(join(folder, 'erasures.jsonl')),
}
const principal = systemPrincipal('test', { kind: 'cli' })

async function openOn(database: TestDatabase): Promise<Place> {
  const store = await testEventStore(database.url)
  const asked = { databaseUrl: database.url, eventStoreUrl: store.url, ...parts }
  const hindsight = await compose(asked).catch(async (error: unknown) => {
    await store.stop()
    throw error
  })
  const close = async () => {
    await hindsight.stop()
    await store.stop()
  }
  return { database, store, hindsight, close }
}

async function restored(): Promise<Place> {
  const database = await testDatabase()
  const pg = openPg({ url: database.url, log: silent })
  await restoreBackup(pg, file)
  await pg.close()
  return openOn(database)
}

async function contactOf({ hindsight }: Place, last: string) {
  const email = `${last.toLowerCase()}@example.com`
  const body = { name: { first: null, last }, email }
  return (await hindsight.execute({ command: 'contact.create', body, principal })).id
}

async function settled({ hindsight }: Place) {
  const last = (await hindsight.store.lastPosition()) ?? expect.unreachable()
  expect(await hindsight.readModels.waitFor(last, patience)).toBe(true)
  expect(await hindsight.tree.waitFor(last, patience)).toBe(true)
  await hindsight.tree.sign()
}

/** As `npm run restore` does it, on a machine where nothing has been signed. */
async function restoreCommand({ url }: TestDatabase, ...args: string[]) {
  await buildServer(['backup'])
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH,
    HOME,
    DATABASE_URL: url,
    HINDSIGHT_DATA: join(folder, 'nothing-signed'),
    HINDSIGHT_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  const script = join(import.meta.dirname, '../../dist/backup.js')
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [script, 'restore', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

const sums = (pg: Pg) => Promise.all(projections.map((one) => checksum(pg, one)))

const nameIn = async ({ hindsight }: Place, id: string) =>
  (
    await hindsight.pg.owner.query<{ name: string }>(
      'select last_name as name from rm.contact where id = $1',
      [id],
    )
  ).rows[0]?.name

let first: Place
let kept: string
let erased: string

beforeAll(async () => {
  first = await openOn(await testDatabase())
  kept = await contactOf(first, 'Hopper')
  erased = await contactOf(first, 'Lovelace')
  await settled(first)
  await backUp(first.hindsight.pg, file)
})

afterAll(async () => {
  await first.close()
  await first.database.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  it('taken while all goes on, gives the same log, proofs, rows and rights again', async () => {
    const before = await sums(first.hindsight.pg)
    const second = await restored()
    await settled(second)
    expect(await sums(second.hindsight.pg)).toEqual(before)
    expect(await nameIn(second, kept)).toBe('Hopper')
    const bare = connectEventStore(second.store.url)
    const { problems, checked, checkpoints } = await verifyTree({
      db: second.hindsight.pg.owner,
      store: bare,
      key: first.hindsight.tree.key(),
    })
    await bare.close()
    expect(problems).toEqual([])
    expect(checked).toBeGreaterThan(4)
    expect(checkpoints).toBeGreaterThan(0)
    // It goes on where it was.
    await contactOf(second, 'Noether')
    await settled(second)
    await second.close()
    await second.database.drop()
  })

  it('ES-15 restored after an erasure has the person erased before anybody reads it', async () => {
    const subject = { aggregate: 'contact', id: erased }
    await first.hindsight.privacy.request({ kind: 'erasure', subject }, { principal })
    const second = await restored()
    expect(await nameIn(second, erased)).toBe('[erased]')
    expect(await nameIn(second, kept)).toBe('Hopper')
    await settled(second)
    const rows = await second.hindsight.pg.owner.query(
      `select from rm.contact_past where last_name = 'Lovelace'`,
    )
    expect(rows.rowCount).toBe(0)
    const again = systemPrincipal('test', { kind: 'cli' })
    const actor = { kind: 'user', id: randomUUID(), roles: ['admin'] } as const
    await expect(
      second.hindsight.execute({
        command: 'contact.change',
        id: erased,
        body: { title: 'x' },
        principal: { ...again, actor },
      }),
    ).rejects.toMatchObject({ code: 'contact.erased' })
    await second.close()
    await second.database.drop()
  })

  it('FAULTS 32 is restored without a word only where it is signed with the key of this installation', async () => {
    const database = await testDatabase()
    const pg = openPg({ url: database.url, log: silent })
    const seed = new Uint8Array(32).fill(7)
    // This one is signed by nobody; its hash says nothing of who wrote it.
    await expect(restoreBackup(pg, file, seed)).rejects.toThrow('not signed with the signing key')
    await restoreBackup(pg, file)
    const signed = join(folder, 'signed')
    await backUp(pg, signed, seed)
    const other = await testDatabase()
    const empty = openPg({ url: other.url, log: silent })
    await expect(restoreBackup(empty, signed, new Uint8Array(32))).rejects.toThrow('--accept-unsigned')
    await restoreBackup(empty, signed, seed)
    for (const each of [pg, empty]) await each.close()
    for (const each of [database, other]) await each.drop()
  })

  it('FAULTS 32 signed with a key that everybody knows is refused where there is no signing key yet', async () => {
    const forged = join(folder, 'forged')
    await backUp(first.hindsight.pg, forged, new Uint8Array(32))
    const database = await testDatabase()
    const refused = await restoreCommand(database, forged)
    expect(refused, refused.output).toMatchObject({ code: 78 })
    expect(refused.output).toContain('not signed with the signing key of this installation')
    const trusted = await restoreCommand(database, forged, '--accept-unsigned')
    expect(trusted, trusted.output).toMatchObject({ code: 0 })
    await database.drop()
  })

  it('that was cut off, altered or is none is refused, and so is a database with something in it; nothing changes', async () => {
    const database = await testDatabase()
    const pg = openPg({ url: database.url, log: silent })
    const bytes = readFileSync(file)
    const plain = gunzipSync(bytes)
    const flipped = Buffer.from(plain)
    const at = flipped.indexOf('claim-')
    flipped[at] = (flipped[at] ?? 0) ^ 1
    const bad = {
      'cut off': bytes.subarray(0, bytes.length / 2),
      'cut between parts': gzipSync(plain.subarray(0, plain.lastIndexOf('J'))),
      altered: gzipSync(flipped),
      'no backup': Buffer.from('hello'),
      empty: Buffer.alloc(0),
    }
    for (const [what, content] of Object.entries(bad)) {
      writeFileSync(join(folder, 'bad'), content)
      await expect(restoreBackup(pg, join(folder, 'bad')), what).rejects.toThrow(
        /cannot be used|is no backup/,
      )
    }
    await expect(restoreBackup(pg, join(folder, 'none'))).rejects.toThrow('cannot be used')
    await restoreBackup(pg, file)
    await expect(restoreBackup(pg, file)).rejects.toThrow('not empty')
    await pg.close()
    await database.drop()
  })

  it('ES-06 lets read models that are not of the log’s time be dropped by choice and made anew', async () => {
    const second = await restored()
    await settled(second)
    const before = await sums(second.hindsight.pg)
    await second.close()
    const pg = openPg({ url: second.database.url, log: silent })
    await pg.owner.query('update rm.checkpoint set position = position + 1000000')
    await expect(openOn(second.database)).rejects.toThrow('npm run rebuild')
    await whileAlone(pg, renewReadModels)
    await pg.close()
    const third = await openOn(second.database)
    await settled(third)
    expect(await sums(third.hindsight.pg)).toEqual(before)
    await third.close()
    await second.database.drop()
  })

  it('ES-15 erasures that a log lost with its end are carried out again once the older log is accepted', async () => {
    const place = await openOn(await testDatabase())
    const gone = await contactOf(place, 'Kovalevskaya')
    const last = await place.hindsight.store.lastPosition()
    await place.hindsight.privacy.request(
      { kind: 'erasure', subject: { aggregate: 'contact', id: gone } },
      { principal },
    )
    await settled(place)
    await place.close()
    const pg = openPg({ url: place.database.url, log: silent })
    await pg.owner.query('delete from eventstore.event where position > $1', [last])
    const server = await testEventStore(place.database.url)
    const store = connectEventStore(server.url)
    const lost: string[] = []
    await acceptOlderLog({ pg, store, by: 'anna' }, (beyond) =>
      lost.push(...beyond.lost.map(({ category }) => category)),
    )
    expect(lost).toContain('contact')
    await store.close()
    await server.stop()
    await pg.close()

    const again = await openOn(place.database)
    await settled(again)
    const types = (await again.hindsight.store.readStream(`contact-${gone}`)).map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('contact.erased'))).toHaveLength(1)
    expect(await nameIn(again, gone)).toBe('[erased]')
    await again.close()
    await place.database.drop()
  })
})
