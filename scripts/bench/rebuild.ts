import { pino } from 'pino'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { readConfig } from '../../src/platform/process/config.ts'
import { createReadModels } from '../../src/projections/read-models.ts'
import { deciders, projections } from '../../src/registry.ts'
import { openStores } from '../../src/start/stores.ts'
import { atEnd } from './ending.ts'
import { dataDirectory } from './product.ts'
import { type Benchmark, interleave, rate } from './round.ts'
import type { Sample } from './sample.ts'
import { seed } from './seed.ts'

const deals = 15_000
const aim = 0.5

/** All read models built anew, against reading the same log through the same client. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const log = pino({ level: 'silent' })
    const seeded = await seed(data.path, deals)
    say(`${seeded.events} events`)
    const stores = await openStores(readConfig({ HINDSIGHT_DATA: data.path }), log)
    const stop = atEnd(() => stores.stop())
    const pg = openPg({ url: stores.databaseUrl, log })
    const store = connectEventStore(stores.eventStoreUrl)
    const readModels = createReadModels({ pg, store, codec: eventCodec(deciders), projections, log })
    try {
      await readModels.start()
      let events = 0
      const timed = async (work: () => Promise<void>): Promise<Sample> => {
        const from = performance.now()
        await work()
        return { operations: events, seconds: (performance.now() - from) / 1000 }
      }
      const read = () =>
        timed(async () => {
          events = 0
          for await (const page of store.readAll()) events += page.length
        })
      const measured = await interleave(rounds, {
        read,
        rebuild: () => timed(() => readModels.rebuild()),
      })
      const ratio = measured.rebuild.perSecond / measured.read.perSecond
      const row = {
        what: `${projections.length} read models from ${events} events`,
        value: rate(measured.rebuild.perSecond, 'events'),
        limit: `${rate(measured.read.perSecond, 'events')} read`,
        ratio,
        aim: `≥ ${aim}`,
        met: ratio >= aim,
        figures: measured,
      }
      say(`${row.value} of ${row.limit}, ratio ${ratio.toFixed(2)}`)
      return {
        title: 'Rebuild of all read models',
        about:
          'From the first event to the swap: folding, history, copying, indexes, statistics. The limit is reading the same ' +
          'log to its end through the same client in the same process, and doing nothing with it.',
        rows: [row],
      }
    } finally {
      await readModels.stop()
      await store.close()
      await pg.close()
      await stop()
      await data.remove()
    }
  },
}
