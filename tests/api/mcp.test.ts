import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { client as httpClient, type Person, type TestApp, testApp } from '../support/app.ts'
import { instantBetween } from '../support/between.ts'
import { answered } from '../support/reply.ts'

const ok = answered<{ id: string; revision: number } & Record<string, unknown>>

let t: TestApp
let base: string
beforeAll(async () => {
  t = await testApp()
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
  await ok(
    t.as('admin').post('/api/pipelines', {
      name: 'Direct',
      currency: 'EUR',
      isDefault: true,
      stages: [
        { name: 'Qualification', probability: 0.2, kind: 'open' },
        { name: 'Proposal', probability: 0.5, kind: 'open' },
        { name: 'Won', probability: 1, kind: 'won' },
        { name: 'Lost', probability: 0, kind: 'lost' },
      ],
    }),
  )
})
afterAll(() => t.close())

/** A key of this person, as an assistant has it. */
async function keyOf(person: Person, scopes: readonly string[]): Promise<string> {
  const signIn = await t.anonymous.post('/api/sign-in?token=true', {
    email: `${person}@hindsight.example`,
    password: t.password,
  })
  const me = httpClient(t.app, signIn.json<{ token: string }>().token)
  const made = await me.post('/api/me/api-keys', { name: 'Assistant', scopes })
  expect(made.statusCode, made.body).toBe(201)
  return made.json<{ key: string }>().key
}

/** An assistant with the official client. */
async function assistant(key: string) {
  const client = new Client({ name: 'test-assistant', version: '1' })
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${base}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    }),
  )
  const call = async (name: string, asked: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: asked })
    const [first] = content as { text: string }[]
    return {
      isError: isError === true,
      text: first?.text ?? '',
      json: <T>() => JSON.parse(first?.text ?? '') as T,
    }
  }
  return { client, call }
}

interface Board {
  stages: { name: string; count: number; deals?: { id: string; name: string }[] }[]
}

it('BEY-09 lists its tools, tells the board of a past day as its user may see it, with what and why, and leaves a line of each call', async () => {
  const own = await ok(t.as('rep').post('/api/opportunities', { name: 'Lighthouse' }))
  await ok(t.as('admin').post('/api/opportunities', { name: 'Hidden', ownerId: t.ids.admin }))
  await t.settled()
  const then = await instantBetween()
  const board = (await t.as('rep').get('/api/pipeline')).json<{ stages: { id: string; name: string }[] }>()
  const proposal = board.stages.find(({ name }) => name === 'Proposal')?.id
  const moved = await t
    .as('rep')
    .post(
      `/api/opportunities/${own.id}/advance-stage`,
      { stageId: proposal },
      { 'x-reason': 'They%20asked%20for%20it' },
    )
  expect(moved.statusCode, moved.body).toBe(200)
  await t.settled()
  const { client, call } = await assistant(
    await keyOf('rep', ['opportunity.read', 'lead.read', 'forecast.read']),
  )
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'list_models',
      'list_records',
      'get_record',
      'get_history',
      'compare',
      'search',
      'board',
      'forecast',
    ]),
  )
  expect(tools.map(({ name }) => name)).not.toContain('run_command')
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true)
  const counts = (of: Board) => Object.fromEntries(of.stages.map(({ name, count }) => [name, count]))
  expect(counts((await call('board', { asOf: then })).json<Board>())).toMatchObject({
    Qualification: 1,
    Proposal: 0,
  })
  expect(counts((await call('board')).json<Board>())).toMatchObject({ Qualification: 0, Proposal: 1 })
  const listed = (
    await call('list_records', {
      model: 'opportunity',
      where: { field: 'name', operator: 'contains', value: 'i' },
      asOf: then,
    })
  ).json<{ items: { name: string; stageName: string }[] }>()
  expect(listed.items).toMatchObject([{ name: 'Lighthouse', stageName: 'Qualification' }])
  const history = (await call('get_history', { model: 'opportunity', id: own.id })).json<{
    items: { id: string; title: string; reason: { text: string }; actor: { name: string } }[]
  }>()
  expect(history.items[0]).toMatchObject({
    reason: { text: 'They asked for it' },
    actor: { name: 'Test rep' },
  })
  const chain = (await call('why', { eventId: history.items[0]?.id })).json<{ chain: unknown[] }>()
  expect(chain.chain).toHaveLength(1)
  const compared = (await call('compare', { model: 'opportunity', from: then })).json<{
    items: { change: string }[]
  }>()
  expect(compared.items).toMatchObject([{ change: 'changed' }])
  expect((await call('search', { q: 'Hidden' })).text).not.toContain('Hidden')
  expect((await call('search', { q: 'Lighthouse' })).text).toContain(own.id)
  expect((await call('forecast')).json<{ method: string }>().method).toContain('Won')
  expect((await call('get_timeline', { model: 'opportunity', id: own.id })).isError).toBe(false)
  expect(
    (await call('describe_model', { model: 'lead' }))
      .json<{ fields: { name: string }[] }>()
      .fields.map(({ name }) => name),
  ).toContain('company')
  const entries = (await t.as('auditor').get(`/api/access-log?actorId=${t.ids.rep}&limit=200`)).json<{
    items: { what: string; userAgent: string }[]
  }>()
  expect(entries.items.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['MCP board', 'MCP list_records', 'MCP why']),
  )
  await client.close()
})

it('BEY-09 refuses in words, gives what is hidden to nobody, and cuts what is long with a cursor', async () => {
  const { call } = await assistant(await keyOf('rep', ['lead.read', 'competitor.read']))
  expect(
    (await call('list_models'))
      .json<{ model: string }[]>()
      .map(({ model }) => model)
      .sort(),
  ).toEqual(['competitor', 'lead'])
  expect(await call('list_records', { model: 'opportunity' })).toMatchObject({ isError: true })
  expect(
    await call('list_records', { model: 'lead', where: { field: 'wings', operator: 'known' } }),
  ).toMatchObject({ isError: true })
  expect((await call('get_record', { model: 'lead', id: '../users' })).isError).toBe(true)
  const words = 'x '.repeat(1_900).trim()
  for (let n = 0; n < 24; n++)
    await ok(t.as('rep').post('/api/competitors', { name: `Long ${n}`, strengths: words, weaknesses: words }))
  await t.settled()
  const seen = new Set<string>()
  let cursor: string | null | undefined
  do {
    const page = (
      await call('list_records', { model: 'competitor', limit: 24, ...(cursor && { cursor }) })
    ).json<{
      items: { id: string }[]
      next: string | null
    }>()
    expect(page.items.length).toBeLessThan(24)
    for (const { id } of page.items) seen.add(id)
    cursor = page.next
  } while (cursor)
  expect(seen.size).toBe(24)
  const none = await fetch(`${base}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
})

it('BEY-09 writes only with a key whose scopes say so, and the event says by which key and why', async () => {
  const { client, call } = await assistant(await keyOf('rep', ['lead.read', 'lead.capture']))
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('run_command')
  const commands = (await call('list_commands', { model: 'lead' })).json<{ command: string }[]>()
  expect(commands.map(({ command }) => command)).toEqual(['lead.capture'])
  const run = {
    command: 'lead.capture',
    body: { name: { last: 'Spoken' }, company: 'Acme' },
    reason: 'He called',
    key: 'k1',
  }
  const made = (await call('run_command', run)).json<{ id: string }>()
  expect((await call('run_command', run)).json<{ id: string; repeated: boolean }>()).toMatchObject({
    id: made.id,
    repeated: true,
  })
  await t.settled()
  const { items } = (await t.as('rep').get(`/api/leads/${made.id}/history`)).json<{ items: object[] }>()
  expect(items.at(-1)).toMatchObject({
    via: { kind: 'api-key' },
    actor: { id: t.ids.rep },
    reason: { text: 'He called' },
  })
  expect(await call('run_command', { ...run, command: 'lead.assign', id: made.id })).toMatchObject({
    isError: true,
  })
  await client.close()
})
