import { pino } from 'pino'
import { openApi } from '../../src/api/http/openapi.ts'
import { startEventStore } from '../../src/embedded/event-store.ts'
import { startPostgres } from '../../src/embedded/postgres.ts'
import { compose } from '../../src/start/compose.ts'
import { createDatabase } from './database.ts'
import { dataDirectory } from './product.ts'
import { type Benchmark, median } from './round.ts'

const aimMs = 100

/** The description of the API, made of the operations there are: the first time, which is the start's, and when all is warm. */
export const description: Benchmark = {
  name: 'description',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const postgres = await startPostgres({ dataDir: data.path })
    const store = await startEventStore({ databaseUrl: await createDatabase(postgres.url, 'store') })
    const databaseUrl = await createDatabase(postgres.url, 'product')
    const log = pino({ level: 'silent' })
    const { app, services, stop } = await compose({ databaseUrl, eventStoreUrl: store.url, log })
    try {
      const { endpoints } = app
      const once = () => {
        const before = process.cpuUsage()
        const document = openApi(endpoints, services)
        const { user, system } = process.cpuUsage(before)
        return { ms: (user + system) / 1000, bytes: JSON.stringify(document).length }
      }
      const first = once()
      const warm = median(Array.from({ length: Math.max(rounds, 1) * 5 }, () => once().ms))
      say(`${endpoints.length} operations, ${first.bytes} bytes`)
      const row = (what: string, ms: number) => ({
        what: `${what}, ${endpoints.length} operations`,
        value: `${ms.toFixed(0)} ms of CPU`,
        aim: `< ${aimMs} ms`,
        met: ms < aimMs,
        figures: { ms, operations: endpoints.length, bytes: first.bytes },
      })
      return {
        title: 'Making the description of the API',
        about:
          'CPU time of the process for the OpenAPI document as a value, of the operations of the whole product, once at its start and when ' +
          'the same was made before. It is made once and kept, so that no request pays for it.',
        rows: [row('the first time', first.ms), row('warm', warm)],
      }
    } finally {
      await stop(1000)
      await store.stop()
      await postgres.stop()
      await data.remove()
    }
  },
}
