import { setTimeout as sleep } from 'node:timers/promises'
import { setUpCompany } from './company.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, median, milliseconds } from './round.ts'

const aim = 60
const changes = 10

/** A year of monthly back-tests over deals with ten events each, by all methods, while somebody else asks for things. */
export function backTests(deals: number): Benchmark {
  return {
    name: 'back-tests',
    async run({ rounds, say }) {
      const data = dataDirectory()
      const product = await startProduct(data.path)
      try {
        const { stageIds } = await setUpCompany(product)
        for (let first = 0; first < deals; first += 1_000)
          await lives(product, stageIds, first, Math.min(deals, first + 1_000))
        await product.settled()
        say(`${deals} deals, ${deals * changes} events`)
        const times: number[] = []
        let slowest = 0
        for (let round = 0; round < rounds; round++) {
          const began = performance.now()
          const job = await product.ask<{ id: string }>({
            method: 'POST',
            path: '/api/back-tests',
            body: { from: '2017-01-01', to: '2017-12-31', basis: 'occurred' },
          })
          for (;;) {
            const asked = performance.now()
            const { state, error } = await product.ask<{ state: string; error: string | null }>({
              method: 'GET',
              path: `/api/jobs/${job.id}`,
            })
            slowest = Math.max(slowest, performance.now() - asked)
            if (state === 'failed') throw new Error(String(error))
            if (state === 'done') break
            await sleep(50)
          }
          times.push((performance.now() - began) / 1000)
        }
        const seconds = median(times)
        say(`${seconds.toFixed(1)} s`)
        return {
          title: 'Back-tests',
          about:
            `\`POST /api/back-tests\` over a year of month ends with all methods, of ${deals} deals with ${changes} events each, until ` +
            `the job says that it is done. Meanwhile somebody asks twenty times a second how far it is; the slowest answer took ` +
            `${milliseconds(slowest)}.`,
          rows: [
            {
              what: 'twelve cut-offs',
              value: `${seconds.toFixed(1)} s`,
              aim: `≤ ${aim} s`,
              met: seconds <= aim,
              figures: { times, slowest },
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

/** Deals that are opened through two years, go through four stages, change, and are won or lost; every sixth stays open. */
async function lives(
  product: Product,
  stageIds: readonly string[],
  first: number,
  end: number,
): Promise<void> {
  const body = Array.from({ length: end - first }, (_, place) => {
    const n = first + place
    // As if by chance, and the same every time.
    const turn = (by: number) => (Math.imul(n + 1, 2_654_435_761) >>> by) % 97
    const opened = Date.UTC(2016, 0, 1) + ((n * 7_919) % 730) * 86_400_000
    let day = 0
    const at = (days: number) => {
      day += days
      return new Date(opened + day * 86_400_000).toISOString()
    }
    const amount = { amount: 10_000 + turn(3) * 1_000, currency: 'EUR' }
    const steps = [
      { command: 'open', at: at(0), body: { name: `Deal ${n}`, amount } },
      ...stageIds.slice(1).map((stageId, stage) => ({
        command: 'advance-stage',
        at: at(2 + (turn(stage) % 30)),
        body: { stageId },
      })),
      { command: 'change-amount', at: at(1), body: { amount: { ...amount, amount: amount.amount + 500 } } },
      { command: 'change', at: at(1), body: { nextStep: 'Call' } },
      { command: 'change-close-date', at: at(1), body: { closeDate: at(0).slice(0, 10) } },
      { command: 'change', at: at(1), body: { nextStep: 'Sign' } },
      { command: 'change-amount', at: at(1), body: { amount } },
      n % 6 === 0
        ? { command: 'change', at: at(5), body: { nextStep: 'Wait' } }
        : n % 3 === 0
          ? { command: 'lose', at: at(1 + (turn(7) % 20)), body: { reason: 'Price' } }
          : { command: 'win', at: at(1 + (turn(7) % 20)), body: {} },
    ]
    return JSON.stringify({
      source: { system: 'bench', id: String(n) },
      history: steps.map(({ command, ...step }) => ({ command: `opportunity.${command}`, ...step })),
    })
  })
  const reply = await fetch(`${product.url}/api/histories`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.token}`, 'content-type': 'application/x-ndjson' },
    body: body.join('\n'),
  })
  const lines = (await reply.text()).split('\n')
  const made = lines.filter((line) => line.includes('"created"'))
  if (made.length !== end - first)
    throw new Error(
      `${made.length} of ${end - first} lives were taken: ${lines.find((line) => line && !line.includes('"created"'))}`,
    )
}
