import { opportunityTable } from '../../src/projections/sales/opportunity.ts'
import { columnsOf } from '../../src/projections/tables.ts'
import type { Large } from './large.ts'
import type { HttpJob, SqlJob } from './load.ts'
import { startLoader } from './loader.ts'
import { type Benchmark, interleave, type Measured, milliseconds, type Row, rate } from './round.ts'

const seconds = 2
const aims = { bare: 1.5, asOf: 3 }
const filter = 'status=open&sort=-amount&limit=50'

/** A filtered and sorted page over HTTP, now and as of an instant, against hand-written SQL for the same page. */
export function lists(large: () => Promise<Large>): Benchmark {
  return {
    name: 'lists',
    async run({ rounds, say }) {
      const { product, seeded } = await large()
      const loader = startLoader()
      const [rep = ''] = seeded.repIds
      const readers = [
        { who: 'who sees all', token: product.token, condition: '' },
        { who: 'a rep with 2 %', token: await product.tokenOf(rep), condition: `and o.owner_id = '${rep}'` },
      ]
      const rows: Row[] = []
      try {
        for (const concurrency of [1, 8]) {
          const timed = { concurrency, seconds }
          for (const { who, token, condition } of readers) {
            const http = (asOf: string) =>
              loader.run({
                kind: 'http',
                url: product.url,
                token,
                plan: `list ${who}${asOf}`,
                requests: [{ method: 'GET', path: `/api/opportunities?${filter}${asOf}` }],
                ...timed,
              } satisfies HttpJob)
            const bare = (at: string | undefined) =>
              loader.run({
                kind: 'sql',
                url: product.databaseUrl,
                ...bareSql(condition, at),
                values: [],
                ...timed,
              } satisfies SqlJob)
            const measured = await interleave(rounds, {
              now: () => http(''),
              'as of': () => http(`&asOf=${seeded.middle}`),
              'bare now': () => bare(undefined),
              'bare as of': () => bare(seeded.middle),
            })
            const clients = `${who}, ${concurrency} ${concurrency === 1 ? 'client' : 'clients'}`
            rows.push(
              rowOf(`now, ${clients}`, measured.now, measured['bare now'], 'the bare SQL', aims.bare),
              rowOf(
                `as of, ${clients}`,
                measured['as of'],
                measured['bare as of'],
                'the bare SQL',
                aims.bare,
              ),
              rowOf(`as of, ${clients}`, measured['as of'], measured.now, 'the same now', aims.asOf),
            )
            for (const row of rows.slice(-3)) say(`${row.what}: ${row.value} of ${row.limit}`)
          }
        }
      } finally {
        loader.stop()
      }
      return {
        title: 'A list of 50, filtered and sorted',
        about:
          `\`GET /api/opportunities?${filter}\` over ${seeded.deals} opportunities with ${seeded.events} versions, now and ` +
          'as of the middle of their time, with row-level security and the names of what is referred to; the limit is ' +
          'one hand-written statement for the same page without row-level security, prepared, through `pg`. Times are ' +
          'medians; the ratio is of the times, less is better. The bare statement ends with rows in the client; the ' +
          'request also parses HTTP, knows its session, and writes JSON.',
        rows,
      }
    },
  }
}

function rowOf(what: string, of: Measured, limit: Measured, against: string, aim: number): Row {
  const ratio = (of.p50 ?? Number.NaN) / (limit.p50 ?? Number.NaN)
  return {
    what,
    value: `${milliseconds(of.p50)} (p99 ${milliseconds(of.p99)}, ${rate(of.perSecond)})`,
    limit: `${milliseconds(limit.p50)} ${against} (${rate(limit.perSecond)})`,
    ratio,
    aim: `≤ ${aim}`,
    met: ratio <= aim,
    figures: { measured: of, limit },
  }
}

/** What somebody would write by hand who may see everything, or only wants the deals of one owner. */
function bareSql(condition: string, asOf: string | undefined): { setup: string; text: string } {
  const columns = columnsOf(opportunityTable.columns)
    .filter(({ name }) => name !== 'grants')
    .map(({ column }) => `o.${column}`)
  const schema = asOf === undefined ? 'rm' : 'asof'
  return {
    setup: `set hindsight.as_of = '${asOf ?? ''}'; set timezone = 'UTC'`,
    text: `select ${columns.join(', ')}, a.name as account_name, u.name as owner_name, p.name as pipeline_name
      from (select * from ${schema}.opportunity o where status = 'open' ${condition}
            order by amount desc nulls last, id desc limit 50) o
      left join ${schema}.account a on a.id = o.account_id
      left join ${schema}."user" u on u.id = o.owner_id
      left join ${schema}.pipeline p on p.id = o.pipeline_id
      order by o.amount desc nulls last, o.id desc`,
  }
}
