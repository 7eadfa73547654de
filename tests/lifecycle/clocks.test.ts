import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../../src/embedded/event-store/server.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { watchClocks } from '../../src/platform/process/clocks.ts'
import { patience } from '../support/patience.ts'
import { admin, dataDirectory, launch, type Product, signIn } from '../support/product.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'

/** A server whose clock is not that of its stores. */
let database: TestDatabase
let store: TestEventStore
let product: Product
let url: string
let shiftFile: string
let remove: () => Promise<void>
const preload = join(import.meta.dirname, '../support/shifted-clock.mjs')

const [second, hour] = [1000, 3_600_000]

function shift(ms: number): void {
  writeFileSync(shiftFile, String(ms))
  if (product) product.kill('SIGUSR2')
}

beforeAll(async () => {
  database = await testDatabase()
  store = await testEventStore()
  const place = dataDirectory()
  remove = place.remove
  shiftFile = join(place.data, '..', 'shift')
  shift(-2 * hour)
  product = await launch({
    data: place.data,
    args: ['--empty'],
    env: {
      DATABASE_URL: database.url,
      EVENTSTORE_URL: store.url,
      HINDSIGHT_ADMIN_EMAIL: admin.email,
      HINDSIGHT_ADMIN_PASSWORD: admin.password,
      HINDSIGHT_TEST_SHIFT: shiftFile,
      NODE_OPTIONS: `--import=${preload}`,
    },
  })
  url = await product.ready
})
afterAll(async () => {
  await product?.stop()
  await store?.stop()
  await database?.drop()
  await remove?.()
})

async function answered(token: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const reply = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const said = await reply.text()
  expect([path, reply.status, said], `${path}: ${said}`).toEqual([
    path,
    body && !path.includes('convert') ? 201 : 200,
    said,
  ])
  return JSON.parse(said)
}

interface Compared {
  of: string
  here: string
  there: string
  ahead: number
  state: string
}

describe('clocks that differ (issue 22.4)', { timeout: 10 * patience }, () => {
  it.each([
    -2 * hour,
    -60 * second,
    -11 * second,
    -9.5 * second,
    -3 * second,
    0,
    3 * second,
    11 * second,
    2 * hour,
  ])('answers every command, and says both times, %i ms off', async (ms) => {
    shift(ms)
    const token = await signIn(url)
    await answered(token, '/api/accounts', { name: `Acme ${ms}` })
    const lead = await answered(token, '/api/leads', {
      name: { last: 'Okello' },
      source: 'web',
      company: `New ${ms}`,
    })
    const { position } = await answered(token, '/api/tickets', {
      subject: `Late ${ms}`,
      channel: 'web',
      priority: 'high',
    })
    const shown = await fetch(`${url}/api/leads/${String(lead.id)}`, {
      headers: { authorization: `Bearer ${token}`, 'x-min-position': String(position) },
    })
    expect(shown.status).toBe(200)

    const { clocks } = (await answered(token, '/api/status')) as { clocks?: Compared[] }
    const state = Math.abs(ms) > 5 * second ? 'trouble' : Math.abs(ms) > second ? 'differs' : 'agrees'
    for (const of of ['postgres', 'eventStore']) {
      const one = clocks?.find((each) => each.of === of)
      expect(one, of).toMatchObject({ state, there: expect.any(String), here: expect.any(String) })
      if (ms !== 0) expect(Math.sign(one?.ahead ?? 0)).toBe(-Math.sign(ms))
    }
    const ready = (await (await fetch(`${url}/health/ready`)).json()) as { status: string }
    expect(ready.status).toBe(state === 'trouble' ? 'degraded' : 'ready')
    if (ms === -2 * hour) expect(product.stdout()).toContain('the clocks of two machines differ')
  })
})

it('tells of a log that was once ahead, and keeps to the highest time it has seen (FAULTS 8)', async () => {
  const own = await testDatabase()
  const said: string[] = []
  const start = async () => {
    const server = await startServer({
      databaseUrl: own.url,
      host: '127.0.0.1',
      port: 0,
      log: (line) => void said.push(line),
      fenced: () => {},
    })
    const client = connectEventStore(`esdb://127.0.0.1:${server.port}?tls=false`)
    return { client, stop: () => client.close().then(() => server.stop()) }
  }
  const before = await start()
  await before.client.identity()
  await before.stop()
  const client = new pg.Client({ connectionString: own.url })
  await client.connect()
  await client.query('update eventstore.event set created = created + 3600e6::bigint')
  await client.end()

  const after = await start()
  const clocks = await watchClocks({
    clock: systemClock,
    others: [{ of: 'eventStore', ask: () => after.client.time(), every: 0 }],
    log: pino({ level: 'silent' }),
  })
  expect(clocks.current()).toMatchObject([{ state: 'trouble', stands: true }])
  expect(said).toEqual([expect.stringMatching(/^The clock of this machine, .* s behind the newest event/)])
  await clocks.stop()
  await after.stop()
  await own.drop()
})
