import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { admin, dataDirectory, launch, type Product, signIn } from '../support/product.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'

/** Two servers on the same stores, which outlive both of them. */
let database: TestDatabase
let store: TestEventStore
const removals: (() => Promise<void>)[] = []
const products: Product[] = []

beforeAll(async () => {
  database = await testDatabase()
  store = await testEventStore()
})
afterEach(async () => {
  for (const product of products.splice(0)) if (product.isRunning()) await product.stop()
})
afterAll(async () => {
  for (const remove of removals) await remove()
  await store.stop()
  await database.drop()
})

async function server(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Product> {
  const { data, remove } = dataDirectory()
  removals.push(remove)
  const product = await launch({
    data,
    args: ['--empty', ...args],
    env: {
      DATABASE_URL: database.url,
      EVENTSTORE_URL: store.url,
      HINDSIGHT_ADMIN_EMAIL: admin.email,
      HINDSIGHT_ADMIN_PASSWORD: admin.password,
      HINDSIGHT_SIGNING_KEY: key,
      HINDSIGHT_KEY_ENCRYPTION_KEY: key,
      ...env,
    },
  })
  products.push(product)
  return product
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

const key = Buffer.alloc(32, 7).toString('base64')

/** Captures leads at whichever server answers, each under one key until it is acknowledged. */
function capturing(servers: readonly string[], token: string) {
  const acknowledged = new Set<string>()
  let longest = 0
  let going = true
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let n = 0; going; n++) {
      const asked = performance.now()
      const body = JSON.stringify({ name: { last: `Lead ${client}-${n}` }, source: 'web' })
      for (let attempt = 0; ; attempt++) {
        const url = servers[attempt % servers.length] ?? ''
        const reply = await fetch(`${url}/api/leads`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': `${client}-${n}`,
          },
          body,
        }).catch(() => undefined)
        if (reply?.status === 201) {
          acknowledged.add(((await reply.json()) as { id: string }).id)
          break
        }
        expect([undefined, 409, 503]).toContain(reply?.status)
        if (!going) return
        await sleep(5)
      }
      longest = Math.max(longest, performance.now() - asked)
    }
  })
  return {
    acknowledged,
    longest: () => longest,
    async stop() {
      going = false
      await Promise.all(clients)
    },
  }
}

async function leads(url: string, token: string, position?: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor = ''; ; ) {
    const reply = await fetch(`${url}/api/leads?limit=200${cursor && `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${token}`, ...(position && { 'x-min-position': position }) },
    })
    const { items, next } = (await reply.json()) as { items: { id: string }[]; next: string | null }
    found.push(...items.map(({ id }) => id))
    if (next === null) return found
    cursor = encodeURIComponent(next)
  }
}

describe('a second server on the same stores (issue 22.3)', { timeout: 10 * patience }, () => {
  it('is refused while one runs, and starts when that one was killed; behind a proxy too it listens (FAULTS 5)', async () => {
    const first = await server()
    await first.ready
    const second = await server()
    expect(await second.ended).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('Another server runs on this database'),
    })
    expect(first.isRunning()).toBe(true)
    first.kill('SIGKILL')
    await first.ended
    const port = String(await freePort())
    const third = await server([], { PORT: port, HINDSIGHT_PUBLIC_URL: 'https://crm.example.com' })
    expect(await third.ready).toBe('https://crm.example.com')
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
  })

  it('takes over by choice: the first ends with 75, nothing is lost and nothing is there twice', async () => {
    const first = await server()
    const url = await first.ready
    const token = await signIn(url)
    const servers = [url]
    const load = capturing(servers, token)
    await expect.poll(() => load.acknowledged.size).toBeGreaterThan(20)
    const second = await server(['--take-over'])
    servers.push(await second.ready)
    expect(await first.ended).toMatchObject({ code: 75, stderr: expect.stringContaining('has taken over') })
    const before = load.acknowledged.size
    await expect.poll(() => load.acknowledged.size).toBeGreaterThan(before + 20)
    await load.stop()
    if (process.env.HINDSIGHT_FIGURES) console.log(`longest wait over a hand-over: ${load.longest()} ms`)

    const now = servers[1] ?? ''
    const { position } = (await (
      await fetch(`${now}/api/leads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: { last: 'Last' }, source: 'web' }),
      })
    ).json()) as { position: string }
    const seen = await leads(now, token, position)
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of load.acknowledged) expect(seen).toContain(id)

    // The one that was taken over may be started again: it is refused while the other runs, and serves after it.
    expect((await (await server()).ended).code).toBe(78)
    second.kill('SIGTERM')
    expect(await second.ended).toMatchObject({ code: 0 })
    await (await server()).ready
  })
})
