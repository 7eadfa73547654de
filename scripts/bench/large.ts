import { atRest, processTree } from './machine.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Seeded, seed } from './seed.ts'

/** The product over 100,000 records with a million versions, shared by the benchmarks that need it. */
export interface Large {
  product: Product
  seeded: Seeded
  /** How long the product took from its start until it served, having built all read models, in seconds. */
  built: number
}

export function largeProduct(records: number, say: (line: string) => void) {
  let started: Promise<Large> | undefined
  const ending: (() => unknown)[] = []

  async function start(): Promise<Large> {
    const data = dataDirectory()
    ending.push(data.remove)
    const began = performance.now()
    const seeded = await seed(data.path, records)
    const seconds = (performance.now() - began) / 1000
    say(`wrote ${seeded.events} events in ${Math.round(seconds)} s`)
    const from = performance.now()
    const product = await startProduct(data.path)
    ending.push(() => product.stop())
    await product.settled()
    const built = (performance.now() - from) / 1000
    say(`started on them in ${Math.round(built)} s`)
    // Sagas, the Merkle tree and the index of events go on behind the read models.
    await atRest(() => processTree(product.pid))
    say(`at rest after ${Math.round((performance.now() - from) / 1000)} s`)
    return { product, seeded, built }
  }

  return {
    get: () => {
      started ??= start()
      return started
    },
    async stop() {
      for (const end of ending.splice(0).reverse()) await end()
    },
  }
}
