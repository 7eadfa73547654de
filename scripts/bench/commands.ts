import { type EmbeddedEventStore, startEventStore } from '../../src/embedded/event-store.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { setUpCompany, stageMoves } from './company.ts'
import { createDatabase } from './database.ts'
import type { HttpRequest } from './load.ts'
import { type Loader, startLoader } from './loader.ts'
import { partsOf, withCpu } from './machine.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, type Measured, milliseconds, type Row, rate } from './round.ts'

const concurrencies = [1, 8, 32] as const
const seconds = 2
const deals = 1000
const aim = 0.3

/** Commands over HTTP until they are durable, against bare appends of the same events to an idle store of its own. */
export const commands: Benchmark = {
  name: 'commands',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const product = await startProduct(data.path)
    const { databaseUrl } = product
    // On the same Postgres, so that both wait for the same disk; nobody follows it, so that nothing else is in the way.
    const raw = await startEventStore({ databaseUrl: await createDatabase(databaseUrl, 'raw') })
    const loader = startLoader()
    try {
      return await compare({ product, loader, raw, rounds, say })
    } finally {
      loader.stop()
      await raw.stop()
      await product.stop()
      await data.remove()
    }
  },
}

async function compare({
  product,
  loader,
  raw,
  rounds,
  say,
}: {
  product: Product
  loader: Loader
  raw: EmbeddedEventStore
  rounds: number
  say: (line: string) => void
}) {
  const company = await setUpCompany(product)
  const moves = await stageMoves(product, company, deals)
  const behind: number[] = []
  await product.ask(company.leads[0] ?? { method: 'GET', path: '/api/me' })
  const events = await capturedEvents(product)
  const { url, token } = product
  const rows: Row[] = []
  for (const concurrency of concurrencies) {
    const timed = { concurrency, seconds }
    const bare = { kind: 'append', url: raw.url, events, ...timed } as const
    const http = { kind: 'http', url, token, ...timed } as const
    const command = (plan: string, requests: readonly HttpRequest[]) =>
      withCpu(
        () => ({ ...partsOf(product.pid), load: [loader.pid] }),
        async () => {
          const done = await loader.run({ ...http, plan, requests })
          behind.push(await product.settled())
          return done
        },
      )
    const measured = await interleave(rounds, {
      'raw append': () =>
        withCpu(
          () => ({ postgres: partsOf(product.pid).postgres ?? [], store: [raw.pid], load: [loader.pid] }),
          () => loader.run(bare),
        ),
      'create lead': () => command('create lead', company.leads),
      'advance stage': () => command('advance stage', moves),
    })
    for (const what of ['create lead', 'advance stage'] as const) {
      const row = rowOf(what, concurrency, measured[what], measured['raw append'])
      rows.push(row)
      say(JSON.stringify({ raw: measured['raw append'].cpu, [what]: measured[what].cpu }))
      say(`${row.what}: ${row.value} of ${row.limit}, ratio ${row.ratio?.toFixed(2)}`)
    }
  }
  const latest = Math.max(...behind)
  return {
    title: 'Commands to durable acknowledgement',
    about:
      'HTTP requests with a session, each answered after its event is on disk (fsync), by clients that wait for the ' +
      'answer; median of the rounds. Read models, sagas and the event index follow meanwhile: after a round they were ' +
      `level again within ${milliseconds(latest)}. The limit is bare appends of the same events through the same client ` +
      'to an embedded store that nobody follows. The load generator shares the cores.',
    rows,
  }
}

function rowOf(what: string, concurrency: number, measured: Measured, limit: Measured): Row {
  const ratio = measured.perSecond / limit.perSecond
  return {
    what: `${what}, ${concurrency} ${concurrency === 1 ? 'client' : 'clients'}`,
    value: `${rate(measured.perSecond)} (p50 ${milliseconds(measured.p50)}, p99 ${milliseconds(measured.p99)})`,
    limit: `${rate(limit.perSecond)} raw appends`,
    ratio,
    ...(concurrency === 32 && { aim: `≥ ${aim}`, met: ratio >= aim }),
    figures: { measured, limit },
  }
}

/** What a captured lead leaves in the log, byte for byte. */
async function capturedEvents({ eventStoreUrl }: Product) {
  const store = connectEventStore(eventStoreUrl)
  try {
    for await (const page of store.readAll({ direction: 'backwards', limit: 50 })) {
      const events = page.filter(({ type }) => type.startsWith('lead.captured.'))
      if (events.length > 0) return events.map(({ type, data, metadata }) => ({ type, data, metadata }))
    }
    throw new Error('there is no lead in the log')
  } finally {
    await store.close()
  }
}
