import type { Large } from './large.ts'
import type { HttpRequest } from './load.ts'
import { startLoader } from './loader.ts'
import { nodeProcesses, residentMiB } from './machine.ts'
import { type Benchmark, milliseconds, rate } from './round.ts'

const aim = 400
const perSecond = 300
const seconds = 60

/** Resident memory of all Node processes of the product over 100,000 records. */
export function memory(large: () => Promise<Large>): Benchmark {
  return {
    name: 'memory',
    async run({ say }) {
      const { product, seeded } = await large()
      const loader = startLoader()
      const each = () => nodeProcesses(product.pid).map((pid) => Math.round(residentMiB(pid) ?? Number.NaN))
      const resident = () => each().reduce((sum, one) => sum + one, 0)
      try {
        const loaded = resident()
        let most = loaded
        const watch = setInterval(() => {
          most = Math.max(most, resident())
        }, 500)
        const { url, token } = product
        const requests = hour(seeded)
        const done = await loader.run({ kind: 'paced', url, token, perSecond, seconds, requests })
        clearInterval(watch)
        await product.settled()
        const after = resident()
        const mib = (value: number) => `${value} MiB`
        const row = (what: string, value: number) => ({
          what,
          value: mib(value),
          limit: mib(aim),
          ratio: value / aim,
          aim: `< ${aim} MiB`,
          met: value < aim,
          figures: { value },
        })
        const rows = [
          row('after the start on that log, all read models built', loaded),
          row('at most during the requests', most),
          {
            ...row('after them', after),
            figures: { value: after, server: each()[0], eventStore: each()[1] },
          },
        ]
        for (const { what, value, figures } of rows) say(`${what}: ${value} ${JSON.stringify(figures)}`)
        const processes = nodeProcesses(product.pid).length
        return {
          title: 'Memory of all Node processes',
          about:
            `Resident memory of the ${processes} Node processes (server, event store) over ${seeded.deals} opportunities with ` +
            `${seeded.events} events; Postgres is not counted. The requests are an hour of fifty people, one every ten ` +
            `seconds each, within a minute: ${done.operations} of them, ${rate(done.operations / done.seconds)}, answered in ` +
            `${milliseconds(done.latencies?.toSorted((a, b) => a - b)[Math.floor(done.operations / 2)])} (p50): lists, ` +
            'details, histories, boards, lists as of past instants, and one command in ten.',
          rows,
        }
      } finally {
        loader.stop()
      }
    },
  }
}

/** What people ask within an hour, by and large. */
function hour({ dealIds, stageIds, middle }: Large['seeded']): HttpRequest[] {
  const get = (path: string): HttpRequest => ({ method: 'GET', path: `/api${path}` })
  return Array.from({ length: 1000 }, (_, index) => {
    const deal = dealIds[(index * 97) % dealIds.length]
    // Of those that stay open, which two in five are not.
    const open = dealIds[((index * 97) % Math.floor(dealIds.length / 5)) * 5 + 2]
    const sort = ['-amount', 'closeDate', 'name', '-createdAt'][index % 4]
    switch (index % 10) {
      case 0:
      case 1:
      case 2:
        return get(`/opportunities?status=open&sort=${sort}&limit=50`)
      case 3:
        return get(`/opportunities?stageId=${stageIds[index % stageIds.length]}&sort=${sort}`)
      case 4:
        return get(`/opportunities?status=won&sort=${sort}&asOf=${middle}`)
      case 5:
      case 6:
        return get(`/opportunities/${deal}`)
      case 7:
        return get(`/opportunities/${deal}/history`)
      case 8:
        return get(`/accounts?sort=name&q=${index % 97}`)
      default:
        return {
          method: 'POST',
          path: `/api/opportunities/${open}/change-amount`,
          body: { amount: { amount: 100_000 + index, currency: 'EUR' } },
        }
    }
  })
}
