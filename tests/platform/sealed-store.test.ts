import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { creates } from '../../src/domain/event.ts'
import { personal } from '../../src/domain/personal.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { EventStore, StoredEvent } from '../../src/platform/log/event-store.ts'
import { sealedStore } from '../../src/platform/log/sealed-store.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { ConfigError } from '../../src/platform/process/config.ts'
import { decrypt, encrypt } from '../../src/platform/vault/cipher.ts'
import { beginRotation, endRotation, keyRing, localKey } from '../../src/platform/vault/key-encryption-key.ts'
import { openVault, type Vault } from '../../src/platform/vault/vault.ts'
import { mustHaveKeys } from '../../src/start/keys-and-log.ts'
import { testDatabase } from '../support/servers.ts'
import { type TestStores, testStores } from '../support/stores.ts'

const said = z.object({
  name: personal(z.string().min(1)),
  email: personal(z.email()).nullable(),
  amount: z.int(),
  notes: z.array(z.object({ by: z.uuid(), text: personal(z.string().min(1)) })),
})
const codec = eventCodec([
  { name: 'person', events: { 'person.met': creates(said), 'person.left': creates(z.object({})) } },
])
const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  amount: 7,
  notes: [{ by: randomUUID(), text: 'likes engines' }],
}
const ring = [localKey(randomBytes(32))] as const

let pg: TestStores['pg']
let bare: EventStore
let close: TestStores['close']
let vault: Vault

beforeAll(async () => {
  ;({ pg, store: bare, close } = await testStores())
  vault = await openVault({ pg, ring })
})

afterAll(async () => {
  await vault.close()
  await close()
})

const open = () => sealedStore({ store: bare, vault, specs: codec.specs })
const met = (data: unknown = ada, more: object = {}) => ({
  id: randomUUID(),
  ...codec.encode({ type: 'person.met', data }),
  metadata: {
    actor: { kind: 'user', id: randomUUID(), roles: [] },
    via: { kind: 'cli' },
    command: { id: '1', type: 'person.meet', hash: 'a hash of ada@example.com' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    ...more,
  },
})

async function written(): Promise<{ stream: string; stored: StoredEvent }> {
  const stream = `person-${randomUUID()}`
  await open().append(stream, [met()], 'no-stream')
  const [stored] = await bare.readStream(stream)
  return { stream, stored: stored ?? expect.unreachable() }
}

describe('SEC-01 personal fields in the log', () => {
  it('are ciphertext there and plain for those who read through the vault', async () => {
    const { stream, stored } = await written()
    const text = JSON.stringify([stored.data, stored.metadata])
    for (const secret of ['Ada', 'ada@', 'engines', 'a hash']) expect(text).not.toContain(secret)
    expect(stored.data).toEqual({
      ...ada,
      name: '[sealed]',
      email: null,
      notes: [{ ...ada.notes[0], text: '[sealed]' }],
    })
    const [read] = await open().readStream(stream)
    expect(read?.data).toStrictEqual(ada)
    expect(read && codec.decode(read)?.metadata.command.hash).toBe('a hash of ada@example.com')
  })

  it('of one stream are under one key, also for a process that comes later; those of another are not', async () => {
    const { stream, stored } = await written()
    await open().append(stream, [met()], 0n)
    await open().append(stream, [met({ ...ada, name: 'Augusta' })], 1n)
    const other = await written()
    const keys = (await bare.readStream(stream)).map(keyOf)
    expect(new Set(keys)).toEqual(new Set([keyOf(stored)]))
    expect(keyOf(other.stored)).not.toBe(keyOf(stored))
  })

  it('include the reason that was given, and nothing is sealed where nothing is personal', async () => {
    const stream = `person-${randomUUID()}`
    const left = { id: randomUUID(), ...codec.encode({ type: 'person.left', data: {} }) }
    await open().append(stream, [{ ...left, metadata: { occurredAt: 'now' } }], 'no-stream')
    await open().append(
      stream,
      [{ ...left, id: randomUUID(), metadata: { reason: { text: 'Ada is ill' } } }],
      0n,
    )
    const [plain, sealed] = await bare.readStream(stream)
    expect(plain?.metadata).toEqual({ occurredAt: 'now' })
    expect(JSON.stringify(sealed?.metadata)).not.toContain('Ada')
    expect((await open().readStream(stream))[1]?.metadata).toMatchObject({ reason: { text: 'Ada is ill' } })
  })

  it('cannot be moved to another event, stream or field, nor altered', async () => {
    const { stream, stored } = await written()
    const said = stored.metadata as { personal: { key: string; fields: string[]; sealed: string } }
    const seal = said.personal
    const bytes = Buffer.from(seal.sealed, 'base64')
    bytes[40] = (bytes[40] ?? 0) ^ 1
    const moved: Partial<StoredEvent>[] = [
      { stream: `person-${randomUUID()}` },
      { id: randomUUID() },
      { type: 'person.left.v1' },
      { metadata: { ...said, personal: { ...seal, fields: seal.fields.toReversed() } } },
      { metadata: { ...said, personal: { ...seal, sealed: bytes.toString('base64') } } },
      { metadata: { ...said, personal: { ...seal, sealed: bytes.subarray(0, 20).toString('base64') } } },
    ]
    for (const change of moved) {
      const forged: EventStore = { ...bare, readStream: async () => [{ ...stored, ...change }] }
      const [read] = await sealedStore({ store: forged, vault, specs: codec.specs }).readStream(stream)
      expect(() => read && codec.decode(read), JSON.stringify(change)).toThrow('personal data cannot be read')
    }
  })

  it('written before there was a vault are read as they are', async () => {
    const stream = `person-${randomUUID()}`
    await bare.append(stream, [met()], 'no-stream')
    expect((await open().readStream(stream))[0]?.data).toStrictEqual(ada)
  })

  it('ES-15 are gone when the key is destroyed, here and for ever, and the rest stays', async () => {
    const { stream, stored } = await written()
    await vault.destroy([keyOf(stored)])
    const later = await openVault({ pg, ring })
    for (const eyes of [vault, later]) {
      const [read] = await sealedStore({ store: bare, vault: eyes, specs: codec.specs }).readStream(stream)
      expect(read?.data).toEqual({
        ...ada,
        name: '[erased]',
        email: null,
        notes: [{ ...ada.notes[0], text: '[erased]' }],
      })
      expect(read && codec.decode(read)?.metadata.personal).toEqual({ key: keyOf(stored), erased: true })
    }
    await later.close()
    expect(await bare.readStream(stream)).toStrictEqual([stored])
    const { rows } = await pg.owner.query('select kek, wrapped from vault.key where id = $1', [keyOf(stored)])
    expect(rows).toEqual([{ kek: null, wrapped: null }])
  })

  it('refuse a tag that is too short', () => {
    const key = randomBytes(32)
    const sealed = encrypt(key, Buffer.from('Ada'), 'here')
    expect(decrypt(key, sealed, 'here').toString()).toBe('Ada')
    expect(() => decrypt(key, sealed.subarray(0, 16), 'here')).toThrow('altered or moved')
    expect(() => decrypt(key, sealed, 'there')).toThrow('altered or moved')
  })
})

describe('SEC-01 the keys of personal data', () => {
  it('are made many at once, and no two are alike', async () => {
    const keys = await Promise.all(Array.from({ length: 300 }, () => vault.take()))
    expect(new Set(keys.map(({ id }) => id)).size).toBe(300)
    expect(new Set(keys.map(({ secret }) => secret.toString('hex'))).size).toBe(300)
    const { rows } = await pg.owner.query<{ wrapped: Buffer }>(
      'select wrapped from vault.key where id = any($1)',
      [keys.map(({ id }) => id)],
    )
    expect(rows).toHaveLength(300)
    const table = Buffer.concat(rows.map(({ wrapped }) => wrapped))
    for (const { secret } of keys) expect(table.includes(secret)).toBe(false)
  })

  it('are opened by their own key-encryption key only', async () => {
    await expect(openVault({ pg, ring: [localKey(randomBytes(32))] })).rejects.toThrow(ConfigError)
  })

  it('get a new key-encryption key without a new event; a rotation that was cut goes on', async () => {
    const own = await testDatabase()
    const base = openPg({ url: own.url, log: pino({ level: 'silent' }) })
    const config = { data: mkdtempSync(join(tmpdir(), 'kek-')), keyEncryptionKey: undefined }
    const file = join(config.data, 'key-encryption-key')
    const first = await openVault({ pg: base, ring: keyRing(config) })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = readFileSync(file, 'utf8')
    const keys = await Promise.all(Array.from({ length: 5 }, () => first.take()))
    const ids = new Set(keys.map(({ id }) => id))
    await first.close()

    // Cut after the new key was written down, before and after anything was wrapped by it.
    beginRotation(config)
    const both = await openVault({ pg: base, ring: keyRing(config) })
    const late = await both.take()
    expect([...(await both.secrets(ids)).values()]).toEqual(keys.map(({ secret }) => secret))
    await both.close()
    const rotating = await openVault({ pg: base, ring: beginRotation(config) })
    expect(await rotating.rewrap()).toBeGreaterThanOrEqual(5)
    expect(await rotating.rewrap()).toBe(0)
    endRotation(config)
    await rotating.close()

    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1)
    const after = await openVault({ pg: base, ring: keyRing(config) })
    const secrets = await after.secrets(new Set([...ids, late.id]))
    expect([...secrets.values()]).toEqual([...keys, late].map(({ secret }) => secret))
    await after.close()
    writeFileSync(file, before)
    await expect(openVault({ pg: base, ring: keyRing(config) })).rejects.toThrow('is not at hand')
    await base.close()
    await own.drop()
  })
})

const keyOf = ({ metadata }: StoredEvent) =>
  (metadata as { personal?: { key: string } }).personal?.key ?? expect.unreachable()

describe('R6: keys and log are not from the same time', () => {
  it('a person whose key is missing is shown as such, and is back with the key', async () => {
    const { stream, stored } = await written()
    const key = keyOf(stored)
    await pg.owner.query('create table kept as select * from vault.key where id = $1', [key])
    await pg.owner.query('delete from vault.key where id = $1', [key])
    const older = await openVault({ pg, ring })
    const reading = sealedStore({ store: bare, vault: older, specs: codec.specs })
    const read = async () => (await reading.readStream(stream)).map((one) => codec.decode(one))
    const [event] = await read()
    expect(event?.data).toMatchObject({ name: '[sealed]', email: null, amount: 7 })
    expect(event?.metadata.personal).toEqual({ key, missing: true })
    await pg.owner.query('insert into vault.key select * from kept')
    expect((await read())[0]?.data).toMatchObject({ name: 'Ada Lovelace' })
    await older.close()
  })

  it('an empty database for a log with people is refused, and one that lacks keys is told of', async () => {
    const { stored } = await written()
    const said: unknown[] = []
    const log = { error: (of: unknown) => said.push(of) }
    await mustHaveKeys({ store: bare, vault, log })
    expect(said).toEqual([])
    const unknown = async (ids: ReadonlySet<string>) =>
      new Map([...ids].map((id) => [id, 'unknown'] as const))
    await mustHaveKeys({ store: bare, vault: { ...vault, secrets: unknown }, log })
    expect(said).toHaveLength(1)
    const empty = { ...vault, isEmpty: async () => true }
    await expect(mustHaveKeys({ store: bare, vault: empty, log })).rejects.toThrow(/has none of the keys/)
    expect(stored.metadata).toHaveProperty('personal.sealed')
  })
})
