import { strFromU8, unzipSync } from 'fflate'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apart } from '../../../src/api/analytics/report/parquet.ts'
import { readyMade } from '../../../src/api/analytics/report/ready-made.ts'
import { ratesId } from '../../../src/commands/sales/rate-sheet.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { seed, times } from '../../support/chance.ts'
import { textOf } from '../../support/pdf-text.ts'
import { answered, problem, refusal } from '../../support/reply.ts'

interface Value {
  number: number | null
  amounts: { amount: number; currency: string }[] | null
}
interface Row {
  keys: (string | null)[]
  names: (string | null)[]
  values: Value[]
  records: number
  where: object | null
}
interface Result {
  rows: Row[]
  subtotals: Row[]
  across: Row[]
  total: Value[]
  records: number
  items: { record: { id: string }; values: Record<string, unknown> }[]
  hash: string
  position: string
}

let t: TestApp
let pipelineId: string
let productId: string

/** As if it had been done on that day. */
async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}

/* Every five days of early 2026 a deal of one of two people in one of two currencies; two of three are won after ten days. */
beforeAll(async () => {
  t = await testApp()
  ;({ pipelineId, productId } = await furnish(t))
  const admin = t.as('admin')
  const accountId = await make(admin, '/api/accounts', {
    name: 'Acme',
    revenue: { amount: 500_000, currency: 'EUR' },
    employees: 40,
  })
  await make(admin, '/api/contacts', { name: { first: 'Grace', last: 'Auma' }, accountId })
  const tagId = await make(admin, '/api/tags', { name: 'Fair', tone: 'accent' })
  const otherId = await make(admin, '/api/tags', { name: 'Board', tone: 'neutral' })
  for (const [n, source] of ['web', 'Web', 'phone', 'fair'].entries())
    await make(admin, '/api/leads', {
      name: { first: 'Lead', last: `No ${n}` },
      company: `Company ${n % 2}`,
      source,
    })
  const day = (n: number) => new Date(Date.UTC(2026, 0, 2 + n)).toISOString().slice(0, 10)
  for (let n = 0; n < 12; n++) {
    const body = {
      name: `Deal ${n}`,
      pipelineId,
      ...(n % 4 > 0 && { productId, accountId }),
      ownerId: n % 2 ? t.ids.rep : t.ids.rep2,
      ...(n !== 5 && { amount: { amount: 100_000 + n, currency: n % 2 ? 'EUR' : 'USD' } }),
      closeDate: day(5 * n + 10),
    }
    const id = await does('opportunity.open', body, day(5 * n))
    if (n % 3 === 0)
      await does('opportunity.lose', { reason: n % 2 ? 'Price' : 'price' }, day(5 * n + 10), id)
    else if (n < 11) await does('opportunity.win', {}, day(5 * n + 10), id)
    await answered(admin.post(`/api/opportunities/${id}/tag`, { tagIds: n % 2 ? [tagId] : [tagId, otherId] }))
  }
  for (const priority of ['low', 'urgent', 'urgent'])
    await make(t.as('agent'), '/api/tickets', {
      subject: 'It hums',
      priority,
      category: 'Noise',
      accountId,
      productId,
    })
  await t.settled()
})
afterAll(() => t?.close())

const run = (definition: object, of: { as?: Person; asOf?: string; basis?: string } = {}) => {
  const { as = 'admin', ...at } = of
  return t.as(as).get(`/api/report-results?${asking({ definition, ...at })}`)
}
function asking({
  definition,
  ...others
}: {
  definition: object
  title?: string
  asOf?: string
  basis?: string
}): string {
  return new URLSearchParams({ definition: JSON.stringify(definition), ...others }).toString()
}
const fileOf = (kind: string, asked: Parameters<typeof asking>[0], as: Person = 'manager') =>
  t.as(as).get(`/api/report-files/${kind}?${asking(asked)}`)
const result = (...asked: Parameters<typeof run>) => answered<Result>(run(...asked))

/** How many records a list shows by the criterion of a row. */
async function counted(path: string, where: object, as: Person = 'admin'): Promise<number> {
  const { total } = await answered<{ total: number }>(
    t.as(as).get(`/api/${path}?limit=1&total=true&where=${encodeURIComponent(JSON.stringify(where))}`),
  )
  return total
}

const wonByMonth = {
  model: 'opportunity',
  where: { field: 'status', operator: 'is', value: 'won' },
  groups: [{ field: 'closeDate', period: 'month' }, { field: 'ownerId' }],
  measures: [{ of: 'count' }, { of: 'sum', field: 'amount' }, { of: 'average', field: 'amount' }],
}

describe('reports', () => {
  it('REP-01 counts each record once, in every group that it is in, and opens those that it counts', async () => {
    const lists = t.services.faces.queries.filter(({ lists: of }) => of !== undefined)
    const { models } = await answered<{
      models: { name: string; fields: { name: string; kind: string }[] }[]
    }>(t.as('admin').get('/api/criteria'))
    let asked = 0
    let met = seed % 3
    for (const { path, lists: of } of lists) {
      const model = of?.table.name ?? ''
      const fields = models.find(({ name }) => name === model)?.fields ?? []
      const all = await counted(path.slice(1), { all: [] })
      if (all === 0) continue
      for (const { name, kind } of fields.filter((field) => field.kind !== 'money')) {
        // In a full run all of them; else a third, by chance.
        if (++met % times(3, 1) !== 0) continue
        const { rows, records, total } = await result({
          model,
          groups: [{ field: name, period: 'quarter' }],
          measures: [{ of: 'count' }],
        })
        asked++
        expect(records, model).toBe(all)
        expect(total[0]?.number).toBe(all)
        const sum = rows.reduce((sum, row) => sum + row.records, 0)
        const isSeveral = kind === 'texts' || kind === 'records'
        if (isSeveral) expect(sum).toBeGreaterThanOrEqual(all)
        else expect(sum, `${model}.${name}`).toBe(all)
        for (const row of [rows[asked % rows.length]])
          if (row?.where)
            expect(await counted(path.slice(1), row.where), `${model}.${name} ${String(row.keys)}`).toBe(
              row.records,
            )
      }
    }
    expect(asked).toBeGreaterThan(50)
  })

  it('REP-01 adds up: what groups come to is what all come to, by each way to group', async () => {
    const { rows, subtotals, across, total } = await result(wonByMonth)
    const sums = (of: readonly Row[]) => {
      const by = new Map<string, number>()
      for (const { values } of of)
        for (const { amount, currency } of values[1]?.amounts ?? [])
          by.set(currency, (by.get(currency) ?? 0) + amount)
      return Object.fromEntries(by)
    }
    expect(rows.length).toBeGreaterThan(2)
    const all = (total[1]?.amounts ?? []).map(({ amount, currency }) => [currency, amount] as const)
    expect(all.length).toBeGreaterThan(0)
    for (const level of [rows, subtotals, across]) expect(sums(level)).toEqual(Object.fromEntries(all))
    expect(rows.map(({ names }) => names[0])).toEqual(rows.map(({ keys }) => keys[0]?.slice(0, 7)))
  })

  it('REP-10 REP-11 REP-12 has ready-made ones that can be asked', async () => {
    const { items } = await answered<{ items: { key: string; definition: object }[] }>(
      t.as('admin').get('/api/ready-made-reports'),
    )
    expect(items.map(({ key }) => key)).toEqual(readyMade.all.map(({ key }) => key))
    for (const { definition } of items) await result(definition)
    const rep = await answered<{ items: { key: string }[] }>(t.as('rep').get('/api/ready-made-reports'))
    expect(rep.items.map(({ key }) => key)).not.toContain('alerts-by-kind')
  })

  it('REP-01 lists records with the names of what they refer to', async () => {
    const { items, records } = await result({
      model: 'opportunity',
      columns: ['name', 'accountId', 'amount', 'closeDate', 'tags'],
      sort: '-closeDate',
    })
    expect(records).toBe(await counted('opportunities', { all: [] }))
    const [first] = items
    const deal = await answered<Record<string, unknown>>(
      t.as('admin').get(`/api/opportunities/${first?.record.id}`),
    )
    expect(first?.values).toMatchObject({
      name: deal.name,
      accountId: deal.accountName,
      closeDate: deal.closeDate,
      amount: deal.amount,
    })
  })

  it('REP-05 tells a flow between two groups, and of each cohort what came of it how much later', async () => {
    const definitionOf = (key: string) => readyMade.all.find((one) => one.key === key)?.definition ?? {}
    const flow = await result(definitionOf('stage-to-outcome'))
    const sumOf = (rows: readonly Row[]) =>
      rows.reduce((sum, { values }) => sum + (values[0]?.number ?? 0), 0)
    for (const side of [flow.rows, flow.subtotals, flow.across]) expect(sumOf(side)).toBe(flow.records)
    const definition = definitionOf('won-by-cohort')
    const cohorts = await result(definition)
    expect(cohorts.subtotals.find(({ keys }) => keys[0] === '2026-01-01')?.records).toBe(6)
    const file = (kind: string) => fileOf(kind, { definition, title: 'Cohorts' })
    const [heads, ...lines] = (await file('csv')).body.trim().split('\r\n')
    expect(heads).toContain('"Won","Months later","Share of the cohort"')
    // Opened from 2 January every five days, each third lost, the others won ten days later.
    expect(lines).toContain('"2026-01","2026-01","2","0","0.3333"')
    expect(lines).toContain('"2026-01","2026-02","2","1","0.3333"')
    expect((await file('pdf')).rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('is of what its reader sees, and is refused where that is nothing', async () => {
    const whole = await result(wonByMonth)
    const own = await result(wonByMonth, { as: 'rep' })
    expect(own.records).toBeLessThan(whole.records)
    const alerts = { model: 'securityAlert', measures: [{ of: 'count' }] }
    expect(await problem(run(alerts, { as: 'rep' }))).toEqual([403, 'forbidden'])
    expect(
      await problem(run({ model: 'quota', groups: [], measures: [{ of: 'count' }] }, { as: 'agent' })),
    ).toEqual([403, 'forbidden'])
  })

  it('says what is wrong with a question', async () => {
    const count = [{ of: 'count' }]
    const wrong: [object, string][] = [
      [{ model: 'unicorn', measures: count }, 'definition.model'],
      [{ model: 'lead' }, 'definition.columns'],
      [{ model: 'lead', columns: ['status'], measures: count }, 'definition.columns'],
      [{ model: 'lead', columns: ['hue'] }, 'definition.fields'],
      [{ model: 'lead', measures: [{ of: 'sum' }] }, 'definition.measures.0.field'],
      [{ model: 'lead', measures: [{ of: 'sum', field: 'status' }] }, 'definition.measures.0.field'],
      [{ model: 'lead', measures: [{ of: 'share' }] }, 'definition.measures.0.where'],
      [{ model: 'opportunity', groups: [{ field: 'amount' }], measures: count }, 'definition.groups.0.field'],
      [{ model: 'lead', measures: count, sort: '-2' }, 'definition.sort'],
      [{ model: 'lead', measures: count, chart: 'heat-map' }, 'definition.chart'],
      [
        { model: 'lead', groups: [{ field: 'status' }], measures: count, chart: 'sankey' },
        'definition.chart',
      ],
      [
        {
          model: 'opportunity',
          groups: [{ field: 'status' }, { field: 'stageName' }],
          measures: [{ of: 'average', field: 'amount' }],
          chart: 'sankey',
        },
        'definition.measures',
      ],
      [
        {
          model: 'lead',
          groups: [{ field: 'createdAt' }, { field: 'status' }],
          measures: count,
          chart: 'cohort',
        },
        'definition.groups.1.field',
      ],
      [
        {
          model: 'lead',
          groups: [{ field: 'createdAt' }, { field: 'statusSince', period: 'week' }],
          measures: count,
          chart: 'cohort',
        },
        'definition.groups',
      ],
      [
        { model: 'lead', measures: count, where: { field: 'status', operator: 'is', value: 'blue' } },
        'definition.where.value',
      ],
    ]
    for (const [definition, field] of wrong)
      expect(await refusal(run(definition)), JSON.stringify(definition)).toEqual(
        expect.arrayContaining([400, field]),
      )
  })

  it('BEY-04 REP-07 is the same as of an instant whatever comes after, to the byte in every file', async () => {
    const at = { asOf: '2026-02-20T00:00:00Z', basis: 'occurred' }
    const before = await result(wonByMonth, at)
    const file = async (kind: string) => {
      const reply = await fileOf(kind, { definition: wonByMonth, title: 'Won', ...at })
      expect(reply.statusCode, reply.body).toBe(200)
      return reply.rawPayload
    }
    const files = { csv: await file('csv'), pdf: await file('pdf') }
    const { items } = await answered<{ items: { id: string }[] }>(
      t.as('admin').get('/api/opportunities?status=open&limit=1'),
    )
    await answered(t.as('admin').post(`/api/opportunities/${items[0]?.id}/win`, {}))
    await t.settled()
    expect((await result(wonByMonth, at)).hash).toBe(before.hash)
    expect((await result(wonByMonth)).hash).not.toBe(before.hash)
    expect((await file('csv')).equals(files.csv)).toBe(true)
    expect((await file('pdf')).equals(files.pdf)).toBe(true)
    expect(files.pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(textOf(files.pdf).join(' ')).toMatch(/As of: 2026-02-20T00:00:00/)
    const { rawPayload: live } = await fileOf('pdf', { definition: wonByMonth, title: 'Won' })
    expect(textOf(live).join(' ')).toMatch(/Position of the log: \d+/)
  })
})

describe('reports as files', () => {
  it('REP-08 writes cells by what they hold, and nothing that computes', async () => {
    await make(t.as('admin'), '/api/accounts', {
      name: '=1+1',
      revenue: { amount: 123_456, currency: 'EUR' },
    })
    await t.settled()
    const definition = {
      model: 'account',
      columns: ['name', 'revenue', 'createdAt', 'keyCustomer'],
      where: { field: 'name', operator: 'is', value: '=1+1' },
    }
    const body = { definition, title: 'Accounts' }
    const csv = (await fileOf('csv', body)).body
    expect(csv.split('\r\n')[0]).toBe(
      '\uFEFF"Name","Revenue","Revenue: currency","Created at","Key customer"',
    )
    expect(csv.split('\r\n')[1]).toMatch(/^"'=1\+1","1234\.56","EUR","20\d\d-[^"]*Z","no"$/)
    const reply = await fileOf('xlsx', body)
    expect(reply.headers['content-disposition']).toContain('Accounts.xlsx')
    const book = unzipSync(reply.rawPayload)
    const sheet = strFromU8(book['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
    expect(sheet).not.toContain('<f>')
    expect(sheet).toMatch(/<c r="A2"[^>]* t="s">/)
    expect(sheet).toMatch(/<c r="B2"[^>]*><v>1234\.56<\/v>/)
    expect(sheet).toMatch(/<c r="D2"[^>]*><v>4\d{4}\.\d+<\/v>/)
  })

  it('REP-08 says days and texts in a workbook that its format, and write-excel-file 4.1.1, would make others', async () => {
    await make(t.as('manager'), '/api/opportunities', {
      name: 'VALVE_x0041_B',
      pipelineId,
      closeDate: '1900-02-28',
    })
    await t.settled()
    const where = { field: 'name', operator: 'is', value: 'VALVE_x0041_B' }
    const definition = { model: 'opportunity', columns: ['name', 'closeDate'], where }
    const book = unzipSync((await fileOf('xlsx', { definition, title: 'Old' })).rawPayload)
    const sheet = strFromU8(book['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
    const strings = strFromU8(book['xl/sharedStrings.xml'] ?? new Uint8Array())
    expect(sheet).toMatch(/<c r="B2"[^>]* t="s">/)
    expect(strings).toContain('<t>1900-02-28</t>')
    expect(strings).toContain('<t>VALVE_x005F_x0041_B</t>')
  })

  it('BEY-08 tells sums in one currency at three rates, each the same whenever it is asked, and what has none', async () => {
    const rates = (rate: string) => [{ code: 'USD', rate }]
    for (const [on, rate] of [
      ['2026-01-21', '1.25'],
      ['2026-01-30', '1'],
      ['2026-02-20', '2'],
    ] as const)
      await does('rateSheet.take', { on, base: 'EUR', rates: rates(rate) }, on, ratesId(on))
    await t.settled()
    const definition = {
      model: 'opportunity',
      where: {
        all: [
          { field: 'status', operator: 'is', value: 'won' },
          { field: 'closeDate', operator: 'before', value: '2026-03-31' },
        ],
      },
      measures: [{ of: 'count' }, { of: 'sum', field: 'amount' }],
    }
    const restated = (more: Record<string, string> = {}, asked: object = definition) =>
      t.as('manager').get(`/api/restated-sums?${asking({ definition: asked, in: 'EUR', ...more } as never)}`)
    interface Restated {
      hash: string
      sums: { measure: number; amounts: object[]; ways: { by: string; on: string | null }[] }[]
    }
    const asOf = new Date().toISOString()
    const then = { ratesOn: '2026-01-25', asOf, basis: 'recorded' }
    const told = await answered<Restated>(restated(then))
    const [sum] = told.sums
    expect([told.sums.length, sum?.measure]).toEqual([1, 1])
    // Of January, of two days after the last rates, of February; the last is of eleven days after any.
    const booking = 200_008 + 80_002 + 100_004 + 50_004
    expect(sum?.amounts).toEqual([
      { currency: 'EUR', amount: 200_008, records: 2 },
      { currency: 'USD', amount: 400_024, records: 4 },
    ])
    expect(sum?.ways).toMatchObject([
      {
        by: 'booking',
        on: null,
        amount: booking,
        leftOut: [{ currency: 'USD', amount: 100_010, records: 1 }],
      },
      { by: 'today', on: '2026-02-20', amount: 200_008 + 200_012, leftOut: [] },
      {
        by: 'day',
        on: '2026-01-21',
        amount: 200_008 + 320_019,
        rates: [{ from: 'USD', of: '1.25', currency: 'EUR', into: '1', on: '2026-01-21' }],
        leftOut: [],
      },
    ])
    // A correction changes what is told from then on, and nothing of what was known before.
    await does('rateSheet.correct', { rates: rates('4') }, '2026-02-20', ratesId('2026-02-20'))
    await t.settled()
    expect((await answered<Restated>(restated(then))).hash).toBe(told.hash)
    const now = await answered<Restated>(restated())
    expect(now.sums[0]?.ways[1]).toMatchObject({ by: 'today', amount: 200_008 + 100_006 })

    const none = await answered<Restated>(restated({ in: 'JPY', ratesOn: '2026-01-01' }))
    expect(none.sums[0]?.ways).toMatchObject([
      { by: 'booking', amount: 0, leftOut: [{ records: 2 }, { records: 4 }] },
      { by: 'today', amount: 0, leftOut: [{ records: 2 }, { records: 4 }] },
      { by: 'day', on: null, amount: 0, rates: [], leftOut: [{ records: 2 }, { records: 4 }] },
    ])
    // What is open was booked when it was opened.
    const price = { amount: { amount: 70_000, currency: 'USD' }, closeDate: '2026-12-31' }
    await does('opportunity.open', { name: 'Late', pipelineId, ownerId: t.ids.rep, ...price }, '2026-01-22')
    await t.settled()
    const open = {
      ...definition,
      where: {
        all: [
          { field: 'status', operator: 'is', value: 'open' },
          { field: 'name', operator: 'is', value: 'Late' },
        ],
      },
    }
    const [late] = (await answered<Restated>(restated({}, open))).sums
    expect(late?.ways).toMatchObject([
      { by: 'booking', amount: 56_000 },
      { by: 'today', amount: 17_500 },
    ])
    const counts = { ...definition, measures: [{ of: 'count' }] }
    expect(await problem(restated({}, counts))).toEqual([400, 'invalid-input'])
  })

  it('REP-08 ES-07 writes Parquet of any instant, whose columns have types, in the same bytes', async () => {
    const definition = {
      model: 'opportunity',
      columns: ['name', 'amount', 'slips', 'closeDate', 'createdAt'],
    }
    const asOf = '2026-03-01T00:00:00.000Z'
    const file = async () => (await fileOf('parquet', { definition, title: 'All', asOf })).rawPayload
    const bytes = await file()
    expect((await file()).equals(bytes)).toBe(true)
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
    const { schema, key_value_metadata: about } = parquetMetadata(buffer)
    expect(schema.find(({ name }) => name === 'Created at')?.logical_type).toEqual({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
      unit: 'MILLIS',
    })
    expect(about?.find(({ key }) => key === 'As of')?.value).toContain(asOf)
    const rows = await parquetReadObjects({ file: buffer })
    const listed = await answered<Result>(run(definition, { as: 'manager', asOf }))
    expect(rows.length).toBe(listed.records)
    for (const [n, { values }] of listed.items.entries()) {
      const amount = values.amount as { amount: number; currency: string } | null
      expect(rows[n]).toMatchObject({
        Name: values.name,
        // hyparquet makes doubles of decimals.
        Amount: amount && expect.closeTo(amount.amount / 100),
        'Amount: currency': amount?.currency ?? null,
        Slips: values.slips,
        'Close date': new Date(`${String(values.closeDate)}T00:00:00Z`),
        'Created at': new Date(String(values.createdAt)),
      })
    }
    expect(apart(['Name', 'Name', 'Name (2)', 'Name'])).toEqual(['Name', 'Name (3)', 'Name (2)', 'Name (4)'])
    const summary = await fileOf('parquet', { definition: wonByMonth, title: 'Won' })
    expect(summary.headers['content-type']).toBe('application/vnd.apache.parquet')
  })

  it('USR-06 hands files out to who may take them, and the access log says so', async () => {
    const body = { definition: wonByMonth, title: 'Won' }
    for (const kind of ['csv', 'xlsx', 'parquet', 'pdf']) {
      expect(await problem(fileOf(kind, body, 'rep'))).toEqual([403, 'forbidden'])
      expect((await fileOf(kind, body)).statusCode).toBe(200)
    }
    const { items } = await answered<{ items: { what: string; actor: { id: string } }[] }>(
      t.as('auditor').get('/api/access-log?kind=export'),
    )
    expect(items[0]).toMatchObject({ what: 'GET /report-files/pdf', actor: { id: t.ids.manager } })
  })
})

describe('reports that are kept', () => {
  it('REP-15 REP-09 are found by who they are shared with, and changed by whose they are', async () => {
    const report = { name: 'Won by month', folder: 'Board', definition: wonByMonth, shared: false }
    const id = await make(t.as('rep'), '/api/reports', report)
    await t.settled()
    expect(await problem(t.as('rep2').get(`/api/reports/${id}`))).toEqual([404, 'not-found'])
    await answered(t.as('rep').patch(`/api/reports/${id}`, { shared: true }))
    await t.settled()
    const kept = await answered<{ ownerName: string }>(t.as('rep2').get(`/api/reports/${id}`))
    expect(kept).toMatchObject({ ...report, shared: true, ownerId: t.ids.rep })
    const asked = await answered<Result>(t.as('rep2').get(`/api/reports/${id}/result`))
    expect(asked.records).toBe((await result(wonByMonth, { as: 'rep2' })).records)
    expect(await problem(t.as('rep2').patch(`/api/reports/${id}`, { name: 'Mine' }))).toEqual([
      422,
      'report.not-yours',
    ])
    expect(await problem(t.as('rep2').post(`/api/reports/${id}/archive`))).toEqual([422, 'report.not-yours'])
    await answered(t.as('manager').post(`/api/reports/${id}/assign`, { ownerId: t.ids.rep2 }))
    await answered(t.as('rep2').patch(`/api/reports/${id}`, { name: 'Mine' }))
    expect((await t.as('manager').get(`/api/reports/${id}/csv`)).statusCode).toBe(200)
  })

  it('REP-04 have a goal that is changed like all else of them, and was what it was', async () => {
    const amount = { amount: 5_000_000, currency: 'EUR' }
    const body = { name: 'Won', definition: wonByMonth, goalAmount: amount }
    const id = await make(t.as('rep'), '/api/reports', body)
    await t.settled()
    const before = new Date().toISOString()
    const shown = (at = '') => answered<object>(t.as('rep').get(`/api/reports/${id}${at}`))
    expect(await shown()).toMatchObject({ goal: null, goalAmount: amount })
    await answered(t.as('rep').patch(`/api/reports/${id}`, { goalAmount: null, goal: 12 }))
    await t.settled()
    expect(await shown()).toMatchObject({ goal: 12, goalAmount: null })
    expect(await shown(`?asOf=${before}`)).toMatchObject({ goal: null, goalAmount: amount })
    expect(await problem(t.as('rep').patch(`/api/reports/${id}`, { goal: -1 }))).toEqual([
      400,
      'invalid-input',
    ])
  })
})
