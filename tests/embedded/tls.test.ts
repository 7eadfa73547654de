import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccessDeniedError, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedEventStore, startEventStore } from '../../src/embedded/event-store.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { selfSignedCertificate } from '../support/certificate.ts'
import { type TestDatabase, testDatabase } from '../support/servers.ts'

const tls = selfSignedCertificate()
const directory = mkdtempSync(join(tmpdir(), 'hindsight-tls-'))
const authority = join(directory, 'ca.crt')

let database: TestDatabase
let server: EmbeddedEventStore
beforeAll(async () => {
  writeFileSync(authority, tls.cert)
  database = await testDatabase()
  const users = { admin: 'pass:word' }
  server = await startEventStore({ databaseUrl: database.url, tls, users, advertise: 'localhost' })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
  rmSync(directory, { recursive: true })
})

const urlFor = (credentials: string, scheme = 'esdb'): string =>
  `${server.url.replace('esdb://', `${scheme}://${credentials}@`)}&tlsCAFile=${authority}`

const append = async (url: string): Promise<unknown> => {
  const client = EventStoreDBClient.connectionString(url)
  try {
    return await client.appendToStream(`secure-${Date.now()}`, jsonEvent({ type: 'a', data: {} }))
  } catch (error) {
    return error
  } finally {
    await client.dispose()
  }
}

it('serves encrypted, to those who know the password', async () => {
  expect(await append(urlFor('admin:pass%3Aword'))).toMatchObject({ success: true })
  expect(await append(urlFor('admin:pass%3Aword', 'esdb+discover'))).toMatchObject({ success: true })
})

it.each([
  ['a wrong password', 'admin:wrong'],
  ['an unknown user', 'toString:pass%3Aword'],
])('refuses %s', async (_, credentials) => {
  expect(await append(urlFor(credentials))).toBeInstanceOf(AccessDeniedError)
})

it('refuses a call without credentials, and a connection without encryption', async () => {
  expect(await append(urlFor('').replace('@', ''))).toBeInstanceOf(AccessDeniedError)
  expect(await append(server.url.replace('tls=true', 'tls=false'))).toMatchObject({ code: 14 })
})

it('is not spoken with when nobody vouches for its certificate', async () => {
  const unknown = `${server.url.replace('esdb://', 'esdb://admin:pass%3Aword@')}`
  expect(await append(unknown)).toMatchObject({ code: 14 })
})

it('R8: says why none of a list of hosts is spoken with, which the client does not', async () => {
  const { host } = new URL(server.url.replace('esdb', 'http'))
  const reasons: [string, RegExp][] = [
    [`esdb://admin:pass%3Aword@${host},${host}`, /not of a CA that is known here/],
    [`esdb://admin:pass%3Aword@${host},${host}?tls=false`, /its server has ended the connection/],
    [`esdb://admin:wrong@${host},${host}?tlsCAFile=${authority}`, /refuses the user or the password/],
  ]
  for (const [url, reason] of reasons) {
    const store = connectEventStore(url)
    await expect(store.ping()).rejects.toThrow(reason)
    await store.close()
  }
})

it('works through the adapter', async () => {
  const stores = [1, 2].map(() => connectEventStore(urlFor('admin:pass%3Aword')))
  for (const store of stores) {
    const event = { id: crypto.randomUUID(), type: 'a', data: {}, metadata: {} }
    expect((await store.append(`secure-${event.id}`, [event], 'no-stream')).revision).toBe(0n)
  }
  await Promise.all(stores.map((store) => store.close()))
})

it.each([
  ['a wrong password', () => urlFor('admin:wrong'), /refuses the user or the password/],
  ['no user', () => urlFor('').replace('@', ''), /refuses the user or the password/],
  [
    'an unknown CA',
    () => urlFor('admin:pass%3Aword').replace(/&tlsCAFile=.*/, ''),
    /not of a CA that is known here/,
  ],
  ['plain against TLS', () => server.url.replace('tls=true', 'tls=false'), /has ended the connection/],
  [
    'an unknown name',
    () => 'esdb://no-such-host.invalid:2113?tls=false',
    /name of its server is not known here/,
  ],
])('R8: says why it is not reached: %s', async (_, url, reason) => {
  const store = connectEventStore(url())
  await expect(store.ping()).rejects.toThrow(reason)
  await store.close()
})
