import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { ConfigError } from '../../src/platform/process/config.ts'
import { keepKeys, keyRing } from '../../src/platform/vault/key-encryption-key.ts'
import { transitKey } from '../../src/platform/vault/transit.ts'
import { openVault } from '../../src/platform/vault/vault.ts'
import { eventually } from '../support/eventually.ts'
import { type TestDatabase, testDatabase } from '../support/servers.ts'
import { transitServer } from '../support/transit.ts'

let server: Awaited<ReturnType<typeof transitServer>>
let database: TestDatabase
let pg: Pg
beforeAll(async () => {
  server = await transitServer('s.token')
  database = await testDatabase()
  pg = openPg({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await pg.close()
  await database.drop()
  await server.close()
})

const ringOf = (keyEncryptionKey: string) => keyRing({ data: '/nowhere', keyEncryptionKey })
const dataKey = (id: string) => ({ id, secret: randomBytes(32) })

describe('SEC-08 a key-encryption key in a vault', () => {
  it('wraps many keys in one request, opens them again, and keeps each bound to its id', async () => {
    server.rotate('one')
    const key = transitKey(server.url('one'))
    const keys = Array.from({ length: 100 }, (_, n) => dataKey(`key-${n}`))
    const before = server.asked.length
    const wrapped = await key.wrap(keys)
    expect(server.asked.slice(before)).toEqual(['/v1/transit/encrypt/one'])
    const sealed = keys.map(({ id }, n) => ({ id, wrapped: wrapped[n] ?? expect.unreachable() }))
    expect(await key.unwrap(sealed)).toEqual(keys.map(({ secret }) => secret))
    const [first = expect.unreachable(), second = expect.unreachable()] = sealed
    await expect(key.unwrap([{ id: second.id, wrapped: first.wrapped }])).rejects.toThrow(ConfigError)
  })

  it('goes on opening what was wrapped before it was rotated there', async () => {
    server.rotate('turned')
    const key = transitKey(server.url('turned'))
    const one = dataKey('one')
    const [old = expect.unreachable()] = await key.wrap([one])
    server.rotate('turned')
    const [fresh = expect.unreachable()] = await key.wrap([one])
    expect(fresh.toString()).toMatch(/^vault:v2:/)
    for (const wrapped of [old, fresh])
      expect(await key.unwrap([{ id: 'one', wrapped }])).toEqual([one.secret])
  })

  it('holds the vault of personal data, is asked once for what is known, and takes over from a key held here', async () => {
    const local = randomBytes(32).toString('base64')
    const before = await openVault({ pg, ring: ringOf(local) })
    const { id, secret } = await before.take()
    await before.close()

    server.rotate('hindsight')
    const url = server.url('hindsight')
    const moving = await openVault({ pg, ring: ringOf(`${url},${local}`) })
    expect(await moving.rewrap()).toBeGreaterThan(0)
    await moving.close()
    const { rows } = await pg.owner.query<{ kek: string }>('select distinct kek from vault.key')
    expect(rows).toEqual([{ kek: transitKey(url).id }])
    expect(JSON.stringify(rows)).not.toContain('s.token')

    const vault = await openVault({ pg, ring: ringOf(url) })
    expect((await vault.secrets(new Set([id]))).get(id)).toEqual(secret)
    const asked = server.asked.length
    expect((await vault.secrets(new Set([id]))).get(id)).toEqual(secret)
    expect(server.asked.length).toBe(asked)
    await vault.close()
  })

  it('waits for a vault that is sealed for a moment, and says what is wrong where waiting does not help', async () => {
    server.rotate('patient')
    const key = transitKey(server.url('patient'))
    server.fail(503, 2)
    expect(await key.wrap([dataKey('a')])).toHaveLength(1)
    server.fail(503, 100)
    await expect(key.wrap([dataKey('a')])).rejects.toThrow(/answers 503; personal data cannot be read/)
    server.fail(0, 0)
    await expect(transitKey(server.url('patient', 'other')).wrap([dataKey('a')])).rejects.toThrow(
      /capability update.*permission denied/,
    )
    await expect(transitKey(server.url('missing')).wrap([dataKey('a')])).rejects.toThrow(
      /it must exist.*encryption key not found/,
    )
  })

  it('renews its token before that ends, and says so where it cannot', async () => {
    const said: string[] = []
    const log = pino(
      new Writable({
        write(line: Buffer, _, done) {
          said.push((JSON.parse(String(line)) as { msg: string }).msg)
          done()
        },
      }),
    )
    server.rotate('kept')
    const before = server.token.renewals
    Object.assign(server.token, { left: 1, full: 2 })
    const stop = keepKeys(ringOf(server.url('kept')), log)
    await eventually(() => expect(server.token.renewals).toBe(before + 1))
    await eventually(() => expect(said).toStrictEqual(['the token of the vault was renewed']))
    // It has grown old again.
    server.token.left = 1
    await eventually(() => expect(server.token.renewals).toBe(before + 2))

    Object.assign(server.token, { left: 1, renewable: false })
    await eventually(() => expect(said.at(-1)).toBe('the token of the vault is not renewable; replace it'))
    server.token.text = 's.other'
    await eventually(() => expect(said.at(-1)).toBe('the token of the vault could not be renewed'))
    await stop()
    const asked = server.asked.length
    Object.assign(server.token, { text: 's.token', left: 0, full: 0, renewable: true })
    expect(await transitKey(server.url('kept')).wrap([dataKey('a')])).toHaveLength(1)
    expect(server.asked.length).toBe(asked + 1)
  })

  it('reads its token from a file, and anew when an agent has replaced it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-'))
    const file = join(folder, 'token')
    writeFileSync(file, 's.token\n')
    server.rotate('filed')
    const key = transitKey(server.urlWithFile('filed', file))
    expect(await key.wrap([dataKey('a')])).toHaveLength(1)
    server.token.text = 's.next'
    await expect(key.wrap([dataKey('a')])).rejects.toThrow('permission denied')
    writeFileSync(file, 's.next\n')
    expect(await key.wrap([dataKey('a')])).toHaveLength(1)
    // Replaced while the request was on its way: it is asked once more, with the new one.
    const asked = server.asked.length
    server.token.text = 's.last'
    const wrapping = key.wrap([dataKey('a')])
    writeFileSync(file, 's.last\n')
    expect(await wrapping).toHaveLength(1)
    expect(server.asked.length).toBe(asked + 2)
    rmSync(file)
    await expect(key.wrap([dataKey('a')])).rejects.toThrow(/token cannot be read/)
    rmSync(folder, { recursive: true })
    server.token.text = 's.token'
  })

  it.each([
    ['vault+https://:t@kms.example/transit/key?token-file=/run/token', /is written vault\+https/],
    ['vault+http://:t@kms.example/transit/key', /over https/],
    ['vault+https://kms.example/transit/key', /is written vault\+https/],
    ['vault+https://:t@kms.example/key', /is written vault\+https/],
    ['nonsense', /32 bytes in base64, or name a key in a vault/],
  ])('refuses %s at the start', (text, words) => {
    expect(() => ringOf(text)).toThrow(words)
  })
})
