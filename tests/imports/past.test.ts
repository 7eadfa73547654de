import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { patience } from '../support/patience.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

async function send(name: string, payload: string): Promise<string> {
  const sent = await t.app.inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/octet-stream' },
    payload,
  })
  return sent.json<{ id: string }>().id
}

const read = async (path: string) => (await t.as('admin').get(path)).json()

/** A table and what happened to its records, in one. */
async function bring(
  table: { name: string; text: string },
  history: { name: string; text: string },
  change: object = {},
) {
  const file = await send(table.name, table.text)
  const proposal = (await t.as('admin').post('/api/imports/proposal', { file, ...change })).json()
  const { kind, system, key, empty, existing } = proposal
  const columns = proposal.columns.map(({ column, field, format, meanings }: Record<string, unknown>) => ({
    column,
    field,
    format,
    meanings: column === 'StageName' || column === 'Deal Stage' ? stageMeanings : meanings,
  }))
  const started = await t.as('admin').post('/api/imports', {
    format: 'table',
    files: { table: file, history: await send(history.name, history.text) },
    mapping: { kind, system, key, empty, existing, columns, currency: 'EUR' },
  })
  expect(started.statusCode, started.body).toBe(202)
  const { id } = started.json<{ id: string }>()
  await expect
    .poll(async () => (await read(`/api/jobs/${id}`)).state, { timeout: 5 * patience })
    .not.toBe('running')
  await t.settled()
  const job = await read(`/api/jobs/${id}`)
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.result
}

let stages: { id: string; name: string }[] = []
let stageMeanings: { value: string; means: string }[] = []
beforeAll(async () => {
  const stage = (n: number, name: string, kind: string, probability: number) => ({
    id: `11111111-1111-4111-8111-11111111111${n}`,
    name,
    kind,
    probability,
  })
  const all = [
    stage(1, 'First', 'open', 0.2),
    stage(2, 'Second', 'open', 0.5),
    stage(3, 'Won', 'won', 1),
    stage(4, 'Lost', 'lost', 0),
  ]
  const pipeline = { name: 'Sales', currency: 'EUR', isDefault: true, stages: all }
  await t.as('admin').post('/api/pipelines', pipeline, { 'x-occurred-at': '2020-01-01T00:00:00Z' })
  await t.settled()
  const { items } = await read('/api/pipelines')
  stages = items.find(({ isDefault }: { isDefault: boolean }) => isDefault).stages
  stageMeanings = [
    { value: 'Prospecting', means: stages[0]?.id ?? '' },
    { value: 'Proposal', means: stages[1]?.id ?? '' },
  ]
})

const eur = (euros: number) => ({ amount: euros * 100, currency: 'EUR' })

describe('BEY-01 the past comes along', () => {
  const deals = `Id,Name,StageName,Amount,CloseDate,CreatedDate,OwnerId
006A000000aaaaaAAA,Big deal,Closed Won,5000,2024-06-30,2024-01-10T09:00:00.000Z,
006A000000bbbbbAAA,Slow deal,Proposal,800,2026-12-31,2024-02-01T09:00:00.000Z,
006A000000cccccAAA,Gone deal,Closed Lost,300,2024-03-15,2024-02-10T09:00:00.000Z,
`
  const history = `Id,OpportunityId,CreatedById,CreatedDate,Field,OldValue,NewValue
1,006A000000aaaaaAAA,005ann,2024-02-15T10:00:00.000Z,StageName,Prospecting,Proposal
2,006A000000aaaaaAAA,005ann,2024-03-01T10:00:00.000Z,Amount,3000,4000
4,006A000000aaaaaAAA,005ben,2024-06-30T15:00:00.000Z,StageName,Proposal,Closed Won
3,006A000000aaaaaAAA,005ben,2024-05-01T10:00:00.000Z,Amount,4000,5000
5,006A000000bbbbbAAA,005ann,2024-04-01T10:00:00.000Z,StageName,Prospecting,Proposal
6,006A000000cccccAAA,005ann,2024-03-15T10:00:00.000Z,StageName,Prospecting,Closed Lost
7,006A000000cccccAAA,005ann,2024-03-15T10:00:00.000Z,created,,
8,,005ann,2024-03-15T10:00:00.000Z,Amount,1,2
`

  it('of Salesforce’s OpportunityFieldHistory: as of then, walks and differences are right from the first day', async () => {
    const report = await bring(
      { name: 'Opportunity.csv', text: deals },
      { name: 'OpportunityFieldHistory.csv', text: history },
    )
    expect(report).toMatchObject({ created: 3, refused: 0 })
    expect(report.notices).toMatchObject([
      {
        file: 'OpportunityFieldHistory.csv',
        line: 9,
        message: expect.stringContaining('not of which record'),
      },
    ])
    const [big] = (await read('/api/opportunities?q=Big')).items
    expect(big).toMatchObject({ status: 'won', amount: eur(5000), closeDate: '2024-06-30' })
    const then = async (day: string) => await read(`/api/opportunities/${big.id}?asOf=${day}T00:00:00Z`)
    expect(await then('2024-02-01')).toMatchObject({
      stageId: stages[0]?.id,
      amount: eur(3000),
      status: 'open',
    })
    expect(await then('2024-04-01')).toMatchObject({ stageId: stages[1]?.id, amount: eur(4000) })
    expect(
      (await t.as('admin').get(`/api/opportunities/${big.id}?asOf=2024-01-01T00:00:00Z`)).statusCode,
    ).toBe(404)
    // What was known here then is another matter: nothing.
    expect(
      (await t.as('admin').get(`/api/opportunities/${big.id}?asOf=2024-04-01T00:00:00Z&basis=recorded`))
        .statusCode,
    ).toBe(404)

    const { items } = await read(`/api/opportunities/${big.id}/history`)
    expect(
      items.map(({ type, occurredAt, source, actor }: Record<string, unknown>) => [
        type,
        occurredAt,
        (source as { by?: string } | null)?.by ?? null,
        (actor as { id: string }).id === t.ids.admin,
      ]),
    ).toStrictEqual([
      ['opportunity.won', '2024-06-30T15:00:00.000Z', '005ben', true],
      ['opportunity.amount-changed', '2024-05-01T10:00:00.000Z', '005ben', true],
      ['opportunity.amount-changed', '2024-03-01T10:00:00.000Z', '005ann', true],
      ['opportunity.stage-advanced', '2024-02-15T10:00:00.000Z', '005ann', true],
      ['opportunity.opened', '2024-01-10T09:00:00.000Z', null, true],
    ])
    const { walks } = await read('/api/pipeline/diff?from=2024-02-05T00:00:00Z&to=2024-07-31T00:00:00Z')
    expect(walks).toMatchObject([
      {
        start: { count: 2, amount: eur(3800) },
        steps: expect.arrayContaining([
          expect.objectContaining({ kind: 'new', count: 1, amount: eur(300) }),
          expect.objectContaining({ kind: 'increased', amount: eur(2000) }),
          expect.objectContaining({ kind: 'won', count: 1, amount: { amount: -500_000, currency: 'EUR' } }),
          expect.objectContaining({ kind: 'lost', count: 1, amount: { amount: -30_000, currency: 'EUR' } }),
        ]),
        end: { count: 1, amount: eur(800) },
        residual: { amount: 0 },
      },
    ])

    // Next month: the history has grown by two lines, the rest is known.
    const later = await bring(
      { name: 'Opportunity.csv', text: deals.replace('Proposal,800', 'Closed Won,900') },
      {
        name: 'OpportunityFieldHistory.csv',
        text: `${history}9,006A000000bbbbbAAA,005ann,2024-08-01T10:00:00.000Z,Amount,800,900
10,006A000000bbbbbAAA,005ann,2024-08-02T10:00:00.000Z,StageName,Proposal,Closed Won
`,
      },
    )
    expect(later).toMatchObject({ created: 0, updated: 1, unchanged: 2, events: 2 })
    const [slow] = (await read('/api/opportunities?q=Slow')).items
    expect(slow).toMatchObject({ status: 'won', amount: eur(900), closeDate: '2024-08-02' })
    expect(await read(`/api/opportunities/${slow.id}?asOf=2024-07-01T00:00:00Z`)).toMatchObject({
      amount: eur(800),
    })
  })

  it('of OpportunityHistory, which says what a deal was, and of a plain log of id, field, old, new, at, by', async () => {
    const one = `Id,Name,StageName,Amount,CloseDate,CreatedDate,OwnerId
006A000000dddddAAA,Snapshot deal,Proposal,70,2026-12-31,2025-01-10T09:00:00.000Z,
`
    const snapshots = `Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,ExpectedRevenue,CloseDate,Probability,ForecastCategory,SystemModstamp,IsDeleted
1,006A000000dddddAAA,005ann,2025-01-10T09:00:00.000Z,Prospecting,50,5,2025-06-30,10,Pipeline,2025-01-10T09:00:00.000Z,false
2,006A000000dddddAAA,005ben,2025-02-10T09:00:00.000Z,Proposal,70,35,2026-12-31,50,Pipeline,2025-02-10T09:00:00.000Z,false
`
    expect(
      await bring(
        { name: 'Opportunity.csv', text: one },
        { name: 'OpportunityHistory.csv', text: snapshots },
      ),
    ).toMatchObject({
      created: 1,
      refused: 0,
    })
    const [deal] = (await read('/api/opportunities?q=Snapshot')).items
    expect(await read(`/api/opportunities/${deal.id}?asOf=2025-01-20T00:00:00Z`)).toMatchObject({
      stageId: stages[0]?.id,
      amount: eur(50),
      closeDate: '2025-06-30',
    })

    const accounts = 'id,name,phone,website\nA1,New Name,+49 30 2222,\n'
    const log = `id,field,old,new,at,by
A1,name,Old Name,New Name,2023-05-01T08:00:00Z,u7
A1,phone,,+49 30 1111,2023-06-01T08:00:00Z,u8
A1,phone,+49 30 1111,+49 30 2222,2023-07-01T08:00:00Z,u8
`
    const file = { name: 'accounts.csv', text: accounts }
    const report = await bring(file, { name: 'log.csv', text: log }, { kind: 'account', system: 'old crm' })
    expect(report).toMatchObject({ created: 1, refused: 0, events: 4 })
    const [account] = (await read('/api/accounts?q=New+Name')).items
    expect(await read(`/api/accounts/${account.id}?asOf=2023-05-15T00:00:00Z`)).toMatchObject({
      name: 'New Name',
      phone: null,
    })
    expect(await read(`/api/accounts/${account.id}?asOf=2023-06-15T00:00:00Z`)).toMatchObject({
      phone: '+49 30 1111',
    })
  })
})
