import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }))
  const calendarId = await made('/api/business-calendars', { name: 'Always', timeZone: 'UTC', weekly })
  const target = { responseMinutes: 60, resolutionMinutes: 240 }
  await made('/api/sla-policies', {
    name: 'Standard',
    calendarId,
    targets: { low: target, normal: target, high: target, urgent: target },
    escalateTo: { teamId: t.ids.team, userId: null },
    default: true,
  })
})
afterAll(() => t.close())

async function made(path: string, body: object): Promise<string> {
  const reply = await t.as('admin').post(path, body)
  expect(reply.statusCode, reply.body).toBe(201)
  return reply.json<{ id: string }>().id
}

interface Step {
  command: string
  at: string
  by?: string
  key?: string
  body?: object
}
interface Answer {
  line: number
  status: string
  id: string
  step?: number
  events: number
  problem?: { type: string; status: number; detail: string }
}

const lineOf = (id: string, ...history: Step[]) => JSON.stringify({ source: { system: 'desk', id }, history })
const at = (time: string) => `2017-03-04T${time}:00.000Z`
const opened = (time = '08:00', body: object = {}): Step => ({
  command: 'ticket.open',
  at: at(time),
  by: 'anna',
  body: { subject: 'It does not start', priority: 'urgent', ...body },
})
const step = (command: string, time: string, body: object = {}): Step => ({ command, at: at(time), body })
const from = (record: string, id: string) => ({ $source: { record, id } })

async function send(...lines: string[]): Promise<Answer[]> {
  const reply = await t.app.inject({
    method: 'POST',
    url: '/api/histories',
    headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/x-ndjson' },
    payload: lines.join('\n'),
  })
  expect(reply.statusCode, reply.body).toBe(200)
  expect(reply.headers['content-type']).toBe('application/x-ndjson')
  const answers = reply.body.trim().split('\n')
  return answers.map((one) => JSON.parse(one) as Answer)
}
async function read<T = Record<string, unknown>>(path: string): Promise<T> {
  await t.settled()
  const reply = await t.as('admin').get(path)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}
interface Entry {
  type: string
  occurredAt: string
  source: unknown
  actor: { name: string }
  via: { kind: string }
}
const eventsOf = async (id: string, resource = 'tickets') =>
  (await read<{ items: Entry[] }>(`/api/${resource}/${id}/history`)).items.reverse()

describe('POST /api/histories', () => {
  it('FAULTS 15 takes a record’s whole life in one line, with who did it in the source, shown as imported', async () => {
    const [one] = await send(
      lineOf(
        'in-time',
        opened(),
        step('ticket.reply', '08:30', { body: 'On it' }),
        step('ticket.resolve', '09:00'),
      ),
    )
    expect(one).toMatchObject({ line: 1, status: 'created', events: 3 })
    const events = await eventsOf(one?.id ?? '')
    expect(events.map(({ type, occurredAt }) => [type, occurredAt])).toStrictEqual([
      ['ticket.opened', at('08:00')],
      ['ticket.replied', at('08:30')],
      ['ticket.resolved', at('09:00')],
    ])
    expect(events[0]).toMatchObject({
      via: { kind: 'import' },
      source: { system: 'desk', id: 'in-time', by: 'anna' },
    })
    expect(events[2]?.source).toStrictEqual({ system: 'desk', id: 'in-time', by: null })
    expect(await read(`/api/tickets/${one?.id}`)).toMatchObject({ breached: false, escalation: 0 })
  })

  it('FAULTS 16 puts a breach at its due instant, between the steps it belongs between', async () => {
    const [one] = await send(
      lineOf('late', opened(), step('ticket.resolve', '20:00'), step('ticket.close', '21:00')),
    )
    const id = one?.id ?? ''
    const all = [
      ['ticket.opened', at('08:00')],
      ['ticket.sla-breached', at('09:00')],
      ['ticket.escalated', at('09:00')],
      ['ticket.sla-breached', at('12:00')],
      ['ticket.escalated', at('12:00')],
      ['ticket.resolved', at('20:00')],
      ['ticket.closed', at('21:00')],
    ]
    expect(one).toMatchObject({ events: all.length })
    expect((await eventsOf(id))[1]).toMatchObject({
      via: { kind: 'timer' },
      source: { system: 'desk', by: null },
    })
    // What the past brought is no news to anybody.
    const notices = await t.as('rep').get('/api/me/notices')
    expect(notices.json()).toMatchObject({ items: [] })
    const told = async () => (await eventsOf(id)).map(({ type, occurredAt }) => [type, occurredAt])
    expect(await told()).toStrictEqual(all)
    expect(await read(`/api/tickets/${id}?asOf=${at('08:59')}`)).toMatchObject({ breached: false })
    expect(await read(`/api/tickets/${id}?asOf=${at('09:01')}`)).toMatchObject({
      breached: true,
      escalation: 1,
    })
    // Those who watch the clocks read of it all and send nothing that is not there.
    await eventually(async () => {
      const watch = (await t.services.sagas.status()).find(({ name }) => name === 'ticket-sla')
      expect(watch).toMatchObject({ lag: 0, outbox: { waiting: 0 } })
    })
    expect(await told()).toStrictEqual(all)
  })

  it('FAULTS 16 puts it there for single commands that tell of the past too', async () => {
    const admin = t.as('admin')
    const on = (time: string) => ({ 'x-occurred-at': at(time) })
    const { body: ticket } = opened()
    const opening = await admin.post('/api/tickets', ticket ?? {}, on('08:00'))
    expect(opening.statusCode, opening.body).toBe(201)
    const { id, revision } = opening.json<{ id: string; revision: number }>()
    const key = { 'idempotency-key': 'told-late', 'if-match': `"${revision}"` }
    const resolving = () =>
      admin.post(`/api/tickets/${id}/resolve`, { resolution: 'A cable' }, { ...on('20:00'), ...key })
    const first = await resolving()
    // Whoever watches the clocks may have come first: then somebody else has changed it.
    const reply =
      first.statusCode === 412 ? await admin.post(`/api/tickets/${id}/resolve`, {}, on('20:00')) : first
    expect(reply.statusCode, reply.body).toBe(200)
    expect((await eventsOf(id)).map(({ type, occurredAt }) => [type, occurredAt])).toStrictEqual([
      ['ticket.opened', at('08:00')],
      ['ticket.sla-breached', at('09:00')],
      ['ticket.escalated', at('09:00')],
      ['ticket.sla-breached', at('12:00')],
      ['ticket.escalated', at('12:00')],
      ['ticket.resolved', at('20:00')],
    ])
    expect(await read(`/api/tickets/${id}?asOf=${at('09:01')}`)).toMatchObject({ breached: true })
  })

  it('FAULTS 15 leaves the timers of a record alone while more of it is to come', async () => {
    const open = (...life: Step[]) =>
      JSON.stringify({ open: true, source: { system: 'desk', id: 'to-come' }, history: life })
    const [one] = await send(open(opened()))
    const id = one?.id ?? ''
    // A later one without a word of more: whatever was due was done by then.
    const [other] = await send(lineOf('all-there', opened()))
    expect(other).toMatchObject({ status: 'created', events: 5 })
    expect(await send(open(opened(), step('ticket.reply', '08:50', { body: 'On it' })))).toMatchObject([
      { status: 'updated', events: 1 },
    ])
    const life = [opened(), step('ticket.reply', '08:50', { body: 'On it' }), step('ticket.resolve', '11:00')]
    expect(await send(lineOf('to-come', ...life))).toMatchObject([{ status: 'updated', events: 1 }])
    expect((await eventsOf(id)).map(({ type }) => type)).toStrictEqual([
      'ticket.opened',
      'ticket.replied',
      'ticket.resolved',
    ])
    const { rows } = await t.pg.owner.query('select from pm.halted')
    expect(rows).toStrictEqual([])
  })

  it('FAULTS 15 of what the source left open the timers act as of their instants once it is there', async () => {
    const [one] = await send(lineOf('open', opened()))
    await eventually(async () =>
      expect((await eventsOf(one?.id ?? '')).map(({ type, occurredAt }) => [type, occurredAt])).toStrictEqual(
        [
          ['ticket.opened', at('08:00')],
          ['ticket.sla-breached', at('09:00')],
          ['ticket.escalated', at('09:00')],
          ['ticket.sla-breached', at('12:00')],
          ['ticket.escalated', at('12:00')],
        ],
      ),
    )
  })

  it('FAULTS 18 knows a record again by its source, and appends what it has grown by', async () => {
    const life = [opened(), step('ticket.reply', '08:30', { body: 'On it' })]
    const grown = [...life, step('ticket.resolve', '11:00')]
    const done = [...grown, step('ticket.close', '11:30')]
    expect((await send(lineOf('grows', ...grown)))[0]).toMatchObject({ status: 'created', events: 3 })
    const end = await t.store.lastPosition()
    expect((await send(lineOf('grows', ...grown)))[0]).toMatchObject({ status: 'unchanged', events: 0 })
    expect(await t.store.lastPosition()).toBe(end)
    expect((await send(lineOf('grows', ...done)))[0]).toMatchObject({ status: 'updated', events: 1 })
    const other = [opened('08:00', { subject: 'Another' }), ...done.slice(1)]
    expect((await send(lineOf('grows', ...other)))[0]).toMatchObject({
      status: 'refused',
      step: 1,
      problem: { type: '/problems/key-reused', detail: expect.stringContaining('imported before') },
    })
  })

  it('refuses a line whole, says which step and why, and goes on with the next', async () => {
    const answers = await send(
      lineOf('refused', opened(), step('ticket.resolve', '08:10'), step('ticket.pend', '08:20')),
      'no json',
      '',
      JSON.stringify({ source: { system: 'desk', id: 'x' }, history: [] }),
      lineOf('backwards', opened('08:00'), step('ticket.reply', '07:00', { body: 'Before' })),
      lineOf('unknown', opened(), { ...step('ticket.explode', '09:00') }),
      lineOf('internal', opened(), step('ticket.record-breach', '20:00', { clock: 'response' })),
      lineOf('two', opened(), { command: 'lead.capture', at: at('09:00'), body: {} }),
      lineOf('fine', opened(), step('ticket.resolve', '08:10')),
    )
    expect(
      answers.map(({ line, status, step: at, problem }) => [line, status, at, problem?.type]),
    ).toStrictEqual([
      [1, 'refused', 3, '/problems/ticket.resolved'],
      [2, 'refused', null, '/problems/invalid-input'],
      [4, 'refused', null, '/problems/invalid-input'],
      [5, 'refused', 2, '/problems/command.occurred-before-last'],
      [6, 'refused', 2, '/problems/not-found'],
      [7, 'refused', 2, '/problems/not-found'],
      [8, 'refused', 2, '/problems/invalid-input'],
      [9, 'created', undefined, undefined],
    ])
    // Nothing of what was refused is there, so that it can come again, put right.
    expect((await send(lineOf('refused', opened(), step('ticket.resolve', '08:10'))))[0]?.status).toBe(
      'created',
    )
  })

  it('lets a line name what earlier lines become, and decides on what was so then', async () => {
    const day = (time: string) => `2017-05-${time}T10:00:00.000Z`
    const stages = [
      { id: '11111111-1111-4111-8111-111111111111', name: 'Open', kind: 'open', probability: 0.5 },
      { id: '11111111-1111-4111-8111-111111111112', name: 'Won', kind: 'won', probability: 1 },
      { id: '11111111-1111-4111-8111-111111111113', name: 'Lost', kind: 'lost', probability: 0 },
    ]
    const pipeline = {
      command: 'pipeline.create',
      at: day('01'),
      body: { name: 'Desk', currency: 'EUR', stages },
    }
    const account = { command: 'account.create', at: day('02'), body: { name: 'Acme of the desk' } }
    const deal = [
      {
        command: 'opportunity.open',
        at: day('03'),
        body: {
          name: 'Big',
          pipelineId: from('pipeline', 'p'),
          accountId: from('account', 'a'),
          ownerId: t.ids.rep,
        },
      },
      { command: 'opportunity.win', at: day('20'), body: { amount: { amount: 10_000, currency: 'EUR' } } },
    ]
    const lines = [{ description: 'Work', quantity: 1, unitPrice: { amount: 10_000, currency: 'EUR' } }]
    const quote = [
      {
        command: 'quote.draft',
        at: day('05'),
        body: { opportunityId: from('opportunity', 'd'), currency: 'EUR', validUntil: '2017-05-31', lines },
      },
      { command: 'quote.send', at: day('06') },
      { command: 'quote.accept', at: day('20') },
    ]
    const answers = await send(
      lineOf('p', pipeline),
      lineOf('a', account),
      lineOf('d', ...deal),
      // The deal is won by now; on the 5th it was not. The quote would have expired by now; on the 20th it had not.
      lineOf('q', ...quote),
    )
    expect(answers.map(({ status, problem }) => [status, problem])).toStrictEqual(
      answers.map(() => ['created', undefined]),
    )
    expect((await eventsOf(answers[3]?.id ?? '', 'quotes')).map(({ type }) => type)).toStrictEqual([
      'quote.drafted',
      'quote.sent',
      'quote.accepted',
    ])
    // FAULTS 17: it came and went between two instants.
    const { walks } = await read<{ walks: object[] }>(
      '/api/pipeline/diff?from=2017-05-02T12:00:00Z&to=2017-05-31T00:00:00Z',
    )
    expect(walks).toMatchObject([
      {
        steps: [
          { kind: 'new', count: 1, amount: { amount: 10_000 } },
          { kind: 'won', count: 1, amount: { amount: -10_000 } },
        ],
        residual: { amount: 0 },
      },
    ])
    await eventually(async () => {
      const orders = await read<{ items: { createdAt: string }[] }>('/api/orders')
      expect(orders.items.map(({ createdAt }) => createdAt)).toStrictEqual([day('20')])
    })
  })

  it('FAULTS 4 asks who sends it before it reads, and holds no more than is under way', async () => {
    let sent = 0
    const body = new Readable({
      read() {
        sent++
        this.push(sent > 100_000 ? null : `${lineOf(`stranger-${sent}`, opened())}\n`)
      },
    })
    const post = (token: string | undefined, payload: Readable | string, type = 'application/x-ndjson') =>
      t.app.inject({
        method: 'POST',
        url: '/api/histories',
        headers: { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) },
        payload,
      })
    const refused = await post(undefined, body)
    expect(refused.statusCode).toBe(401)
    expect(sent).toBeLessThan(1000)
    expect((await post(t.tokens.rep, lineOf('rep', opened()))).statusCode).toBe(403)
    expect((await post(t.tokens.admin, '{}', 'application/json')).statusCode).toBe(415)
    const [long, fine] = await send(
      lineOf('long', opened('08:00', { description: 'x'.repeat(5 * 1024 * 1024) })),
      lineOf('after-long', opened(), step('ticket.resolve', '08:10')),
    )
    expect(long).toMatchObject({ line: 1, status: 'refused', problem: { status: 400 } })
    expect(fine).toMatchObject({ line: 2, status: 'created' })
  })
})

describe('POST /api/imports of histories', () => {
  async function imported(...lines: string[]) {
    const sent = await t.app.inject({
      method: 'POST',
      url: '/api/imports/files?name=desk.ndjson',
      headers: { authorization: `Bearer ${t.tokens.admin}` },
      payload: lines.join('\n'),
    })
    expect(sent.json()).toMatchObject({ lines: lines.length })
    const files = { 'histories.ndjson': sent.json<{ id: string }>().id }
    const started = await t.as('admin').post('/api/imports', { format: 'histories', files })
    expect(started.json()).toMatchObject({ kind: 'import', about: 'desk.ndjson', state: 'running' })
    const { id } = started.json<{ id: string }>()
    const job = () => read<{ state: string; result: unknown }>(`/api/jobs/${id}`)
    await expect.poll(async () => (await job()).state).toBe('done')
    // A file is imported once.
    expect((await t.as('admin').post('/api/imports', { format: 'histories', files })).statusCode).toBe(400)
    return { id, ...(await job()) }
  }

  it('carries a file out as a job that tells what became of it, line by line', async () => {
    const good = lineOf('in-file', opened(), step('ticket.resolve', '09:00'))
    const lines = [
      good,
      lineOf('in-file-wrong', opened(), step('ticket.resolve', '07:00')),
      '{"source":{"system":"desk","id":"none"},"history":[]}',
      'no JSON',
    ]
    const { id, result } = await imported(...lines)
    expect(result).toMatchObject({
      rows: 4,
      unchanged: 0,
      events: 2,
      counts: { refused: 3, incomplete: 0, mapped: 0 },
      notices: [
        { file: 'histories.ndjson', line: 2, kind: 'refused', message: expect.stringMatching(/^Step 2: /) },
        { line: 3, field: 'history' },
        { line: 4, message: 'This line is not JSON.' },
      ],
    })
    expect((await imported(good)).result).toMatchObject({ rows: 1, unchanged: 1, events: 0 })

    // Whoever comes back finds it: without its report, which may be long, and by its kind.
    const { items } = await read<{ items: { id: string; ownerId: string }[] }>('/api/jobs?kind=import')
    expect(items.find((one) => one.id === id)).toMatchObject({ about: 'desk.ndjson', ownerId: t.ids.admin })
    expect(items.every((one) => !('result' in one))).toBe(true)
    expect(await read('/api/jobs?kind=rebuild')).toStrictEqual({ items: [] })
  })
})
