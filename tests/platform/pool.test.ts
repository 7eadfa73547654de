import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyEvents } from '../../src/embedded/event-store/copy.ts'
import { createPool } from '../../src/embedded/event-store/database.ts'
import { isAway, openPg } from '../../src/platform/pg/pg.ts'
import { openPool } from '../../src/platform/pg/pool.ts'
import { scrub } from '../../src/platform/pg/scrub.ts'

/** A message of PostgreSQL's protocol 3.0. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const signedIn = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const farewell = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
)

/** A server that shuts down just as somebody has signed in: it is ready and says goodbye in one packet. */
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () => socket.end(Buffer.concat([signedIn, ready, farewell])))
})
let url: string
const uncaught: unknown[] = []
const note = (error: unknown) => void uncaught.push(error)

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `postgres://someone@127.0.0.1:${(server.address() as AddressInfo).port}/any`
  process.on('uncaughtException', note)
})
afterAll(() => {
  process.off('uncaughtException', note)
  server.close()
})

describe('FAULTS 6: a server that says goodbye in the packet that says it is ready', () => {
  const log = { warn: () => {} }
  it.each([
    ['a query', () => openPool({ connectionString: url }, () => {}).query('select 1')],
    ['a transaction', () => openPg({ url, log }).transaction(async () => {})],
    ['a client that is taken', async () => (await openPg({ url, log }).owner.connect()).query('select 1')],
    ['a reader', () => openPg({ url, log }).readers.use({ schema: 'rm', keys: [] }, async () => {})],
    ['the scrubbing', () => scrub(openPg({ url, log }), [])],
    [
      'copying from the embedded store',
      () =>
        copyEvents(
          createPool(url, 1, () => {}),
          'true',
        ),
    ],
  ] as const)('fails %s, and ends no process', async (_, ask) => {
    const failed: unknown = await Promise.race([
      ask().catch((error: unknown) => error),
      new Promise((resolve) => process.once('uncaughtException', resolve)),
    ])
    expect(isAway(failed), String(failed)).toBe(true)
    expect(uncaught).toStrictEqual([])
  })
})
