import { setUpCompany } from './company.ts'
import { startLoader } from './loader.ts'
import { calm } from './machine.ts'
import { dataDirectory, startProduct } from './product.ts'
import { type Benchmark, median, milliseconds, quantile, rate } from './round.ts'

const perSecond = 300
const seconds = 10
const warmUp = 15

/** How soon what was acknowledged is readable while commands come at a steady pace. */
export const lag: Benchmark = {
  name: 'lag',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const product = await startProduct(data.path)
    const loader = startLoader()
    try {
      const { leads } = await setUpCompany(product)
      const { url, token } = product
      const job = {
        kind: 'paced',
        url,
        token,
        perSecond,
        requests: leads,
        readAfter: { every: 3, path: '/api/leads/:id' },
      } as const
      // As long as it takes until the code that runs is the compiled one: until then three hundred a second are too many.
      const warming = { kind: 'http', url, token, plan: 'warming', requests: leads } as const
      await loader.run({ ...warming, concurrency: 8, seconds: warmUp })
      await loader.run({ ...job, seconds: 3 })
      await product.settled()
      const samples: { p50: number; p99: number; max: number; command: number; reached: number }[] = []
      for (let round = 0; round < rounds; round++) {
        await calm()
        const done = await loader.run({ ...job, seconds })
        const lags = done.lags ?? []
        samples.push({
          p50: quantile(lags, 0.5),
          p99: quantile(lags, 0.99),
          max: Math.max(...lags),
          command: quantile(done.latencies ?? [], 0.5),
          reached: done.operations / done.seconds,
        })
      }
      const of = (key: keyof (typeof samples)[number]) => median(samples.map((sample) => sample[key]))
      const value = `p50 ${milliseconds(of('p50'))}, p99 ${milliseconds(of('p99'))}, max ${milliseconds(of('max'))}`
      say(value)
      return {
        title: 'Projection lag',
        about:
          `Leads captured at ${perSecond} a second, whether or not earlier ones are answered. After every third answer the ` +
          'lead is read at once with `X-Min-Position`: what is given is the time from the answer to the command until the ' +
          'answer to that read, which has the row. The read itself is part of it. Medians of the rounds.',
        rows: [
          {
            what: `${rate(of('reached'), 'commands')}, each answered in ${milliseconds(of('command'))} (p50)`,
            value,
            figures: { samples },
          },
        ],
      }
    } finally {
      loader.stop()
      await product.stop()
      await data.remove()
    }
  },
}
