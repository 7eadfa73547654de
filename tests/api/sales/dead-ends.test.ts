import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishForWork } from '../../../src/start/furnish-for-work.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { textOf } from '../../support/pdf-text.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
const system = systemPrincipal('first-start', { kind: 'cli' })
beforeAll(async () => {
  t = await testApp()
  await furnishForWork(t, system)
  await t.settled()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>

const ok = answered<Row>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('admin').get(path))
}
const usd = (amount: number) => ({ amount, currency: 'USD' })
const line = { description: 'Hours', quantity: 3, unitPrice: usd(1_000), taxPercent: 19 }
const deal = () => ok(t.as('rep').post('/api/opportunities', { name: 'Harbour' }))
async function sentQuote(opportunityId: string, more: object = {}) {
  const body = { opportunityId, currency: 'USD', validUntil: '2099-12-31', lines: [line], ...more }
  const { id } = await ok(t.as('rep').post('/api/quotes', body))
  await ok(t.as('rep').post(`/api/quotes/${id}/send`, {}))
  return id
}
const accept = (id: string, body: object = {}) => t.as('rep').post(`/api/quotes/${id}/accept`, body)

describe('FAULTS 31 an installation that has nothing', () => {
  it('can open a deal and give a ticket its clocks', async () => {
    const { id } = await deal()
    expect(await read(`/api/opportunities/${id}`)).toMatchObject({ stageName: 'Qualification' })
    const ticket = await ok(t.as('agent').post('/api/tickets', { subject: 'It hums' }))
    expect(await read(`/api/tickets/${ticket.id}`)).toMatchObject({ sla: { policy: 'Standard support' } })
  })

  it('is furnished once, by the system, and not again when something was archived', async () => {
    await furnishForWork(t, system)
    const of = async (path: string) => (await read(`/api/${path}`)).items
    for (const path of ['pipelines', 'business-calendars', 'sla-policies'])
      expect(await of(path)).toHaveLength(1)
    const [pipeline] = await of('pipelines')
    expect((await read(`/api/pipelines/${pipeline?.id}/history`)).items[0]).toMatchObject({
      type: 'pipeline.created',
      actor: { kind: 'system' },
    })
    await ok(t.as('admin').post(`/api/pipelines/${pipeline?.id}/archive`))
    await t.settled()
    await furnishForWork(t, system)
    expect(await of('pipelines')).toMatchObject([{ archived: true, isDefault: false }])
    expect(await problem(t.as('rep').post('/api/opportunities', { name: 'X' }))).toEqual([
      422,
      'opportunity.pipeline-missing',
    ])
    await ok(t.as('admin').post(`/api/pipelines/${pipeline?.id}/restore`))
    await ok(t.as('admin').patch(`/api/pipelines/${pipeline?.id}`, { isDefault: true }))
    await deal()
  })

  it('gives way as the default to what somebody chooses, and only that does', async () => {
    const stages = [
      { name: 'Open', probability: 0.1, kind: 'open' },
      { name: 'Won', probability: 1, kind: 'won' },
      { name: 'Lost', probability: 0, kind: 'lost' },
    ]
    const made = (name: string) =>
      t.as('admin').post('/api/pipelines', { name, currency: 'EUR', isDefault: true, stages })
    const own = await ok(made('Sales'))
    await eventually(async () => {
      const { items } = await read('/api/pipelines?isDefault=true')
      expect(items.map(({ id }) => id)).toEqual([own.id])
    })
    expect(await read(`/api/opportunities/${(await deal()).id}`)).toMatchObject({ pipelineId: own.id })
    expect(await problem(made('Other'))).toEqual([409, 'pipeline.default-taken'])
  })
})

describe('FAULTS 29 quotes of one deal', () => {
  it('are accepted once, also when both are asked at once', async () => {
    const { id } = await deal()
    const quotes = [await sentQuote(id), await sentQuote(id)]
    const replies = await Promise.all(quotes.map((quote) => accept(quote)))
    expect(replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409])
    const later = replies.findIndex(({ statusCode }) => statusCode === 409)
    expect(await problem(accept(quotes[later] ?? ''))).toEqual([409, 'quote.other-accepted'])
    await eventually(async () => {
      expect((await read(`/api/orders?opportunityId=${id}`)).items).toHaveLength(1)
      expect(await read(`/api/opportunities/${id}`)).toMatchObject({ status: 'won', amount: usd(3_000) })
    })
  })

  it('are not accepted when the deal is lost, nor over another total', async () => {
    const { id } = await deal()
    const quote = await sentQuote(id)
    expect(await problem(accept(quote, { total: usd(1) }))).toEqual([422, 'quote.total-differs'])
    await ok(t.as('rep').post(`/api/opportunities/${id}/lose`, { reason: 'Price' }))
    expect(await problem(accept(quote))).toEqual([409, 'quote.deal-lost'])
    await ok(t.as('rep').post(`/api/opportunities/${id}/reopen`, {}))
    await ok(accept(quote, { total: usd(3_570) }))
    await eventually(async () =>
      expect(await read(`/api/opportunities/${id}`)).toMatchObject({ status: 'won' }),
    )
  })

  it('end as one thing when one is accepted while the deal is lost', async () => {
    const { id } = await deal()
    const quote = await sentQuote(id)
    const [accepted, lost] = await Promise.all([
      accept(quote),
      t.as('rep').post(`/api/opportunities/${id}/lose`, { reason: 'Price' }),
    ])
    expect(
      [accepted.statusCode, lost.statusCode].sort((a, b) => a - b),
      accepted.body + lost.body,
    ).toEqual([200, 409])
    const status = accepted.statusCode === 200 ? 'won' : 'lost'
    await eventually(async () => expect(await read(`/api/opportunities/${id}`)).toMatchObject({ status }))
  })
})

describe('FAULTS 28 the next version of a quote', () => {
  it('keeps the one before, and takes its place once it is sent', async () => {
    const { id } = await deal()
    const first = await sentQuote(id)
    const body = { opportunityId: id, validUntil: '2099-12-31', replacesId: first }
    const next = await ok(t.as('rep').post('/api/quotes', body))
    const before = await read(`/api/quotes/${first}`)
    expect(await read(`/api/quotes/${next.id}`)).toMatchObject({
      number: `${String(before.number)}-v2`,
      version: 2,
      lines: before.lines,
    })
    await ok(t.as('rep').post(`/api/quotes/${next.id}/send`, {}))
    await eventually(async () =>
      expect(await read(`/api/quotes/${first}`)).toMatchObject({
        status: 'replaced',
        replacedById: next.id,
        lines: before.lines,
        totals: before.totals,
      }),
    )
    expect(await problem(accept(first))).toEqual([409, 'quote.already-replaced'])
    await ok(accept(next.id))
  })
})

describe('FAULTS 29 a lead whose company is an archived account', () => {
  it('says the way, and goes each of them', async () => {
    const account = await ok(t.as('rep').post('/api/accounts', { name: 'Nile Optics' }))
    const other = await ok(t.as('rep').post('/api/accounts', { name: 'Delta Optics' }))
    await ok(t.as('admin').post(`/api/accounts/${account.id}/archive`))
    const lead = async () => {
      const { id } = await ok(
        t.as('rep').post('/api/leads', { name: { last: 'Okello' }, company: 'Nile Optics' }),
      )
      const answers = { budget: '1', authority: '2', need: '3', timeline: '4' }
      await ok(t.as('rep').post(`/api/leads/${id}/qualify`, answers))
      return id
    }
    const converted = (id: string) =>
      eventually(async () => {
        const row = await read(`/api/leads/${id}`)
        expect(row.status, JSON.stringify(row.conversionError)).toBe('converted')
        return (row.converted as { accountId: string }).accountId
      })
    const [first, second, third] = [await lead(), await lead(), await lead()]
    const convert = (id: string, body: object = {}) => t.as('rep').post(`/api/leads/${id}/convert`, body)
    const reply = await convert(first)
    expect(reply.json()).toMatchObject({ status: 422, details: { accountId: account.id } })
    expect(reply.json<{ detail: string }>().detail).toContain('Restore it')
    expect(await problem(convert(first, { accountId: account.id }))).toEqual([422, 'lead.account-archived'])
    await ok(convert(first, { accountId: other.id }))
    expect(await converted(first)).toBe(other.id)
    await ok(convert(second, { accountName: 'Nile Optics East' }))
    expect(await read(`/api/accounts/${await converted(second)}`)).toMatchObject({ name: 'Nile Optics East' })
    await ok(t.as('admin').post(`/api/accounts/${account.id}/restore`))
    await ok(convert(third))
    expect(await converted(third)).toBe(account.id)
  })
})

describe('FAULTS 28 a ticket', () => {
  it('is corrected, reopened when closed, and leaves an agent who has left', async () => {
    const agent = t.as('agent')
    const account = await ok(t.as('rep').post('/api/accounts', { name: 'Ganges Labs' }))
    const { id } = await ok(
      agent.post('/api/tickets', { subject: 'Pritner', assigneeId: t.ids.agent, teamId: t.ids.team }),
    )
    const corrected = {
      subject: 'Printer',
      requester: { name: 'Ada', email: 'ada@example.com' },
      accountId: account.id,
      category: 'Hardware',
    }
    await ok(agent.patch(`/api/tickets/${id}`, corrected))
    await ok(agent.post(`/api/tickets/${id}/resolve`, {}))
    await ok(agent.post(`/api/tickets/${id}/close`))
    await ok(agent.post(`/api/tickets/${id}/reopen`, { reason: 'It is back' }))
    expect(await read(`/api/tickets/${id}`)).toMatchObject({ ...corrected, status: 'open' })
    await ok(t.as('admin').post(`/api/users/${t.ids.agent}/deactivate`, {}))
    await ok(t.as('manager').post(`/api/tickets/${id}/reply`, { author: 'requester', body: 'Well?' }))
    expect(await read(`/api/tickets/${id}`)).toMatchObject({ assigneeId: null, teamId: t.ids.team })
  })
})

describe('FAULTS 30 one number everywhere', () => {
  it('is on the quote, its document and in its history', async () => {
    const { id } = await deal()
    const lines = [
      { description: 'Screws', quantity: 1_000, unitPrice: usd(19.5), taxPercent: 8.8751 },
      { description: 'Screws returned', quantity: -100, unitPrice: usd(19.5), taxPercent: 8.8751 },
      { description: 'Note', quantity: 1, unitPrice: usd(3), taxPercent: 7 },
      { description: 'Note', quantity: 1, unitPrice: usd(3), taxPercent: 7 },
      { description: 'Note', quantity: 1, unitPrice: usd(3), taxPercent: 7 },
    ]
    const quote = await sentQuote(id, { lines })
    // 17,550 x 8.8751 % is 1,557.58; 9 x 7 % is 0.63, and would be nothing line by line.
    expect(await read(`/api/quotes/${quote}`)).toMatchObject({
      totals: { net: usd(17_559), tax: usd(1_559), gross: usd(19_118) },
    })
    const titles = (await read(`/api/quotes/${quote}/history`)).items.map(({ title }) => title)
    expect(titles.join('\n')).toContain('USD 191.18')
    await ok(t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur GmbH' }))
    const paper = await t.as('rep').get(`/api/quotes/${quote}/document`)
    expect(paper.statusCode, paper.body).toBe(200)
    const words = textOf(paper.rawPayload)
    for (const said of ['USD 191.18', '0.195', '−100', 'Tax 8.8751 % on USD 175.50', 'USD 15.58'])
      expect(words).toContain(said)
  })

  it('FAULTS 27 is on no document whose words cannot be set', async () => {
    const { id } = await deal()
    for (const description of ['北京机械', 'อุปกรณ์', 'जल', 'عقد', 'חוזה', '🚀 Launch']) {
      const quote = await sentQuote(id, { lines: [{ ...line, description }] })
      await t.settled()
      const reply = await t.as('rep').get(`/api/quotes/${quote}/document`)
      expect(reply.json()).toMatchObject({ status: 409, type: '/problems/quote.script-not-printable' })
      expect(reply.json<{ detail: string }>().detail).toContain(description)
    }
    const quote = await sentQuote(id, {
      lines: [{ ...line, description: 'Größe, λ, Жук, Հայ, ქართ – “ß” €' }],
    })
    expect((await t.as('rep').get(`/api/quotes/${quote}/document`)).statusCode).toBe(200)
  })
})
