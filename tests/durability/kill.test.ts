import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Dice, loadedDice } from '../../src/demo/dice.ts'
import { seed as chance, times } from '../support/chance.ts'
import { type OutsideStore, outsideStore } from '../support/outside-store.ts'
import { patience } from '../support/patience.ts'
import { type OwnProcess, processesOf } from '../support/processes.ts'
import {
  dataDirectory,
  emptyProduct,
  gone,
  launch,
  launchEmpty,
  type Product,
  signIn,
} from '../support/product.ts'
import { caller, configure } from './installation.ts'
import { type Load, startLoad } from './load.ts'
import { openBeside, proveAll } from './proof.ts'

/** How often something is killed; a hundred and more by hand. */
const rounds = Number(process.env.HINDSIGHT_KILL_ROUNDS ?? times(5, 8))
/** Printed, so that the same victims at the same moments can be had again. */
const seed = Number(process.env.HINDSIGHT_KILL_SEED ?? chance)

/** Instead of the embedded store where HINDSIGHT_TEST_STORE has one: it is ended, asked to end, or stands still. */
const outside = outsideStore()
const victims = outside
  ? (['main', 'server', 'terminated server', 'still server', 'postmaster', 'backend', 'everything'] as const)
  : (['main', 'store', 'postmaster', 'backend', 'everything'] as const)
type Victim =
  | 'main'
  | 'store'
  | 'server'
  | 'terminated server'
  | 'still server'
  | 'postmaster'
  | 'backend'
  | 'everything'

it(
  `loses and doubles nothing when any process is killed at any moment (${rounds} rounds, HINDSIGHT_KILL_SEED=${seed})`,
  async () => {
    const dice = await loadedDice(seed)
    await outside?.start()
    const { data, remove } = outside ? dataDirectory() : await emptyProduct()
    const start = () => launch({ data, ...(outside && { env: { EVENTSTORE_URL: outside.url } }) })
    let product = await (outside ? launchEmpty(data, { EVENTSTORE_URL: outside.url }) : start())
    let url = await product.ready
    try {
      const token = await signIn(url)
      const call = caller(() => url, token)
      const { user, stages, acknowledged } = await configure(call)
      const load = startLoad({
        url: () => url,
        token,
        user,
        dice: await loadedDice(seed + 1),
        clients: 6,
        stages,
      })
      const killed: Record<string, number> = {}
      const began = performance.now()
      try {
        for (let round = 1; round <= rounds; round++) {
          // Often while it still recovers from the last one.
          if (dice.chance(0.7)) await progress(load, product, 12)
          await sleep(dice.whole(0, 600))
          const victim = dice.pick(victims)
          killed[victim] = (killed[victim] ?? 0) + 1
          kill(victim, data, dice)
          if (outside) await strike(outside, victim, dice)
          if (victim !== 'main' && victim !== 'everything') continue
          product = await again(product, start, dice)
          url = await product.ready
        }
        await progress(load, product, 30)
        await load.stop()
      } catch (error) {
        load.abandon()
        console.log(
          `the product's last words:\n${product.stdout().slice(-5_000)}\n${product.stderr().slice(-5_000)}`,
        )
        throw error
      }
      const { told } = load
      const seconds = (performance.now() - began) / 1000
      console.log(
        `killed ${JSON.stringify(killed)} in ${seconds.toFixed(0)} s; ${told.acknowledged.length} commands ` +
          `acknowledged, ${told.retries} requests sent again, seed ${seed}`,
      )

      const beside = await openBeside(data, outside?.url)
      await proveAll(beside, call, { told, acknowledged, user })
      await beside.close()

      const { code, stderr } = await product.stop()
      expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' })
      await gone(data)
    } finally {
      await outside?.stop()
      await remove()
    }
  },
  (5 + rounds) * patience,
)

/** What befalls the server; it is back when this is over. */
async function strike(server: OutsideStore, victim: Victim, dice: Dice): Promise<void> {
  if (victim === 'still server') {
    server.signal('SIGSTOP')
    await sleep(dice.whole(500, 13_000))
    return server.signal('SIGCONT')
  }
  if (victim !== 'everything' && !victim.endsWith('server')) return
  server.signal(victim === 'terminated server' ? 'SIGTERM' : 'SIGKILL')
  await server.ended()
  await sleep(dice.whole(0, 3_000))
  await server.start()
}

function kill(victim: Victim, data: string, dice: Dice): void {
  const all = processesOf(data)
  const ofKind = all.filter(({ kind }) => kind === victim)
  const chosen: OwnProcess[] =
    victim === 'everything'
      ? all
      : // While Postgres recovers it has none.
        victim === 'backend' && ofKind.length > 0
        ? [dice.pick(ofKind)]
        : ofKind
  for (const { pid } of chosen) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It fell with another one.
    }
  }
}

/** Starts what was killed, sometimes killing it once more on its way up. */
async function again(killed: Product, start: () => Promise<Product>, dice: Dice): Promise<Product> {
  await killed.ended
  const product = await start()
  if (!dice.chance(0.25)) return product
  await sleep(dice.whole(0, 1_500))
  product.kill('SIGKILL')
  return again(product, start, dice)
}

async function progress(load: Load, product: Product, count: number): Promise<void> {
  const target = load.told.acknowledged.length + count
  for (
    const until = performance.now() + 2 * patience;
    load.told.acknowledged.length < target;
    await sleep(20)
  ) {
    if (load.failure() !== undefined) throw load.failure()
    if (!product.isRunning()) throw new Error('the product ended, although nobody killed its main process')
    if (performance.now() > until) throw new Error('nothing is acknowledged any more')
  }
}
