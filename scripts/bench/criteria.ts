import { randomUUID } from 'node:crypto'
import { ownedBy } from '../../src/platform/people/permissions.ts'
import { opportunityTable } from '../../src/projections/sales/opportunity.ts'
import { columnsOf } from '../../src/projections/tables.ts'
import type { HttpJob, SqlJob } from './load.ts'
import { startLoader } from './loader.ts'
import { partsOf, withCpu } from './machine.ts'
import { dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, type Measured, milliseconds, type Row, rate } from './round.ts'
import { writeRows } from './rows.ts'

const seconds = 3
const aim = 1.5
const day = 86_400_000

/**
 * A list by a criterion of three conditions and one on related records, and one by fields of the organisation's own, against what
 * somebody would write by hand for the same page.
 */
export function criteria(records: number): Benchmark {
  return {
    name: 'criteria',
    async run({ rounds, say }) {
      const data = dataDirectory()
      const product = await startProduct(data.path)
      const loader = startLoader()
      try {
        await addField(product)
        await fill(product, records)
        say(`${records} deals`)
        const rows: Row[] = []
        for (const { what, path, sql, values } of questions()) {
          const http: HttpJob = {
            kind: 'http',
            url: product.url,
            token: product.token,
            plan: what,
            requests: [{ method: 'GET', path }],
            concurrency: 1,
            seconds,
          }
          const bare: SqlJob = {
            kind: 'sql',
            url: product.databaseUrl,
            setup: `set timezone = 'UTC'`,
            text: sql,
            values,
            concurrency: 1,
            seconds,
          }
          const parts = () => partsOf(product.pid)
          const measured = await interleave(rounds, {
            list: () => withCpu(parts, () => loader.run(http)),
            sql: () => withCpu(parts, () => loader.run(bare)),
          })
          rows.push(rowOf(what, measured.list, measured.sql))
          say(JSON.stringify({ what, list: measured.list.cpu, sql: measured.sql.cpu }))
        }
        for (const row of rows) say(`${row.what}: ${row.value} of ${row.limit}`)
        return {
          title: 'A list by criteria',
          about:
            `\`GET /api/opportunities?where=\` over ${records} deals, of which two thirds have one activity, written into the read ` +
            'models as a rebuild writes them; a page of 50, as the administrator, one client. The limit is one hand-written ' +
            'statement for the same page without row-level security, prepared, through `pg`. Times are medians; the ratio is ' +
            'of the times, less is better.',
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
  const ratio = (of.p50 ?? Number.NaN) / (limit.p50 ?? Number.NaN)
  return {
    what,
    value: `${milliseconds(of.p50)} (p99 ${milliseconds(of.p99)}, ${rate(of.perSecond)})`,
    limit: `${milliseconds(limit.p50)} the bare SQL (${rate(limit.perSecond)})`,
    ratio,
    aim: `≤ ${aim}`,
    met: ratio <= aim,
    figures: { measured: of, limit },
  }
}

async function addField({ ask }: Product): Promise<void> {
  const { items } = await ask<{ items: { id: string; kind: string }[] }>({
    method: 'GET',
    path: '/api/field-sets',
  })
  const set = items.find(({ kind }) => kind === 'opportunity')
  for (const [key, type] of [
    ['region', 'text'],
    ['seats', 'integer'],
  ])
    await ask({
      method: 'POST',
      path: `/api/field-sets/${set?.id}/add-field`,
      body: { key, label: key, type },
    })
}

const regions = Array.from({ length: 20 }, (_, n) => `Region ${n}`)

async function fill(product: Product, records: number): Promise<void> {
  const { id: owner } = await product.ask<{ id: string }>({ method: 'GET', path: '/api/me' })
  const deals = Array.from({ length: records }, () => randomUUID())
  const told = deals.flatMap((id, n) => (n % 3 === 0 ? [] : [{ id, n, activity: randomUUID() }]))
  const now = Date.now()
  const at = (n: number) => new Date(now - ((n * 7919) % 365) * day).toISOString()
  await writeRows(product, [
    {
      model: 'opportunity',
      count: records,
      row: (n) => ({
        id: deals[n],
        name: `Deal ${n}`,
        status: n % 5 < 3 ? 'open' : 'won',
        amount: 10_000 + ((n * 7919) % 5_000_000),
        currency: 'EUR',
        closeDate: new Date(now + (((n * 31) % 400) - 200) * day).toISOString().slice(0, 10),
        ownerId: owner,
        custom: { region: regions[(n * 13) % 20], seats: (n * 7919) % 10_007 },
        grants: ownedBy(owner, 'opportunity'),
      }),
    },
    {
      model: 'activity',
      count: told.length,
      row: (n) => ({
        id: told[n]?.activity,
        kind: 'call',
        status: 'done',
        happenedAt: at(told[n]?.n ?? 0),
        at: at(told[n]?.n ?? 0),
        grants: [],
      }),
    },
    {
      model: 'activityLink',
      count: told.length,
      row: (n) => ({
        activityId: told[n]?.activity,
        model: 'opportunity',
        recordId: told[n]?.id,
        as: 'regarding',
        grants: ['everyone'],
      }),
    },
  ])
}

function questions(): { what: string; path: string; sql: string; values: unknown[] }[] {
  const page = '/api/opportunities?limit=50'
  const where = (of: object) => `&where=${encodeURIComponent(JSON.stringify(of))}`
  const soon = new Date(Date.now() + 60 * day).toISOString().slice(0, 10)
  const ago = new Date(Date.now() - 90 * day).toISOString()
  const columns = columnsOf(opportunityTable.columns)
    .filter(({ name }) => name !== 'grants')
    .map(({ column }) => `o.${column}`)
    .join(', ')
  const select = `select ${columns} from rm.opportunity o`
  const three = [
    { field: 'status', operator: 'is', value: 'open' },
    { field: 'amount', operator: 'at-least', value: { amount: 3_000_000, currency: 'EUR' } },
    { field: 'closeDate', operator: 'to', value: soon },
  ]
  const quiet = {
    related: 'activities',
    where: { field: 'happenedAt', operator: 'from', value: { days: -90 } },
    atMost: 0,
  }
  const threeSql = `o.status = 'open' and o.currency = 'EUR' and o.amount >= 3000000 and o.close_date <= $1`
  const quietSql = `not exists (select from rm.activity_link l join rm.activity a on a.id = l.activity_id
      where l.record_id = o.id and a.happened_at >= $2)`
  return [
    {
      what: 'three conditions and no activity for 90 days, the largest first',
      path: `${page}&sort=-amount${where({ all: [...three, quiet] })}`,
      sql: `${select} where ${threeSql} and ${quietSql} order by o.currency desc, o.amount desc, o.id desc limit 50`,
      values: [soon, ago],
    },
    {
      what: 'the same, counted too',
      path: `${page}&sort=-amount&total=true${where({ all: [...three, quiet] })}`,
      sql: `with found as materialized (${select} where ${threeSql} and ${quietSql})
        select *, (select count(*) from found) from found order by currency desc, amount desc, id desc limit 50`,
      values: [soon, ago],
    },
    {
      what: 'two fields of one’s own, the last changed first',
      path: `${page}&sort=-updatedAt${where({
        all: [
          { field: 'custom.region', operator: 'is', value: 'region 7' },
          { field: 'custom.seats', operator: 'at-least', value: 9_500 },
        ],
      })}`,
      sql: `${select} where lower(o.custom ->> 'region') = 'region 7' and (o.custom ->> 'seats')::int >= 9500
        order by o.updated_at desc, o.id desc limit 50`,
      values: [],
    },
    {
      what: 'sorted by a field of one’s own',
      path: `${page}&sort=-custom.seats`,
      sql: `${select} order by (o.custom ->> 'seats')::int desc nulls last, o.id desc limit 50`,
      values: [],
    },
  ]
}
