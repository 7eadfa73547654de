import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
let ticket: string
let skew = 0
/** After the ticket and what was said first, before anything was shared. */
let before: string
const system = systemPrincipal('test', { kind: 'cli' })
const run = async (command: string, body: object, id?: string) =>
  (await t.execute({ command, body, principal: system, ...(id && { id }) })).id

beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
  const body = { subject: 'Quantum drive stalls', priority: 'normal', channel: 'web' }
  ticket = await run('ticket.open', { ...body, assigneeId: t.ids.agent, teamId: null })
  expect((await t.as('agent').post(`/api/tickets/${ticket}/reply`, { body: 'Turn it off' })).statusCode).toBe(
    200,
  )
  expect(
    (await t.as('agent').post(`/api/tickets/${ticket}/add-note`, { body: 'Seen before' })).statusCode,
  ).toBe(200)
  await t.settled()
  before = t.services.clock()
  skew += 1000
})
afterAll(() => t.close())

/** What the rep gets of the ticket and of what was said, by every way there is. */
async function reached(): Promise<Record<string, unknown>> {
  await t.settled()
  const get = async (path: string) => {
    const reply = await t.as('rep').get(path)
    return reply.statusCode === 200 ? reply.json() : reply.statusCode
  }
  const detail = await get(`/api/tickets/${ticket}`)
  const earlier = await get(`/api/tickets/${ticket}?asOf=${before}`)
  const listed = await get('/api/tickets')
  const found = await get('/api/tickets?q=quantum')
  const past = await get(`/api/tickets?asOf=${before}`)
  const history = await get(`/api/tickets/${ticket}/history`)
  const said = (one: { messages?: { body: string }[] }) => one.messages?.map(({ body }) => body) ?? one
  const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)
  return {
    detail: said(detail),
    earlier: said(earlier),
    list: ids(listed),
    search: ids(found),
    past: ids(past),
    history: typeof history === 'number' ? history : JSON.stringify(history).includes('ticket.noted'),
    sla: typeof (await get(`/api/tickets/${ticket}/sla`)),
  }
}

const all = () => ({
  detail: ['Turn it off', 'Seen before'],
  earlier: ['Turn it off', 'Seen before'],
  list: [ticket],
  search: [ticket],
  past: [ticket],
  history: true,
})
const nothing = { detail: 404, earlier: 404, list: [], search: [], past: [], history: 404 }

async function share(more: object): Promise<string> {
  const body = { model: 'ticket', recordId: ticket, grantee: 'user', granteeId: t.ids.rep, level: 'read' }
  const reply = await t.as('agent').post('/api/shares', { ...body, reason: 'Knows the drive', ...more })
  expect(reply.statusCode, reply.body).toBe(201)
  await t.settled()
  return reply.json<{ id: string }>().id
}

describe('USR-08 a share of a ticket', () => {
  it('carries what was said, in detail, list, search, history and the past, until it is taken back', async () => {
    expect(await reached()).toMatchObject(nothing)
    const id = await share({})
    expect(await reached()).toMatchObject(all())
    expect((await t.as('agent').post(`/api/shares/${id}/revoke`)).statusCode).toBe(200)
    expect(await reached()).toMatchObject(nothing)
  })

  it('carries it with a whole team, and until it expires', async () => {
    const hour = new Date(Date.parse(t.services.clock()) + 3_600_000).toISOString()
    await share({ grantee: 'team', granteeId: t.ids.team, expiresAt: hour })
    expect(await reached()).toMatchObject(all())
    skew += 3_600_000
    expect(await reached()).toMatchObject(nothing)
  })

  it('FAULTS 11 tells of what is said while it lasts, that it is gone, and of nothing after', async () => {
    const base = (await t.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
    const heard = { rep: [] as string[], agent: [] as string[] }
    const sockets: WebSocket[] = []
    for (const who of ['rep', 'agent'] as const) {
      const { ticket: entry } = (await t.as(who).post('/api/live/ticket')).json<{ ticket: string }>()
      const socket = new WebSocket(`${base}/api/live?ticket=${entry}`)
      sockets.push(socket)
      socket.on('message', (data: Buffer) => heard[who].push(data.toString()))
      await new Promise((resolve) => socket.once('open', resolve))
      for (const topic of ['ticket', 'team']) socket.send(JSON.stringify({ subscribe: topic }))
      await expect.poll(() => heard[who].filter((text) => text.includes('"subscribed"')).length).toBe(2)
    }
    const id = await share({})
    const told = (who: 'rep' | 'agent', what: string) => heard[who].some((text) => text.includes(what))
    const urgency = async (priority: string) =>
      expect(
        (await t.as('agent').post(`/api/tickets/${ticket}/change-priority`, { priority })).statusCode,
      ).toBe(200)
    await urgency('high')
    await expect.poll(() => told('rep', `"id":"${ticket}"`)).toBe(true)
    expect((await reached()).detail).toEqual(all().detail)
    expect(told('rep', '"op":"remove"')).toBe(false)
    expect((await t.as('agent').post(`/api/shares/${id}/revoke`)).statusCode).toBe(200)
    await t.settled()
    // FAULTS 11: whoever has the list open is told that it is gone from it.
    await expect.poll(() => told('rep', `{"model":"ticket","id":"${ticket}","op":"remove"}`)).toBe(true)
    expect(told('agent', '"op":"remove"')).toBe(false)
    await urgency('urgent')
    await expect.poll(() => told('agent', '"urgent"')).toBe(true)
    // What everybody hears comes after it on every socket.
    await run('team.change', { region: 'Last' }, t.ids.team)
    await expect.poll(() => told('rep', '"Last"')).toBe(true)
    expect(told('rep', '"urgent"')).toBe(false)
    expect(await reached()).toMatchObject(nothing)
    for (const socket of sockets) socket.close()
  })
})
