import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../src/commands/aggregates.ts'
import { createExecute } from '../../src/commands/execute.ts'
import { emailClaim } from '../../src/commands/identity/user.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { derivedId, keyedId } from '../../src/platform/process/ids.ts'
import { type KeyRing, localKey } from '../../src/platform/vault/key-encryption-key.ts'
import { openVault } from '../../src/platform/vault/vault.ts'
import { commands, deciders } from '../../src/registry.ts'
import { compose } from '../../src/start/compose.ts'
import type { Hindsight } from '../../src/start/hindsight.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'

let database: TestDatabase
let server: TestEventStore
let hindsight: Hindsight
const principal = systemPrincipal('test', { kind: 'cli' })
const log = pino({ level: 'silent' })
const [first, second] = [localKey(randomBytes(32)), localKey(randomBytes(32))]
const user = (email: string) => ({ name: 'Ada', email, role: 'rep' })

const guess = (email: string) => {
  const { kind, value } = emailClaim(email)
  return derivedId('claim', kind, value)
}
const open = (keys: KeyRing) =>
  compose({ databaseUrl: database.url, eventStoreUrl: server.url, log, keys }).then((opened) => {
    hindsight = opened
  })
const register = (email: string) =>
  hindsight.execute({ command: 'user.register', body: user(email), principal })
const taken = { code: 'user.email-taken' }
const isThere = async (id: string) => (await hindsight.store.readStream(`claim-${id}`)).length > 0

/** A log from before claims were keyed: one address is taken in it, another was and is given up. */
beforeAll(async () => {
  database = await testDatabase()
  server = await testEventStore()
  const store = connectEventStore(server.url)
  const codec = eventCodec(deciders)
  const of = ({ kind, value }: { kind: string; value: string }) => derivedId('claim', kind, value)
  const claimIds = { of, before: () => undefined }
  const parts = { store, codec, commands, clock: systemClock, app: 'test', claimIds }
  const execute = createExecute({ ...parts, aggregates: aggregates(parts) })
  await execute({ command: 'user.register', body: user('old@example.com'), principal })
  const { id } = await execute({ command: 'user.register', body: user('left@example.com'), principal })
  await execute({ command: 'user.change', id, body: { email: 'moved@example.com' }, principal })
  await store.close()
  await open([first])
})
afterAll(async () => {
  await hindsight.stop()
  await server.stop()
  await database.drop()
})

describe('SEC-08 the claim on an e-mail address', () => {
  it('is a stream that nobody without the key finds by guessing', async () => {
    await register('new@example.com')
    await expect(register('new@example.com')).rejects.toMatchObject(taken)
    expect(await isThere(guess('old@example.com'))).toBe(true)
    expect(await isThere(guess('new@example.com'))).toBe(false)
    const other = randomBytes(32)
    expect(keyedId(other, 'claim', 'a')).not.toBe(keyedId(randomBytes(32), 'claim', 'a'))
    expect(keyedId(other, 'claim', 'a')).toBe(keyedId(other, 'claim', 'a'))
  })

  it('counts where it was taken before there was a key, until it is given up there', async () => {
    await expect(register('old@example.com')).rejects.toMatchObject(taken)
    await expect(register('moved@example.com')).rejects.toMatchObject(taken)
    const id = await hindsight.execute.holder(emailClaim('old@example.com'))
    if (!id) throw new Error('nobody holds it')
    await hindsight.execute({
      command: 'user.change',
      id,
      body: { email: 'elsewhere@example.com' },
      principal,
    })
    for (const email of ['old@example.com', 'left@example.com']) {
      await register(email)
      await expect(register(email)).rejects.toMatchObject(taken)
      const events = await hindsight.store.readStream(`claim-${guess(email)}`)
      expect(events.map(({ type }) => type)).toEqual(['claim.taken.v1', 'claim.released.v1'])
    }
  })

  it('is found after the key-encryption key was rotated, and after others were erased', async () => {
    const { id } = await register('gone@example.com')
    await hindsight.execute({ command: 'user.deactivate', id, body: {}, principal })
    await hindsight.privacy.request(
      { kind: 'erasure', subject: { aggregate: 'user', id }, ground: 'removal' },
      { principal },
    )
    await hindsight.stop()
    const pg = openPg({ url: database.url, log })
    const vault = await openVault({ pg, ring: [second, first] })
    expect(await vault.rewrap()).toBeGreaterThan(0)
    await vault.close()
    await pg.close()
    await open([second])
    await expect(register('new@example.com')).rejects.toMatchObject(taken)
    // Who is erased holds nothing.
    await register('gone@example.com')
  })
})
