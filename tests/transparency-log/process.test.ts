import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { emptyProduct, gone, launch, type Product, signIn } from '../support/product.ts'

const script = join(import.meta.dirname, '../../dist/verify.js')

let directory: Awaited<ReturnType<typeof emptyProduct>>
beforeAll(async () => {
  await buildServer(['verify'])
  directory = await emptyProduct()
})
afterAll(async () => {
  await directory.remove()
})

/** As `npm run verify` does it. */
function verify(...args: string[]): Promise<{ code: number; output: string }> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, HINDSIGHT_DATA: directory.data }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

/** Makes so many teams, and tells of each. */
async function work(product: Product, count: number, made: () => void = () => {}): Promise<void> {
  const url = await product.ready
  const token = await signIn(url)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  for (let one = 0; one < count; one++) {
    const body = JSON.stringify({ name: `Team ${one}`, region: 'North', managerId: null })
    const { status } = await fetch(`${url}/api/teams`, { method: 'POST', headers, body })
    expect(status).toBe(201)
    made()
  }
}

it(
  'ES-14 keeps one leaf an event although the product is killed under load, and verifies running and stopped',
  async () => {
    for (let round = 0; round < times(2, 4); round++) {
      const product = await launch({ data: directory.data })
      let made = 0
      const working = work(product, 1_000, () => made++).catch(() => {})
      await eventually(() => expect(made).toBeGreaterThanOrEqual(3))
      await sleep(Math.random() * 700)
      product.kill('SIGKILL')
      await working
      await product.ended
    }
    const product = await launch({ data: directory.data })
    await work(product, 3)
    expect(statSync(join(directory.data, 'signing-key')).mode & 0o777).toBe(0o600)
    const running = await verify()
    expect(running, running.output).toMatchObject({ code: 0 })
    expect((await product.stop()).code).toBe(0)
    await gone(directory.data)

    const stopped = await verify()
    expect(stopped, stopped.output).toMatchObject({ code: 0 })
    expect(stopped.output).toMatch(/0 not signed yet/)
    const [, compared, size] = /(\d+) of (\d+) events compared/.exec(stopped.output) ?? []
    expect(compared).toBe(size)
    expect(Number(size)).toBeGreaterThan(10)
  },
  10 * patience,
)

it(
  'ES-14 finds what was done to the table while it was stopped, and without the key nothing is good',
  async () => {
    const product = await launch({ data: directory.data })
    await product.ready
    const { databaseUrl } = JSON.parse(readFileSync(join(directory.data, 'stores.json'), 'utf8')) as {
      databaseUrl: string
    }
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query<{ id: string; position: string }>(
      `update eventstore.event set data = convert_to(replace(convert_from(data, 'UTF8'), 'North', 'South'), 'UTF8')
       where position = (select min(position) from eventstore.event where type like 'team.created.%') returning id, position`,
    )
    await client.end()
    await product.stop()
    await gone(directory.data)
    const found = await verify()
    expect(found.code, found.output).toBe(1)
    expect(found.output).toMatch(`the first bad place is event ${rows[0]?.id}, stream team-`)
    expect(found.output).toMatch(`position ${rows[0]?.position}`)

    const file = join(directory.data, 'signing-key')
    const seed = readFileSync(file, 'utf8')
    writeFileSync(file, `${Buffer.alloc(32, 1).toString('base64')}\n`)
    expect((await verify()).output).toMatch('is not signed by the key')
    rmSync(file)
    expect(await verify()).toMatchObject({ code: 78, output: expect.stringContaining('no signing key yet') })
    writeFileSync(file, seed, { mode: 0o600 })
  },
  10 * patience,
)
