import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'

interface Told {
  headers: IncomingHttpHeaders
  body: string
  json: {
    type: string
    data: {
      id: string
      event: { title: string; actor: { name: string } }
      record: Record<string, unknown> | null
    }
  }
}

let t: TestApp
let receiver: Server
let url: string
let skew = 0
let told: Told[] = []
/** What the receiver does with the next calls; then it says 200. */
let answers: (number | 'cut' | 'elsewhere')[] = []
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString(), privateWebhooks: true })
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      told.push({ headers: request.headers, body, json: JSON.parse(body) })
      const answer = answers.shift() ?? 200
      if (answer === 'cut') request.socket.destroy()
      else if (answer === 'elsewhere') response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
      else response.writeHead(answer).end(`said ${answer}`)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`
})
afterAll(async () => {
  await t.close()
  receiver.close()
})
beforeEach(() => {
  told = []
  answers = []
})

async function ok<T = { id: string; position: string }>(
  who: Person,
  path: string,
  body: unknown = {},
): Promise<T> {
  const reply = await t.as(who).post(path, body, { 'if-match': '*' })
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  await t.settled()
  return reply.json<T>()
}
const webhookOf = (who: Person, more: object = {}) =>
  ok(who, '/api/webhooks', { name: 'Warehouse', url, types: ['lead.*'], ...more })
const lead = (who: Person, last: string, more: object = {}) =>
  ok(who, '/api/leads', { name: { last }, company: 'Acme', ...more })
const secretOf = async (who: Person, id: string) =>
  (await t.as(who).get(`/api/webhooks/${id}/secret`)).json<{ secret: string }>().secret
const detail = async (id: string) => {
  const { items } = (await t.as('admin').get(`/api/webhooks/${id}/deliveries`)).json<{
    items: { id: string; state: string; attempts: number; position: string }[]
  }>()
  return items
}
const standing = async (id: string) => (await t.as('admin').get(`/api/webhooks/${id}/standing`)).json()
const archive = (id: string) => ok('admin', `/api/webhooks/${id}/archive`)

it('INT-06 tells what happened, signed as the library of Standard Webhooks checks it, and shows exactly what was sent', async () => {
  const { id } = await webhookOf('manager')
  const secret = await secretOf('manager', id)
  const made = await lead('rep', 'Byron')
  await eventually(() => expect(told.length).toBeGreaterThanOrEqual(1))
  const [first] = told
  const headers = first?.headers as Record<string, string>
  expect(new Webhook(secret).verify(first?.body ?? '', headers)).toMatchObject({
    type: 'lead.captured',
    data: { model: 'lead', id: made.id, event: { title: expect.any(String), actor: { name: 'Test rep' } } },
  })
  expect(() => new Webhook(secret).verify(`${first?.body} `, headers)).toThrow()
  const item = await eventually(async () => {
    const found = (await detail(id)).at(-1)
    expect(found).toMatchObject({ state: 'delivered', attempts: 1, id: headers['webhook-id'] })
    return found
  })
  const shown = (await t.as('admin').get(`/api/webhooks/${id}/deliveries/${item?.id}`)).json()
  expect(shown.calls[0]).toMatchObject({ status: 200, answer: 'said 200', cause: 'event', body: first?.body })
  expect(shown.calls[0].headers['webhook-signature']).toBe(headers['webhook-signature'])
  // Both secrets sign for a while, the new one first.
  const { secret: next } = await ok<{ secret: string }>('manager', `/api/webhooks/${id}/secret`, {
    overlapHours: 1,
  })
  expect(next).not.toBe(secret)
  told = []
  const attempt = await ok<{ status: number }>('manager', `/api/webhooks/${id}/test`)
  expect(attempt.status).toBe(200)
  const both = told[0]?.headers as Record<string, string>
  expect(both['webhook-signature']?.split(' ')).toHaveLength(2)
  for (const one of [next, secret])
    expect(new Webhook(one).verify(told[0]?.body ?? '', both)).toMatchObject({ type: 'webhook.test' })
  expect(() =>
    new Webhook(secret).verify(told[0]?.body ?? '', {
      ...both,
      'webhook-signature': both['webhook-signature']?.split(' ')[0] ?? '',
    }),
  ).toThrow()
  await archive(id)
})

it('INT-06 tells no more than its owner reads: their rows, without what their role hides, and where the condition holds', async () => {
  const { id: role } = await ok('admin', '/api/roles', {
    ...noAuthority,
    name: 'Watcher',
    may: ['lead.read', 'webhook.*'],
    hidden: { lead: ['email'] },
  })
  await ok('admin', `/api/users/${t.ids.rep2}/assign-role`, { role })
  const { id } = await webhookOf('rep2', {
    types: ['lead.captured'],
    where: { field: 'company', operator: 'is', value: 'Wharf' },
  })
  await lead('rep', 'Not theirs', { company: 'Wharf' })
  await lead('admin', 'Elsewhere', { ownerId: t.ids.rep2 })
  const seen = await lead('admin', 'Theirs', {
    company: 'Wharf',
    ownerId: t.ids.rep2,
    email: 'ada@wharf.example',
  })
  await eventually(() => expect(told.map(({ json }) => json.data.id)).toEqual([seen.id]))
  expect(told[0]?.body).not.toContain('ada@wharf.example')
  expect(told[0]?.json.data.record).toMatchObject({ id: seen.id, company: 'Wharf' })
  const log = `/api/access-log?recordId=${seen.id}&actorId=${t.ids.rep2}`
  await eventually(async () =>
    expect((await t.as('auditor').get(log)).json().items[0]).toMatchObject({
      kind: 'export',
      what: 'webhook',
    }),
  )
  const refused = async (more: object) => {
    const body = { name: 'X', url, types: ['lead.captured'], ...more }
    return (await t.as('rep2').post('/api/webhooks', body)).json<{ type: string }>().type
  }
  expect(await refused({ types: ['lead.flew'] })).toBe('/problems/webhook.unknown-event')
  expect(await refused({ types: ['user.registered'] })).toBe('/problems/webhook.unreadable')
  expect(await refused({ where: { field: 'wings', operator: 'known' } })).toBe('/problems/webhook.criterion')
  expect(await refused({ url: 'http://example.com' })).toBe('/problems/invalid-input')
  expect((await t.as('rep').get(`/api/webhooks/${id}/deliveries`)).statusCode).toBe(403)
  await ok('admin', `/api/users/${t.ids.rep2}/assign-role`, { role: 'rep' })
  await archive(id)
})

it('INT-06 sends again what was cut off or failed, under the same id, in order, and again from a position or one when asked', async () => {
  const { id } = await webhookOf('admin', { types: ['lead.captured'] })
  answers = ['cut', 503]
  const before = await lead('admin', 'First')
  const second = await lead('admin', 'Second')
  await eventually(() => expect(told).toHaveLength(1))
  await eventually(async () => expect(await standing(id)).toMatchObject({ failures: 1 }))
  skew += 60_000
  await eventually(async () => expect(await standing(id)).toMatchObject({ failures: 2 }))
  skew += 120_000
  await eventually(() => expect(told).toHaveLength(4))
  expect(told.map(({ json }) => json.data.id)).toEqual([before.id, before.id, before.id, second.id])
  const ids = told.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(2)
  told = []
  const again = await ok<{ status: number }>(
    'admin',
    `/api/webhooks/${id}/deliveries/${String(ids[0])}/resend`,
  )
  expect([again.status, told[0]?.headers['webhook-id']]).toEqual([200, ids[0]])
  told = []
  const first = (await detail(id)).find((one) => one.id === ids[0])
  await ok('admin', `/api/webhooks/${id}/replay`, { after: String(BigInt(first?.position ?? 0) - 1n) })
  await eventually(() => expect(told.map(({ headers }) => headers['webhook-id'])).toEqual([ids[0], ids[3]]))
  // Paused, it tells nothing; what happened meanwhile comes later.
  await ok('admin', `/api/webhooks/${id}/pause`)
  told = []
  const third = await lead('admin', 'Third')
  await ok('admin', `/api/webhooks/${id}/resume`)
  await eventually(() => expect(told.map(({ json }) => json.data.id)).toEqual([third.id]))
  await archive(id)
})

it('INT-06 gives up what is refused, disables what fails for long and what wants no more, and says so', async () => {
  const { id } = await webhookOf('manager', { types: ['team.created'] })
  answers = [400, 400, 400, 'elsewhere', 400]
  await ok('admin', '/api/teams', { name: 'Refused' })
  await ok('admin', '/api/teams', { name: 'Taken' })
  for (let n = 1; n < 5; n++) {
    await eventually(async () => expect(await standing(id)).toMatchObject({ failures: n }))
    skew += 900_000
  }
  await eventually(() => expect(told).toHaveLength(6))
  await eventually(async () =>
    expect((await detail(id)).map(({ state }) => state)).toEqual(['delivered', 'given-up']),
  )
  answers = Array.from({ length: 50 }, () => 500)
  await ok('admin', '/api/teams', { name: 'Failing' })
  await eventually(async () => expect(await standing(id)).toMatchObject({ failures: 1 }))
  await t.pg.owner.query(
    `update hindsight_standing set failing_since = failing_since - interval '4 days', next_at = null`,
  )
  await eventually(async () => {
    const row = (await t.as('manager').get(`/api/webhooks/${id}`)).json()
    expect(row).toMatchObject({ status: 'disabled', disabledBecause: expect.stringContaining('three days') })
  })
  const notices = (await t.as('manager').get('/api/me/notices')).json()
  expect(JSON.stringify(notices)).toContain('A webhook of yours was disabled')
  answers = [410]
  await ok('manager', `/api/webhooks/${id}/resume`)
  await eventually(async () => {
    const row = (await t.as('manager').get(`/api/webhooks/${id}`)).json()
    expect(row).toMatchObject({ status: 'disabled', disabledBecause: expect.stringContaining('410') })
  })
})

it('INT-06 goes on after a kill where it was, and ends with the rights of whose it is', async () => {
  expect((await t.as('rep').post('/api/webhooks', { name: 'X', url, types: ['lead.*'] })).statusCode).toBe(
    403,
  )
  const own = await webhookOf('manager', { types: ['lead.captured'] })
  // What a kill between the call and its note leaves behind.
  await lead('rep', 'Twice')
  await eventually(() => expect(told).toHaveLength(1))
  await eventually(async () => expect((await detail(own.id)).length).toBe(1))
  const { position } = (await detail(own.id))[0] ?? { position: '0' }
  await t.pg.owner.query('update hindsight_standing set position = $2 where id = $1', [
    own.id,
    Number(position) - 1,
  ])
  await eventually(() => expect(told).toHaveLength(2))
  expect(told[1]?.headers['webhook-id']).toBe(told[0]?.headers['webhook-id'])
  await ok('admin', `/api/users/${t.ids.manager}/deactivate`)
  await lead('rep', 'Unread')
  await eventually(async () => {
    expect((await t.as('admin').get(`/api/webhooks/${own.id}`)).json()).toMatchObject({ status: 'disabled' })
  })
  expect(told).toHaveLength(2)
})
