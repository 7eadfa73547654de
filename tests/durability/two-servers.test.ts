import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Dice, loadedDice } from '../../src/demo/dice.ts'
import { keyRing } from '../../src/platform/vault/key-encryption-key.ts'
import { seed, times } from '../support/chance.ts'
import { patience } from '../support/patience.ts'
import { admin, dataDirectory, launch, type Product, signIn } from '../support/product.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'
import { caller, configure } from './installation.ts'
import { type Load, startLoad } from './load.ts'
import { openStores, proveAll } from './proof.ts'

const key = Buffer.alloc(32, 7).toString('base64')

let database: TestDatabase
let store: TestEventStore
const removals: (() => Promise<void>)[] = []
/** All that was started on the stores, the newest last. */
const servers: Product[] = []

beforeAll(async () => {
  database = await testDatabase()
  store = await testEventStore()
})
afterAll(async () => {
  for (const one of running()) await one.stop()
  for (const remove of removals) await remove()
  await store.stop()
  await database.drop()
})

const running = () => servers.filter((one) => one.isRunning())

async function start(...args: string[]): Promise<Product> {
  const { data, remove } = dataDirectory()
  removals.push(remove)
  const env = {
    DATABASE_URL: database.url,
    EVENTSTORE_URL: store.url,
    HINDSIGHT_ADMIN_EMAIL: admin.email,
    HINDSIGHT_ADMIN_PASSWORD: admin.password,
    HINDSIGHT_SIGNING_KEY: key,
    HINDSIGHT_KEY_ENCRYPTION_KEY: key,
  }
  const server = await launch({ data, args: ['--empty', ...args], env })
  servers.push(server)
  return server
}

const takesOver = '--take-over'
/** Of one that another runs beside, and of one that was taken over. */
const [refused, takenOver] = [78, 75]

async function started(): Promise<Product> {
  const server = await start()
  await server.ready
  return server
}

/** The one that is left of several, once it serves. */
async function theOne(): Promise<Product> {
  await expect.poll(() => running().length, { timeout: patience }).toBe(1)
  const [one] = running()
  if (!one) throw new Error('nobody is left')
  await one.ready
  return one
}

/** What can befall who serves, with who serves after it. */
const steps: Readonly<Record<string, (serving: Product, dice: Dice) => Promise<Product>>> = {
  async 'a second is started'(serving) {
    const second = await start()
    expect((await second.ended).code).toBe(refused)
    return serving
  },
  async 'is taken over'(serving) {
    const second = await start(takesOver)
    await second.ready
    expect((await serving.ended).code).toBe(takenOver)
    return second
  },
  async 'is stopped'(serving) {
    expect((await serving.stop()).code).toBe(0)
    return started()
  },
  async 'is killed'(serving) {
    serving.kill('SIGKILL')
    await serving.ended
    return started()
  },
  async 'is killed while it is taken over'(serving, dice) {
    const second = await start(takesOver)
    await Promise.race([moment(dice), second.ready])
    serving.kill('SIGKILL')
    await second.ready
    return second
  },
  async 'who takes over is killed'(serving, dice) {
    const second = await start(takesOver)
    await Promise.race([moment(dice), second.ready])
    second.kill('SIGKILL')
    await second.ended
    // Taken over already, it ends; else it serves as if nothing had been.
    const third = await start()
    const code = await Promise.race([third.ready, third.ended.then((ended) => ended.code)])
    if (code === refused) return serving
    expect((await serving.ended).code).toBe(takenOver)
    return third
  },
  async 'is stopped, and two are started at once'(serving) {
    await serving.stop()
    const two = await Promise.all([start(), start()])
    const one = await theOne()
    expect((await Promise.all(two.filter((each) => each !== one).map(({ ended }) => ended)))[0]?.code).toBe(
      refused,
    )
    return one
  },
  async 'two take over at once'(serving) {
    const two = await Promise.all([start(takesOver), start(takesOver)])
    expect((await serving.ended).code).toBe(takenOver)
    const one = await theOne()
    for (const { ended } of two.filter((each) => each !== one))
      expect([refused, takenOver]).toContain((await ended).code)
    return one
  },
}

/** Some way up of a start. */
const moment = (dice: Dice) => new Promise((resolve) => setTimeout(resolve, dice.whole(0, 3_000)))

/** Half of the steps, by chance; by all that there is of chance, every step after every other, and after itself. */
function orders(dice: Dice): string[] {
  const names = Object.keys(steps)
  const short = names.map((name) => ({ name, at: dice.whole(0, 1_000_000) }))
  const pairs = names.flatMap((first) => names.flatMap((second) => [first, second]))
  return times(
    short
      .sort((one, other) => one.at - other.at)
      .slice(0, names.length / 2)
      .map(({ name }) => name),
    pairs,
  )
}

it(
  'issue 22.3: two servers that are started, stopped, killed and take over in any order lose and double nothing, and one serves',
  async () => {
    const dice = await loadedDice(seed)
    let serving = await started()
    let url = await serving.ready
    const token = await signIn(url)
    const call = caller(() => url, token)
    const { user, stages, acknowledged } = await configure(call)
    const load = startLoad({
      url: () => url,
      token,
      user,
      dice: await loadedDice(seed + 1),
      clients: 4,
      stages,
    })
    const taken: string[] = []
    try {
      for (const name of orders(dice)) {
        taken.push(name)
        serving = (await steps[name]?.(serving, dice)) ?? serving
        url = await serving.ready
        await goingOn(load)
        expect(running(), taken.join(', ')).toStrictEqual([serving])
      }
      await load.stop()
    } catch (error) {
      load.abandon()
      console.log(`${taken.join(', ')}\n${serving.stdout().slice(-3_000)}\n${serving.stderr().slice(-3_000)}`)
      throw error
    }
    const ring = keyRing({ data: serving.data, keyEncryptionKey: key })
    const beside = await openStores({ databaseUrl: database.url, eventStoreUrl: store.url, ring })
    await proveAll(beside, call, { told: load.told, acknowledged, user })
    await beside.close()
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 'ready' })
  },
  times(20, 200) * patience,
)

/** Waits until more was acknowledged. */
async function goingOn(load: Load): Promise<void> {
  const before = load.told.acknowledged.length
  await expect
    .poll(
      () => {
        if (load.failure() !== undefined) throw load.failure()
        return load.told.acknowledged.length
      },
      { timeout: 2 * patience },
    )
    .toBeGreaterThan(before + 10)
}
