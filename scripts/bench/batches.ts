import { setTimeout as sleep } from 'node:timers/promises'
import { setUpCompany } from './company.ts'
import { partsOf, withCpu } from './machine.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, milliseconds, rate } from './round.ts'
import type { Sample } from './sample.ts'

const clients = 32
const aim = 0.5

/** The same change of as many deals, by one batch and by single commands of many clients. */
export function batches(items: number): Benchmark {
  return {
    name: 'batches',
    async run({ rounds, say }) {
      const data = dataDirectory()
      const product = await startProduct(data.path)
      let round = 0
      try {
        await setUpCompany(product)
        const ids = await deals(product, items)
        say(`${items} deals`)
        await product.settled()
        const meanwhile: number[] = []
        const parts = () => partsOf(product.pid)
        const { single, whole } = await interleave(
          rounds,
          {
            single: () => withCpu(parts, () => one(product, ids, `Single ${++round}`)),
            whole: () => withCpu(parts, () => batch(product, ids, `Batch ${++round}`, meanwhile)),
          },
          async () => void (await product.settled()),
        )
        const ratio = whole.perSecond / single.perSecond
        say(`${rate(whole.perSecond)} of ${rate(single.perSecond)}, ratio ${ratio.toFixed(2)}`)
        const [slowest = Number.NaN] = meanwhile.sort((a, b) => b - a)
        return {
          title: 'Batches',
          about:
            `\`POST /api/batches\` with one change of ${items} deals, until the batch says that it is done, against ` +
            `\`PATCH /api/opportunities/:id\` by ${clients} clients. While the batch runs, somebody opens a deal four times a ` +
            `second; the slowest of these took ${milliseconds(slowest)}.`,
          rows: [
            {
              what: 'records of a batch',
              value: rate(whole.perSecond),
              limit: `${rate(single.perSecond)} single commands`,
              ratio,
              aim: `≥ ${aim}`,
              met: ratio >= aim,
              figures: { whole, single },
            },
          ],
        }
      } finally {
        await product.stop()
        await data.remove()
      }
    },
  }
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const next of left) await work(next)
    }),
  )
}

async function deals({ ask }: Product, count: number): Promise<string[]> {
  const ids: string[] = []
  await inTurn(
    Array.from({ length: count }, (_, n) => n),
    async (n) => {
      const { id } = await ask<{ id: string }>({
        method: 'POST',
        path: '/api/opportunities',
        body: { name: `Deal ${n}` },
      })
      ids.push(id)
    },
  )
  return ids
}

async function one({ ask }: Product, ids: readonly string[], nextStep: string): Promise<Sample> {
  const began = performance.now()
  const [headers, body] = [{ 'if-match': '*' }, { nextStep }]
  await inTurn(ids, (id) => ask({ method: 'PATCH', path: `/api/opportunities/${id}`, body, headers }))
  return { operations: ids.length, seconds: (performance.now() - began) / 1000 }
}

async function batch(
  { ask }: Product,
  ids: readonly string[],
  nextStep: string,
  meanwhile: number[],
): Promise<Sample> {
  const began = performance.now()
  const body = { command: 'opportunity.change', body: { nextStep }, ids }
  const { id } = await ask<{ id: string }>({ method: 'POST', path: '/api/batches', body })
  for (;;) {
    const from = performance.now()
    await ask({ method: 'GET', path: `/api/opportunities/${ids[0]}` })
    meanwhile.push(performance.now() - from)
    const { status, done } = await ask<{ status: string; done: number }>({
      method: 'GET',
      path: `/api/batches/${id}`,
    })
    if (status === 'done') {
      if (done !== ids.length) throw new Error(`${done} of ${ids.length} were changed`)
      return { operations: ids.length, seconds: (performance.now() - began) / 1000 }
    }
    await sleep(250)
  }
}
