import { randomUUID } from 'node:crypto'
import { ownedBy } from '../../src/platform/people/permissions.ts'
import type { HttpJob } from './load.ts'
import { startLoader } from './loader.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, type Measured, milliseconds, type Row, rate } from './round.ts'
import { writeRows } from './rows.ts'

const aimMs = 100
const seconds = 3
const reps = 50
const first = ['Anna', 'Bernd', 'Chloé', 'Dmitri', 'Esra', 'Fátima', 'Günther', 'Hana', 'Ivo', 'Jane']
const ends = ['mann', 'ova', 'sen', 'berg', 'etti', 'ski', 'ez', 'son', 'a', 'holm']
const stems = [
  'Mül',
  'Schul',
  'Laur',
  'Niel',
  'Bian',
  'Kowal',
  'Gonzal',
  'Ander',
  'Taka',
  'Okon',
  'Mar',
  'Lind',
]

/** One search over contacts, accounts, deals and tickets, by what people type, against one list that reads its table. */
export function search(records: number): Benchmark {
  return {
    name: 'search',
    async run({ rounds, say }) {
      const data = dataDirectory()
      const product = await startProduct(data.path)
      const loader = startLoader()
      try {
        const repId = await registerRep(product)
        const from = performance.now()
        await fill(product, records, repId)
        say(`${records} records in ${Math.round((performance.now() - from) / 1000)} s`)
        const readers = [
          { who: 'who sees all', token: product.token },
          { who: 'a rep who sees 2 % of the deals', token: await product.tokenOf(repId) },
        ]
        const rows: Row[] = []
        for (const { who, token } of readers) {
          const ask = (path: string) => () =>
            loader.run({
              kind: 'http',
              url: product.url,
              token,
              plan: path + who,
              requests: [{ method: 'GET', path: encodeURI(path) }],
              concurrency: 1,
              seconds,
            } satisfies HttpJob)
          const found = (q: string) => ask(`/api/search?limit=12&q=${q}`)
          const measured = await interleave(rounds, {
            'a number': found('T-12345'),
            'a name': found('anna schulmann'),
            'a telephone number': found('0171 1234'),
            'a part of an address': found('firma777.example'),
            'two letters that very many have': found('ma'),
            list: ask('/api/contacts?limit=12&q=anna schulmann'),
          })
          const { list, ...searches } = measured
          for (const [what, of] of Object.entries(searches)) rows.push(rowOf(`${what}, ${who}`, of, list))
        }
        for (const row of rows) say(`${row.what}: ${row.value}`)
        return {
          title: 'Search over everything',
          about:
            `\`GET /api/search\` over ${records} records (six tenths contacts, two tenths accounts, a tenth deals, a tenth ` +
            'tickets), written into the read models and their index as a rebuild writes them; one client. The limit is the ' +
            'list of contacts searched for a name (`GET /api/contacts?q=`), which reads its table. Times are medians; the ' +
            'ratio is of the times, less is better.',
          rows,
        }
      } finally {
        loader.stop()
        await product.stop()
        await data.remove()
      }
    },
  }
}

function rowOf(what: string, of: Measured, limit: Measured): Row {
  const p50 = of.p50 ?? Number.NaN
  return {
    what,
    value: `${milliseconds(of.p50)} (p99 ${milliseconds(of.p99)}, ${rate(of.perSecond)})`,
    limit: `${milliseconds(limit.p50)} one list`,
    ratio: p50 / (limit.p50 ?? Number.NaN),
    aim: `≤ ${aimMs} ms`,
    met: p50 <= aimMs,
    figures: { measured: of, limit },
  }
}

async function registerRep({ ask }: Product): Promise<string> {
  const body = { name: 'Rep', email: 'rep@hindsight.example', role: 'rep' }
  const { id } = await ask<{ id: string }>({ method: 'POST', path: '/api/users', body })
  return id
}

async function fill(product: Product, records: number, repId: string): Promise<void> {
  const owners = [repId, ...Array.from({ length: reps - 1 }, () => randomUUID())]
  const name = (n: number) => ({
    firstName: first[n % first.length] ?? '',
    lastName: `${stems[Math.floor(n / 10) % stems.length]}${ends[Math.floor(n / 120) % ends.length]}`,
  })
  const kinds: Record<string, (n: number) => object> = {
    contact: (n) => ({
      ...name(n),
      email: `${name(n)
        .lastName.normalize('NFKD')
        .replace(/[^A-Za-z]/g, '')}.${n}@firma${n % 2000}.example`,
      phone: `+49 171 ${String(1_000_000 + ((n * 7919) % 9_000_000))}`,
    }),
    account: (n) => ({ name: `${name(n).lastName} ${n} GmbH`, website: `https://firma${n}.example` }),
    opportunity: (n) => ({ name: `${name(n).lastName} renewal ${n}`, status: 'open', currency: 'EUR' }),
    ticket: (n) => ({ number: `T-${n}`, subject: `The printer of ${name(n).lastName} hums`, status: 'open' }),
  }
  const shares: Record<string, number> = { contact: 0.6, account: 0.2, opportunity: 0.1, ticket: 0.1 }
  const of = (model: string) => (n: number) => ({
    ...kinds[model]?.(n),
    grants: ownedBy(owners[n % reps] ?? repId, model),
  })
  await writeRows(
    product,
    Object.entries(shares).map(([model, share]) => ({ model, count: records * share, row: of(model) })),
  )
}
