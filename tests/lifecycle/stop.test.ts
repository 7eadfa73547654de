import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { processesOf } from '../support/processes.ts'
import { admin, dataDirectory, emptyProduct, launch, type Product, signIn } from '../support/product.ts'

const removals: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove()
})

async function running(): Promise<{ product: Product; url: string; token: string }> {
  const { data, remove } = await emptyProduct()
  removals.push(remove)
  const product = await launch({ data })
  const url = await product.ready
  return { product, url, token: await signIn(url) }
}

async function expectEnd(product: Product): Promise<void> {
  const { code, signal, stderr } = await product.ended
  expect({ code, signal, stderr }).toStrictEqual({ code: 0, signal: null, stderr: '' })
  expect(processesOf(product.data)).toStrictEqual([])
}

async function expectCleanEnd(product: Product): Promise<void> {
  await expectEnd(product)
  expect(warnings(product)).toStrictEqual([])
}

/** Without those of requests that could not be answered as they were asked, and of a machine that is busy. */
function warnings(product: Product): string[] {
  const lines = product.stdout().split('\n')
  return lines.filter((line) => {
    if (!line.startsWith('{')) return false
    const { level, msg } = JSON.parse(line) as { level: number; msg: string }
    return level >= 40 && msg !== 'request failed' && !msg.startsWith('An append is tried again: ')
  })
}

describe('stopping', { timeout: 10 * patience }, () => {
  it('SIGTERM ends every process with exit code 0', async () => {
    const { product } = await running()
    expect(kinds(product)).toStrictEqual(['backend', 'main', 'postmaster', 'store'])
    product.kill('SIGTERM')
    await expectCleanEnd(product)
  })

  it('a signal to every process of ours at once, as a service manager sends it, PostgreSQL included, ends as well', async () => {
    const { product, url, token } = await running()
    const busy = capturing(url, token, 40)
    for (const { pid } of processesOf(product.data)) process.kill(pid, 'SIGTERM')
    for (const status of await busy) expect([201, 503, 'cut']).toContain(status)
    // That its database left before it did is told.
    await expectEnd(product)
  })

  it('SIGINT: a request that is under way is answered; an open WebSocket and a request that is never finished do not hold it up for ever', async () => {
    const { product, url, token } = await running()
    expect(kinds(product)).toStrictEqual(['backend', 'main', 'postmaster', 'store'])
    const socket = await openSocket(url, token)
    const half = await unfinished(url, token)
    // Waits as long as it may for a position that nobody will write.
    const waiting = request(`${url}/api/leads`, {
      headers: { authorization: `Bearer ${token}`, 'x-min-position': '999999999999', expect: '100-continue' },
    })
    const answered = once(waiting, 'response') as Promise<[IncomingMessage]>
    waiting.end()
    await once(waiting, 'continue')
    const closed = once(socket, 'close')
    product.kill('SIGINT')
    const [reply] = await answered
    expect([200, 503]).toContain(reply.statusCode)
    reply.resume()
    await closed
    await expectCleanEnd(product)
    half.destroy()
  })

  it('while the demo loads it stops in between, and the next start goes on from there without doubles', async () => {
    const { data, remove } = dataDirectory()
    removals.push(remove)
    const first = await launch({ data })
    await first.says(/Loading the demo organisation \.\.\. /)
    first.kill('SIGTERM')
    await expectCleanEnd(first)
    expect(first.stdout()).not.toContain('is ready at')

    const second = await launch({ data })
    await second.says(/Loading the demo organisation \.\.\. /)
    second.kill('SIGKILL')
    await second.ended
    const third = await launch({ data })
    const url = await third.ready
    const token = await signIn(url, { email: 'admin@hindsight.example', password: 'hindsight-demo' })
    const listed = async (model: string) => {
      const list = await fetch(`${url}/api/${model}?total=true&limit=200`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return (await list.json()) as { total: number; items: Record<string, unknown>[] }
    }
    await eventually(async () => {
      expect((await listed('users')).total).toBe(6)
      expect((await listed('tickets')).total).toBe(60)
      // And those of the leads that are converted meanwhile.
      expect((await listed('accounts')).total).toBeGreaterThanOrEqual(48)
    })
    for (const model of ['users', 'accounts']) {
      const { items } = await listed(model)
      const names = items.map((item) => JSON.stringify(item.email ?? item.name))
      expect(new Set(names).size).toBe(items.length)
    }
    await third.stop()
    await expectCleanEnd(third)

    // What is finished is not loaded again.
    const fourth = await launch({ data })
    await fourth.ready
    expect(fourth.stdout()).not.toContain('Loading')
    await fourth.stop()
  })

  it('while it starts for the first time, at any moment', async () => {
    for (const delay of moments(3_000)) {
      const { data, remove } = dataDirectory()
      removals.push(remove)
      const product = await launch({ data, args: ['--empty'] })
      await Promise.race([sleep(delay), product.ready])
      product.kill('SIGTERM')
      const { code, signal, stderr } = await product.ended
      // Before the program has taken over its signals, it is the system that ends it.
      if (signal !== 'SIGTERM') expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' })
      expect(processesOf(data)).toStrictEqual([])
    }
  })
})

describe('after SIGKILL', { timeout: 10 * patience }, () => {
  it('what main leaves behind is taken over or gone, and the next start serves what was acknowledged', async () => {
    const { product, url, token } = await running()
    const [status] = await capturing(url, token, 1)
    expect(status).toBe(201)
    const [postmaster] = processesOf(product.data).filter(({ kind }) => kind === 'postmaster')
    product.kill('SIGKILL')
    await product.ended
    const next = await launch({ data: product.data })
    const nextUrl = await next.ready
    expect(kinds(next)).toStrictEqual(['backend', 'main', 'postmaster', 'store'])
    expect(processesOf(product.data).filter(({ kind }) => kind === 'postmaster')).toMatchObject([
      { pid: postmaster?.pid },
    ])
    // The old one is gone, or on its way out.
    await eventually(() =>
      expect(processesOf(product.data).filter(({ kind }) => kind === 'store')).toHaveLength(1),
    )
    const leads = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${nextUrl}/api/leads?total=true`, { headers })).json()
    }
    await eventually(async () => expect(await leads()).toMatchObject({ total: 1 }))
    next.kill('SIGHUP')
    await expectCleanEnd(next)
  })

  it('a store that was still loading when main went ends by itself', async () => {
    const { data, remove } = await emptyProduct()
    removals.push(remove)
    const stores = () => processesOf(data).filter(({ kind }) => kind === 'store')
    for (const delay of moments(300)) {
      const product = await launch({ data })
      while (stores().length === 0) await sleep(5)
      await sleep(delay)
      product.kill('SIGKILL')
      await product.ended
      await eventually(() => expect(stores()).toStrictEqual([]))
    }
  })

  it('on the very first start, at any moment, the next one comes up', async () => {
    const { data, remove } = dataDirectory()
    removals.push(remove)
    const env = { HINDSIGHT_ADMIN_EMAIL: admin.email, HINDSIGHT_ADMIN_PASSWORD: admin.password }
    for (const delay of moments(2_400)) {
      const product = await launch({ data, env })
      await Promise.race([sleep(delay), product.ready])
      product.kill('SIGKILL')
      await product.ended
    }
    const product = await launch({ data, env })
    await signIn(await product.ready)
    await product.stop()
    await expectCleanEnd(product)
  })
})

/** Some milliseconds after a start, at which it is cut off. */
const moments = (first: number) =>
  fc.sample(fc.noBias(fc.integer({ min: 0, max: first })), times(2, 4)).toSorted((one, other) => one - other)

async function openSocket(url: string, token: string): Promise<WebSocket> {
  const reply = await fetch(`${url}/api/live/ticket`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  const { ticket } = (await reply.json()) as { ticket: string }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live?ticket=${ticket}`)
  await once(socket, 'open')
  return socket
}

/** A request whose body never comes to its end. */
async function unfinished(url: string, token: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const half = connect(Number(port), hostname)
  half.on('error', () => {})
  half.write(
    `POST /api/leads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nexpect: 100-continue\r\n` +
      'content-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  )
  const [begun] = (await once(half, 'data')) as [Buffer]
  expect(begun.toString()).toMatch(/^HTTP\/1\.1 100 /)
  return half
}

function kinds({ data }: Product): string[] {
  return [...new Set(processesOf(data).map(({ kind }) => kind))].toSorted()
}

/** So many leads at once; the status of each, or that it was cut off. */
async function capturing(url: string, token: string, count: number): Promise<(number | 'cut')[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      try {
        const reply = await fetch(`${url}/api/leads`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ name: { first: null, last: `Lead ${index}` } }),
        })
        return reply.status
      } catch {
        return 'cut'
      }
    }),
  )
}
