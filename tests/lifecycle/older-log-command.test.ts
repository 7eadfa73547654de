import { execFile } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { startPostgres } from '../../src/embedded/postgres.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { emptyProduct, gone, launch, signIn } from '../support/product.ts'

const dist = join(import.meta.dirname, '../../dist')

let directory: Awaited<ReturnType<typeof emptyProduct>>
beforeAll(async () => {
  await buildServer(['verify', 'backup'])
  directory = await emptyProduct()
})
afterAll(async () => {
  await directory.remove()
})

/** As `npm run verify` and `npm run rebuild` do it. */
function run(...[script = '', ...args]: string[]): Promise<{ code: number; output: string }> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, HINDSIGHT_DATA: directory.data }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(dist, script), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

const accept = () => run('backup.js', 'rebuild', '--accept-older-log', '--by', 'anna')

async function administrator(url: string) {
  const authorization = `Bearer ${await signIn(url)}`
  return {
    async get<T>(path: string): Promise<{ status: number; body: T }> {
      const reply = await fetch(`${url}${path}`, { headers: { authorization } })
      return { status: reply.status, body: (await reply.json()) as T }
    },
    async post(path: string, body: object): Promise<{ id: string; position: string }> {
      const headers = { authorization, 'content-type': 'application/json' }
      const reply = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      const told = (await reply.json()) as { id: string; position: string }
      expect(reply.status, JSON.stringify(told)).toBeLessThan(300)
      return told
    },
  }
}
type Administrator = Awaited<ReturnType<typeof administrator>>

/** A quote, and the position of the event by which it was accepted. */
async function sell({ get, post }: Administrator, name: string) {
  const me = await get<{ id: string }>('/api/me')
  const { id: opportunityId } = await post('/api/opportunities', { name, ownerId: me.body.id })
  const line = { description: 'Hours', quantity: 3, unitPrice: { amount: 1_250, currency: 'USD' } }
  const offer = { opportunityId, currency: 'USD', validUntil: '2999-12-31', lines: [line] }
  const { id } = await post('/api/quotes', offer)
  await post(`/api/quotes/${id}/send`, {})
  const { position } = await post(`/api/quotes/${id}/accept`, {})
  return { id, opportunityId, accepted: position }
}

/** The order of a quote, once its deal is won: then nothing more comes of the quote. */
const ordersOf = ({ get }: Administrator, quote: { id: string; opportunityId: string }) =>
  eventually(async () => {
    const deal = await get<{ status: string }>(`/api/opportunities/${quote.opportunityId}`)
    expect(deal.body.status).toBe('won')
    const { body } = await get<{ items: { id: string; number: string }[] }>(`/api/orders?quoteId=${quote.id}`)
    expect(body.items).toHaveLength(1)
    return body.items
  })

it(
  'ES-06 an older log is refused by the product, accepted by a command, and gone on with: orders are placed once',
  async () => {
    const first = await launch({ data: directory.data })
    const before = await administrator(await first.ready)
    const stages = [
      { name: 'New', probability: 0.1, kind: 'open' },
      { name: 'Won', probability: 1, kind: 'won' },
      { name: 'Lost', probability: 0, kind: 'lost' },
    ]
    await before.post('/api/pipelines', { name: 'Sales', currency: 'USD', isDefault: true, stages })
    const kept = await sell(before, 'kept')
    const order = await ordersOf(before, kept)
    const caused = await sell(before, 'caused')
    const again = await ordersOf(before, caused)
    const lost = await sell(before, 'lost')
    await ordersOf(before, lost)
    const refused = await accept()
    expect(refused, refused.output).toMatchObject({ code: 78 })
    expect(refused.output).toContain('is running')
    expect((await first.stop()).code).toBe(0)
    await gone(directory.data)

    // The log as it was when the second quote had been accepted, and nothing had come of that.
    const postgres = await startPostgres({ dataDir: join(directory.data, 'postgres') })
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await client.query('delete from eventstore.event where position > $1', [caused.accepted])
    await client.query(
      'delete from eventstore.stream where number not in (select stream from eventstore.event)',
    )
    await client.end()
    await postgres.stop()

    const older = await launch({ data: directory.data })
    const { code, stderr } = await older.ended
    expect(code).toBe(78)
    expect(stderr).toContain('npm run rebuild -- --accept-older-log')
    await gone(directory.data)

    const accepted = await accept()
    expect(accepted, accepted.output).toMatchObject({ code: 0 })
    for (const said of [
      /the read models, up to position \d+/,
      /the index of events, up to position \d+/,
      /the signed tree, up to position \d+/,
      /the process manager quote-to-order, up to position \d+/,
      /2 events of order that the log has no more/,
      /\d+ signed checkpoints, which are kept as evidence/,
      /Accepted by anna\./,
    ])
      expect(accepted.output).toMatch(said)
    expect(await accept()).toMatchObject({ code: 0, output: expect.stringContaining('nothing was changed') })

    const second = await launch({ data: directory.data })
    const after = await administrator(await second.ready)
    expect(await ordersOf(after, kept)).toStrictEqual(order)
    expect((await ordersOf(after, caused))[0]?.id).toBe(again[0]?.id)
    expect((await after.get(`/api/quotes/${lost.id}`)).status).toBe(404)
    const all = await after.get<{ items: unknown[] }>('/api/orders')
    expect(all.body.items).toHaveLength(2)
    const told = await after.get<{ items: { acceptedBy: string; contradicted: number }[] }>(
      '/api/log/divergences',
    )
    expect(told.body.items).toMatchObject([{ acceptedBy: 'anna' }])
    const { contradicted = 0 } = told.body.items[0] ?? {}
    expect(contradicted).toBeGreaterThan(0)
    expect((await second.stop()).code).toBe(0)
    await gone(directory.data)

    const verified = await run('verify.js')
    expect(verified, verified.output).toMatchObject({ code: 2 })
    expect(verified.output).toMatch(/ACCEPTED: on \S+ anna went on with an older log/)
    expect(verified.output.match(/^ {2}the checkpoint of \d+ events, signed at /gm)).toHaveLength(
      contradicted,
    )
    expect(verified.output).not.toMatch(/BAD|OK/)
  },
  10 * patience,
)
